"""People who sign in, with whatever they have for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffAccount
from mapper.domain.roles import Role
from mapper.errors import MapperError
from mapper.services import second_factor
from mapper.services.access import SignedIn, find_actor
from mapper.services.backoffice import Backoffice
from mapper.services.passwords import hash_password
from mapper.services.throttle import Visitor
from tests.staff import SECRET, add_account, office_on

PASSWORD = "Blaue Tassen im Schrank"
STORED = hash_password(PASSWORD)
HOME = Visitor("192.0.2.1")
AWAY = Visitor("198.51.100.7")


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    """A town whose moderator Moni and administrator Adam have a password."""
    add_account(empty_sessions, "Moni", Role.MODERATOR, password_hash=STORED)
    add_account(empty_sessions, "adam", Role.ADMIN, password_hash=STORED)
    return office_on(empty_sessions)


def set_columns(office: Backoffice, login: str, **columns: object) -> None:
    """Change an account behind its owner's back."""
    with transaction(office.sessions) as session:
        session.execute(update(StaffAccount).where(StaffAccount.login == login).values(**columns))


def events(office: Backoffice) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Actor, kind, key and fields of what was recorded, in order."""
    with transaction(office.sessions) as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(row.actor, row.kind, row.subject_key, tuple(row.fields)) for row in rows]


def opens(office: Backoffice, token: str) -> str | None:
    """Whose session the token opens."""
    actor = find_actor(office.sessions, SignedIn(token), office.rules)
    return actor.name if actor else None


def give_app(office: Backoffice, login: str, visitor: Visitor = HOME) -> pyotp.TOTP:
    """Set up the second factor of an account some minutes ago; its app."""
    app = pyotp.TOTP(pyotp.random_base32())
    with transaction(office.sessions) as session:
        account = session.scalars(select(StaffAccount).where(StaffAccount.login == login)).one()
        then = datetime.now(UTC) - timedelta(minutes=10)
        assert second_factor.confirm(SECRET, account, app.secret, app.at(then), then)
    return app


def refusals(tries: int, attempt: Callable[[], object]) -> list[type[MapperError]]:
    """How each of some tries was refused."""
    given = []
    for _ in range(tries):
        with pytest.raises(MapperError) as refused:
            attempt()
        given.append(type(refused.value))
    return given
