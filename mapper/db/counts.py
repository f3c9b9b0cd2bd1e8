"""Counts of published proposals, read from the rollups (ADR 0004).

A filter is answered by the coarsest cuboid that keeps its dimensions: whole months from one by
month, the days at both ends from one by day or, where none is kept, from the proposals' facts.
Deltas that are not folded yet are added in the same statement, so no reader misses a committed
change. What no rollup keeps (words, channels, areas) is counted from the facts, one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from mapper.db.grains import (
    DAY,
    DAY_SIZES,
    FIELD,
    MONTH,
    ROUND,
    STATUS,
    TOTALS,
    cuboid_conditions,
    day_number,
    grain_of,
)
from mapper.db.regions import Region
from mapper.db.tables import ProposalFact, RollupDelta, RollupInternal
from mapper.db.views import EXACT_SEARCHED_FACT, FACT, ROLLUP, ROLLUP_DELTA, SEARCHED_FACT
from mapper.domain.filters import Placed
from mapper.domain.periods import SplitPeriod, split_period
from mapper.domain.statuses import Channel, ResponseStatus

Scope = Literal["public", "internal"]


@dataclass(frozen=True, slots=True)
class Criteria:
    """Filters with keys resolved to ids; empty tuples and None ask for everything.

    `cells` is first and last column, first and last row of hexagons.
    """

    rounds: tuple[int, ...] = ()
    action_fields: tuple[int, ...] = ()
    municipalities: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    response_statuses: tuple[ResponseStatus, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    cells: tuple[int, int, int, int] | None = None
    search: str = ""
    channels: tuple[Channel, ...] = ()
    placed: Placed | None = None
    min_supports: int = 0
    regions: tuple[Region, ...] = ()

    @property
    def of_facts(self) -> bool:
        """True when something is asked that no rollup keeps."""
        return bool(
            self.search or self.channels or self.placed or self.min_supports or self.regions
        )


@dataclass(frozen=True, slots=True)
class Relations:
    """Where one scope is counted."""

    rollup: FromClause
    delta: FromClause
    facts: FromClause
    searched: FromClause
    prefix: str


RELATIONS: dict[Scope, Relations] = {
    "public": Relations(ROLLUP, ROLLUP_DELTA, FACT, SEARCHED_FACT, "public_cell_"),
    "internal": Relations(
        RollupInternal.__table__,
        RollupDelta.__table__,
        ProposalFact.__table__,
        EXACT_SEARCHED_FACT,
        "cell_",
    ),
}


def facts_of(scope: Scope, criteria: Criteria) -> FromClause:
    """One row for each published proposal, with its place as far as the scope sees it.

    Narrow rows to go through; the proposals themselves where words find few of them by an index.
    """
    relations = RELATIONS[scope]
    return relations.searched if criteria.search else relations.facts


def count_by_cell(scope: Scope, criteria: Criteria, cell_size: int) -> Select[Any]:
    """Rows `cell, proposals, supports` of the hexagons that hold at least one proposal."""
    legs = _legs(scope, criteria, cell_size)
    return _sum(legs, "cell")


def count_by_district(scope: Scope, criteria: Criteria) -> Select[Any]:
    """Rows `municipality_id, district_id, cell, proposals, supports`; 0 stands for none.

    `cell` is 1 for proposals with a point and 0 for those without; the total is their sum.
    A window of hexagons is not looked at.
    """
    legs = _legs(scope, replace(criteria, cells=None), TOTALS)
    return _sum(legs, "municipality_id", "district_id", "cell")


def count_by_cell_and_district(scope: Scope, criteria: Criteria, cell_size: int) -> Select[Any]:
    """Rows `district_id, cell, proposals, supports`; a hexagon on a border has several.

    0 stands for no district.
    """
    return _sum(_legs(scope, criteria, cell_size), "district_id", "cell")


def _sum(legs: Sequence[Select[Any]], *keys: str) -> Select[Any]:
    rows = union_all(*legs).subquery("rows")
    proposals, supports = func.sum(rows.c.proposals), func.sum(rows.c.supports)
    return (
        select(
            *(rows.c[key] for key in keys),
            cast(proposals, Integer).label("proposals"),
            cast(supports, Integer).label("supports"),
        )
        .group_by(*(rows.c[key] for key in keys))
        .having(proposals > 0)
    )


def _legs(scope: Scope, criteria: Criteria, cell_size: int) -> list[Select[Any]]:
    relations = RELATIONS[scope]
    if criteria.of_facts:
        return [_facts_leg(scope, criteria, cell_size)]
    split = split_period(criteria.first_day, criteria.last_day)
    bounded = criteria.first_day is not None or criteria.last_day is not None
    if not bounded:
        grain = grain_of(dimensions_of(criteria))
        return [
            _rollup_leg(relations, criteria, cell_size, grain, None),
            _delta_leg(relations, criteria, cell_size, None),
        ]
    return list(_period_legs(scope, criteria, cell_size, split))


def _period_legs(
    scope: Scope, criteria: Criteria, cell_size: int, split: SplitPeriod
) -> Iterator[Select[Any]]:
    relations = RELATIONS[scope]
    by_day = grain_of(dimensions_of(criteria), DAY) if cell_size in DAY_SIZES else None
    if split.months:
        yield _rollup_leg(
            relations, criteria, cell_size, grain_of(dimensions_of(criteria), MONTH), split.months
        )
    for days in split.days:
        if by_day is None:
            only = replace(criteria, first_day=days[0], last_day=days[1])
            yield _facts_leg(scope, only, cell_size)
        else:
            numbers = (day_number(days[0]), day_number(days[1]))
            yield _rollup_leg(relations, criteria, cell_size, by_day, numbers)
    yield _delta_leg(relations, criteria, cell_size, split if by_day is None else None)


def dimensions_of(criteria: Criteria) -> int:
    """The bits of the dimensions that are filtered."""
    return (
        ROUND * bool(criteria.rounds)
        | FIELD * bool(criteria.action_fields)
        | STATUS * bool(criteria.response_statuses)
    )


def _rollup_leg(
    relations: Relations,
    criteria: Criteria,
    cell_size: int,
    grain: int | None,
    period: tuple[int, int] | None,
) -> Select[Any]:
    table = relations.rollup
    conditions = cuboid_conditions(table, cell_size, grain, period)
    return _counted(table, table.c.cell, criteria).where(*conditions)


def _delta_leg(
    relations: Relations, criteria: Criteria, cell_size: int, months_of: SplitPeriod | None
) -> Select[Any]:
    """Waiting changes; with `months_of` only those of its whole months.

    The days at its ends are then read from the proposals themselves, which hold them already.
    """
    table = relations.delta
    leg = _counted(table, _cell(relations, table, cell_size), criteria)
    leg = leg.where(*day_conditions(table, criteria.first_day, criteria.last_day))
    if months_of is not None:
        leg = leg.where(*(~table.c.day.between(*days) for days in months_of.days))
    return leg


def _facts_leg(scope: Scope, criteria: Criteria, cell_size: int) -> Select[Any]:
    """The proposals themselves, under all filters."""
    facts = facts_of(scope, criteria)
    cell = facts.c[f"cell_{cell_size or 1000}"]
    rows = (
        select(
            func.coalesce(facts.c.municipality_id, 0).label("municipality_id"),
            func.coalesce(facts.c.district_id, 0).label("district_id"),
            (cell if cell_size else case((cell.is_not(None), 1), else_=0)).label("cell"),
            literal(1).label("proposals"),
            facts.c.support_count.label("supports"),
        )
        .where(*matching_facts(facts, criteria))
        .subquery("counted")
    )
    conditions = [_in_window(rows.c.cell, criteria.cells)] if criteria.cells else []
    return select(*rows.c).where(rows.c.cell.is_not(None), *conditions)


def matching_facts(facts: FromClause, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The conditions of all filters but the window, on the relation of `facts_of` for them."""
    conditions = named_conditions(facts, criteria)
    if criteria.first_day:
        conditions.append(facts.c.created_day >= criteria.first_day)
    if criteria.last_day:
        conditions.append(facts.c.created_day <= criteria.last_day)
    if criteria.search:
        query = cast(criteria.search, TSQUERY)
        conditions.append(facts.c.search.op("@@", is_comparison=True)(query))
    if criteria.channels:
        conditions.append(facts.c.channel.in_([str(one) for one in criteria.channels]))
    if criteria.placed:
        with_point = criteria.placed is Placed.WITH_POINT
        easting = facts.c.easting
        conditions.append(easting.is_not(None) if with_point else easting.is_(None))
    if criteria.min_supports:
        conditions.append(facts.c.support_count >= criteria.min_supports)
    return [*conditions, *(region.condition(facts) for region in criteria.regions)]


