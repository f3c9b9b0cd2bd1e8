"""The part of the frame that runs in the browser: see components/shell/shell.js."""

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from mapper.i18n import Translator
from mapper.ui.site import SITE

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component("mapper.shell", js="shell.js", isolate_styles=False)


def mount_shell(translator: Translator) -> None:
    """Tell the browser the page's language, our pages, and what parts of menus are called."""
    _ = translator.gettext
    words = {
        "Selected values": _("Selected"),
        "Clear all": _("Empty the list"),
        "Clear value": _("Remove the choice"),
        "Open": _("Open the list"),
        "Remove": _("Remove {name}"),
        "start": _("beginning"),
        "end": _("end"),
        "connection": _(
            "No connection at the moment. The page keeps trying; what you wrote stays here."
        ),
    }
    pages = [page.address for page in SITE]
    _component()(key="shell", data={"lang": translator.lang, "pages": pages, "words": words})
