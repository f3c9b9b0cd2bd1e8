"""Accounts of people whom a provider vouches for: made once, with the roles it gives now."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffAccount, StaffSession
from mapper.domain.addresses import is_login
from mapper.domain.roles import Role
from mapper.errors import AccountClosedError, NoRoleError
from mapper.services import accounts
from mapper.services.access import SignedIn, find_actor
from mapper.services.backoffice import Backoffice
from mapper.services.vouched import Person, enter
from tests.staff import TESTER, add_account, office_on

ANNA = Person("id.example.org 1", "anna", "Anna Berg", "a@b.de", frozenset({Role.PLANNER}))


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    return office_on(empty_sessions)


def account(office: Backoffice, subject: str = ANNA.subject) -> StaffAccount:
    with transaction(office.sessions) as session:
        found = select(StaffAccount).where(StaffAccount.oidc_subject == subject)
        return session.scalars(found).one()


def count(office: Backoffice, table: type[StaffAccount | StaffSession]) -> int:
    with transaction(office.sessions) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_first_sign_in_makes_an_account_and_the_second_finds_it(office: Backoffice) -> None:
    first = enter(office, ANNA)
    second = enter(office, replace(ANNA, wished_login="other", name="Other"))

    made = account(office)
    assert (made.login, made.display_name, made.email) == ("anna", "Anna Berg", "a@b.de")
    assert made.password_hash is None
    assert made.signed_in_at is not None
    for token in (first, second):
        actor = find_actor(office.sessions, SignedIn(token), office.rules)
        assert actor is not None
        assert (actor.name, actor.roles) == ("anna", frozenset({Role.PLANNER}))
    with transaction(office.sessions) as session:
        events = select(AuditEvent.actor, AuditEvent.kind, AuditEvent.fields)
        assert [tuple(row) for row in session.execute(events.order_by(AuditEvent.id))] == [
            ("system:oidc", "account.added", ["display_name", "email", "oidc_subject", "roles"]),
            *[("anna", "session.opened", ["oidc"])] * 2,
        ]


def test_roles_follow_and_sessions_with_the_old_ones_end(office: Backoffice) -> None:
    old = enter(office, ANNA)

    new = enter(office, replace(ANNA, roles=frozenset({Role.GIS, Role.MODERATOR})))

    assert find_actor(office.sessions, SignedIn(old), office.rules) is None
    actor = find_actor(office.sessions, SignedIn(new), office.rules)
    assert actor is not None
    assert actor.roles == {Role.GIS, Role.MODERATOR}


def test_without_a_role_nobody_gets_in_and_the_old_one_is_lost(office: Backoffice) -> None:
    nobody = replace(ANNA, roles=frozenset())
    with pytest.raises(NoRoleError):
        enter(office, nobody)
    assert count(office, StaffAccount) == 0
    old = enter(office, ANNA)

    with pytest.raises(NoRoleError):
        enter(office, nobody)

    assert account(office).roles == []
    assert find_actor(office.sessions, SignedIn(old), office.rules) is None


def test_disabled_stays_disabled(office: Backoffice) -> None:
    enter(office, ANNA)
    accounts.disable(office, TESTER, "anna")

    for roles in (ANNA.roles, frozenset({Role.ADMIN})):
        with pytest.raises(AccountClosedError):
            enter(office, replace(ANNA, roles=roles))

    assert account(office).disabled_at is not None
    assert count(office, StaffSession) == 0


def test_the_session_the_browser_had_before_ends(office: Backoffice) -> None:
    planted = enter(office, replace(ANNA, subject="id.example.org 2", wished_login="eve"))

    token = enter(office, ANNA, planted)

    assert token != planted
    assert find_actor(office.sessions, SignedIn(planted), office.rules) is None


def test_an_account_with_the_same_login_or_address_is_not_taken_over(office: Backoffice) -> None:
    add_account(office.sessions, "Anna", Role.ADMIN, email="a@b.de")

    enter(office, ANNA)

    made = account(office)
    assert (made.login, made.roles) == ("anna-2", ["planner"])


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        ("anna.berg@example.org", "anna.berg@example.org"),
        ("Jörg Müßig", "Joerg-Muessig"),
        ("RATHAUS\\anna", "RATHAUS-anna"),
        ("Žofie", "Zofie"),
        ("", "oidc"),
        ("a", "oidc"),
        ("анна", "oidc"),
        ("a" * 90, "a" * 54),
        ("<script>alert(1)</script>", "script-alert-1-script"),
    ],
)
def test_a_wished_login_becomes_a_plain_one(office: Backoffice, wished: str, expected: str) -> None:
    enter(office, replace(ANNA, wished_login=wished))
    enter(office, replace(ANNA, subject="id.example.org 2", wished_login=wished))

    assert account(office).login == expected
    assert account(office, "id.example.org 2").login == f"{expected}-2"
    assert is_login(f"{expected}-2")


def test_a_name_and_an_address_that_cannot_be_are_left_out(office: Backoffice) -> None:
    enter(office, replace(ANNA, name="\x1b[2J \n" + "A" * 200, email="a@b.de\nBcc: c@d.de"))

    made = account(office)
    assert made.email is None
    assert made.display_name.isprintable()
    assert len(made.display_name) == 100
