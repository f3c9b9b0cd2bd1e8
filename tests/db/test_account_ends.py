"""One administrator always stays; of others, what they could use ends."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount, StaffSession
from mapper.domain.roles import Role
from mapper.errors import (
    AccountDisabledError,
    LastAdministratorError,
    LinkExpiredError,
    MapperError,
    NotFoundError,
)
from mapper.services import accounts
from mapper.services.access import find_actor
from mapper.services.backoffice import Backoffice
from mapper.services.staff_tokens import set_password_by_token
from tests.db.account_list import GOOD_PASSWORD, as_change, audited, listed
from tests.staff import TESTER, add_account, signed_in


def test_the_last_administrator_stays(office: Backoffice) -> None:
    add_account(office.sessions, "chief", Role.ADMIN, Role.PLANNER)
    add_account(office.sessions, "gone", Role.ADMIN, disabled_at=func.now())
    seen = listed(office, "chief")

    with pytest.raises(LastAdministratorError):
        accounts.disable(office, TESTER, "chief")
    with pytest.raises(LastAdministratorError):
        accounts.change_account(
            office, TESTER, "chief", replace(as_change(seen), roles=frozenset({Role.GIS})), 0
        )
    accounts.enable(office, TESTER, "gone")
    accounts.disable(office, TESTER, "chief")

    assert [one.login for one in accounts.list_accounts(office, TESTER)] == ["gone", "chief"]


def test_of_two_administrators_who_go_at_the_same_moment_one_stays(office: Backoffice) -> None:
    for _ in range(5):
        with transaction(office.sessions) as session:
            for table in (StaffSession, StaffAccount):
                session.query(table).delete()
        for login in ("left", "right"):
            add_account(office.sessions, login, Role.ADMIN)
        keep_right = replace(as_change(listed(office, "right")), roles=frozenset({Role.GIS}))

        refused = at_once(
            lambda: accounts.disable(office, TESTER, "left"),
            lambda changed=keep_right: accounts.change_account(  # type: ignore[misc]
                office, TESTER, "right", changed, 0
            ),
        )

        assert [type(one) for one in refused] == [LastAdministratorError]


def at_once(*doings: Callable[[], None]) -> list[MapperError]:
    """Do all of these at the same moment; what was refused."""
    gate, refused = threading.Barrier(len(doings)), list[MapperError]()

    def run(doing: Callable[[], None]) -> None:
        gate.wait()
        try:
            doing()
        except MapperError as error:
            refused.append(error)

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_a_disabled_account_has_neither_sessions_nor_links(office: Backoffice) -> None:
    anna = add_account(office.sessions, "anna", Role.MODERATOR)
    who = signed_in(office.sessions, anna)
    token = accounts.invite(office, TESTER, "anna")

    accounts.disable(office, TESTER, "anna")

    assert find_actor(office.sessions, who, office.rules) is None
    with pytest.raises(AccountDisabledError):
        accounts.invite(office, TESTER, "anna")
    accounts.enable(office, TESTER, "anna")
    assert find_actor(office.sessions, who, office.rules) is None
    with pytest.raises(LinkExpiredError):
        set_password_by_token(office, token, GOOD_PASSWORD)
    assert [kind for kind, _ in audited(office, "anna")] == [
        *("account.invited", "account.disabled", "account.enabled")
    ]


def test_an_invitation_lets_its_holder_choose_a_password(office: Backoffice) -> None:
    add_account(office.sessions, "anna", Role.MODERATOR)

    login = set_password_by_token(office, accounts.invite(office, TESTER, "anna"), GOOD_PASSWORD)

    assert login == "anna"
    assert listed(office, "anna").has_password


def test_sessions_end_everywhere_and_are_counted(office: Backoffice) -> None:
    anna = add_account(office.sessions, "anna", Role.MODERATOR)
    both = [signed_in(office.sessions, anna) for _ in range(2)]

    assert accounts.end_sessions(office, TESTER, "anna") == 2

    assert [find_actor(office.sessions, who, office.rules) for who in both] == [None, None]


def test_a_second_factor_is_forgotten_with_all_that_belongs_to_it(office: Backoffice) -> None:
    anna = add_account(
        *(office.sessions, "anna", Role.MODERATOR),
        totp_secret=b"s",
        totp_confirmed_at=func.now(),
        totp_step=1,
        recovery_hashes=[b"r"],
    )
    who = signed_in(office.sessions, anna)
    assert listed(office, "anna").second_factor

    accounts.reset_second_factor(office, TESTER, "anna")

    assert not listed(office, "anna").second_factor
    assert find_actor(office.sessions, who, office.rules) is None
    with transaction(office.sessions) as session:
        account = session.get_one(StaffAccount, anna)
        assert (account.totp_secret, account.totp_step, account.recovery_hashes) == (None, None, [])


def test_an_unknown_login_is_named(office: Backoffice) -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        accounts.disable(office, TESTER, "nobody")
