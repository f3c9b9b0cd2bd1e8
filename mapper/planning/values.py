"""What the colours of a map show: a value, and a row of numbers, for each hexagon or district."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mapper.geo.expected import expected_by_cell
from mapper.geo.rates import PER_INHABITANTS
from mapper.mapview.heat import MOST_OBJECTS
from mapper.planning.rows import CountRow
from mapper.planning.survey import Survey
from mapper.planning.wanted import Measure
from mapper.services import measures
from mapper.services.counting import CellCount, DistrictCount

Describe = Callable[[Sequence[CellCount]], list[CountRow]]
"""Rows that name the places of hexagons, one for each."""


@dataclass(frozen=True, slots=True)
class Values:
    """n hexagons or districts, in one order.

    `keys` are ids of hexagons, or keys of districts with "" for what lies in none. A value of nan
    is not drawn. `beside` counts ideas that the measure cannot count, because nobody is known to
    live where they lie; `left_out` hexagons that are too many to draw.
    """

    measure: Measure
    keys: tuple[int, ...] | tuple[str, ...]
    rows: tuple[CountRow, ...]
    beside: int = 0
    left_out: int = 0

    @property
    def values(self) -> NDArray[np.float64]:
        """The value of each, shape (n,)."""
        return np.array([value_of(row, self.measure) for row in self.rows], dtype=np.float64)


def value_of(row: CountRow, measure: Measure) -> float:
    """What the colour of a row stands for; nan where it has none.

    A deviation is rounded to whole ideas, halves to the even one.
    """
    match measure:
        case Measure.SUPPORTS:
            return row.supports
        case Measure.PER_INHABITANT:
            return np.nan if row.rate is None else row.rate
        case Measure.DEVIATION:
            return np.nan if row.expected is None else round(row.proposals - row.expected)
        case Measure.CHANGE:
            return row.proposals - (row.before or 0)
    return row.proposals


def ranked(values: Values) -> list[CountRow]:
    """The rows with something to say, the most remarkable first, then by ideas and name."""
    measure = values.measure
    told = [
        row
        for row in values.rows
        if row.proposals or row.before or (row.expected and value_of(row, measure))
    ]

    def rank(row: CountRow) -> tuple[float, int, int, str]:
        value = value_of(row, measure)
        return -abs(0 if np.isnan(value) else value), -row.proposals, -row.supports, row.place

    return sorted(told, key=rank)


def hexagon_values(
    survey: Survey, measure: Measure, homes: measures.Points, describe: Describe
) -> Values:
    """Values by hexagon. `homes` are needed for a deviation only."""
    match measure:
        case Measure.PER_INHABITANT:
            return _rates(survey, describe)
        case Measure.DEVIATION:
            return _deviations(survey, homes, describe)
        case Measure.CHANGE:
            return _changes(survey, describe)
    return Values(measure, _ids(survey.cells), tuple(describe(survey.cells)))


def district_values(
    survey: Survey, measure: Measure, describe: Callable[[Sequence[DistrictCount]], list[CountRow]]
) -> Values:
    """Values by district, also of those without an idea."""
    districts = (*survey.districts, *_only_before(survey))
    rows = describe(districts)
    keys = tuple(one.district or "" for one in districts)
    beside = 0
    if measure in (Measure.PER_INHABITANT, Measure.DEVIATION):
        people = measures.inhabitants(survey.districts, survey.seen)
        expected = measures.expected_by_district(survey.districts, people)
        rows = [
            replace(
                row,
                population=people[key],
                rate=PER_INHABITANTS * row.proposals / people[key],
                expected=expected[key],
            )
            if key in people
            else row
            for key, row in zip(keys, rows, strict=True)
        ]
        beside = sum(
            row.proposals for key, row in zip(keys, rows, strict=True) if key not in people
        )
    if measure is Measure.CHANGE:
        places = {_place(one): one.proposals for one in survey.before_districts}
        rows = [
            replace(row, before=places.get(_place(one), 0))
            for one, row in zip(districts, rows, strict=True)
        ]
    return Values(measure, keys, tuple(rows), beside)


def _only_before(survey: Survey) -> list[DistrictCount]:
    """Places outside every district that had ideas before and have none now."""
    now = {_place(one) for one in survey.districts}
    return [
        replace(one, proposals=0, supports=0, without_point=0)
        for one in survey.before_districts
        if _place(one) not in now
    ]


def _place(one: DistrictCount) -> tuple[str | None, str | None]:
    return one.municipality, one.district


def with_empty(values: Values, cells: Iterable[int], describe: Describe) -> Values:
    """The same with some more hexagons, in which nothing lies."""
    known = set(values.keys)
    more = [CellCount(cell, 0, 0) for cell in cells if cell not in known]
    if not more:
        return values
    keys = (*(int(key) for key in values.keys), *_ids(more))
    return replace(values, keys=keys, rows=(*values.rows, *describe(more)))


def _rates(survey: Survey, describe: Describe) -> Values:
    people = measures.inhabitants(survey.districts, survey.seen)
    rates = measures.rate_by_cell(survey.shares, people)
    cells = measures.cells_of(survey.shares, people)
    rows = tuple(
        replace(row, rate=rates[one.cell]) for one, row in zip(cells, describe(cells), strict=True)
    )
    return Values(Measure.PER_INHABITANT, _ids(cells), rows, _beside(survey, cells))


def _deviations(survey: Survey, homes: measures.Points, describe: Describe) -> Values:
    people = measures.inhabitants(survey.districts, survey.seen)
    people = {key: count for key, count in people.items() if key in homes}
    cells = measures.cells_of(survey.shares, people)
    total = sum(one.proposals for one in cells)
    where = measures.homes_of(people, homes)
    ids, amounts = expected_by_cell(total, where, survey.cell_size)
    expected = dict(zip(ids.tolist(), amounts.tolist(), strict=True))
    silent = _silent(expected, {one.cell for one in cells})
    room = max(0, MOST_OBJECTS - len(cells))
    every = (*cells, *(CellCount(cell, 0, 0) for cell in silent[:room]))
    rows = tuple(
        replace(row, expected=expected.get(one.cell, 0.0))
        for one, row in zip(every, describe(every), strict=True)
    )
    beside = _beside(survey, cells)
    return Values(Measure.DEVIATION, _ids(every), rows, beside, max(0, len(silent) - room))


def _silent(expected: dict[int, float], with_ideas: set[int]) -> list[int]:
    """Hexagons without an idea where at least one was expected, rounded; the most first."""
    found = [cell for cell, amount in expected.items() if round(amount) and cell not in with_ideas]
    return sorted(found, key=lambda cell: (-expected[cell], cell))


def _changes(survey: Survey, describe: Describe) -> Values:
    now = {one.cell: one for one in survey.cells}
    before = {one.cell: one.proposals for one in survey.before_cells}
    cells = [now.get(cell, CellCount(cell, 0, 0)) for cell in sorted(now.keys() | before.keys())]
    rows = tuple(
        replace(row, before=before.get(one.cell, 0))
        for one, row in zip(cells, describe(cells), strict=True)
    )
    return Values(Measure.CHANGE, _ids(cells), rows)


def _beside(survey: Survey, counted: Sequence[CellCount]) -> int:
    every = sum(one.proposals for one in survey.cells)
    return every - sum(one.proposals for one in counted)


def _ids(cells: Sequence[CellCount]) -> tuple[int, ...]:
    return tuple(one.cell for one in cells)
