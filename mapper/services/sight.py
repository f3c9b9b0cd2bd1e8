"""Which ideas somebody at the town may look at: in every state, or published ones only."""

from sqlalchemy import ColumnElement

from mapper.db.limits import within
from mapper.db.tables import Proposal
from mapper.db.waiting import is_published
from mapper.domain.roles import Actor, Right
from mapper.domain.statuses import ModerationStatus
from mapper.errors import ForbiddenError


def visible(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions on `Proposal`: the account's limits, and what its rights reach.

    Raises
    ------
    ForbiddenError
        The account neither moderates nor responds.
    """
    if actor.may(Right.MODERATE):
        return within(actor.limits)
    if actor.may(Right.RESPOND):
        return [is_published(), *within(actor.limits)]
    raise ForbiddenError(Right.RESPOND)


def check_sight(actor: Actor, proposal: Proposal) -> None:
    """Raise ForbiddenError unless the account may look at this idea, whose limits are checked."""
    published = proposal.moderation_status == ModerationStatus.PUBLISHED
    if not (actor.may(Right.MODERATE) or (published and actor.may(Right.RESPOND))):
        raise ForbiddenError(Right.MODERATE)
