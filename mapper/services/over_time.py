"""Ideas over time: by week or month and action field."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from mapper.db.counts_in_time import count_by_day, count_by_month
from mapper.db.views import ROUND
from mapper.domain.berlin import last_day_before
from mapper.domain.filters import Filters
from mapper.domain.time_units import TimeUnit, count_units, first_day_of, units_between
from mapper.services.plan import Counter

MOST_COLUMNS = 60
"""More cannot be told apart in a picture; then units are longer, and the oldest years one."""

_WEEKS_A_MONTH = 5

Counts = dict[date, dict[str, int]]
"""Ideas by day and key of their action field; by the first day where a month is counted."""


@dataclass(frozen=True, slots=True)
class Column:
    """Ideas of the days from `first` to `last` by action field; fields without any are left out.

    `complete` is False where the filters, or the present, cut the days short.
    """

    first: date
    last: date
    counts: Mapping[str, int]
    complete: bool

    @property
    def total(self) -> int:
        """Ideas of all fields."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class OverTime:
    """Columns in order without gaps; none without ideas.

    `unit` is longer than the one asked for where there would be more than MOST_COLUMNS; with
    `summed_up` the first column holds all the years before it, too.
    """

    unit: TimeUnit
    columns: tuple[Column, ...] = ()
    summed_up: bool = False

    @property
    def total(self) -> int:
        """Ideas of all columns."""
        return sum(one.total for one in self.columns)

    @property
    def busiest(self) -> tuple[Column, ...]:
        """The columns with the most ideas; several when they have equally many."""
        most = max((one.total for one in self.columns), default=0)
        return tuple(one for one in self.columns if one.total == most)

    @property
    def change(self) -> tuple[Column, Column] | None:
        """The last two columns of whole units, the earlier first; None where there are not two."""
        whole = [one for one in self.columns if one.complete]
        return (whole[-2], whole[-1]) if len(whole) > 1 else None


def count_over_time(counter: Counter, filters: Filters, unit: TimeUnit, today: date) -> OverTime:
    """Ideas under these filters by week or month.

    Columns reach from the period's beginning to its end, to the day the filtered rounds closed or
    to `today`; from the first idea or to the last one where there would be too many.

    Raises
    ------
    InvalidFieldError
        As for Counter.criteria.
    """
    criteria = counter.criteria(filters)
    if criteria is None:
        return OverTime(unit)
    counts = _read(counter, count_by_month(counter.scope, criteria))
    if not counts:
        return OverTime(unit)
    weeks = count_units(min(counts), max(counts), TimeUnit.WEEK)
    if unit is TimeUnit.WEEK and weeks <= MOST_COLUMNS + _WEEKS_A_MONTH:
        counts = _read(counter, count_by_day(counter.scope, criteria))
    unit = _fitting(unit, counts)
    begin = min(filters.first_day or date.max, *counts)
    if count_units(begin, max(counts), unit) > MOST_COLUMNS:
        begin = min(counts)
    end = max(_end(counter, filters, today), *counts)
    if count_units(begin, end, unit) > MOST_COLUMNS:
        end = max(counts)
    return _columns(counts, unit, (begin, end), filters, today)


def _read(counter: Counter, query: object) -> Counts:
    counts: Counts = defaultdict(dict)
    for field, period, ideas in counter.session.execute(query):  # type: ignore[call-overload]
        day = period if period > 9999_99 else period * 100 + 1  # noqa: PLR2004 - yyyymm
        counts[date(day // 10000, day // 100 % 100, day % 100)][field] = ideas
    return counts


def _fitting(unit: TimeUnit, counts: Counts) -> TimeUnit:
    """The shortest unit from the one asked for that needs at most MOST_COLUMNS."""
    units = list(TimeUnit)
    return next(
        (
            one
            for one in units[units.index(unit) :]
            if count_units(min(counts), max(counts), one) <= MOST_COLUMNS
        ),
        TimeUnit.YEAR,
    )


def _end(counter: Counter, filters: Filters, today: date) -> date:
    ends = [today, *([filters.last_day] if filters.last_day else [])]
    if filters.rounds:
        rounds = select(ROUND.c.closes).where(ROUND.c.slug.in_(filters.rounds))
        closes = counter.session.scalars(rounds).all()
        if all(closes):
            ends.append(max(last_day_before(moment) for moment in closes))
    return min(ends)


def _columns(
    counts: Counts, unit: TimeUnit, period: tuple[date, date], filters: Filters, today: date
) -> OverTime:
    sums: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    spans = list(units_between(*period, unit))
    oldest, left_out = spans[-MOST_COLUMNS:][0], len(spans) > MOST_COLUMNS
    for day, by_field in counts.items():
        start = max(first_day_of(day, unit), oldest[0])
        for field, ideas in by_field.items():
            sums[start][field] += ideas
    columns = tuple(
        Column(
            spans[0][0] if first == oldest[0] else first,
            last,
            dict(sums[first]),
            _is_complete(first, last, filters, today),
        )
        for first, last in spans[-MOST_COLUMNS:]
    )
    return OverTime(unit, columns, summed_up=left_out)


def _is_complete(first: date, last: date, filters: Filters, today: date) -> bool:
    return (
        last < today
        and (filters.first_day is None or filters.first_day <= first)
        and (filters.last_day is None or last <= filters.last_day)
    )
