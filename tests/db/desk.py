"""A desk at the town hall: ideas entered for others, and what is stored of them."""

from datetime import date

import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, Proposal
from mapper.domain.proposals import Draft
from mapper.domain.roles import Role
from mapper.domain.statuses import Channel
from mapper.services.access import SignedIn, Who
from mapper.services.desk import DeskDraft, FoundIdea, look_up, submit_for
from mapper.services.events import ListedEvent, NewEvent, add_event
from mapper.services.submit import Submission
from tests.db.test_submit import draft_at
from tests.db.world import SOUTH, WEST
from tests.staff import add_account, office_on, signed_in

INSIDE = draft_at(WEST + 500, SOUTH + 500)


@pytest.fixture
def paula(world: Sessions) -> SignedIn:
    """A partner without limits."""
    return signed_in(world, add_account(world, "paula", Role.PARTNER))


def enter(
    sessions: Sessions, who: Who, draft: Draft = INSIDE, mode: str = "pre", **more: object
) -> Submission:
    entered = DeskDraft(draft, **{"channel": Channel.SHOP, **more})  # type: ignore[arg-type]
    return submit_for(office_on(sessions), who, entered, moderation=mode)


def find(sessions: Sessions, who: Who, number: str) -> FoundIdea:
    return look_up(office_on(sessions), who, number)


def event_of(sessions: Sessions, who: Who, round_slug: str = "ideas") -> ListedEvent:
    new = NewEvent(round_slug, "Werkstatt", date(2026, 5, 4), "Rathaus")
    return add_event(office_on(sessions), who, new)


def rows(sessions: Sessions) -> list[Proposal]:
    with transaction(sessions) as session:
        return list(session.scalars(select(Proposal)))


def audited(sessions: Sessions) -> list[AuditEvent]:
    with transaction(sessions) as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))
