"""The town decides what everyone may see; every decision leaves an audit row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from mapper.db.limits import within
from mapper.db.tables import ActionField, District, Municipality, Proposal
from mapper.domain.roles import Right
from mapper.domain.statuses import ModerationStatus, check_moderation_move
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.one_proposal import lock_proposal


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
    office: Backoffice, who: Who, status: ModerationStatus | None = None, most: int = 100
) -> list[ListedProposal]:
    """The oldest ideas of a status, or of all, at most so many; within the account's limits."""
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
    with office.acting(who, Right.MODERATE) as act:
        rows = act.session.execute(query.where(*within(act.actor.limits)))
        return [ListedProposal(*row) for row in rows]


def publish(office: Backoffice, who: Who, number: str, *, version: int | None = None) -> None:
    """Let everyone see the idea with this number.

    Parameters
    ----------
    version
        The version that was looked at; None decides whatever has changed since.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, StatusMoveError, ChangedMeanwhileError
        Nothing was changed.
    """
    _move(office, who, number, ModerationStatus.PUBLISHED, version)


def reject(
    office: Backoffice,
    who: Who,
    number: str,
    *,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Decide that a pending or hidden idea is not shown; errors as for `publish`.

    Its author reads the reason at her private link.
    """
    _move(office, who, number, ModerationStatus.REJECTED, version, reason)


def hide(
    office: Backoffice,
    who: Who,
    number: str,
    *,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a published idea out of sight; reason and errors as for `reject`."""
    _move(office, who, number, ModerationStatus.HIDDEN, version, reason)


def _move(
    office: Backoffice,
    who: Who,
    number: str,
    wanted: ModerationStatus,
    version: int | None,
    reason: str | None = None,
) -> None:
    with office.acting(who, Right.MODERATE) as act:
        proposal = lock_proposal(act, number, version)
        check_moderation_move(ModerationStatus(proposal.moderation_status), wanted)
        changes: dict[str, object] = {"moderation_status": wanted.value}
        proposal.moderation_status = wanted.value
        if proposal.status_reason != reason:
            proposal.status_reason = changes["status_reason"] = reason
        if wanted is ModerationStatus.PUBLISHED and proposal.published_at is None:
            proposal.published_at = act.session.scalar(select(func.now()))
        act.record(f"proposal.{wanted}", "proposal", number, changes)
