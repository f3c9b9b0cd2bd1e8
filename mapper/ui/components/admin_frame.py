"""The frame of a section: heading, list, detail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.ui.components.admin_form import show_flash
from mapper.ui.components.admin_list import ITEM, NEW, Entry, show_back, show_list
from mapper.ui.context import Context

T = TypeVar("T")
_BEGUN = "admin_begun"


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """A section that is a list beside the form of one entry.

    `name` and `lead` head it, `choose` says what to do while no entry is open, `back` names the way
    back to the list. Where entries can be added, `new` names the way to it; with `begins`, the form
    of a new one opens by itself where there is none, and stays until something else is chosen.
    """

    key: str
    name: str
    lead: str
    choose: str
    back: str
    entry: Callable[[T, Translator], Entry]
    show_one: Callable[[Context, T], None]
    new: str | None = None
    show_new: Callable[[Context], None] | None = None
    begins: bool = False


def show_section(here: Context, section: Section[T], items: Mapping[str, T]) -> None:
    """The list of the items, by their keys in the address, and the form of the one that is open.

    Where there is no room for both, an open item hides the list.
    """
    wanted = here.query.get(ITEM) or (NEW if _begins(section, items) else "")
    if ITEM in here.query:
        st.session_state.pop(_BEGUN, None)
    st.html(
        Markup('<h2 class="ik-section">{}</h2><p class="ik-lead">{}</p>').format(
            section.name, section.lead
        )
    )
    # What comes and goes has a place of its own, or the form after it would be made anew.
    with st.empty():
        show_flash()
    chosen = "admin_with_item" if wanted else "admin_without_item"
    frame = st.container(key="admin_frame").container(key=chosen)
    with frame.container(key="admin_list"):
        entries = [section.entry(one, here.translator) for one in items.values()]
        show_list(here, section.key, section.name, entries, section.new)
    with frame.container(key="admin_detail"):
        with st.empty():
            if wanted and not (section.begins and wanted == NEW and not items):
                show_back(here, section.key, section.back)
        if wanted in items:
            section.show_one(here, items[wanted])
        elif wanted == NEW and section.show_new is not None:
            section.show_new(here)
        else:
            _show_nothing(here, section.choose, gone=bool(wanted))


def _begins(section: Section[T], items: Mapping[str, T]) -> bool:
    """Whether the form of a new one opens by itself, or has: what is typed there must not go.

    A colleague's first entry may appear any moment.
    """
    if section.begins and not items:
        st.session_state[_BEGUN] = section.key
    return bool(st.session_state.get(_BEGUN) == section.key)


def _show_nothing(here: Context, choose: str, *, gone: bool) -> None:
    """In the place of a form: what to do, or that what the address names is not there."""
    _ = here.translator.gettext
    words = _("This does not exist (any more). Please choose from the list.") if gone else choose
    st.html(Markup('<div class="ik-empty"><p>{}</p></div>').format(words))
