"""Several ideas of the evaluation given the same goal and measure at once."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import items, join
from mapper.services.evaluated import EvaluatedPage
from mapper.ui.components import planning_evaluate_store as store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_evaluate_names import options_for

_GOAL = "planning_evaluate_several_goal"


def show_pick_all(page: EvaluatedPage, words: Translator) -> None:
    """Choose all ideas of the page."""
    st.button(
        words.gettext("Select all on this page"),
        key="planning_evaluate_all",
        type="tertiary",
        on_click=store.pick,
        args=([one.number for one in page.ideas], True),
    )


def show_several(page: EvaluatedPage, bench: Workbench) -> None:
    """How many are chosen and what they are to serve; nothing where none is."""
    words, _ = bench.words, bench.words.gettext
    picked = store.picked(page.ideas)
    if not picked:
        return
    options = options_for(page.goals, {one.municipality for one in picked}, words)
    if st.session_state.get(_GOAL) not in options:
        st.session_state.pop(_GOAL, None)
    chosen = words.ngettext("{count} idea chosen", "{count} ideas chosen", len(picked))
    with st.container(key="planning_evaluate_bar"):
        told = chosen.format(count=words.format_number(len(picked)))
        st.html(Markup('<p role="status">{}</p>').format(told))
        st.selectbox(
            _("Goal and measure of those chosen"),
            list(options),
            index=None,
            format_func=options.__getitem__,
            key=_GOAL,
            placeholder=_("Choose goal and measure"),
            label_visibility="collapsed",
        )
        st.button(
            _("Assign"),
            key="planning_evaluate_assign",
            type="primary",
            disabled=st.session_state.get(_GOAL) is None,
            on_click=store.save_several,
            args=({one.number: one.version for one in picked}, _GOAL, bench.here),
        )
        st.button(
            _("Choose none"),
            key="planning_evaluate_none",
            on_click=store.pick,
            args=([one.number for one in picked], False),
        )


def show_assigned(words: Translator) -> None:
    """What became of those chosen last."""
    told = store.assigned()
    if told is None:
        return
    done = words.ngettext(
        "{count} idea was assigned.", "{count} ideas were assigned.", told.done
    ).format(count=words.format_number(told.done))
    parts = [Markup("<p>{}</p>").format(done)] if told.done else []
    refused = [
        Markup("{}").format(f"{number}: {why}" if number else why)
        for number, why in told.refused.items()
    ]
    look = ("ik-problem", "alert") if refused else ("ik-said", "status")
    st.html(
        Markup('<div class="{}" role="{}">{}{}</div>').format(
            *look, join(parts), items(refused) if refused else ""
        )
    )
