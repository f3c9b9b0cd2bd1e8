"""The town decides what everyone may see; every decision leaves an audit row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ActionField, AuditEvent, District, Municipality, Proposal
from mapper.domain.statuses import ModerationStatus, check_moderation_move
from mapper.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """An idea in the town's own list."""

    public_id: str
    title: str
    body: str
    action_field: str
    municipality: str | None
    district: str | None
    moderation_status: str
    created_at: datetime
    demo: bool


def list_by_status(
    sessions: Sessions, status: ModerationStatus | None = None, most: int = 100
) -> list[ListedProposal]:
    """The oldest ideas of a status, or of all, at most so many."""
    query = (
        select(
            Proposal.public_id,
            Proposal.title,
            Proposal.body,
            ActionField.key,
            Municipality.name,
            District.name,
            Proposal.moderation_status,
            Proposal.created_at,
            Proposal.demo,
        )
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(District, District.id == Proposal.district_id)
        .order_by(Proposal.created_at, Proposal.id)
        .limit(most)
    )
    if status:
        query = query.where(Proposal.moderation_status == status.value)
    with transaction(sessions) as session:
        return [ListedProposal(*row) for row in session.execute(query)]


def publish(sessions: Sessions, public_id: str, *, actor: str) -> None:
    """Let everyone see the idea with this number.

    Raises
    ------
    NotFoundError, StatusMoveError
        Nothing was changed.
    """
    _move(sessions, public_id, ModerationStatus.PUBLISHED, actor)


def reject(sessions: Sessions, public_id: str, *, actor: str) -> None:
    """Decide that a pending or hidden idea is not shown; errors as for `publish`."""
    _move(sessions, public_id, ModerationStatus.REJECTED, actor)


def hide(sessions: Sessions, public_id: str, *, actor: str) -> None:
    """Take a published idea out of sight; errors as for `publish`."""
    _move(sessions, public_id, ModerationStatus.HIDDEN, actor)


def _move(sessions: Sessions, public_id: str, wanted: ModerationStatus, actor: str) -> None:
    with transaction(sessions) as session:
        proposal = session.scalar(
            select(Proposal).where(Proposal.public_id == public_id).with_for_update()
        )
        if proposal is None:
            raise NotFoundError("idea with the number", public_id)
        check_moderation_move(ModerationStatus(proposal.moderation_status), wanted)
        proposal.moderation_status = wanted.value
        if wanted is ModerationStatus.PUBLISHED and proposal.published_at is None:
            proposal.published_at = session.scalar(select(func.now()))
        _record(session, actor, f"proposal.{wanted}", public_id)


def _record(session: Session, actor: str, kind: str, public_id: str) -> None:
    session.add(
        AuditEvent(
            actor=actor,
            kind=kind,
            subject="proposal",
            subject_key=public_id,
            fields=["moderation_status"],
        )
    )
