"""What waits for staff, as conditions of a query over proposals."""

from sqlalchemy import ColumnElement, Date, and_, cast, exists, func

from mapper.db.holders import today
from mapper.db.tables import Proposal, Report
from mapper.domain.rules import Rules
from mapper.domain.statuses import ModerationStatus, ResponseStatus


def is_pending() -> ColumnElement[bool]:
    """It waits for somebody to let everyone see it."""
    return Proposal.moderation_status == ModerationStatus.PENDING.value


def is_late(rules: Rules) -> ColumnElement[bool]:
    """It waits although the whole day that its author was promised has passed."""
    promised = func.timezone("Europe/Berlin", Proposal.waits_since + rules.review_within)
    return and_(is_pending(), cast(promised, Date) < today())


def is_reported() -> ColumnElement[bool]:
    """Somebody reported it, and nobody has looked since."""
    return exists().where(Report.proposal_id == Proposal.id, Report.looked_at.is_(None))


def is_overdue(rules: Rules) -> ColumnElement[bool]:
    """It is public, the town has not decided on it, and nothing happened for too long."""
    undecided = (ResponseStatus.RECEIVED.value, ResponseStatus.IN_REVIEW.value)
    return and_(
        Proposal.moderation_status == ModerationStatus.PUBLISHED.value,
        Proposal.response_status.in_(undecided),
        Proposal.touched_at < func.now() - rules.remind_after,
    )
