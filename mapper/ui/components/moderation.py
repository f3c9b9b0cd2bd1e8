"""The frame of the moderation desk: the lists beside the idea that is open."""

from dataclasses import dataclass, replace

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from mapper.i18n import Translator
from mapper.services.queue import QueuePage
from mapper.ui import look
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import Wanted


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of the page go."""

    top: DeltaGenerator
    lists: DeltaGenerator
    idea: DeltaGenerator


def lay_out(*, opened: bool) -> Places:
    """The places; where it is narrow an open idea takes the place of the list."""
    look.add_style("moderation")
    frame = st.container(key="moderation")
    if opened:
        frame.html('<span class="ik-opened" hidden></span>')
    return Places(
        top=frame.container(key="moderation_top"),
        lists=frame.container(key="moderation_lists"),
        idea=frame.container(key="moderation_idea"),
    )


def show_top(wanted: Wanted, *, usable: bool, words: Translator) -> None:
    """The page's heading; the skip link leads to the idea where one is open."""
    _ = words.gettext
    start = Markup("") if wanted.number else Markup(' id="inhalt"')
    note = Markup("")
    if not usable:
        sentence = _("This link asks for something that does not exist here. It was left out.")
        note = Markup('<p class="ik-note" role="status">{}</p>').format(sentence)
    st.html(Markup('<h1{} tabindex="-1">{}</h1>{}').format(start, _("Moderation"), note))


def open_next(wanted: Wanted, page: QueuePage) -> Wanted:
    """What is wanted after a decision: the next idea of the list as it stood that is still there.

    When none is left behind it, the list's first; when none is left at all, the list itself.
    """
    asked = store.take_next()
    if asked is None:
        return wanted
    order, decided = asked
    there = [one.number for one in page.ideas if one.number != decided]
    behind = order[order.index(decided) + 1 :] if decided in order else ()
    following = next((number for number in behind if number in there), next(iter(there), None))
    moved = replace(wanted, number=following, page=page.number)
    store.go_to(moved)
    return moved
