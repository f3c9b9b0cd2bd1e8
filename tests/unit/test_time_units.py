"""Weeks, months, quarters and years."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.domain.time_units import (
    TimeUnit,
    count_units,
    first_day_of,
    last_day_of,
    units_between,
)


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        # The first of January 2027 is a Friday in the last ISO week of 2026.
        (TimeUnit.WEEK, date(2026, 12, 28), date(2027, 1, 3)),
        (TimeUnit.MONTH, date(2027, 1, 1), date(2027, 1, 31)),
        (TimeUnit.QUARTER, date(2027, 1, 1), date(2027, 3, 31)),
        (TimeUnit.YEAR, date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_day_lies_in_one_unit(unit: TimeUnit, first: date, last: date) -> None:
    day = date(2027, 1, 1)

    assert (first_day_of(day, unit), last_day_of(day, unit)) == (first, last)


@given(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    st.integers(0, 900),
    st.sampled_from(TimeUnit),
)
def test_units_follow_one_another_and_cover_every_day(
    first: date, days: int, unit: TimeUnit
) -> None:
    last = first + timedelta(days=days)

    units = list(units_between(first, last, unit))

    assert units[0][0] <= first <= units[0][1]
    assert units[-1][0] <= last <= units[-1][1]
    for (_, end), (start, _) in itertools.pairwise(units):
        assert start == end + timedelta(days=1)
    assert count_units(first, last, unit) == len(units)


@pytest.mark.parametrize("unit", TimeUnit)
def test_the_ends_of_the_calendar_are_no_trouble(unit: TimeUnit) -> None:
    assert next(iter(units_between(date.min, date.min, unit)))[0] == date.min
    assert list(units_between(date.max, date.max, unit))[-1][1] == date.max


@pytest.mark.parametrize("unit", TimeUnit)
def test_days_that_end_before_they_begin_meet_no_unit(unit: TimeUnit) -> None:
    first, last = date(2026, 5, 2), date(2026, 5, 1)

    assert list(units_between(first, last, unit)) == []
    assert count_units(first, last, unit) == 0
