"""An office with two web servers, where people sign in by password."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from sqlalchemy import select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import StaffAccount, StaffSession
from mapper.domain.roles import Role
from mapper.services import second_factor
from mapper.services.passwords import hash_password
from mapper.services.staff_tokens import issue_token
from tests.api.person import Person
from tests.browser.app import App, running_app
from tests.staff import add_account

PASSWORD = "Blaue Tassen im Schrank"
STORED = hash_password(PASSWORD)
SECRET = "a secret of two processes"


@dataclass(frozen=True, slots=True)
class Office:
    """Two processes of one installation, on one database."""

    apps: tuple[App, App]
    sessions: Sessions

    def person(self, process: int = 0) -> Person:
        """A browser nobody has used yet, in front of one of the processes."""
        return Person(self.apps[process].port)

    def add(self, login: str, *roles: Role, **columns: object) -> int:
        """An account with the password of these tests."""
        return add_account(self.sessions, login, *roles, **{"password_hash": STORED, **columns})

    def link(self, account_id: int, purpose: str) -> str:
        """The token of a link for an account."""
        with transaction(self.sessions) as session:
            return issue_token(session, account_id, purpose, timedelta(hours=1))  # type: ignore[arg-type]

    def give_app(self, login: str) -> pyotp.TOTP:
        """Set up the second factor of an account some minutes ago; its app."""
        app = pyotp.TOTP(pyotp.random_base32())
        then = datetime.now(UTC) - timedelta(minutes=10)
        with transaction(self.sessions) as session:
            found = select(StaffAccount).where(StaffAccount.login == login)
            account = session.scalars(found).one()
            assert second_factor.confirm(SECRET, account, app.secret, app.at(then), then)
        return app

    def age(self, account_id: int, **by: timedelta) -> None:
        """Move moments of an account's sessions, as if time had passed."""
        values = {name: getattr(StaffSession, name) - step for name, step in by.items()}
        with transaction(self.sessions) as session:
            session.execute(
                update(StaffSession)
                .where(StaffSession.account_id == account_id)
                .values(**values)
                .execution_options(synchronize_session=False)
            )


def process(home: Path, url: str) -> AbstractContextManager[App]:
    """A web server of this installation."""
    return running_app(home, supervised=False, database_url=url, mapper_secret_key=SECRET)
