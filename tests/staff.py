"""People at the town, for tests: accounts, open sessions, and the office they work in."""

from sqlalchemy import insert

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import StaffAccount
from mapper.domain.roles import Role
from mapper.domain.rules import Rules
from mapper.services.access import Operator, SignedIn
from mapper.services.backoffice import Backoffice
from mapper.services.staff_sessions import open_session

SECRET = "a secret for tests"
TESTER = Operator("test")
"""Somebody with all rights, for arranging."""


def office_on(sessions: Sessions, rules: Rules | None = None) -> Backoffice:
    """What services for staff work with, on a database of the tests."""
    return Backoffice(sessions, SECRET, rules or Rules())


def add_account(sessions: Sessions, login: str, *roles: Role, **columns: object) -> int:
    """Add an account that cannot sign in by password yet; its id."""
    values = {"login": login, "display_name": login.title(), "roles": list(roles), **columns}
    with transaction(sessions) as session:
        added = session.execute(insert(StaffAccount).values(**values).returning(StaffAccount.id))
        return added.scalar_one()


def signed_in(sessions: Sessions, account_id: int) -> SignedIn:
    """An open session of an account, as its cookie would carry it."""
    with transaction(sessions) as session:
        return SignedIn(open_session(session, account_id, Rules()))
