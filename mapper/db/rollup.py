"""Keeping the rollups: fold what waits, build anew, compare with a recount."""

from typing import Any

from sqlalchemy import (
    FromClause,
    Select,
    Subquery,
    column,
    func,
    literal,
    select,
    table,
    union_all,
)
from sqlalchemy.orm import Session

from mapper.db.tables import ProposalFact, RollupDelta
from mapper.db.tables.rollup import KEY


def fold(session: Session, most: int = 20_000) -> int:
    """Fold at most so many waiting deltas; the number folded, 0 while another session folds."""
    return session.scalar(select(func.rollup_fold(most))) or 0


def rebuild(session: Session) -> None:
    """Build rollups and facts from the proposals; everyone else waits until the commit."""
    session.execute(select(func.rollup_rebuild()))
    session.execute(select(func.proposal_fact_rebuild()))


def count_waiting(session: Session) -> int:
    """How many deltas wait to be folded."""
    return session.scalar(select(func.count()).select_from(RollupDelta)) or 0


def any_waiting(session: Session) -> bool:
    """True while deltas wait."""
    return session.scalar(select(RollupDelta.id).limit(1)) is not None


def count_differences(session: Session) -> dict[str, int]:
    """For each rollup and the facts how many rows differ from a recount from the proposals.

    One statement, so one snapshot: others may write and fold meanwhile.
    """
    now, recount = (_rows(name).cte(name) for name in ("rollup_now", "rollup_recount"))
    both = _differing(now, recount)
    every = union_all(*(select(part.c.scope) for part in both)).subquery("every")
    facts = ProposalFact.__table__
    wanted = table("searched_fact", *(column(one.name) for one in facts.c))
    wrong = union_all(*map(select, _differing(facts, wanted))).subquery("wrong")
    found = session.execute(
        select(every.c.scope, func.count())
        .group_by(every.c.scope)
        .union_all(select(literal("facts"), func.count()).select_from(wrong))
    ).all()
    return {"public": 0, "internal": 0} | dict(tuple(row) for row in found)


def _differing(now: FromClause, wanted: FromClause) -> tuple[Subquery, Subquery]:
    """Rows that are missing, and rows that are too many."""
    one, other = (select(*part.c) for part in (now, wanted))
    return other.except_(one).subquery("missing"), one.except_(other).subquery("surplus")


def _rows(view: str) -> Select[Any]:
    names = ("scope", *KEY, "proposals", "supports")
    return select(*table(view, *(column(name) for name in names)).c)
