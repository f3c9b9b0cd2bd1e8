"""Ideas put together and taken apart again, and what they count; nobody is asked about rights.

An idea's group is the idea and all that became part of it, step by step. Everywhere its
`support_count` is what its group has: the different tokens of its supporters, and those that came
without a token (imported ideas bring a number alone). So each step is exact in any order.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mapper.db.groups import count_supporters, set_whole, wholes_of
from mapper.db.locks import wait_for_turn
from mapper.db.tables import Proposal, ProposalMerge
from mapper.domain.statuses import ModerationStatus

_TURN = "groups of ideas"


@dataclass(frozen=True, slots=True)
class Released:
    """An idea that is on its own again, and the one it was part of, by number."""

    number: str
    into: str


def hold_groups(session: Session) -> None:
    """Keep all groups as they are until the commit, but for oneself.

    Called before any row is locked: whoever holds a row and waits for this would keep waiting
    somebody who has this and waits for the row.
    """
    wait_for_turn(session, _TURN)


def join(session: Session, part: Proposal, into: Proposal) -> None:
    """Make one idea part of another; both are locked, and neither is part of any."""
    apart = count_supporters(session, part.id) + count_supporters(session, into.id)
    session.add(
        ProposalMerge(
            proposal_id=part.id,
            into_id=into.id,
            whole_id=into.id,
            former_status=part.moderation_status,
        )
    )
    set_whole(session, part.id, into.id)
    part.moderation_status = ModerationStatus.MERGED.value
    session.flush()
    twice = apart - count_supporters(session, into.id)
    into.support_count += part.support_count - twice
    session.flush()


def leave(session: Session, part: Proposal, row: ProposalMerge) -> None:
    """Take an idea out of the one it is part of, and give it the status it had before.

    All ideas it was part of, step by step, lose its supports, as far as nobody else in them has
    them.
    """
    wholes = wholes_of(session, part.id)
    before = [count_supporters(session, one) for one in wholes]
    uncounted = part.support_count - count_supporters(session, part.id)
    part.moderation_status = row.former_status
    session.delete(row)
    session.flush()
    set_whole(session, part.id, part.id)
    rows = _lock(session, Proposal.id.in_(wholes))
    for one, supporters in zip(wholes, before, strict=True):
        lost = supporters - count_supporters(session, one) + uncounted
        rows[one].support_count = max(0, rows[one].support_count - lost)
    session.flush()


def release(session: Session, which: ColumnElement[bool]) -> list[Released]:
    """Take all ideas of which a condition on `Proposal` is true out of every group.

    Done before they are deleted.

    What was part of one of them is on its own again; what one was part of loses its supports.
    """
    hold_groups(session)
    ids = select(Proposal.id).where(which)
    touching = select(ProposalMerge).where(
        or_(ProposalMerge.proposal_id.in_(ids), ProposalMerge.into_id.in_(ids))
    )
    rows = session.scalars(touching.order_by(ProposalMerge.proposal_id)).all()
    concerned = {one for row in rows for one in (row.proposal_id, row.into_id)}
    found = _lock(session, Proposal.id.in_(concerned)) if concerned else {}
    released = []
    for row in rows:
        part, into = found[row.proposal_id], found[row.into_id]
        leave(session, part, row)
        released.append(Released(part.public_id, into.public_id))
    return released


def release_waiting(session: Session, whole: Proposal) -> list[Released]:
    """Take those out of a group that waited when they became part of `whole`.

    `hold_groups` was called before its row was locked.
    """
    waited = (ProposalMerge.into_id == whole.id) & (
        ProposalMerge.former_status == ModerationStatus.PENDING.value
    )
    rows = session.scalars(select(ProposalMerge).where(waited).order_by("proposal_id")).all()
    parts = _lock(session, Proposal.id.in_([row.proposal_id for row in rows])) if rows else {}
    released = []
    for row in rows:
        part = parts[row.proposal_id]
        leave(session, part, row)
        released.append(Released(part.public_id, whole.public_id))
    return released


def _lock(session: Session, which: ColumnElement[bool]) -> dict[int, Proposal]:
    """Ideas by id, locked in the order of their ids, as they are now."""
    query = select(Proposal).where(which).order_by(Proposal.id).with_for_update(of=Proposal)
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}
