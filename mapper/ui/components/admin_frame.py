"""The frame of a section: heading, list, detail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from mapper.i18n import Translator
from mapper.ui.components.admin_form import show_flash
from mapper.ui.components.admin_list import ITEM, NEW, Entry, show_back, show_list
from mapper.ui.context import Context

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """A section that is a list beside the form of one entry.

    `name` and `lead` head it; `new` names the way to a new entry, `choose` says what to do while
    none is open, `back` names the way back to the list.
    """

    key: str
    name: str
    lead: str
    new: str
    choose: str
    back: str
    entry: Callable[[T, Translator], Entry]
    show_new: Callable[[Context], None]
    show_one: Callable[[Context, T], None]


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


def show_section(here: Context, section: Section[T], items: Mapping[str, T]) -> None:
    """The list of the items, by their keys in the address, and the form of the one that is open."""
    wanted = here.query.get(ITEM)
    places = lay_out(here, section.name, section.lead)
    with places.list:
        entries = [section.entry(one, here.translator) for one in items.values()]
        show_list(here, section.key, section.name, entries, section.new)
    with places.detail:
        found = items.get(wanted or "")
        if found is None and wanted != NEW:
            show_nothing_chosen(here, wanted, section.choose)
            return
        show_back(here, section.key, section.back)
        if found is None:
            section.show_new(here)
        else:
            section.show_one(here, found)


def show_nothing_chosen(here: Context, wanted: str | None, invitation: str) -> None:
    """In the place of a form: what to do, or that what the address names is not there."""
    _ = here.translator.gettext
    words = _("This does not exist (any more). Please choose from the list.")
    st.html(Markup('<div class="ik-empty"><p>{}</p></div>').format(words if wanted else invitation))
