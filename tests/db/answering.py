"""A town hall that answers: published ideas, two offices, and what was said."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, Office, Proposal
from mapper.domain.answers import Answer
from mapper.domain.roles import Role
from mapper.domain.statuses import ResponseStatus
from mapper.services.access import SignedIn
from mapper.services.answers import open_answering
from mapper.services.submit import Submission, submit
from tests.db.test_submit import INSIDE
from tests.staff import TESTER, add_account, office_on, signed_in

S = ResponseStatus
REVIEW = Answer(S.IN_REVIEW, "We are looking into it.")
PLANNED = Answer(S.PLANNED, "Next spring.", office="roads", paper_url="https://ris.example.org/7")


@pytest.fixture
def world(world: Sessions) -> Sessions:
    """The small world with an office inside and one outside the town hall."""
    with transaction(world) as session:
        add_offices(session)
    return world


def add_offices(session: Session) -> None:
    """An office inside and one outside the town hall."""
    session.execute(
        insert(Office),
        [
            {"key": "roads", "name": "Roads office", "outside": False},
            {"key": "county", "name": "The county", "outside": True},
        ],
    )


def add(sessions: Sessions, moderation: str = "post") -> Submission:
    draft = replace(INSIDE, client_key=uuid4())
    return submit(sessions, draft, secret="test", moderation=moderation)


def number_of(sessions: Sessions, moderation: str = "post") -> str:
    return add(sessions, moderation).public_id


def planner(sessions: Sessions, login: str = "petra", **columns: object) -> SignedIn:
    return signed_in(sessions, add_account(sessions, login, Role.PLANNER, **columns))


def status(sessions: Sessions, number: str) -> str:
    with transaction(sessions) as session:
        return session.scalars(
            select(Proposal.response_status).where(Proposal.public_id == number)
        ).one()


def version(sessions: Sessions, number: str) -> int:
    return open_answering(office_on(sessions), TESTER, number).version


def kinds(sessions: Sessions, number: str) -> list[tuple[str, str, list[str]]]:
    with transaction(sessions) as session:
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.subject_key == number).order_by(AuditEvent.id)
        )
        return [(one.actor, one.kind, one.fields) for one in events]
