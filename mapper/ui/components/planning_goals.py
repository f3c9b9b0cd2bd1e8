"""Goals and measures themselves: a list of them beside the form of the one that is edited."""

from collections.abc import Callable, Sequence
from itertools import count, groupby

import streamlit as st
from markupsafe import Markup

from mapper.handout.evaluation import MEASURE_STATUSES, name_listed
from mapper.i18n import Translator
from mapper.i18n.labels import label
from mapper.markup import text
from mapper.services.edit_goals import ListedGoal, ListedMeasure, list_goals
from mapper.ui.components.admin_form import keep_typed, show_flash
from mapper.ui.components.plain_label import plain_label
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_goals_forms import (
    may_edit,
    show_goal,
    show_measure,
    show_new_goal,
)
from mapper.ui.components.planning_goals_item import ITEM, NEW, goal_item, measure_item

_FOCUS = "planning_goals_focus"
_TOKENS = count(1)


def show_goals(bench: Workbench, close: Callable[[], None]) -> None:
    """All that concern the account, by municipality; `close` leads back to the table."""
    _ = bench.words.gettext
    keep_typed()
    goals = list_goals(bench.here.backoffice, bench.here.who)
    st.button(
        _("Back to the evaluation"), key="planning_goals_back", type="tertiary", on_click=close
    )
    st.html(Markup('<h2 class="ik-section">{}</h2>').format(_("Goals and measures")))
    with st.container(key="planning_goals_told"):
        show_flash()
    with st.container(key="planning_goals"):
        with st.container(key="planning_goals_list"):
            st.button(
                _("New goal"),
                key="planning_goals_new",
                type="primary",
                on_click=_choose,
                args=(NEW,),
            )
            for town, some in groupby(goals, lambda one: one.fields.municipality):
                name = bench.names.municipalities.get(town, town) if town else _("For everyone")
                st.html(Markup("<h3>{}</h3>").format(name))
                for goal in some:
                    _list_goal(goal, bench)
        with st.container(key="planning_goals_form"):
            _show_form(goals, bench)


def _list_goal(goal: ListedGoal, bench: Workbench) -> None:
    words = bench.words
    if not may_edit(goal, bench):
        listed: tuple[ListedGoal | ListedMeasure, ...] = (goal, *goal.measures)
        for one in listed:
            line = Markup('<p class="ik-goal-fixed">{}</p>').format(text(_name(one, words)))
            st.html(line)
        return
    _list_one(goal_item(goal.id), goal, words)
    for measure in goal.measures:
        _list_one(measure_item(measure.id), measure, words)


def _list_one(item: str, one: ListedGoal | ListedMeasure, words: Translator) -> None:
    mark = "_now" if item == st.session_state.get(ITEM) else ""
    with st.container(key=f"planning_goals_line_{item}{mark}"):
        st.button(
            plain_label(_name(one, words)),
            key=f"planning_goals_{item}",
            type="tertiary",
            on_click=_choose,
            args=(item,),
        )


def _name(one: ListedGoal | ListedMeasure, words: Translator) -> str:
    ideas = words.ngettext("{count} idea", "{count} ideas", one.ideas)
    notes = [ideas.format(count=words.format_number(one.ideas))] if one.ideas else []
    if isinstance(one, ListedMeasure):
        notes.insert(0, label(MEASURE_STATUSES, one.fields.status, words))
    if not one.fields.active:
        notes.append(words.gettext("not offered any more"))
    name = name_listed(one.fields)
    return f"{name} ({', '.join(notes)})" if notes else name


def _show_form(goals: Sequence[ListedGoal], bench: Workbench) -> None:
    """The form of what was chosen; that of a new goal where there is none yet."""
    item = st.session_state.get(ITEM) or ("" if goals else NEW)
    focus = st.session_state.get(_FOCUS, "")
    if item == NEW:
        show_new_goal(bench, focus)
        return
    for goal in goals:
        if not may_edit(goal, bench):
            continue
        if item == goal_item(goal.id):
            show_goal(goal, bench, focus)
        for measure in goal.measures:
            if item == measure_item(measure.id):
                show_measure(goal, measure, bench, focus)
    if not item:
        hint = bench.words.gettext("Choose a goal or a measure to edit it.")
        st.html(Markup('<p class="ik-quiet">{}</p>').format(hint))


def _choose(item: str) -> None:
    st.session_state[ITEM] = item
    st.session_state[_FOCUS] = f"goals-{next(_TOKENS)}"
