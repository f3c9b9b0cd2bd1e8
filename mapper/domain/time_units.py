"""Weeks, months, quarters and years as spans of days."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

DAYS_A_WEEK = 7
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MONTHS_A_YEAR = 12


class TimeUnit(StrEnum):
    """What is counted together, from short to long; a week begins on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def first_day_of(day: date, unit: TimeUnit) -> date:
    """The first day of the unit that `day` lies in.

    Source
    ------
    ISO 8601 for weeks.
    """
    if unit is TimeUnit.WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day_of(day: date, unit: TimeUnit) -> date:
    """The last day of the unit that `day` lies in."""
    first = first_day_of(day, unit)
    if unit is TimeUnit.WEEK:
        days = DAYS_A_WEEK - 1 - first.weekday()
        return first + timedelta(days=min(days, date.max.toordinal() - first.toordinal()))
    month = first.month + _MONTHS[unit]
    if month > _MONTHS_A_YEAR:
        return date(first.year, _MONTHS_A_YEAR, 31)
    return date(first.year, month, 1) - timedelta(days=1)


def count_units(first: date, last: date, unit: TimeUnit) -> int:
    """How many units the days from `first` to `last` meet; 0 when they end before they begin."""
    if last < first:
        return 0
    if unit is TimeUnit.WEEK:
        return (last.toordinal() - 1) // DAYS_A_WEEK - (first.toordinal() - 1) // DAYS_A_WEEK + 1
    start, end = (
        (day.year * _MONTHS_A_YEAR + day.month - 1) // _MONTHS[unit] for day in (first, last)
    )
    return end - start + 1


def units_between(first: date, last: date, unit: TimeUnit) -> Iterator[tuple[date, date]]:
    """First and last day of each unit that the days from `first` to `last` meet, in order."""
    day = first
    while day <= last:
        end = last_day_of(day, unit)
        yield first_day_of(day, unit), end
        if end == date.max:
            return
        day = end + timedelta(days=1)
