"""The filters of the planners' page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st
from markupsafe import Markup

from mapper.domain.berlin import today
from mapper.i18n import N_, Translator
from mapper.i18n.labels import label
from mapper.ui.components import planning_store
from mapper.ui.components.planning_names import PARAMETER_NAMES, Names
from mapper.ui.components.planning_period import (
    PeriodChoice,
    choice_of,
    parse_day,
    period_of,
    period_problem,
    write_day,
)
from mapper.ui.components.planning_store import WIDGETS
from mapper.ui.components.planning_wanted import Display, Section, Wanted, with_values

_PERIODS: Mapping[str, str] = {
    PeriodChoice.ALL: N_("whole period"),
    PeriodChoice.LAST_30_DAYS: N_("last 30 days"),
    PeriodChoice.THIS_YEAR: N_("this year"),
    PeriodChoice.OWN: N_("own period"),
}
_CHOICE = f"{WIDGETS}period"
_FIRST = f"{WIDGETS}first_day"
_LAST = f"{WIDGETS}last_day"
_CELL = f"{WIDGETS}cell"
_DISPLAY = f"{WIDGETS}display"


def show_filters(wanted: Wanted, names: Names, words: Translator) -> None:
    """All filters; each writes what it says to the address and the store as it is changed."""
    _ = words.gettext
    # A switch of the reader's own device; wide screens show the filters in any case.
    st.toggle(_("Show filters"), key="planning_show_filters")
    with st.container(key="planning_filter_list"):
        st.html(Markup("<h2>{}</h2>").format(_("Filters")))
        _several("round", "rounds", names.rounds, wanted, words)
        _several("action_field", "action_fields", names.action_fields, wanted, words)
        _several("municipality", "municipalities", names.municipalities, wanted, words)
        if names.districts:
            _several("district", "districts", names.districts, wanted, words)
        _period(wanted, words)
        statuses = names.response_statuses
        _several("response_status", "response_statuses", statuses, wanted, words)
        if wanted.section is Section.MAP and wanted.display is not Display.DISTRICTS:
            _cell_size(wanted, names, words)


def show_display(wanted: Wanted, names: Names, words: Translator) -> None:
    """How the counts are drawn."""
    st.session_state.setdefault(_DISPLAY, wanted.display.value)
    offered = [key for key in names.displays if names.districts or key != Display.DISTRICTS]
    st.radio(
        label(PARAMETER_NAMES, "view", words),
        offered,
        format_func=names.displays.__getitem__,
        key=_DISPLAY,
        horizontal=True,
        label_visibility="collapsed",
        on_change=_display_changed,
    )


def _several(
    parameter: str, field: str, options: Mapping[str, str], wanted: Wanted, words: Translator
) -> None:
    key = f"{WIDGETS}{field}"
    chosen = [str(one) for one in getattr(wanted.filters, field) if one in options]
    st.session_state.setdefault(key, chosen)
    st.multiselect(
        label(PARAMETER_NAMES, parameter, words),
        list(options),
        format_func=lambda one: options.get(one, one),
        key=key,
        placeholder=words.gettext("all"),
        select_all=False,
        on_change=_several_changed,
        args=(field,),
    )


def _several_changed(field: str) -> None:
    wanted = planning_store.stored()
    chosen = tuple(st.session_state[f"{WIDGETS}{field}"])
    filters = with_values(wanted.filters, field, chosen)
    if field == "municipalities":
        within = tuple(key for key in filters.districts if key.split("/")[0] in chosen)
        filters = replace(filters, districts=within if chosen else filters.districts)
        # The districts offered follow from the municipalities.
        st.session_state.pop(f"{WIDGETS}districts", None)
    planning_store.apply(replace(wanted, filters=filters))


def _display_changed() -> None:
    display = Display(st.session_state[_DISPLAY])
    planning_store.apply(replace(planning_store.stored(), display=display))


def _cell_size(wanted: Wanted, names: Names, words: Translator) -> None:
    st.session_state.setdefault(_CELL, wanted.cell_size)
    st.selectbox(
        label(PARAMETER_NAMES, "cell", words),
        [None, *names.cell_sizes],
        format_func=lambda size: (
            names.cell_sizes[size] if size else words.gettext("by the map's zoom")
        ),
        key=_CELL,
        on_change=_cell_changed,
    )


def _cell_changed() -> None:
    wanted = planning_store.stored()
    planning_store.apply(replace(wanted, cell_size=st.session_state[_CELL]))


def _period(wanted: Wanted, words: Translator) -> None:
    _ = words.gettext
    period = (wanted.filters.first_day, wanted.filters.last_day)
    st.session_state.setdefault(_CHOICE, choice_of(period, today()).value)
    st.selectbox(
        label(PARAMETER_NAMES, "from", words),
        list(_PERIODS),
        format_func=lambda choice: _(_PERIODS[choice]),
        key=_CHOICE,
        on_change=_choice_changed,
    )
    if st.session_state[_CHOICE] != PeriodChoice.OWN:
        return
    with st.container(key="planning_days"):
        _day(_("from (day.month.year)"), _FIRST, period[0], words)
        _day(_("to (day.month.year)"), _LAST, period[1], words)
    problem = _problem(words)
    if problem:
        st.html(Markup('<p class="ik-error" role="alert">{}</p>').format(problem))


def _day(name: str, key: str, day: date | None, words: Translator) -> None:
    st.session_state.setdefault(key, write_day(day, words))
    placeholder = words.gettext("DD.MM.YYYY")
    st.text_input(name, key=key, placeholder=placeholder, max_chars=12, on_change=_days_changed)


def _choice_changed() -> None:
    choice = PeriodChoice(st.session_state[_CHOICE])
    if choice is PeriodChoice.OWN:
        return
    _set_period(*period_of(choice, today()))
    for key in (_FIRST, _LAST):
        st.session_state.pop(key, None)


def _days_changed() -> None:
    try:
        first, last = (parse_day(st.session_state.get(key, "")) for key in (_FIRST, _LAST))
    except ValueError:
        return
    if first is None or last is None or first <= last:
        _set_period(first, last)


def _set_period(first: date | None, last: date | None) -> None:
    wanted = planning_store.stored()
    filters = replace(wanted.filters, first_day=first, last_day=last)
    planning_store.apply(replace(wanted, filters=filters))


def _problem(words: Translator) -> str:
    first, last = (st.session_state.get(key, "") for key in (_FIRST, _LAST))
    return period_problem(first, last, today(), words)
