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
from mapper.planning.time_said import name_column, notes_on_columns, say, under_column
from mapper.planning.wanted import Measure, Section, TimeStep, Wanted
from mapper.services.over_time import Column, OverTime, count_over_time
from mapper.services.plan import counting
from mapper.ui import cache, look
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
_CAPTIONS: Mapping[TimeUnit, str] = {
    TimeUnit.WEEK: N_("Ideas per week by action field"),
    TimeUnit.MONTH: N_("Ideas per month by action field"),
    TimeUnit.QUARTER: N_("Ideas per quarter by action field"),
    TimeUnit.YEAR: N_("Ideas per year by action field"),
}
_KEY = f"{WIDGETS}step"
_GREY = "#5F6B64"


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
        if counted.columns:
            _show_columns(counted, unit, sentences, bench)
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
    st.session_state.setdefault(_KEY, wanted.step.value)
    st.radio(
        label(PARAMETER_NAMES, "step", words),
        [step.value for step in TimeStep],
        format_func=names.__getitem__,
        key=_KEY,
        horizontal=True,
        label_visibility="collapsed",
        on_change=_step_changed,
    )


def _step_changed() -> None:
    if not planning_store.is_entered(_KEY):
        return
    step = TimeStep(st.session_state[_KEY])
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


def _fields(counted: OverTime, bench: Workbench) -> tuple[str, ...]:
    """Action fields that have ideas, in the order of the page's filters."""
    there = {key for one in counted.columns for key in one.counts}
    known = bench.names.action_fields
    return (*(key for key in known if key in there), *sorted(there - set(known)))


def _show_columns(
    counted: OverTime, asked: TimeUnit, sentences: list[str], bench: Workbench
) -> None:
    words = bench.words
    fields, names = _fields(counted, bench), bench.names.action_fields
    colours = {one.key: one.colour for one in cache.choices(bench.here).action_fields}
    series = [charts.Series(names.get(key, key), colours.get(key, _GREY)) for key in fields]
    columns = [_drawn(one, fields, counted.unit, names, words) for one in counted.columns]
    caption = words.gettext(_CAPTIONS[counted.unit])
    says = " ".join((f"{caption}.", *sentences))
    chart = charts.figure(
        caption,
        lambda layout: charts.draw_columns(
            columns, series, layout, says=says, number=words.format_number, name="over-time"
        ),
    )
    show_chart(chart, notes_on_columns(counted, asked, today(), words))


def _drawn(
    one: Column,
    fields: tuple[str, ...],
    unit: TimeUnit,
    names: Mapping[str, str],
    words: Translator,
) -> charts.Column:
    when = name_column(one, unit, words)
    short, group = under_column(one, unit, words)
    counts = [one.counts.get(key, 0) for key in fields]
    hints = [
        f"{when}, {names.get(key, key)}: {words.format_number(count)}"
        for key, count in zip(fields, counts, strict=True)
    ]
    return charts.Column(short, group, counts, hints)


def _show_table(counted: OverTime, bench: Workbench) -> None:
    words = bench.words
    _ = words.gettext
    fields, number = _fields(counted, bench), words.format_number
    heads = [_("Period"), _("Ideas"), *(bench.names.action_fields.get(key, key) for key in fields)]
    rows = [
        (
            name_column(one, counted.unit, words),
            [number(one.total), *(number(one.counts.get(key, 0)) for key in fields)],
        )
        for one in counted.columns
    ]
    table = make_table(_(_CAPTIONS[counted.unit]), heads, rows)
    show_numbers(_("The numbers behind the chart"), table, len(rows))
