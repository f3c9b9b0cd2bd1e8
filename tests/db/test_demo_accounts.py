"""Accounts for trying it out come and go without touching real ones."""

from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.presence import any_demo_account
from mapper.db.tables import AuditEvent, StaffAccount, StaffSession
from mapper.domain.roles import Role
from mapper.services import accounts
from mapper.services.accounts import AccountChange
from mapper.services.demo_accounts import LOGINS, add_demo_accounts, remove_demo_accounts
from mapper.services.passwords import verify_password
from tests.staff import TESTER, add_account, office_on, signed_in


def test_there_is_one_for_each_role_with_a_password_of_its_own(empty_sessions: Sessions) -> None:
    office = office_on(empty_sessions)

    made = add_demo_accounts(office, TESTER)

    assert {one.role for one in made} == set(Role)
    assert len({one.password for one in made}) == len(Role)
    with transaction(empty_sessions) as session:
        assert session.scalar(any_demo_account())
        for one in made:
            found = select(StaffAccount).where(StaffAccount.login == one.login)
            account = session.scalars(found).one()
            assert account.roles == [one.role]
            assert verify_password(account.password_hash, one.password)
    assert add_demo_accounts(office, TESTER) == []


def test_they_go_with_their_sessions_and_what_was_done_stays(empty_sessions: Sessions) -> None:
    office = office_on(empty_sessions)
    add_demo_accounts(office, TESTER)
    with transaction(empty_sessions) as session:
        admin = session.scalars(
            select(StaffAccount.id).where(StaffAccount.login == "verwaltung")
        ).one()
    signed_in(empty_sessions, admin)

    assert remove_demo_accounts(office, TESTER) == len(Role)

    with transaction(empty_sessions) as session:
        assert session.scalars(select(StaffAccount)).all() == []
        assert session.scalars(select(StaffSession)).all() == []
        assert not session.scalar(any_demo_account())
        kinds = session.scalars(
            select(AuditEvent.kind).where(AuditEvent.subject_key == "verwaltung")
        ).all()
    assert set(kinds) == {"account.added", "account.removed"}
    assert remove_demo_accounts(office, TESTER) == 0


def test_a_real_account_is_never_taken_for_one(empty_sessions: Sessions) -> None:
    office = office_on(empty_sessions)
    add_account(empty_sessions, "Moderation", Role.MODERATOR)
    assert {one.login for one in add_demo_accounts(office, TESTER)} == {*LOGINS} - {"moderation"}
    remove_demo_accounts(office, TESTER)
    for login in ("planung", "chief"):
        add_account(empty_sessions, login, Role.ADMIN)
    listed = accounts.list_accounts(office, TESTER)[0]
    accounts.change_account(
        *(office, TESTER, "planung"),
        AccountChange("Planung (Demo)", None, listed.roles, listed.limits, False),
        0,
    )

    assert remove_demo_accounts(office, TESTER) == 0

    left = {one.login for one in accounts.list_accounts(office, TESTER)}
    assert left == {"Moderation", "planung", "chief"}
