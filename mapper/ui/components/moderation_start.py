"""In the place of an idea, while none is open: what waits, and the way to begin."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.services.queue import Queue, QueuePage
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import Wanted
from mapper.ui.components.moderation_keys import NEXT, key_for
from mapper.ui.components.moderation_list import describe_queue, selects
from mapper.ui.components.moderation_several import show_several
from mapper.ui.components.moderation_told import show_said
from mapper.ui.context import Context


def show_start(wanted: Wanted, page: QueuePage, counts: dict[Queue, int], here: Context) -> None:
    """How much there is to do, and a button that opens the first idea of the list."""
    words = here.translator
    show_said(wanted, None, here)
    if selects(wanted, page):
        show_several(wanted, page, here)
        return
    with st.container(key="moderation_start"):
        st.html(Markup("<h2>{}</h2>").format(_what_waits(counts, here)))
        queue = describe_queue(page, here)
        if queue:
            st.html(Markup("<p>{}</p>").format(queue))
        if page.ideas:
            st.button(
                words.gettext("Open the first one"),
                key="moderation_begin",
                type="primary",
                shortcut=key_for(NEXT, wanted),
                on_click=_begin,
                args=(wanted, page.ideas[0].number),
            )


def _what_waits(counts: dict[Queue, int], here: Context) -> str:
    words = here.translator
    waiting, reported = counts.get(Queue.WAITING, 0), counts.get(Queue.REPORTED, 0)
    overdue = counts.get(Queue.OVERDUE, 0)
    parts = []
    for count, said in (
        (waiting, words.ngettext("one idea waits", "{count} ideas wait", waiting)),
        (reported, words.ngettext("one is reported", "{count} are reported", reported)),
        (overdue, words.ngettext("one answer is due", "{count} answers are due", overdue)),
    ):
        if count:
            parts.append(said.format(count=words.format_number(count)))
    if not parts:
        return words.gettext("All done. Nothing is waiting for you.")
    sentence = ", ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _begin(wanted: Wanted, number: str) -> None:
    store.go_to(replace(wanted, number=number))
    store.move_focus()
