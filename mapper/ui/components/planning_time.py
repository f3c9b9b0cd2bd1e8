"""The section on ideas over time, by week or month and action field."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from mapper import charts
from mapper.domain.berlin import today
from mapper.domain.time_units import TimeUnit
from mapper.i18n import N_, Translator
from mapper.i18n.labels import label, translate_labels
from mapper.planning.names import PARAMETER_NAMES
from mapper.planning.time_chart import caption_of, chart_columns, time_heads, time_rows
from mapper.planning.time_said import notes_on_columns, say
from mapper.planning.wanted import Measure, Section, TimeStep, Wanted
from mapper.services.over_time import OverTime, count_over_time
from mapper.services.plan import counting
from mapper.ui import cache, look, widget_keys
from mapper.ui.components import planning_store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_store import WIDGETS
from mapper.ui.components.planning_told import (
    make_table,
    show_chart,
    show_numbers,
    show_sentences,
)

_STEPS: Mapping[str, str] = {TimeStep.MONTH: N_("by month"), TimeStep.WEEK: N_("by week")}
_STEP = f"{WIDGETS}step"


def show_time_section(bench: Workbench) -> None:
    """Ideas over time, under the page's filters."""
    words, places, wanted = bench.words, bench.places, bench.wanted
    unit = TimeUnit(wanted.step.value)
    with counting(bench.here.backoffice, bench.here.who) as counter:
        counted = count_over_time(counter, wanted.filters, unit, today())
    sentences = say(counted, words)
    with places.controls:
        _choose_step(wanted, words)
    with places.wide:
        look.add_style("charts")
        _show_columns(counted, unit, bench)
    with places.findings:
        show_sentences(bench.survey, sentences, words)
        if bench.survey.matching:
            name = words.gettext("Compare two periods on the map")
            st.button(name, on_click=_compare, args=(counted,))
    with places.below:
        if counted.columns:
            _show_table(counted, bench)


def _choose_step(wanted: Wanted, words: Translator) -> None:
    names = translate_labels(_STEPS, words)
    st.radio(
        label(PARAMETER_NAMES, "step", words),
        [step.value for step in TimeStep],
        format_func=names.__getitem__,
        key=widget_keys.begin(_STEP, wanted.step.value),
        horizontal=True,
        label_visibility="collapsed",
        on_change=widget_keys.hear(_step_changed, _STEP),
    )


def _step_changed() -> None:
    step = TimeStep(widget_keys.entered(_STEP))
    planning_store.apply(replace(planning_store.stored(), step=step))


def _compare(counted: OverTime) -> None:
    """Open the map of the change; without a period chosen, of the last whole one."""
    wanted = replace(planning_store.stored(), section=Section.MAP, measure=Measure.CHANGE)
    chosen = wanted.filters.first_day or wanted.filters.last_day
    if counted.change and not chosen and any(one.total for one in counted.change):
        before, last = counted.change
        filters = replace(wanted.filters, first_day=last.first, last_day=last.last)
        wanted = replace(wanted, filters=filters, other_first=before.first, other_last=before.last)
    planning_store.apply(wanted, redraw_filters=True)


def _show_columns(counted: OverTime, asked: TimeUnit, bench: Workbench) -> None:
    colours = {one.key: one.colour for one in cache.choices(bench.here).action_fields}
    chart = chart_columns(counted, bench.names.action_fields, colours, bench.words)
    if chart:
        notes = notes_on_columns(counted, asked, today(), bench.words)
        show_chart(charts.figure(chart.caption, chart.draw), notes)


def _show_table(counted: OverTime, bench: Workbench) -> None:
    words, names = bench.words, bench.names.action_fields
    rows = time_rows(counted, names, words)
    table = make_table(caption_of(counted, words), time_heads(counted, names, words), rows)
    show_numbers(words.gettext("The numbers behind the chart"), table, len(rows))
