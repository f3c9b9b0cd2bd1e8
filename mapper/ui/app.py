"""The entry: frame, look and the pages' addresses. Every page is registered always."""

import streamlit as st

from mapper.ui import bar, context, look
from mapper.ui.errors import run_safely
from mapper.ui.shell import mount_shell
from mapper.ui.site import SITE


def main() -> None:
    """Draw the frame and run the page that was asked for."""
    here = context.current()
    _ = here.translator.gettext
    pages = {
        page.url_path: st.Page(
            page.path,
            title=f"{_(page.name)} · Ideenkarte {here.profile.name}",
            url_path=page.url_path or "karte",
            default=not page.url_path,
            visibility="hidden",
        )
        for page in SITE
        if page.path.exists()
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    current = next(path for path, page in pages.items() if page == chosen)
    st.set_page_config(page_icon=str(look.ICON), layout="wide")
    look.inject()
    with st.container(key="frame_top"):
        st.html(bar.bar(current, here.translator, here.profile.languages, here.query))
        mount_shell(here.lang)
    with st.container(key="page_content"):
        run_safely(chosen.run)
    with st.container(key="frame_bottom"):
        st.html(bar.footer(current, here.translator, here.profile.operator, here.query))


run_safely(main)
