"""Ideas in the small world, with whatever hangs on them, for tests."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Comment, Photo, ProposalOriginal, Remark, Report, Response, Support
from mapper.domain.tokens import edit_token, hash_token, new_public_id
from tests.db.world import SOUTH, WEST
from tests.staff import SECRET

_COLUMNS = {
    "place_certainty": "point",
    "public_precision": "exact",
    "title": "A bench in the shade",
    "body": "There is nowhere to sit at the market.",
    "display_name": "Anna Beispiel",
    "moderation_status": "published",
}


def add_idea(
    sessions: Sessions, *, email: str | None = "anna@example.org", **columns: object
) -> str:
    """Add an idea of the first district with its contact; its number."""
    number = str(columns.pop("public_id", new_public_id()))
    key = uuid.uuid4()
    values = {"public_id": number, "client_key": key, **_COLUMNS, **columns}
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    place = f"ST_SetSRID(ST_MakePoint({WEST + 333}, {SOUTH + 444}), 25833)"
    with transaction(sessions) as session:
        added = session.scalar(
            text(
                f"insert into proposal ({names}, geom, round_id, action_field_id) "
                f"values ({marks}, {place}, 1, 1) returning id"
            ),
            values,
        )
        session.execute(
            text(
                "insert into proposal_contact (proposal_id, email, edit_token_hash) "
                "values (:id, :email, :hash)"
            ),
            {"id": added, "email": email, "hash": hash_token(edit_token(SECRET, key))},
        )
    return number


def token_of(sessions: Sessions, number: str) -> str:
    """The token of an idea's private link."""
    with transaction(sessions) as session:
        key = session.scalar(
            text("select client_key from proposal where public_id = :number"), {"number": number}
        )
    return edit_token(SECRET, key)


def hang_on(sessions: Sessions, number: str) -> None:
    """One of everything that can hang on an idea."""
    with transaction(sessions) as session:
        of_it = {"proposal_id": _id(session, number)}
        session.execute(insert(Photo).values(**of_it, file_key=f"photo-{number}"))
        session.execute(insert(Support).values(**of_it, token_hash=number.encode()))
        session.execute(insert(Comment).values(**of_it, body="So do I", display_name="Bernd"))
        answer = {"response_status": "planned", "body": "We are planning one."}
        session.execute(insert(Response).values(**of_it, **answer))
        session.execute(insert(Remark).values(**of_it, body="Ask the gardeners"))
    add_report(sessions, number, reason="personal_data", body="Names my neighbour")
    later = datetime.now(UTC) + timedelta(days=9)
    add_original(sessions, number, erase_after=later)


def add_report(sessions: Sessions, number: str, **columns: object) -> None:
    """Somebody reports an idea."""
    with transaction(sessions) as session:
        values = {"reason": "other", **columns, "proposal_id": _id(session, number)}
        session.execute(insert(Report).values(**values))


def add_original(sessions: Sessions, number: str, *, erase_after: datetime) -> None:
    """The words of an idea from before they were blacked out."""
    words = {"title": "A bench for Mrs Muster", "body": "Her number is 0123"}
    with transaction(sessions) as session:
        of_it = {"proposal_id": _id(session, number), "erase_after": erase_after}
        session.execute(insert(ProposalOriginal).values(**of_it, **words))


def age(sessions: Sessions, number: str, days: int) -> None:
    """Make an idea one that nobody has touched for so many days."""
    with transaction(sessions) as session:
        session.execute(
            text(
                "update proposal set touched_at = now() - make_interval(days => :days) "
                "where public_id = :number"
            ),
            {"days": days, "number": number},
        )


def count(sessions: Sessions, table: str, where: str = "true", **values: object) -> int:
    """Rows of a table."""
    with transaction(sessions) as session:
        query = text(f"select count(*) from {table} where {where}")
        return int(session.scalar(query, values) or 0)


def _id(session: Session, number: str) -> int:
    query = text("select id from proposal where public_id = :number")
    return int(session.scalars(query, {"number": number}).one())
