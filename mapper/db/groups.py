"""Ideas that became part of others: who belongs to one, and how many support them together."""

from sqlalchemy import CTE, BigInteger, func, literal, select, update
from sqlalchemy.orm import Session

from mapper.db.tables import ProposalMerge, Support


def group_of(proposal_id: int) -> CTE:
    """An idea and all that became part of it, step by step: one column `id`."""
    group = select(literal(proposal_id, BigInteger()).label("id")).cte("ik_group", recursive=True)
    parts = select(ProposalMerge.proposal_id).join(group, ProposalMerge.into_id == group.c.id)
    return group.union(parts)


def wholes_of(session: Session, proposal_id: int) -> list[int]:
    """The ideas it is part of, from the nearest to the one that stands for all."""
    found: list[int] = []
    one: int | None = proposal_id
    while one is not None:
        query = select(ProposalMerge.into_id).where(ProposalMerge.proposal_id == one)
        one = session.scalar(query)
        if one is not None:
            found.append(one)
    return found


def count_supporters(session: Session, proposal_id: int) -> int:
    """Different tokens that support an idea or anything that became part of it."""
    group = group_of(proposal_id)
    tokens = func.count(Support.token_hash.distinct())
    query = select(tokens).join(group, group.c.id == Support.proposal_id)
    return session.scalar(query) or 0


def set_whole(session: Session, proposal_id: int, whole_id: int) -> None:
    """Let another idea stand for all that became part of this one, but not for itself."""
    group = group_of(proposal_id)
    parts = ProposalMerge.proposal_id.in_(select(group.c.id).where(group.c.id != proposal_id))
    session.execute(update(ProposalMerge).where(parts).values(whole_id=whole_id))
