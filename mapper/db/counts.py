"""Counts of published proposals, read from the rollups (ADR 0004).

A filter is answered by the coarsest cuboid that keeps its dimensions: whole months from one by
month, the days at both ends from one by day or, where none is kept, from the proposals. Deltas
that are not folded yet are added in the same statement, so no reader misses a committed change.
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
    true,
    union_all,
)

from mapper.db.tables import Proposal, RollupDelta, RollupInternal
from mapper.db.views import PROPOSAL, ROLLUP, ROLLUP_DELTA
from mapper.domain.periods import SplitPeriod, split_period
from mapper.domain.statuses import ModerationStatus, ResponseStatus

Scope = Literal["public", "internal"]

ROUND, FIELD, STATUS, MONTH, DAY = 1, 2, 4, 8, 16
TOTALS = 0
"""The cell size under which totals are kept; `cell` is then 1 with a point and 0 without."""

DAY_SIZES = frozenset({TOTALS, 500, 1000})


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


@dataclass(frozen=True, slots=True)
class _Relations:
    rollup: FromClause
    delta: FromClause
    proposals: FromClause
    prefix: str
    published: ColumnElement[bool]


_STORED = Proposal.__table__
_RELATIONS: dict[Scope, _Relations] = {
    "public": _Relations(ROLLUP, ROLLUP_DELTA, PROPOSAL, "public_cell_", true()),
    "internal": _Relations(
        RollupInternal.__table__,
        RollupDelta.__table__,
        _STORED,
        "cell_",
        _STORED.c.moderation_status == ModerationStatus.PUBLISHED.value,
    ),
}


def count_by_cell(scope: Scope, criteria: Criteria, cell_size: int) -> Select[Any]:
    """Rows `cell, proposals, supports` of the hexagons that hold at least one proposal."""
    legs = _legs(_RELATIONS[scope], criteria, cell_size)
    return _sum(legs, "cell")


def count_by_district(scope: Scope, criteria: Criteria) -> Select[Any]:
    """Rows `municipality_id, district_id, cell, proposals, supports`; 0 stands for none.

    `cell` is 1 for proposals with a point and 0 for those without; the total is their sum.
    A window of hexagons is not looked at.
    """
    legs = _legs(_RELATIONS[scope], replace(criteria, cells=None), TOTALS)
    return _sum(legs, "municipality_id", "district_id", "cell")


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


def _legs(relations: _Relations, criteria: Criteria, cell_size: int) -> list[Select[Any]]:
    split = split_period(criteria.first_day, criteria.last_day)
    bounded = criteria.first_day is not None or criteria.last_day is not None
    if not bounded:
        grain = _grain(criteria, 0)
        return [
            _rollup_leg(relations, criteria, cell_size, grain, None),
            _delta_leg(relations, criteria, cell_size, None),
        ]
    return list(_period_legs(relations, criteria, cell_size, split))


def _period_legs(
    relations: _Relations, criteria: Criteria, cell_size: int, split: SplitPeriod
) -> Iterator[Select[Any]]:
    by_day = _grain(criteria, DAY) if cell_size in DAY_SIZES else None
    if split.months:
        yield _rollup_leg(relations, criteria, cell_size, _grain(criteria, MONTH), split.months)
    for days in split.days:
        if by_day is None:
            yield _proposals_leg(relations, criteria, cell_size, days)
        else:
            numbers = (_yyyymmdd(days[0]), _yyyymmdd(days[1]))
            yield _rollup_leg(relations, criteria, cell_size, by_day, numbers)
    yield _delta_leg(relations, criteria, cell_size, split if by_day is None else None)


def _grain(criteria: Criteria, time: int) -> int | None:
    """The coarsest cuboid kept that has the filtered dimensions; None where none is kept."""
    wanted = (
        ROUND * bool(criteria.rounds)
        | FIELD * bool(criteria.action_fields)
        | STATUS * bool(criteria.response_statuses)
    )
    if time == DAY:
        return {0: DAY, FIELD: DAY | FIELD}.get(wanted)
    full = ROUND | FIELD | STATUS
    return time | (wanted if wanted in (0, ROUND, FIELD) else full)


def _rollup_leg(
    relations: _Relations,
    criteria: Criteria,
    cell_size: int,
    grain: int | None,
    period: tuple[int, int] | None,
) -> Select[Any]:
    table = relations.rollup
    conditions = [table.c.grain == grain, table.c.cell_size == cell_size]
    kept = grain or 0
    for bit, name in ((ROUND, "round_id"), (FIELD, "action_field_id"), (STATUS, "response_status")):
        if not kept & bit:
            conditions.append(table.c[name] == 0)
    conditions.append(table.c.period.between(*period) if period else table.c.period == 0)
    return _counted(table, table.c.cell, criteria).where(*conditions)


def _delta_leg(
    relations: _Relations, criteria: Criteria, cell_size: int, months_of: SplitPeriod | None
) -> Select[Any]:
    """Waiting changes; with `months_of` only those of its whole months.

    The days at its ends are then read from the proposals themselves, which hold them already.
    """
    table = relations.delta
    leg = _counted(table, _cell(relations, table, cell_size), criteria)
    leg = leg.where(*_in_days(table, criteria.first_day, criteria.last_day))
    if months_of is not None:
        leg = leg.where(*(~table.c.day.between(*days) for days in months_of.days))
    return leg


def _proposals_leg(
    relations: _Relations, criteria: Criteria, cell_size: int, days: tuple[date, date]
) -> Select[Any]:
    table = relations.proposals
    rows = (
        select(
            func.coalesce(table.c.municipality_id, 0).label("municipality_id"),
            func.coalesce(table.c.district_id, 0).label("district_id"),
            *(table.c[name] for name in ("round_id", "action_field_id")),
            func.response_code(table.c.response_status).label("response_status"),
            *(table.c[f"{relations.prefix}{size}"] for size in (1000, 500, 250, 125)),
            literal(1).label("proposals"),
            table.c.support_count.label("supports"),
        )
        .where(relations.published, table.c.created_day.between(*days))
        .subquery("edge")
    )
    return _counted(rows, _cell(relations, rows, cell_size), criteria)


def _cell(relations: _Relations, table: FromClause, cell_size: int) -> ColumnElement[Any]:
    column = table.c[f"{relations.prefix}{cell_size or 1000}"]
    return column if cell_size else case((column.is_not(None), 1), else_=0)


def _counted(table: FromClause, cell: ColumnElement[Any], criteria: Criteria) -> Select[Any]:
    """Municipality, district, cell and counts of a relation, under all filters but the period."""
    named = (
        ("round_id", criteria.rounds),
        ("action_field_id", criteria.action_fields),
        ("municipality_id", criteria.municipalities),
        ("district_id", criteria.districts),
        ("response_status", _codes(criteria.response_statuses)),
    )
    conditions: list[ColumnElement[bool]] = [table.c[name].in_(ids) for name, ids in named if ids]
    if criteria.cells:
        conditions.append(_in_window(cell, criteria.cells))
    return select(
        table.c.municipality_id,
        table.c.district_id,
        cell.label("cell"),
        table.c.proposals,
        table.c.supports,
    ).where(cell.is_not(None), *conditions)


def _in_window(cell: ColumnElement[Any], window: tuple[int, int, int, int]) -> ColumnElement[bool]:
    first_column, last_column, first_row, last_row = window
    return and_(
        cell.between(first_column << 16, (last_column << 16) | 0xFFFF),
        cell.op("&")(0xFFFF).between(first_row, last_row),
    )


def _in_days(table: FromClause, first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    conditions = []
    if first:
        conditions.append(table.c.day >= first)
    if last:
        conditions.append(table.c.day <= last)
    return conditions


def _codes(statuses: Sequence[ResponseStatus]) -> tuple[int, ...]:
    order = list(ResponseStatus)
    return tuple(order.index(status) + 1 for status in statuses)


def _yyyymmdd(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
