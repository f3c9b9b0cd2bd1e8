"""Keeping the rollups: fold what waits, build anew, compare with a recount."""

from sqlalchemy import column, func, select, table
from sqlalchemy.orm import Session

from mapper.db.tables import RollupDelta, RollupInternal, RollupPublic
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


def count_differences(session: Session) -> dict[str, int]:
    """For each rollup the number of cells of the cube in which it differs from a recount.

    Nothing may wait: fold first, in the same transaction.
    """
    return {
        "public": _differences(session, RollupPublic, "public"),
        "internal": _differences(session, RollupInternal, "internal"),
    }


def _differences(session: Session, model: type[RollupPublic | RollupInternal], scope: str) -> int:
    names = (*KEY, "proposals", "supports")
    kept = select(*(getattr(model, name) for name in names))
    recount = table("rollup_recount", *(column(name) for name in ("scope", *names)))
    counted = select(*(recount.c[name] for name in names)).where(recount.c.scope == scope)
    return sum(
        session.scalar(select(func.count()).select_from(rows.subquery())) or 0
        for rows in (kept.except_(counted), counted.except_(kept))
    )
