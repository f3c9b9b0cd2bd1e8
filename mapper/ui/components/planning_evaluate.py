"""The section for the evaluation: what ideas serve, for the council. For planners alone."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from mapper.domain.filters import Filters, to_query
from mapper.handout.evaluation import name_listed
from mapper.handout.evaluation_files import EVALUATION_FILES
from mapper.i18n import N_, Translator
from mapper.markup import join, link
from mapper.planning.wanted import Goals, Wanted
from mapper.services.edit_goals import ListedGoal
from mapper.services.evaluated import EvaluatedPage, Only, Order, list_evaluated
from mapper.ui import look, widget_keys
from mapper.ui.components import planning_evaluate_store as store
from mapper.ui.components import planning_store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_evaluate_rows import show_rows
from mapper.ui.components.planning_evaluate_several import (
    show_assigned,
    show_pick_all,
    show_several,
)
from mapper.ui.components.planning_goals import show_goals
from mapper.ui.components.planning_store import WIDGETS

_SHOW, _ORDER = f"{WIDGETS}evaluate_show", f"{WIDGETS}evaluate_order"
_FOCUS = "planning_evaluate_focus"
_TOKENS = count(1)
_ORDERS: Mapping[str, str] = {
    Order.SUPPORTS: N_("Supports"),
    Order.NEWEST: N_("Newest first"),
    Order.PLACE: N_("Place"),
    Order.GOAL: N_("Goal"),
}
_FILES: Mapping[str, str] = {
    "xlsx": N_("Excel workbook"),
    "docx": N_("Word document"),
}


def show_evaluate_section(bench: Workbench) -> None:
    """The table with its controls, or the lists of goals and measures."""
    look.add_style("planning_evaluate")
    with bench.places.wide, st.container(key="planning_evaluate"):
        if bench.wanted.lists:
            show_goals(bench, _close_lists)
        else:
            _show_table(bench)


def _show_table(bench: Workbench) -> None:
    wanted, words = bench.wanted, bench.words
    # A list that was left is begun anew: its widgets are gone.
    if not widget_keys.is_there(_SHOW):
        store.let_go()
    key = (wanted.filters, wanted.only, wanted.goal, wanted.order, wanted.page)
    page = list_evaluated(
        bench.here.backoffice,
        bench.here.who,
        wanted.filters,
        wanted.page or 1,
        only=Only(goal=wanted.goal, open=wanted.only is Goals.OPEN and not wanted.goal),
        order=wanted.order,
        held=store.held(key),
    )
    store.hold(key, page.ideas)
    _show_head(page, bench)
    if not page.goals:
        _show_no_goals(words)
        return
    _show_controls(page, wanted, words)
    with st.container(key="planning_evaluate_assigned"):
        show_assigned(words)
    if not page.ideas:
        _show_none(bench)
        return
    show_pick_all(page, words)
    with st.container(key="planning_evaluate_rows"):
        show_rows(page, bench)
    with st.container(key="planning_evaluate_pager"):
        _show_pager(page, wanted, words)
    with st.container(key="planning_evaluate_several"):
        show_several(page, bench)


def _show_head(page: EvaluatedPage, bench: Workbench) -> None:
    """How much is left to do, the files, and the way to the lists."""
    words, _ = bench.words, bench.words.gettext
    heading = Markup('<h2 class="ik-section" tabindex="-1" data-take-focus="{}">{}</h2>')
    st.html(heading.format(st.session_state.get(_FOCUS, ""), _("Evaluation")))
    with st.container(key="planning_evaluate_head"):
        st.html(_files(bench))
        st.button(_("Edit goals and measures"), key="planning_evaluate_lists", on_click=_open_lists)
    if page.goals and bench.survey.matching:
        with st.container(key="planning_evaluate_todo"):
            st.html(_todo(page, bench.survey.matching, words))
            if page.without_goal and bench.wanted.only is not Goals.OPEN:
                st.button(
                    _("Show only these"),
                    key="planning_evaluate_open",
                    type="tertiary",
                    on_click=_show_open,
                )


def _todo(page: EvaluatedPage, matching: int, words: Translator) -> Markup:
    number = words.format_number
    if not page.without_goal:
        told = words.gettext("Every idea here has a goal.")
    else:
        told = words.ngettext(
            "{count} of {total} ideas has no goal yet.",
            "{count} of {total} ideas have no goal yet.",
            page.without_goal,
        ).format(count=number(page.without_goal), total=number(matching))
    return Markup('<p class="ik-row-todo" role="status">{}</p>').format(told)


def _files(bench: Workbench) -> Markup:
    """Links to the files, as far as they can hold so many ideas."""
    _, matching = bench.words.gettext, bench.survey.matching
    query = to_query(replace(bench.wanted.filters, cell_size=Filters().cell_size))
    address = urlencode({**query, "lang": bench.here.lang})
    links = [
        link(f"/api/planning/evaluation.{ending}?{address}", _(name), download="", class_="ik-link")
        for ending, name in _FILES.items()
        if matching <= EVALUATION_FILES[ending].most
    ]
    if len(links) < len(_FILES):
        few = _("A Word document holds up to {count} ideas: choose fewer by a filter.")
        most = bench.words.format_number(EVALUATION_FILES["docx"].most)
        links.append(Markup("<span>{}</span>").format(few.format(count=most)))
    return Markup('<p class="ik-row-files"><span>{}</span> {}</p>').format(
        _("Download the evaluation:"), join(links)
    )


def _show_no_goals(words: Translator) -> None:
    _ = words.gettext
    sentence = _(
        "First enter the goals of your development concept, each with its measures. Then say here "
        "what every idea serves."
    )
    st.html(Markup('<p class="ik-note">{}</p>').format(sentence))
    st.button(
        _("Enter goals and measures"),
        key="planning_evaluate_begin",
        type="primary",
        on_click=_open_lists,
    )


def _show_controls(page: EvaluatedPage, wanted: Wanted, words: Translator) -> None:
    _ = words.gettext
    shown = _shown_names(page.goals, words)
    at_first = str(wanted.goal or wanted.only)
    if widget_keys.entered(_SHOW) not in shown:
        widget_keys.write(_SHOW, at_first if at_first in shown else Goals.ALL.value)
    with st.container(key="planning_evaluate_controls"):
        st.selectbox(
            _("Show"),
            list(shown),
            format_func=shown.__getitem__,
            key=widget_keys.key_of(_SHOW),
            on_change=widget_keys.hear(_changed, _SHOW, _ORDER),
        )
        st.selectbox(
            _("Order"),
            list(_ORDERS),
            format_func=lambda one: _(_ORDERS[one]),
            key=widget_keys.begin(_ORDER, wanted.order.value),
            on_change=widget_keys.hear(_changed, _ORDER, _SHOW),
        )


def _shown_names(goals: tuple[ListedGoal, ...], words: Translator) -> dict[str, str]:
    _ = words.gettext
    return {
        Goals.ALL.value: _("All ideas"),
        Goals.OPEN.value: _("Ideas without a goal"),
        **{str(one.id): name_listed(one.fields) for one in goals},
    }


def _show_none(bench: Workbench) -> None:
    """Why there is no row; of no match at all the page speaks above."""
    if not bench.survey.matching:
        return
    _ = bench.words.gettext
    sentence = _("No idea here serves this goal yet.") if bench.wanted.goal else ""
    if sentence:
        st.html(Markup('<p class="ik-note">{}</p>').format(sentence))


def _show_pager(page: EvaluatedPage, wanted: Wanted, words: Translator) -> None:
    """The ways to other pages; where rows have left the list, the way to see it anew first."""
    _ = words.gettext
    by_goal = wanted.goal or wanted.only is Goals.OPEN or wanted.order is Order.GOAL
    if store.changed() and by_goal:
        st.html(Markup("<p>{}</p>").format(_("What you changed stays here until you go on.")))
        st.button(_("Go on with the list"), key="planning_evaluate_anew", on_click=_go_on)
        return
    if page.last == 1:
        return
    of = _("Page {number} of {last}").format(
        number=words.format_number(page.number), last=words.format_number(page.last)
    )
    _step(_("Previous page"), page, page.number - 1)
    st.html(Markup('<p role="status">{}</p>').format(of))
    _step(_("Next page"), page, page.number + 1)


def _step(name: str, page: EvaluatedPage, to: int) -> None:
    st.button(
        name,
        key=f"planning_evaluate_page_{name}",
        disabled=not 1 <= to <= page.last,
        on_click=_turn,
        args=(to,),
    )


def _turn(page: int) -> None:
    planning_store.apply(replace(planning_store.stored(), page=page if page > 1 else None))
    _take_focus()


def _go_on() -> None:
    store.let_go()
    _take_focus()


def _take_focus() -> None:
    st.session_state[_FOCUS] = f"evaluate-{next(_TOKENS)}"


def _changed() -> None:
    shown, order = widget_keys.entered(_SHOW), Order(widget_keys.entered(_ORDER))
    is_goal = shown not in set(Goals)
    planning_store.apply(
        replace(
            planning_store.stored(),
            only=Goals.ALL if is_goal else Goals(shown),
            goal=int(shown) if is_goal else None,
            order=order,
        )
    )


def _show_open() -> None:
    widget_keys.renew(_SHOW)
    wanted = replace(planning_store.stored(), only=Goals.OPEN, goal=None)
    planning_store.apply(wanted)


def _open_lists() -> None:
    planning_store.apply(replace(planning_store.stored(), lists=1))
    _take_focus()


def _close_lists() -> None:
    planning_store.apply(replace(planning_store.stored(), lists=None))
    _take_focus()
