"""The entry: frame, look and the pages' addresses. Every page is registered always."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.domain.tokens import form_token
from mapper.settings import secret_key
from mapper.ui import bar, context, look
from mapper.ui.closed import show_closed
from mapper.ui.components.admin_form import keep_typed
from mapper.ui.errors import run_safely
from mapper.ui.shell import mount_shell
from mapper.ui.site import SITE, SitePage
from mapper.ui.staff_menu import staff_menu
from mapper.ui.whole_steps import keep_callbacks_whole


def main() -> None:
    """Draw the frame and run the page that was asked for."""
    keep_callbacks_whole()
    keep_typed()
    here = context.begin()
    _ = here.translator.gettext
    pages = {
        site: st.Page(
            site.path,
            title=_(site.name),
            url_path=site.url_path or "karte",
            default=not site.url_path,
            visibility="hidden",
        )
        for site in SITE
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    current = next(site for site, page in pages.items() if page == chosen)
    st.set_page_config(page_icon=str(look.ICON), layout="wide")
    look.page_title(_(current.name), here)
    look.inject()
    top, content, bottom = (
        st.container(key=key) for key in ("frame_top", "page_content", "frame_bottom")
    )
    with top:
        staff = _staff_menu(here, current)
        languages = here.profile.languages
        st.html(bar.bar(current.url_path, here.translator, languages, here.query, staff))
        mount_shell(here.translator)
    # Before the page, so that it is there while a page takes its time or stops early.
    with bottom:
        operator, signed_in = here.profile.operator, staff is not None
        st.html(
            bar.footer(current.url_path, here.translator, operator, here.query, signed_in=signed_in)
        )
    with content:
        if current.open_to(here.actor):
            run_safely(chosen.run)
        else:
            run_safely(partial(show_closed, current, here))


def _staff_menu(here: context.Context, current: SitePage) -> Markup | None:
    if here.actor is None or here.who is None:
        return None
    token = form_token(secret_key(here.settings), here.who.token)
    return staff_menu(here.actor, current.url_path, here.translator, here.query, token)


run_safely(main)
