"""The period as a filter: usual ones, two days written by hand, or months on a slider."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from markupsafe import Markup

from mapper.domain.berlin import today
from mapper.domain.time_units import TimeUnit, first_day_of, last_day_of, units_between
from mapper.i18n import N_, Translator
from mapper.i18n.labels import label
from mapper.planning.names import PARAMETER_NAMES
from mapper.planning.period import (
    Period,
    PeriodChoice,
    choice_of,
    parse_day,
    period_of,
    period_problem,
    write_day,
)
from mapper.planning.wanted import Wanted
from mapper.ui import widget_keys
from mapper.ui.components.planning_fields import (
    change_filters,
    choose_one,
    entered,
    forget,
    hear,
)
from mapper.ui.components.planning_store import WIDGETS

_PERIODS: Mapping[str, str] = {
    PeriodChoice.ALL: N_("whole period"),
    PeriodChoice.LAST_30_DAYS: N_("last 30 days"),
    PeriodChoice.THIS_YEAR: N_("this year"),
    PeriodChoice.OWN: N_("own period"),
}
_DAYS = ("first_day", "last_day")


def choose_period(wanted: Wanted, words: Translator) -> None:
    """A usual period, or two days."""
    _ = words.gettext
    period = (wanted.filters.first_day, wanted.filters.last_day)
    choose_one(
        "period",
        label(PARAMETER_NAMES, "from", words),
        list(_PERIODS),
        choice_of(period, today()).value,
        lambda choice: _(_PERIODS[choice]),
        _choice_changed,
    )
    if entered("period") != PeriodChoice.OWN:
        return
    with st.container(key="planning_days"):
        _day(_("from (day.month.year)"), "first_day", period[0], words)
        _day(_("to (day.month.year)"), "last_day", period[1], words)
    first, last = (entered(name) or "" for name in _DAYS)
    problem = period_problem(first, last, today(), words)
    if problem:
        st.html(Markup('<p class="ik-error" role="alert">{}</p>').format(problem))


def choose_months(wanted: Wanted, first_month: date | None, words: Translator) -> None:
    """A slider from the month of the first idea to this one; none for less than two months."""
    months = list_months(first_month, today()) if first_month else []
    if len(months) < 2:  # noqa: PLR2004 - nothing to choose between
        return
    period = (wanted.filters.first_day, wanted.filters.last_day)
    if not set(entered("months") or ()) <= set(months):
        forget("months")
    st.select_slider(
        words.gettext("Period by month"),
        months,
        value=(months[0], months[-1]),
        format_func=lambda month: words.format_partial_date(f"{month:%Y-%m}"),
        key=widget_keys.begin(f"{WIDGETS}months", months_of(period, months)),
        on_change=hear(_months_changed, "months"),
        args=(months[0], months[-1]),
    )


def list_months(first: date, last: date) -> list[date]:
    """The first days of all months from one day's to another's."""
    return [month for month, _ in units_between(first, last, TimeUnit.MONTH)]


def months_of(period: Period, months: list[date]) -> tuple[date, date]:
    """The months in which a period begins and ends, as far as there are any."""
    first, last = (
        min(max(first_day_of(day, TimeUnit.MONTH), months[0]), months[-1]) if day else else_month
        for day, else_month in zip(period, (months[0], months[-1]), strict=True)
    )
    return first, last


def period_of_months(chosen: tuple[date, date], offered: tuple[date, date]) -> Period:
    """First and last day of the months chosen; none at an end that leaves nothing out."""
    first, last = chosen
    return (
        None if first == offered[0] else first,
        None if last == offered[1] else last_day_of(last, TimeUnit.MONTH),
    )


def _months_changed(first: date, last: date) -> None:
    _set_period(period_of_months(entered("months"), (first, last)))
    forget("period", *_DAYS)


def _day(title: str, name: str, day: date | None, words: Translator) -> None:
    st.text_input(
        title,
        key=widget_keys.begin(f"{WIDGETS}{name}", write_day(day, words)),
        placeholder=words.gettext("DD.MM.YYYY"),
        max_chars=12,
        on_change=hear(_days_changed, name, *_DAYS),
    )


def _choice_changed(choice: str) -> None:
    if choice == PeriodChoice.OWN:
        return
    _set_period(period_of(PeriodChoice(choice), today()))
    forget("months", *_DAYS)


def _days_changed() -> None:
    try:
        first, last = (parse_day(entered(name)) for name in _DAYS)
    except ValueError:
        return
    if first is None or last is None or first <= last:
        _set_period((first, last))
        forget("months")


def _set_period(period: Period) -> None:
    change_filters(first_day=period[0], last_day=period[1])
