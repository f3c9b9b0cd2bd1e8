"""The list beside a form: links to its items, and one to a new one."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from mapper.markup import join
from mapper.ui.address import page_link
from mapper.ui.context import Context

PAGE, GEODATA = "verwaltung", "geodaten"
OF_GEODATA = ("imports", "layers", "services", "qgis", "versions")
"""The sections of the page for GIS staff; all others are the administrators'."""
SECTION, ITEM, NEW = "section", "item", "new"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list: its key in the address, its name, and what else is said of it."""

    key: str
    name: str
    notes: tuple[str, ...] = ()
    before: Markup | str = ""
    quiet: bool = False


def show_list(
    here: Context, section: str, name: str, entries: Iterable[Entry], new: str | None
) -> None:
    """The items of a section as links; `new` names the link to a new one."""
    chosen = here.query.get(ITEM)
    rows = join(_row(here, section, entry, entry.key == chosen) for entry in entries)
    add = Markup("")
    if new is not None:
        add = Markup('<p><a class="ik-button" href="{}">{}</a></p>').format(
            item_link(here, section, NEW), new
        )
    st.html(
        Markup('{}<nav class="ik-entries" aria-label="{}"><ul>{}</ul></nav>').format(
            add, name, rows
        )
    )


def show_back(here: Context, section: str, words: str) -> None:
    """The way back to the list, where it is not beside the form."""
    st.html(
        Markup('<p class="ik-to-list"><a class="ik-link" href="{}">{}</a></p>').format(
            section_link(here, section), words
        )
    )


def section_link(here: Context, section: str) -> str:
    """The address of a section."""
    return page_link(_page(section), here.query, **{SECTION: section})


def item_link(here: Context, section: str, item: str) -> str:
    """The address of an item."""
    return page_link(_page(section), here.query, **{SECTION: section, ITEM: item})


def _page(section: str) -> str:
    return GEODATA if section in OF_GEODATA else PAGE


def _row(here: Context, section: str, entry: Entry, current: bool) -> Markup:
    notes = "\N{NO-BREAK SPACE}· ".join(filter(None, entry.notes))
    return Markup(
        '<li{quiet}><a href="{address}"{current}>{before}<span class="ik-entry">'
        '<bdi dir="auto">{name}</bdi><span class="ik-entry-notes">{notes}</span></span></a></li>'
    ).format(
        quiet=Markup(' class="ik-off"') if entry.quiet else "",
        address=item_link(here, section, entry.key),
        current=Markup(' aria-current="true"') if current else "",
        before=entry.before,
        name=entry.name,
        notes=notes,
    )