def _cell(relations: Relations, table: FromClause, cell_size: int) -> ColumnElement[Any]:
    column = table.c[f"{relations.prefix}{cell_size or 1000}"]
    return column if cell_size else case((column.is_not(None), 1), else_=0)


def _counted(table: FromClause, cell: ColumnElement[Any], criteria: Criteria) -> Select[Any]:
    """Municipality, district, cell and counts of a relation, under all filters but the period."""
    conditions = named_conditions(table, criteria)
    if criteria.cells:
        conditions.append(_in_window(cell, criteria.cells))
    return select(
        table.c.municipality_id,
        table.c.district_id,
        cell.label("cell"),
        table.c.proposals,
        table.c.supports,
    ).where(cell.is_not(None), *conditions)


def named_conditions(table: FromClause, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The filters that rollups, deltas and facts hold alike."""
    named = (
        ("round_id", criteria.rounds),
        ("action_field_id", criteria.action_fields),
        ("municipality_id", criteria.municipalities),
        ("district_id", criteria.districts),
        ("response_status", _codes(criteria.response_statuses)),
    )
    return [table.c[name].in_(ids) for name, ids in named if ids]


def _in_window(cell: ColumnElement[Any], window: tuple[int, int, int, int]) -> ColumnElement[bool]:
    first_column, last_column, first_row, last_row = window
    return and_(
        cell.between(first_column << 16, (last_column << 16) | 0xFFFF),
        cell.op("&")(0xFFFF).between(first_row, last_row),
    )


def day_conditions(
    table: FromClause, first: date | None, last: date | None
) -> list[ColumnElement[bool]]:
    """Days of a delta within inclusive bounds; None leaves a side open."""
    conditions = []
    if first:
        conditions.append(table.c.day >= first)
    if last:
        conditions.append(table.c.day <= last)
    return conditions


def _codes(statuses: Sequence[ResponseStatus]) -> tuple[int, ...]:
    order = list(ResponseStatus)
    return tuple(order.index(status) + 1 for status in statuses)
