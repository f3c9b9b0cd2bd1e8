"""How the counts are drawn: the display, what its colours show, and what that needs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from markupsafe import Markup

from mapper.domain.berlin import today
from mapper.i18n import Translator
from mapper.i18n.labels import label, translate_labels
from mapper.planning.measures import (
    BANDWIDTH_STEP,
    MEASURES,
    bandwidth_of,
    compared,
    offered,
)
from mapper.planning.names import PARAMETER_NAMES, Names
from mapper.planning.period import parse_day, period_problem, write_day
from mapper.planning.wanted import BANDWIDTHS, Display, Measure, Wanted
from mapper.services.counting import DistrictCount
from mapper.ui import widget_keys
from mapper.ui.components import planning_store
from mapper.ui.components.planning_store import WIDGETS

_DISPLAY = f"{WIDGETS}display"
_MEASURE = f"{WIDGETS}measure"
_BANDWIDTH = f"{WIDGETS}bandwidth"
_FIRST = f"{WIDGETS}other_first"
_LAST = f"{WIDGETS}other_last"


def show_controls(
    wanted: Wanted, districts: Sequence[DistrictCount], names: Names, words: Translator
) -> None:
    """The display and the measure, and below them what either needs besides."""
    with st.container(key="planning_drawing", horizontal=True, vertical_alignment="bottom"):
        _display(wanted, names, words)
        _measure(wanted, districts, words)
    with st.container(key="planning_drawing_more"):
        if wanted.display is Display.DENSITY:
            _bandwidth(wanted, words)
        elif wanted.measure is Measure.CHANGE:
            _other_period(wanted, words)


def _display(wanted: Wanted, names: Names, words: Translator) -> None:
    options = [key for key in names.displays if names.districts or key != Display.DISTRICTS]
    st.radio(
        label(PARAMETER_NAMES, "view", words),
        options,
        format_func=names.displays.__getitem__,
        key=widget_keys.begin(_DISPLAY, wanted.display.value),
        horizontal=True,
        label_visibility="collapsed",
        on_change=widget_keys.hear(_display_changed, _DISPLAY),
    )


def _display_changed() -> None:
    wanted = planning_store.stored()
    display = Display(widget_keys.entered(_DISPLAY))
    measure = wanted.measure
    if measure not in offered(display, ()) and display is Display.DENSITY:
        measure = Measure.IDEAS
        widget_keys.renew(_MEASURE)
    planning_store.apply(replace(wanted, display=display, measure=measure))


def _measure(wanted: Wanted, districts: Sequence[DistrictCount], words: Translator) -> None:
    options = [one.value for one in offered(wanted.display, districts)]
    measure = wanted.measure if wanted.measure in options else Measure.IDEAS
    measures = translate_labels(MEASURES, words)
    st.selectbox(
        label(PARAMETER_NAMES, "measure", words),
        options,
        format_func=measures.__getitem__,
        key=widget_keys.begin(_MEASURE, measure.value),
        on_change=widget_keys.hear(_measure_changed, _MEASURE),
    )


def _measure_changed() -> None:
    measure = Measure(widget_keys.entered(_MEASURE))
    planning_store.apply(replace(planning_store.stored(), measure=measure))


def _bandwidth(wanted: Wanted, words: Translator) -> None:
    widget_keys.write(_BANDWIDTH, bandwidth_of(wanted))
    st.slider(
        words.gettext("Bandwidth: how far an idea reaches"),
        *BANDWIDTHS,
        step=BANDWIDTH_STEP,
        format="%d m",
        key=widget_keys.key_of(_BANDWIDTH),
        on_change=widget_keys.hear(_bandwidth_changed, _BANDWIDTH),
    )


def _bandwidth_changed() -> None:
    wanted = replace(planning_store.stored(), bandwidth_m=None)
    fits = bandwidth_of(wanted)
    chosen = int(widget_keys.entered(_BANDWIDTH))
    planning_store.apply(replace(wanted, bandwidth_m=None if chosen == fits else chosen))


def _other_period(wanted: Wanted, words: Translator) -> None:
    """Two days; left empty they mean as many days as the filters' period has, just before it."""
    _ = words.gettext
    if wanted.filters.first_day is None:
        sentence = _("Choose a period in the filters. It is compared with the one just before it.")
        st.html(Markup('<p class="ik-note" role="status">{}</p>').format(sentence))
        return
    plain = compared(replace(wanted, other_first=None, other_last=None))
    usual = plain[1] if plain else (None, None)
    with st.container(key="planning_other_days", horizontal=True, vertical_alignment="bottom"):
        _day(_("Compare from (day.month.year)"), _FIRST, wanted.other_first, usual[0], words)
        _day(_("to (day.month.year)"), _LAST, wanted.other_last, usual[1], words)
    first, last = (widget_keys.entered(name) or "" for name in (_FIRST, _LAST))
    problem = period_problem(first, last, today(), words)
    if problem:
        st.html(Markup('<p class="ik-error" role="alert">{}</p>').format(problem))


def _day(title: str, name: str, day: date | None, usual: date | None, words: Translator) -> None:
    st.text_input(
        title,
        key=widget_keys.begin(name, write_day(day, words)),
        placeholder=write_day(usual, words),
        max_chars=12,
        on_change=widget_keys.hear(_days_changed, name, _FIRST, _LAST),
    )


def _days_changed() -> None:
    try:
        first, last = (parse_day(widget_keys.entered(name)) for name in (_FIRST, _LAST))
    except ValueError:
        return
    if first is None or last is None or first <= last:
        wanted = planning_store.stored()
        planning_store.apply(replace(wanted, other_first=first, other_last=last))
