"""What waits for staff, as conditions of a query over proposals."""

from sqlalchemy import ColumnElement, Date, SQLColumnExpression, and_, cast, exists, func

from mapper.db.holders import today
from mapper.db.tables import Proposal, Report
from mapper.domain.rules import Rules
from mapper.domain.statuses import ModerationStatus, ResponseStatus


def is_pending() -> ColumnElement[bool]:
    """It waits for somebody to let everyone see it."""
    return Proposal.moderation_status == ModerationStatus.PENDING.value


def is_published() -> ColumnElement[bool]:
    """Everyone sees it."""
    return Proposal.moderation_status == ModerationStatus.PUBLISHED.value


def is_late(rules: Rules) -> ColumnElement[bool]:
    """It waits although the whole day that its author was promised has passed."""
    promised = func.timezone("Europe/Berlin", Proposal.waits_since + rules.review_within)
    return and_(is_pending(), cast(promised, Date) < today())


def is_open_report_of(
    proposal_id: int | SQLColumnExpression[int] = Proposal.id,
) -> ColumnElement[bool]:
    """Of a report: it is about this idea, and nobody has looked since."""
    return and_(Report.proposal_id == proposal_id, Report.looked_at.is_(None))


def is_reported() -> ColumnElement[bool]:
    """Somebody reported it, and nobody has looked since."""
    return exists().where(is_open_report_of())


def is_overdue(rules: Rules) -> ColumnElement[bool]:
    """It is public, the town has not decided on it, and nothing happened for too long."""
    undecided = (ResponseStatus.RECEIVED.value, ResponseStatus.IN_REVIEW.value)
    return and_(
        is_published(),
        Proposal.response_status.in_(undecided),
        Proposal.touched_at < func.now() - rules.remind_after,
    )
