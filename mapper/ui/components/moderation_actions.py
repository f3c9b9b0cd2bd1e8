"""What can be done with the open idea: buttons, and what they do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st
from markupsafe import Markup

from mapper.domain.statuses import ModerationStatus
from mapper.i18n import N_
from mapper.services import assign
from mapper.services.decide_several import Decision, apply
from mapper.services.review import Review
from mapper.ui.components import moderation_keys as keys
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import Wanted
from mapper.ui.components.moderation_detail import describe_holder
from mapper.ui.components.moderation_reason import reason_of, show_reason
from mapper.ui.components.moderation_store import Done, Noted, Panel
from mapper.ui.components.moderation_told import attempt
from mapper.ui.context import Context

Order = tuple[str, ...]
_STATUS = ModerationStatus
_REASON_PANELS = {Decision.REJECT: Panel.REJECT, Decision.HIDE: Panel.HIDE}


def show_actions(review: Review, wanted: Wanted, order: Order, here: Context) -> None:
    """The decisions that this idea's state allows, then everything else, then what is open."""
    with st.container(key="moderation_bar", horizontal=True, gap="small"):
        for decision, words, key in _decisions(review):
            _decision_button(decision, words, key, review, wanted, order, here)
        if review.may_moderate:
            _panel_button(Panel.BLACK_OUT, N_("Black out"), keys.BLACK_OUT, review, wanted, here)
            _panel_button(Panel.CORRECT, N_("Put right"), keys.CORRECT, review, wanted, here)
        _step_buttons(review, wanted, order, here)
    for decision, panel in _REASON_PANELS.items():
        if store.panel_of(review.number) is panel:
            show_reason(
                review.number,
                decision,
                here,
                review=review,
                keys=wanted.keys,
                on_confirm=decide,
                args=(decision, review, wanted, order, here),
            )


def show_holder(review: Review, wanted: Wanted, here: Context) -> None:
    """Who has the idea, and how it changes hands."""
    with st.container(key="moderation_holder", horizontal=True, gap="small"):
        st.html(Markup('<p class="ik-quiet">{}</p>').format(describe_holder(review, here)))
        _take_button(review, wanted, here)
        _panel_button(Panel.GIVE, N_("Hand on"), None, review, wanted, here)


def decide(decision: Decision, review: Review, wanted: Wanted, order: Order, here: Context) -> None:
    """Decide as the page was seen, then open the next idea; a refusal loses nothing."""
    last = store.said()
    if isinstance(last, Done) and last.number == review.number and last.version > review.version:
        return  # Pressed twice: the second press reached us before the next idea was drawn.
    panel = _REASON_PANELS.get(decision)
    reason = reason_of(review.number) if panel else ""

    def act() -> None:
        number, hidden = review.number, review.moderation_status is _STATUS.HIDDEN
        after = apply(here.backoffice, here.who, decision, number, review.version, reason)
        store.say(Done(number, review.title, decision, after, was_hidden=hidden))
        store.forget_drafts(number)
        store.open_panel(number, None)
        store.ask_for_next(order, number)
        store.move_focus()

    attempt(review.number, act, panel)


def _decisions(review: Review) -> list[tuple[Decision, str, str]]:
    """The decisions that are possible now, the likeliest first."""
    status, reported = review.moderation_status, bool(review.open_reports)
    if not review.may_moderate:
        return []
    found: list[tuple[Decision, str, str]] = []
    if reported and status in (_STATUS.PUBLISHED, _STATUS.MERGED):
        found.append((Decision.KEEP, N_("Stays public"), keys.KEEP))
    elif reported and status is _STATUS.HIDDEN:
        found.append((Decision.KEEP, N_("Publish again"), keys.KEEP))
    elif _STATUS.PUBLISHED in review.moves:
        words = {_STATUS.PENDING: N_("Publish"), _STATUS.REJECTED: N_("Publish after all")}
        found.append((Decision.PUBLISH, words.get(status, N_("Publish again")), keys.PUBLISH))
    if _STATUS.REJECTED in review.moves:
        found.append((Decision.REJECT, N_("Do not publish"), keys.REJECT))
    if _STATUS.HIDDEN in review.moves:
        found.append((Decision.HIDE, N_("Hide"), keys.HIDE))
    elif reported and status is _STATUS.HIDDEN:
        found.append((Decision.HIDE, N_("Leave hidden"), keys.HIDE))
    return found


def _decision_button(
    decision: Decision,
    words: str,
    key: str,
    review: Review,
    wanted: Wanted,
    order: Order,
    here: Context,
) -> None:
    panel = _REASON_PANELS.get(decision)
    is_open = panel is not None and store.panel_of(review.number) is panel
    call: tuple[Callable[..., None], tuple[Any, ...]] = (
        (store.open_panel, (review.number, panel))
        if panel
        else (decide, (decision, review, wanted, order, here))
    )
    st.button(
        here.translator.gettext(words),
        key=store.button_key(decision, review.number),
        type="primary" if decision in (Decision.PUBLISH, Decision.KEEP) else "secondary",
        disabled=is_open,
        shortcut=None if is_open else keys.key_for(key, wanted),
        on_click=call[0],
        args=call[1],
    )


def _panel_button(
    panel: Panel, words: str, key: str | None, review: Review, wanted: Wanted, here: Context
) -> None:
    is_open = store.panel_of(review.number) is panel
    st.button(
        here.translator.gettext(words),
        key=store.button_key(panel, review.number),
        shortcut=keys.key_for(key, wanted) if key else None,
        on_click=store.open_panel,
        args=(review.number, None if is_open else panel),
    )


def _take_button(review: Review, wanted: Wanted, here: Context) -> None:
    me = here.actor.account_id if here.actor else None
    if me is None:
        return
    mine = review.holder is not None and review.holder.account_id == me
    st.button(
        here.translator.gettext(N_("Give back") if mine else N_("Take")),
        key=store.button_key("take", review.number),
        shortcut=keys.key_for(keys.TAKE, wanted),
        on_click=_assign,
        args=(assign.give_back if mine else assign.take, review, here),
    )


def _assign(change: Callable[..., None], review: Review, here: Context) -> None:
    def act() -> None:
        change(here.backoffice, here.who, review.number, seen=review.taker)
        gone = change is assign.give_back
        message = N_("The idea is nobody's again.") if gone else N_("The idea is yours.")
        store.say(Noted(review.number, message))

    attempt(review.number, act)


def _step_buttons(review: Review, wanted: Wanted, order: Order, here: Context) -> None:
    at = order.index(review.number) if review.number in order else -1
    before = order[at - 1] if at > 0 else None
    behind = order[at + 1] if at + 1 < len(order) else None
    steps = (
        ("previous", N_("Previous"), keys.PREVIOUS, before),
        ("next", N_("Next"), keys.NEXT, behind),
    )
    for name, words, key, number in steps:
        st.button(
            here.translator.gettext(words),
            key=store.button_key(name, review.number),
            type="tertiary",
            disabled=number is None,
            shortcut=keys.key_for(key, wanted) if number else None,
            on_click=_step,
            args=(wanted, number),
        )


def _step(wanted: Wanted, number: str) -> None:
    store.say(None)
    store.go_to(replace(wanted, number=number))
    store.move_focus()
