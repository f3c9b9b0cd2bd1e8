"""What is said after something was done: a decision with the way back, a note, a refusal."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup, escape

from mapper.errors import ChangedMeanwhileError, MapperError
from mapper.i18n import N_
from mapper.i18n.errors import explain
from mapper.i18n.labels import MODERATION_STATUSES, label
from mapper.markup import items, text
from mapper.services.decide_several import Decision, Outcome, Result, apply
from mapper.services.review import Review
from mapper.ui.components import moderation_keys as keys
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import Wanted
from mapper.ui.components.moderation_store import DecidedSeveral, Done, Noted, Panel, Refused
from mapper.ui.context import Context

_SAID = {
    Decision.PUBLISH: N_("“{title}” is published."),
    Decision.REJECT: N_("“{title}” will not be published."),
    Decision.HIDE: N_("“{title}” is hidden."),
    Decision.KEEP: N_("“{title}” stays public."),
}
_UNDO = {
    Decision.PUBLISH: (Decision.HIDE, N_("Undo: hide it")),
    Decision.REJECT: (Decision.PUBLISH, N_("Undo: publish it after all")),
    Decision.HIDE: (Decision.PUBLISH, N_("Undo: publish it again")),
}


def show_said(wanted: Wanted, review: Review | None, here: Context) -> None:
    """What the last thing somebody did has led to, with the way back where there is one."""
    match store.said():
        case Done() as done:
            _show_done(done, wanted, here)
        case Noted(number, message) if review is not None and review.number == number:
            _show_status(here.translator.gettext(message))
        case DecidedSeveral(outcomes):
            _show_outcomes(outcomes, here)
        case Refused(number, error, None) if number is None or (
            review is not None and review.number == number
        ):
            _show_refusal(error, review, here)


def show_refused_panel(number: str, panel: Panel, review: Review | None, here: Context) -> None:
    """Why what was pressed in this panel was not done, where it was pressed."""
    match store.said():
        case Refused(refused, error, pressed) if (refused, pressed) == (number, panel):
            _show_refusal(error, review, here)


def attempt(number: str | None, act: Callable[[], None], panel: Panel | None = None) -> None:
    """Do something; a refusal is said in the panel it came from, and changes nothing else."""
    try:
        act()
    except MapperError as error:
        store.say(Refused(number, error, panel))


def note(review: Review, message: str) -> None:
    """Say what was done to the open idea, drop its drafts and close its panel."""
    store.say(Noted(review.number, message))
    store.forget_drafts(review.number)
    store.open_panel(review.number, None)


def _show_done(done: Done, wanted: Wanted, here: Context) -> None:
    words = here.translator
    with st.container(key="moderation_said", horizontal=True, gap="small"):
        sentence = escape(words.gettext(_SAID[done.decision])).format(title=text(done.title))
        st.html(Markup('<p class="ik-done" id="gesagt" role="status">{}</p>').format(sentence))
        undo = _undo_of(done)
        if undo:
            st.button(
                words.gettext(undo[1]),
                key=store.button_key("undo", done.number),
                shortcut=keys.key_for(keys.UNDO, wanted),
                on_click=_take_back,
                args=(undo[0], done, wanted, here),
            )


def _undo_of(done: Done) -> tuple[Decision, str] | None:
    if done.decision is Decision.KEEP:
        return _UNDO[Decision.PUBLISH] if done.was_hidden else None
    return _UNDO[done.decision]


def _take_back(decision: Decision, done: Done, wanted: Wanted, here: Context) -> None:
    if store.said() != done:
        return  # Pressed twice, as above.

    def act() -> None:
        after = apply(here.backoffice, here.who, decision, done.number, done.version)
        store.say(Done(done.number, done.title, decision, after))
        store.go_to(replace(wanted, number=done.number))
        store.move_focus()

    attempt(None, act)


def _show_outcomes(outcomes: Sequence[Outcome], here: Context) -> None:
    """How many were decided at once, and in a line each those that were not."""
    words = here.translator
    done = sum(one.result is Result.DONE for one in outcomes)
    said = words.ngettext("One idea was decided.", "{count} ideas were decided.", done)
    rest = [_describe_outcome(one, here) for one in outcomes if one.result is not Result.DONE]
    st.html(
        Markup('<div class="ik-said" role="status"><p>{}</p>{}</div>').format(
            said.format(count=words.format_number(done)),
            items(Markup("{}").format(line) for line in rest) if rest else "",
        )
    )


def _describe_outcome(outcome: Outcome, here: Context) -> str:
    _ = here.translator.gettext
    if outcome.result is Result.CHANGED and outcome.by:
        sentence = _("{number}: {name} was faster. Nothing was overwritten.")
        return sentence.format(number=outcome.number, name=outcome.by)
    if outcome.result is Result.CHANGED:
        sentence = _("{number}: somebody was faster. Nothing was overwritten.")
        return sentence.format(number=outcome.number)
    return _("{number}: this is not possible any more.").format(number=outcome.number)


def _show_refusal(error: MapperError, review: Review | None, here: Context) -> None:
    sentence = _describe_refusal(error, review, here)
    st.html(Markup('<p class="ik-refused" role="alert">{}</p>').format(sentence))


def _describe_refusal(error: MapperError, review: Review | None, here: Context) -> str:
    """Whoever was slower reads who was faster and what was decided."""
    words = here.translator
    if not isinstance(error, ChangedMeanwhileError) or review is None:
        return explain(error, words)
    status = label(MODERATION_STATUSES, review.moderation_status, words)
    by = error.fields.get("by")
    if not by:
        sentence = words.gettext(
            "This idea was changed in the meantime; it is now: {status}. Nothing was overwritten."
        )
        return sentence.format(status=status)
    sentence = words.gettext(
        "{name} was faster; the idea is now: {status}. Nothing was overwritten."
    )
    return sentence.format(name=by, status=status)


def _show_status(sentence: str) -> None:
    st.html(Markup('<p class="ik-done" role="status">{}</p>').format(sentence))
