"""Counts of published proposals, read from the rollups (ADR 0004).

A filter is answered by the coarsest cuboid that keeps its dimensions: whole months from one by
month, the days at both ends from one by day or, where none is kept, from the proposals' facts.
Deltas that are not folded yet are added in the same statement, so no reader misses a committed
change. What no rollup keeps (words, channels, areas) is counted from the facts, one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

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

from mapper.db.criteria import (
    RELATIONS,
    Criteria,
    Relations,
    Scope,
    day_conditions,
    dimensions_of,
    facts_of,
    matching_facts,
    named_conditions,
)
from mapper.db.grains import (
    DAY,
    DAY_SIZES,
    MONTH,
    TOTALS,
    cuboid_conditions,
    day_number,
    grain_of,
)
from mapper.domain.periods import SplitPeriod, split_period


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


def _in_window(cell: ColumnElement[Any], window: tuple[int, int, int, int]) -> ColumnElement[bool]:
    first_column, last_column, first_row, last_row = window
    return and_(
        cell.between(first_column << 16, (last_column << 16) | 0xFFFF),
        cell.op("&")(0xFFFF).between(first_row, last_row),
    )
