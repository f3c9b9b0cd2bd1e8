"""The cuboids of the rollups: which are kept, and what finds their rows (ADR 0004)."""

from datetime import date

from sqlalchemy import ColumnElement, FromClause

ROUND, FIELD, STATUS, MONTH, DAY = 1, 2, 4, 8, 16
TOTALS = 0
"""The cell size under which totals are kept; `cell` is then 1 with a point and 0 without."""

DAY_SIZES = frozenset({TOTALS, 500, 1000})


def grain_of(dimensions: int, time: int = 0) -> int | None:
    """The coarsest cuboid kept that has these dimensions; None where none is kept.

    `time` is MONTH, DAY, or 0 for all time.
    """
    if time == DAY:
        return {0: DAY, FIELD: DAY | FIELD}.get(dimensions)
    full = ROUND | FIELD | STATUS
    return time | (dimensions if dimensions in (0, ROUND, FIELD) else full)


def cuboid_conditions(
    table: FromClause, cell_size: int, grain: int | None, period: tuple[int, int] | None
) -> list[ColumnElement[bool]]:
    """What finds one cuboid's rows: dimensions it does not keep are 0."""
    conditions = [table.c.grain == grain, table.c.cell_size == cell_size]
    kept = grain or 0
    for bit, name in ((ROUND, "round_id"), (FIELD, "action_field_id"), (STATUS, "response_status")):
        if not kept & bit:
            conditions.append(table.c[name] == 0)
    conditions.append(table.c.period.between(*period) if period else table.c.period == 0)
    return conditions


def day_number(day: date) -> int:
    """The day as the rollups write it, yyyymmdd."""
    return day.year * 10000 + day.month * 100 + day.day
