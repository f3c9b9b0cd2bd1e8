"""The town decides what everyone may see; every decision leaves an audit row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from mapper.db.limits import within
from mapper.db.tables import ActionField, District, Municipality, Proposal, Report
from mapper.db.waiting import is_open_report_of
from mapper.domain.proposals import check_length, clean_text
from mapper.domain.roles import Right
from mapper.domain.statuses import ModerationStatus, check_moderation_move
from mapper.errors import NotFoundError, StatusMoveError
from mapper.services import groups
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.merge import record_parted
from mapper.services.one_proposal import lock_proposal

REASON_LENGTH = (10, 2000)


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


def publish(office: Backoffice, who: Who, number: str, *, version: int | None = None) -> int:
    """Let everyone see the idea with this number; open reports of it count as looked at.

    Parameters
    ----------
    version
        The version that was looked at; None decides whatever has changed since.

    Returns
    -------
    int
        The idea's version after it, for whoever takes the decision back.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, StatusMoveError, ChangedMeanwhileError
        Nothing was changed.
    """
    with office.acting(who, Right.MODERATE) as act:
        return _move(act, lock_proposal(act, number, version), ModerationStatus.PUBLISHED)


def reject(
    office: Backoffice,
    who: Who,
    number: str,
    *,
    reason: str = "",
    version: int | None = None,
) -> int:
    """Decide that a pending or hidden idea is not shown; errors as for `publish`.

    Its author reads the reason at her private link. Ideas that became part of it before anybody
    had decided about them wait again.

    Raises
    ------
    InvalidFieldError
        The reason says too little or too much.
    """
    with office.acting(who, Right.MODERATE) as act:
        groups.hold_groups(act.session)
        proposal = lock_proposal(act, number, version)
        new_version = _move(act, proposal, ModerationStatus.REJECTED, reason)
        for one in groups.release_waiting(act.session, proposal):
            record_parted(act, one.number, one.into)
        return new_version


def hide(
    office: Backoffice,
    who: Who,
    number: str,
    *,
    reason: str = "",
    version: int | None = None,
) -> int:
    """Take a published idea out of sight; a reason is read by its author, errors as for `reject`.

    One that its reports have hidden stays so, and counts as looked at.
    """
    with office.acting(who, Right.MODERATE) as act:
        return _move(act, lock_proposal(act, number, version), ModerationStatus.HIDDEN, reason)


def keep(office: Backoffice, who: Who, number: str, *, version: int | None = None) -> int:
    """Look at a reported idea and let it be: public, again where its reports have hidden it.

    Raises
    ------
    NotFoundError
        Also when nobody has reported it, or somebody has looked already.
    """
    with office.acting(who, Right.MODERATE) as act:
        proposal = lock_proposal(act, number, version)
        if not _open_reports(act, proposal):
            raise NotFoundError("open report of the idea", number)
        if proposal.moderation_status == ModerationStatus.HIDDEN:
            return _move(act, proposal, ModerationStatus.PUBLISHED)
        _look_at_reports(act, proposal)
        act.record("proposal.kept", "proposal", number, {"reports": "looked_at"})
        return proposal.version


def _move(act: Act, proposal: Proposal, wanted: ModerationStatus, reason: str = "") -> int:
    """Change the status as the table of moves allows, with its audit row; the new version."""
    current = ModerationStatus(proposal.moderation_status)
    if current is ModerationStatus.MERGED:
        # Only undoing the merge gives it back its place and its supports.
        raise StatusMoveError(current, wanted)
    stays_hidden = wanted is current is ModerationStatus.HIDDEN
    if not (stays_hidden and _open_reports(act, proposal)):
        check_moderation_move(current, wanted)
    words = check_reason(reason, needed=wanted is ModerationStatus.REJECTED)
    changes: dict[str, object] = {"moderation_status": wanted.value}
    proposal.moderation_status = wanted.value
    if proposal.status_reason != words:
        proposal.status_reason = changes["status_reason"] = words
    if wanted is ModerationStatus.PUBLISHED and proposal.published_at is None:
        proposal.published_at = func.now()
    if _look_at_reports(act, proposal):
        changes["reports"] = "looked_at"
    act.record(f"proposal.{wanted}", "proposal", proposal.public_id, changes)
    act.session.flush()
    act.session.refresh(proposal, ["version"])
    return proposal.version


def check_reason(reason: str, *, needed: bool) -> str | None:
    """The reason as it is stored; None for none where none is needed."""
    words = clean_text(reason)
    if not words and not needed:
        return None
    return check_length("status_reason", words, REASON_LENGTH)


def _open_reports(act: Act, proposal: Proposal) -> int:
    found = select(func.count()).where(is_open_report_of(proposal.id))
    return act.session.scalar(found) or 0


def _look_at_reports(act: Act, proposal: Proposal) -> int:
    """Close the open reports of an idea; how many."""
    looked = update(Report).where(is_open_report_of(proposal.id)).values(looked_at=func.now())
    return len(act.session.execute(looked.returning(Report.id)).all())
