"""Counts of published proposals over time and by channel.

Months and days are read from the rollups as in `counts`, with waiting deltas added; under filters
that no rollup keeps, from the facts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select, union_all

from mapper.db.criteria import (
    RELATIONS,
    Criteria,
    Scope,
    day_conditions,
    dimensions_of,
    facts_of,
    matching_facts,
    named_conditions,
)
from mapper.db.grains import DAY, FIELD, MONTH, TOTALS, cuboid_conditions, day_number, grain_of
from mapper.db.views import ACTION_FIELD, DISTRICT, MUNICIPALITY
from mapper.domain.periods import split_period

_BY_MONTH, _BY_DAY = "YYYYMM", "YYYYMMDD"
_EVER = (0, 99991231)


def count_by_month(scope: Scope, criteria: Criteria) -> Select[Any]:
    """Rows `action_field, period, proposals`; the field's key and yyyymm. No row without ideas."""
    return _sum(_month_legs(scope, criteria))


def count_by_day(scope: Scope, criteria: Criteria) -> Select[Any]:
    """Rows `action_field, period, proposals`; the field's key and yyyymmdd, Europe/Berlin."""
    return _sum(_day_legs(scope, criteria))


def count_by_channel(criteria: Criteria) -> Select[Any]:
    """Rows `municipality, district, channel, proposals`, for planning only.

    AGS and key of the district; null for ideas outside of all.
    """
    facts = facts_of("internal", criteria)
    keys = (facts.c.municipality_id, facts.c.district_id, facts.c.channel)
    counted = (
        select(*keys, func.count().label("proposals"))
        .where(*matching_facts(facts, criteria))
        .group_by(*keys)
        .subquery("counted")
    )
    return (
        select(
            MUNICIPALITY.c.ags.label("municipality"),
            DISTRICT.c.key.label("district"),
            counted.c.channel,
            counted.c.proposals,
        )
        .outerjoin_from(counted, MUNICIPALITY, MUNICIPALITY.c.id == counted.c.municipality_id)
        .outerjoin(DISTRICT, DISTRICT.c.id == counted.c.district_id)
    )


def _sum(legs: Iterable[Select[Any]]) -> Select[Any]:
    rows = union_all(*legs).subquery("rows")
    proposals = func.sum(rows.c.proposals)
    return (
        select(
            ACTION_FIELD.c.key.label("action_field"),
            rows.c.period,
            cast(proposals, Integer).label("proposals"),
        )
        .join(ACTION_FIELD, ACTION_FIELD.c.id == rows.c.action_field_id)
        .group_by(ACTION_FIELD.c.key, rows.c.period)
        .having(proposals > 0)
    )


def _month_legs(scope: Scope, criteria: Criteria) -> Iterator[Select[Any]]:
    """Whole months from the rollup by month, the days at both ends from the one by day.

    Where no rollup by day has the filtered dimensions, those days come from the facts, which
    hold the waiting changes already.
    """
    if criteria.of_facts:
        yield _facts_leg(scope, criteria, _BY_MONTH)
        return
    split = split_period(criteria.first_day, criteria.last_day)
    by_day = grain_of(dimensions_of(criteria) | FIELD, DAY)
    if split.months:
        by_month = grain_of(dimensions_of(criteria) | FIELD, MONTH)
        yield _rollup_leg(scope, criteria, by_month, split.months)
    for first, last in split.days:
        if by_day is None:
            yield _facts_leg(scope, replace(criteria, first_day=first, last_day=last), _BY_MONTH)
        else:
            numbers = (day_number(first), day_number(last))
            yield _rollup_leg(scope, criteria, by_day, numbers, days_a_month=100)
    yield _delta_leg(scope, criteria, _BY_MONTH, () if by_day else split.days)


def _day_legs(scope: Scope, criteria: Criteria) -> Iterator[Select[Any]]:
    by_day = grain_of(dimensions_of(criteria) | FIELD, DAY)
    if criteria.of_facts or by_day is None:
        yield _facts_leg(scope, criteria, _BY_DAY)
        return
    first = day_number(criteria.first_day) if criteria.first_day else _EVER[0]
    last = day_number(criteria.last_day) if criteria.last_day else _EVER[1]
    yield _rollup_leg(scope, criteria, by_day, (first, last))
    yield _delta_leg(scope, criteria, _BY_DAY, ())


def _rollup_leg(
    scope: Scope,
    criteria: Criteria,
    grain: int | None,
    period: tuple[int, int],
    days_a_month: int = 1,
) -> Select[Any]:
    """Totals of one cuboid; `days_a_month` 100 makes yyyymm of yyyymmdd."""
    table = RELATIONS[scope].rollup
    return select(
        table.c.action_field_id,
        (table.c.period // days_a_month).label("period"),
        table.c.proposals,
    ).where(
        *cuboid_conditions(table, TOTALS, grain, period),
        *named_conditions(table, criteria),
    )


def _delta_leg(
    scope: Scope, criteria: Criteria, unit: str, without: tuple[tuple[date, date], ...]
) -> Select[Any]:
    table = RELATIONS[scope].delta
    return select(
        table.c.action_field_id, _written(table.c.day, unit).label("period"), table.c.proposals
    ).where(
        *named_conditions(table, criteria),
        *day_conditions(table, criteria.first_day, criteria.last_day),
        *(~table.c.day.between(*days) for days in without),
    )


def _facts_leg(scope: Scope, criteria: Criteria, unit: str) -> Select[Any]:
    """Counted by day first: writing out a date for each idea takes longer than counting them."""
    facts = facts_of(scope, criteria)
    days = (
        select(facts.c.action_field_id, facts.c.created_day, func.count().label("proposals"))
        .where(*matching_facts(facts, criteria))
        .group_by(facts.c.action_field_id, facts.c.created_day)
        .subquery("days")
    )
    return select(
        days.c.action_field_id,
        _written(days.c.created_day, unit).label("period"),
        days.c.proposals,
    )


def _written(day: ColumnElement[date], unit: str) -> ColumnElement[int]:
    return cast(func.to_char(day, unit), Integer)
