"""Somebody says that a text should not be public; enough of them hide it until a person looks."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from mapper.db.engine import Sessions, transaction
from mapper.db.locks import wait_for_turn
from mapper.db.tables import AuditEvent, Proposal, Report
from mapper.db.tables.moderation import REPORT_REASONS
from mapper.db.waiting import is_open_report_of, is_reported
from mapper.domain.proposals import clean_text
from mapper.domain.statuses import ModerationStatus
from mapper.errors import InvalidFieldError, NotFoundError
from mapper.services import audit
from mapper.services.rate import daily_hash

MOST_WORDS = 500
MOST_HIDDEN = 20
"""So many ideas at most are hidden by reports that nobody has looked at yet: more than people find
in a week, and far fewer than somebody needs who wants to empty the map. Further ones queue up."""
HIDING = "system:reports"
"""Who hides a reported text, in the audit."""
_WORDS = ("title", "body", "display_name")


@dataclass(frozen=True, slots=True)
class Reported:
    """What is answered to a report; `created` is False for a repeated one."""

    created: bool
    shown: bool
    """Whether everyone still sees the text."""


def report(
    sessions: Sessions,
    number: str,
    reason: str,
    body: str,
    *,
    address: str,
    secret: str,
    reports_to_hide: int,
    status_reason: str,
) -> Reported:
    """Note that somebody wants a published idea looked at; one person counts once a day.

    Parameters
    ----------
    address
        Whose report it is; only a keyed hash that changes every day is stored.
    reports_to_hide
        So many open reports hide the idea in the same transaction, 0 for never. One that a
        moderator has looked at and kept stays, as long as its words are the ones she saw; and
        none is hidden while `MOST_HIDDEN` others are.
    status_reason
        What its author then reads about it.

    Raises
    ------
    InvalidFieldError
    NotFoundError
        There is no such idea, or it is not public.
    """
    if reason not in REPORT_REASONS:
        raise InvalidFieldError("reason", f"one of {', '.join(REPORT_REASONS)}", reason)
    words = clean_text(body)
    if len(words) > MOST_WORDS:
        raise InvalidFieldError("body", f"at most {MOST_WORDS} characters long", len(words))
    reporter = daily_hash(secret, "report", address)
    with transaction(sessions) as session:
        # Locked, so that of two reports at the same moment one sees the other.
        found = select(Proposal).where(Proposal.public_id == number).with_for_update(of=Proposal)
        proposal = session.scalar(found)
        public = proposal and proposal.moderation_status == ModerationStatus.PUBLISHED.value
        if proposal and _has_reported(session, proposal.id, reporter):
            return Reported(created=False, shown=bool(public))
        if proposal is None or not public:
            raise NotFoundError("idea with the number", number)
        row = Report(
            proposal_id=proposal.id, reason=reason, body=words or None, reporter_hash=reporter
        )
        session.add(row)
        session.flush()
        hidden = _is_due(session, proposal, reports_to_hide)
        if hidden:
            _hide(session, proposal, secret, status_reason)
        return Reported(created=True, shown=not hidden)


def _has_reported(session: Session, proposal_id: int, reporter: bytes) -> bool:
    found = exists().where(Report.proposal_id == proposal_id, Report.reporter_hash == reporter)
    return bool(session.scalar(select(found)))


def _is_due(session: Session, proposal: Proposal, reports_to_hide: int) -> bool:
    if reports_to_hide == 0 or _was_kept(session, proposal):
        return False
    waiting = select(func.count()).where(is_open_report_of(proposal.id))
    return (session.scalar(waiting) or 0) >= reports_to_hide and _hidden(session) < MOST_HIDDEN


def _hidden(session: Session) -> int:
    """How many ideas wait unseen for somebody to look at their reports, one at a time counting."""
    wait_for_turn(session, "hidden by reports")
    hidden = Proposal.moderation_status == ModerationStatus.HIDDEN.value
    found = select(func.count()).select_from(Proposal).where(hidden, is_reported())
    return session.scalar(found) or 0


def _was_kept(session: Session, proposal: Proposal) -> bool:
    """Somebody looked at a report, and the record tells of no change to the words since."""
    looked = aliased(Report)
    changed = exists().where(
        AuditEvent.subject == "proposal",
        AuditEvent.subject_key == proposal.public_id,
        AuditEvent.fields.overlap(list(_WORDS)),
        AuditEvent.at > looked.looked_at,
    )
    kept = exists().where(
        looked.proposal_id == proposal.id, looked.looked_at.is_not(None), ~changed
    )
    return bool(session.scalar(select(kept)))


def _hide(session: Session, proposal: Proposal, secret: str, status_reason: str) -> None:
    changes = {"moderation_status": ModerationStatus.HIDDEN.value, "status_reason": status_reason}
    proposal.moderation_status = changes["moderation_status"]
    proposal.status_reason = status_reason
    audit.record(
        session, secret, HIDING, "proposal.hidden", "proposal", proposal.public_id, changes
    )
