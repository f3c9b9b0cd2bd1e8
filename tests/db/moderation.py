"""A town hall with a queue: ideas in the small world, and the people who look through them."""

from uuid import uuid4

from sqlalchemy import insert, select, text

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, Proposal, Report
from mapper.domain.roles import Role
from mapper.domain.tokens import new_public_id
from mapper.services.access import SignedIn
from mapper.services.queue import Queue, Whose, list_queue
from tests.db.world import SIDE, SOUTH, WEST
from tests.staff import add_account, office_on, signed_in

BODY = "Hier wohnt Frau Mustermann, und sie hätte gern eine Bank."
REASON = "Der Text nennt andere Menschen beim Namen."


def add_waiting(
    sessions: Sessions,
    title: str = "Eine Bank",
    *,
    east: float = 0.5,
    age_days: float = 0,
    **columns: object,
) -> str:
    """An idea that waits, `east` districts from the west, handed in so many days ago; its number.

    `point` is False for an idea of a district.
    """
    number = str(columns.pop("public_id", new_public_id()))
    values: dict[str, object] = {
        "public_id": number,
        "client_key": uuid4(),
        "round_id": 1,
        "place_certainty": "point",
        "geom": f"SRID=25833;POINT({WEST + east * SIDE} {SOUTH + SIDE / 2})",
        "public_precision": "exact",
        "title": title,
        "body": BODY,
        "action_field_id": 1,
        **columns,
    }
    if values["place_certainty"] != "point":
        values["geom"] = None
    with transaction(sessions) as session:
        added = session.execute(
            insert(Proposal).values(**values).returning(Proposal.id)
        ).scalar_one()
        session.execute(
            text(
                "update proposal set created_at = now() - :age * interval '1 day', "
                "waits_since = now() - :age * interval '1 day', "
                "touched_at = now() - :age * interval '1 day' where id = :id"
            ),
            {"age": age_days, "id": added},
        )
    return number


def add_report(
    sessions: Sessions, number: str, reason: str = "insult", body: str | None = None
) -> None:
    """Somebody reports an idea."""
    with transaction(sessions) as session:
        own = select(Proposal.id).where(Proposal.public_id == number).scalar_subquery()
        session.execute(insert(Report).values(proposal_id=own, reason=reason, body=body))


def moderator(sessions: Sessions, login: str = "mona", **columns: object) -> SignedIn:
    """A moderator with an open session."""
    return signed_in(sessions, add_account(sessions, login, Role.MODERATOR, **columns))


def planner(sessions: Sessions, login: str = "paul", **columns: object) -> SignedIn:
    """A planner with an open session."""
    return signed_in(sessions, add_account(sessions, login, Role.PLANNER, **columns))


def numbers(sessions: Sessions, who: SignedIn, queue: Queue, whose: Whose = Whose.ALL) -> list[str]:
    """The numbers of the ideas on the first page of a list."""
    return [one.number for one in list_queue(office_on(sessions), who, queue, whose).ideas]


def idea_of(sessions: Sessions, number: str) -> Proposal:
    """The row of an idea as it is now."""
    with transaction(sessions) as session:
        return session.execute(select(Proposal).where(Proposal.public_id == number)).scalar_one()


def audit_of(sessions: Sessions, number: str) -> list[AuditEvent]:
    """What is recorded about an idea, oldest first."""
    with transaction(sessions) as session:
        mine = select(AuditEvent).where(AuditEvent.subject_key == number)
        return list(session.scalars(mine.order_by(AuditEvent.id)))
