"""The frame of a section: heading, list, detail."""

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from mapper.ui.components.admin_form import show_flash
from mapper.ui.components.admin_list import ITEM
from mapper.ui.context import Context


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a section go."""

    list: DeltaGenerator
    detail: DeltaGenerator


def lay_out(here: Context, name: str, lead: str) -> Places:
    """Heading and places; where there is no room for both, an open item hides the list."""
    st.html(Markup('<h2 class="ik-section">{}</h2><p class="ik-lead">{}</p>').format(name, lead))
    show_flash()
    chosen = "admin_with_item" if here.query.get(ITEM) else "admin_without_item"
    frame = st.container(key="admin_frame").container(key=chosen)
    return Places(frame.container(key="admin_list"), frame.container(key="admin_detail"))


def show_nothing_chosen(here: Context, wanted: str | None, invitation: str) -> None:
    """In the place of a form: what to do, or that what the address names is not there."""
    _ = here.translator.gettext
    words = _("This does not exist (any more). Please choose from the list.")
    st.html(Markup('<div class="ik-empty"><p>{}</p></div>').format(words if wanted else invitation))
