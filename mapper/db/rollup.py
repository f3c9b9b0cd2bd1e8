"""Keeping the rollups: fold what waits, build anew, compare with a recount."""

from typing import Any

from sqlalchemy import Select, column, func, select, table, union_all
from sqlalchemy.orm import Session

from mapper.db.tables import RollupDelta
from mapper.db.tables.rollup import KEY


def fold(session: Session, most: int = 20_000) -> int:
    """Fold at most so many waiting deltas; the number folded, 0 while another session folds."""
    return session.scalar(select(func.rollup_fold(most))) or 0


def rebuild(session: Session) -> None:
    """Build both rollups from the proposals; everyone else waits until the commit."""
    session.execute(select(func.rollup_rebuild()))


def count_waiting(session: Session) -> int:
    """How many deltas wait to be folded."""
    return session.scalar(select(func.count()).select_from(RollupDelta)) or 0


def any_waiting(session: Session) -> bool:
    """True while deltas wait."""
    return session.scalar(select(RollupDelta.id).limit(1)) is not None


def count_differences(session: Session) -> dict[str, int]:
    """For each rollup the number of rows in which it and a recount from the proposals differ.

    One statement, so one snapshot: others may write and fold meanwhile.
    """
    now, recount = (_rows(name).cte(name) for name in ("rollup_now", "rollup_recount"))
    missing = select(recount).except_(select(now))
    surplus = select(now).except_(select(recount))
    both = missing.subquery("missing"), surplus.subquery("surplus")
    every = union_all(*(select(part.c.scope) for part in both)).subquery("every")
    found = session.execute(select(every.c.scope, func.count()).group_by(every.c.scope)).all()
    return {"public": 0, "internal": 0} | dict(tuple(row) for row in found)


def _rows(view: str) -> Select[Any]:
    names = ("scope", *KEY, "proposals", "supports")
    return select(*table(view, *(column(name) for name in names)).c)
