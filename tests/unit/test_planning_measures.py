"""Measures of the planners' map: values, periods to compare, words."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.domain.areas import Circle
from mapper.domain.berlin import today
from mapper.domain.filters import Filters
from mapper.geo.classes import ValueClass
from mapper.geo.expected import expected_by_cell
from mapper.geo.hexgrid import cell_ids
from mapper.i18n import get_translator
from mapper.planning.measures import before, compared, in_force
from mapper.planning.rows import CountRow
from mapper.planning.survey import Survey
from mapper.planning.values import hexagon_values, value_of, with_empty
from mapper.planning.wanted import Display, Measure, Wanted
from mapper.planning.words import describe_class, describe_row
from mapper.services.counting import CellCount, CellShare, DistrictCount
from mapper.services.measures import (
    Points,
    expected_by_district,
    homes_of,
    inhabitants,
    rate_by_cell,
)

GERMAN = get_translator("de")
HOMES: Points = {"1/a": ((12.5, 52.14),), "1/b": ((12.7, 52.14),)}


def district(key: str | None, people: int | None, ideas: int = 0) -> DistrictCount:
    return DistrictCount("1", "Westdorf", key, key, people, ideas, 0, 0)


DISTRICTS = (district("1/a", 4000, 10), district("1/b", 1000, 5), district("1/c", None, 3))


def named(cells: Sequence[CellCount]) -> list[CountRow]:
    return [CountRow(str(one.cell), one.proposals, one.supports) for one in cells]


def surveyed(shares: tuple[CellShare, ...], size: int = 1000) -> Survey:
    """A survey of what lies in hexagons, one district each."""
    cells = tuple(CellCount(one.cell, one.proposals, one.supports) for one in shares)
    total = sum(one.proposals for one in shares)
    return Survey(cells, size, None, DISTRICTS, total, 0, 0, total, shares=shares)


def test_a_rate_counts_each_idea_by_its_own_district() -> None:
    shares = (CellShare(7, "1/a", 2, 0), CellShare(7, "1/b", 1, 0), CellShare(7, None, 9, 0))

    rates = rate_by_cell(shares, {"1/a": 4000, "1/b": 1000})

    # By hand: 2 * 1000 / 4000 + 1 * 1000 / 1000.
    assert rates == {7: 1.5}


def test_inhabitants_are_those_the_filters_let_through_and_that_are_known() -> None:
    assert inhabitants(DISTRICTS, Filters()) == {"1/a": 4000, "1/b": 1000}
    assert inhabitants(DISTRICTS, Filters(districts=("1/b", "1/c"))) == {"1/b": 1000}
    assert inhabitants(DISTRICTS, Filters(municipalities=("2",))) == {}


def test_expected_ideas_follow_the_inhabitants() -> None:
    expected = expected_by_district(DISTRICTS, {"1/a": 4000, "1/b": 1000})

    # By hand: 15 ideas lie in districts whose inhabitants are known, 4 of 5 of whom live in A.
    assert expected == {"1/a": pytest.approx(12), "1/b": pytest.approx(3)}


@pytest.mark.parametrize("size", [1000, 500, 250])
@given(counts=st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_every_hexagon_that_expects_an_idea_is_told(size: int, counts: list[int]) -> None:
    northings = np.array([5_700_000.0 + 5000 * number for number in range(len(counts))])
    far = cell_ids(np.full(len(counts), 250_000.0), northings, size)
    shares = tuple(
        CellShare(cell, "1/a", count, 0) for cell, count in zip(far.tolist(), counts, strict=True)
    )
    homes = homes_of({"1/a": 4000, "1/b": 1000}, HOMES)
    cells, expected = expected_by_cell(sum(counts), homes, size)

    values = hexagon_values(surveyed(shares, size), Measure.DEVIATION, HOMES, named)

    told = dict(zip(values.keys, values.rows, strict=True))
    assert sum(row.proposals for row in values.rows) == sum(counts)
    assert all(told[cell].proposals for cell in far.tolist())
    for cell, amount in zip(cells.tolist(), expected.tolist(), strict=True):
        assert (cell in told) == bool(round(amount))
        assert cell not in told or told[cell].expected == pytest.approx(amount)


def test_ideas_where_nobody_is_known_to_live_are_beside() -> None:
    shares = (CellShare(7, "1/a", 2, 0), CellShare(8, "1/c", 3, 0), CellShare(9, None, 4, 0))

    for measure in (Measure.PER_INHABITANT, Measure.DEVIATION):
        values = hexagon_values(surveyed(shares), measure, HOMES, named)
        assert values.beside == 7


def test_hexagons_without_ideas_are_added_once() -> None:
    survey = surveyed((CellShare(7, "1/a", 2, 0),))
    values = hexagon_values(survey, Measure.IDEAS, {}, named)

    more = with_empty(values, [7, 8], named)

    assert more.keys == (7, 8)
    assert more.values.tolist() == [2, 0]


@given(st.dates(date(1, 1, 1), date(9000, 1, 1)), st.integers(0, 4000))
def test_the_period_before_is_as_long_and_ends_the_day_before(first: date, days: int) -> None:
    last = first + timedelta(days=days)

    begin, end = before(first, last)

    assert begin
    assert end
    assert begin <= end
    if begin > date(1, 1, 1):
        assert (end - begin).days == days
        assert end == first - timedelta(days=1)


def test_a_period_without_an_end_lasts_until_today() -> None:
    day = timedelta(days=1)
    wanted = Wanted(Filters(first_day=today() - 9 * day), measure=Measure.CHANGE)

    assert compared(wanted) == (
        (today() - 9 * day, today()),
        (today() - 19 * day, today() - 10 * day),
    )


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (Wanted(measure=Measure.DEVIATION), Measure.DEVIATION),
        (Wanted(measure=Measure.DEVIATION, display=Display.DENSITY), Measure.IDEAS),
        (Wanted(measure=Measure.SUPPORTS, display=Display.DENSITY), Measure.SUPPORTS),
        (Wanted(Filters(area=Circle(12.5, 52.1, 500)), measure=Measure.DEVIATION), Measure.IDEAS),
        (Wanted(measure=Measure.CHANGE), Measure.IDEAS),
        (Wanted(Filters(first_day=today()), measure=Measure.CHANGE), Measure.CHANGE),
    ],
)
def test_a_measure_without_sense_gives_way_to_the_number(wanted: Wanted, shown: Measure) -> None:
    assert in_force(wanted, DISTRICTS) is shown


def test_without_inhabitants_there_is_no_rate() -> None:
    wanted = Wanted(measure=Measure.PER_INHABITANT)

    assert in_force(wanted, (district("1/c", None, 3),)) is Measure.IDEAS


@pytest.mark.parametrize(
    ("one", "measure", "said"),
    [
        (ValueClass(5, 9), Measure.DEVIATION, "5 bis 9 Ideen mehr als erwartet"),
        (ValueClass(-9, -5), Measure.DEVIATION, "5 bis 9 Ideen weniger als erwartet"),
        (ValueClass(1, 1), Measure.DEVIATION, "1 Idee mehr als erwartet"),
        (ValueClass(0, 0), Measure.DEVIATION, "so viele wie erwartet"),
        (ValueClass(-1, -1), Measure.CHANGE, "1 Idee weniger"),
        (ValueClass(0, 0), Measure.CHANGE, "gleich viele"),
        (ValueClass(2, 3), Measure.SUPPORTS, "2–3"),
        (ValueClass(0.25, 1.5), Measure.PER_INHABITANT, "0,25–1,5"),
    ],
)
def test_classes_are_said_in_plain_words(one: ValueClass, measure: Measure, said: str) -> None:
    assert describe_class(one, measure, GERMAN) == said


@pytest.mark.parametrize(
    ("row", "measure", "said"),
    [
        (CountRow("A", 3, 1), Measure.IDEAS, "A: 3 Ideen, 1 Unterstützung"),
        (
            CountRow("A", 3, 0, rate=1.23456),
            Measure.PER_INHABITANT,
            "A: 3 Ideen, 1,23 je 1.000 Einwohnerinnen und Einwohner",
        ),
        (
            CountRow("A", 1, 0),
            Measure.DEVIATION,
            "A: 1 Idee, zu wenige Einwohner oder Zahl unbekannt",
        ),
        (
            CountRow("A", 3, 0, expected=8.04, population=100),
            Measure.DEVIATION,
            "A: 3 Ideen, erwartet 8: 5 Ideen weniger (0,37-mal so viele wie erwartet)",
        ),
        (
            CountRow("A", 3, 0, expected=2.7),
            Measure.DEVIATION,
            "A: 3 Ideen, erwartet 2,7: etwa gleich",
        ),
        (
            CountRow("A", 3, 0, before=1),
            Measure.CHANGE,
            "A: 3 Ideen, im anderen Zeitraum 1: 2 Ideen mehr",
        ),
    ],
)
def test_rows_are_said_in_one_line(row: CountRow, measure: Measure, said: str) -> None:
    assert describe_row(row, measure, GERMAN) == said


def test_a_row_without_a_rate_has_no_value() -> None:
    assert np.isnan(value_of(CountRow("A", 3, 0), Measure.PER_INHABITANT))
    assert np.isnan(value_of(CountRow("A", 3, 0), Measure.DEVIATION))
