"""The part of the frame that runs in the browser: see components/shell/shell.js."""

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from mapper.ui.site import SITE

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component("mapper.shell", js="shell.js", isolate_styles=False)


def mount_shell(lang: str) -> None:
    """Tell the browser the page's language and which addresses are pages of ours."""
    _component()(key="shell", data={"lang": lang, "pages": [page.address for page in SITE]})
