"""Several ideas of a list decided at once."""

import streamlit as st
from markupsafe import Markup

from mapper.services.decide_several import Decision, decide_several
from mapper.services.queue import Queue, QueuedIdea, QueuePage
from mapper.ui import widget_keys
from mapper.ui.components import moderation_store as store
from mapper.ui.components.answering_several import show_answering_several
from mapper.ui.components.moderation_address import Wanted
from mapper.ui.components.moderation_reason import reason_of, show_reason
from mapper.ui.components.moderation_rows import row_facts
from mapper.ui.components.moderation_told import attempt
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context
from mapper.ui.ideas import IdeaWords

SELECTING = "moderation_selecting"
SEVERAL_QUEUES = (Queue.WAITING, Queue.OVERDUE, Queue.PUBLISHED)
_PICK = "moderation_pick_"
_SEVERAL = "several"
"""Stands where an idea's number does, for the reason that all of them get."""


def is_selecting() -> bool:
    """True while several ideas are being chosen, in the place of opening one."""
    return bool(st.session_state.get(SELECTING))


def show_boxes(page: QueuePage, here: Context, ideas: IdeaWords) -> None:
    """The page with a box before each idea."""
    st.button(
        here.translator.gettext("Select all on this page"),
        key="moderation_pick_all",
        type="tertiary",
        on_click=_pick,
        args=([one.number for one in page.ideas],),
    )
    for one in page.ideas:
        with st.container(key=f"moderation_box_{one.number}"):
            st.checkbox(plain_label(one.title), key=widget_keys.key_of(f"{_PICK}{one.number}"))
            st.html(row_facts(one, here, ideas))


def show_several(wanted: Wanted, page: QueuePage, here: Context) -> None:
    """What can be done with those chosen: decide on what waits, answer what is published."""
    words = here.translator
    picked = [one for one in page.ideas if widget_keys.entered(f"{_PICK}{one.number}")]
    chosen = words.ngettext("{count} idea chosen", "{count} ideas chosen", len(picked))
    with st.container(key="moderation_several"):
        st.html(Markup("<h2>{}</h2>").format(chosen.format(count=words.format_number(len(picked)))))
        if not picked:
            hint = words.gettext("Tick ideas in the list. What you decide holds for all of them.")
            st.html(Markup("<p>{}</p>").format(hint))
        elif wanted.queue is Queue.WAITING:
            _show_decisions(picked, here)
        else:
            show_answering_several(here, {one.number: one.version for one in picked})


def _show_decisions(picked: list[QueuedIdea], here: Context) -> None:
    _ = here.translator.gettext
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Publish"),
            key="moderation_publish_several",
            type="primary",
            on_click=_decide,
            args=(here, Decision.PUBLISH, picked),
        )
        st.button(
            _("Do not publish"),
            key="moderation_reject_several",
            on_click=store.open_panel,
            args=(_SEVERAL, store.Panel.REJECT),
        )
    if store.panel_of(_SEVERAL) is store.Panel.REJECT:
        show_reason(
            _SEVERAL,
            Decision.REJECT,
            here,
            keys=False,
            on_confirm=_decide,
            args=(here, Decision.REJECT, picked),
        )


def _pick(numbers: list[str]) -> None:
    for number in numbers:
        widget_keys.write(f"{_PICK}{number}", True)


def _decide(here: Context, decision: Decision, picked: list[QueuedIdea]) -> None:
    versions = {one.number: one.version for one in picked}
    panel = store.Panel.REJECT if decision is Decision.REJECT else None
    reason = reason_of(_SEVERAL) if panel else ""

    def act() -> None:
        found = decide_several(here.backoffice, here.who, decision, versions, reason)
        store.say(store.DecidedSeveral(tuple(found)))
        store.open_panel(_SEVERAL, None)
        store.forget_drafts(_SEVERAL)
        widget_keys.renew(*(f"{_PICK}{number}" for number in versions))

    attempt(_SEVERAL if panel else None, act, panel)
