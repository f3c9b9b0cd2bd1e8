"""Several ideas of a list decided at once."""

import streamlit as st
from markupsafe import Markup

from mapper.errors import MapperError
from mapper.services.decide_several import Decision, Outcome, Result, decide_several
from mapper.services.queue import QueuedIdea, QueuePage
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_reason import reason_of, show_reason
from mapper.ui.components.moderation_rows import row_facts
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context
from mapper.ui.ideas import IdeaWords
from mapper.ui.markup import items

_PICK = "moderation_pick_"
_SEVERAL = "several"
"""Stands where an idea's number does, for the reason that all of them get."""


def show_several(page: QueuePage, here: Context, ideas: IdeaWords) -> None:
    """The page with a box before each idea that waits, and what to do with those chosen."""
    waiting = [one for one in page.ideas if one.moderation_status == "pending"]
    st.button(
        here.translator.gettext("Select all on this page"),
        key="moderation_pick_all",
        type="tertiary",
        on_click=_pick,
        args=([one.number for one in waiting],),
    )
    for one in waiting:
        st.checkbox(plain_label(one.title), key=f"{_PICK}{one.number}")
        st.html(row_facts(one, here, ideas))
    picked = [one for one in waiting if st.session_state.get(f"{_PICK}{one.number}")]
    _show_buttons(picked, here)


def show_outcomes(here: Context) -> None:
    """What became of those decided at once, each in a line; nothing when all is done."""
    words = here.translator
    outcomes = store.outcomes()
    if not outcomes:
        return
    done = sum(one.result is Result.DONE for one in outcomes)
    said = words.ngettext("One idea was decided.", "{count} ideas were decided.", done)
    rest = [_describe(one, here) for one in outcomes if one.result is not Result.DONE]
    st.html(
        Markup('<div class="ik-said" role="status"><p>{}</p>{}</div>').format(
            said.format(count=words.format_number(done)),
            items(Markup("{}").format(line) for line in rest) if rest else "",
        )
    )


def _describe(outcome: Outcome, here: Context) -> str:
    _ = here.translator.gettext
    if outcome.result is Result.CHANGED and outcome.by:
        sentence = _("{number}: {name} was faster. Nothing was overwritten.")
        return sentence.format(number=outcome.number, name=outcome.by)
    if outcome.result is Result.CHANGED:
        sentence = _("{number}: somebody was faster. Nothing was overwritten.")
        return sentence.format(number=outcome.number)
    return _("{number}: this is not possible any more.").format(number=outcome.number)


def _show_buttons(picked: list[QueuedIdea], here: Context) -> None:
    words = here.translator
    _ = words.gettext
    chosen = words.ngettext("{count} chosen", "{count} chosen", len(picked))
    said = chosen.format(count=words.format_number(len(picked)))
    with st.container(key="moderation_several_bar", horizontal=True, gap="small"):
        st.html(Markup('<p role="status" class="ik-quiet">{}</p>').format(said))
        st.button(
            _("Publish"),
            key="moderation_publish_several",
            type="primary",
            disabled=not picked,
            on_click=_decide,
            args=(here, Decision.PUBLISH, picked),
        )
        st.button(
            _("Do not publish"),
            key="moderation_reject_several",
            disabled=not picked,
            on_click=store.open_panel,
            args=(_SEVERAL, store.Panel.REJECT),
        )
    if picked and store.panel_of(_SEVERAL) is store.Panel.REJECT:
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
        st.session_state[f"{_PICK}{number}"] = True


def _decide(here: Context, decision: Decision, picked: list[QueuedIdea]) -> None:
    reason = reason_of(_SEVERAL) if decision is Decision.REJECT else ""
    versions = {one.number: one.version for one in picked}
    try:
        found = decide_several(here.backoffice, here.who, decision, versions, reason)
    except MapperError as error:
        store.say(store.Refused(None, error))
        return
    store.say(None)
    store.keep_outcomes(found)
    store.open_panel(_SEVERAL, None)
    store.forget_drafts(_SEVERAL)
    for number in versions:
        st.session_state.pop(f"{_PICK}{number}", None)
