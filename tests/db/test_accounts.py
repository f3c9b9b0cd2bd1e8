"""Accounts are made and changed by administrators, and one administrator always stays."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffAccount, StaffSession
from mapper.domain.roles import Limits, Role
from mapper.errors import (
    AccountDisabledError,
    ChangedMeanwhileError,
    InvalidFieldError,
    LastAdministratorError,
    LinkExpiredError,
    LoginTakenError,
    MapperError,
    NotFoundError,
    WeakPasswordError,
)
from mapper.services import accounts
from mapper.services.access import find_actor
from mapper.services.accounts import AccountChange, ListedAccount, NewAccount
from mapper.services.backoffice import Backoffice
from mapper.services.passwords import verify_password
from mapper.services.staff_tokens import set_password_by_token
from tests.db.world import build_world
from tests.staff import TESTER, add_account, office_on, signed_in

GOOD_PASSWORD = "sieben Kraniche am Weiher"


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    build_world(empty_sessions)
    return office_on(empty_sessions)


def listed(office: Backoffice, login: str) -> ListedAccount:
    return next(one for one in accounts.list_accounts(office, TESTER) if one.login == login)


def as_change(account: ListedAccount) -> AccountChange:
    return AccountChange(
        account.display_name,
        account.email,
        account.roles,
        account.limits,
        account.second_factor_required,
    )


def audited(office: Backoffice, login: str) -> list[tuple[str, list[str]]]:
    query = select(AuditEvent.kind, AuditEvent.fields).where(
        AuditEvent.subject == "account", AuditEvent.subject_key == login
    )
    with transaction(office.sessions) as session:
        return [(kind, fields) for kind, fields in session.execute(query.order_by(AuditEvent.id))]


def test_a_new_account_is_as_it_was_described(office: Backoffice) -> None:
    limits = Limits(("00000001",), ("plan",), ("green", "mobility"))
    roles = frozenset({Role.PLANNER, Role.MODERATOR})
    accounts.add_account(
        office, TESTER, NewAccount("anna.b", " Anna  Berg ", roles, "anna@example.org", limits)
    )

    made = listed(office, "anna.b")
    assert (made.display_name, made.email) == ("Anna Berg", "anna@example.org")
    assert (made.roles, made.limits) == (roles, limits)
    assert not (made.has_password or made.disabled or made.second_factor)
    [(kind, fields)] = audited(office, "anna.b")
    assert kind == "account.added"
    assert {"display_name", "email", "roles", "municipalities"} <= set(fields)


def test_a_given_password_is_checked_and_hashed(office: Backoffice) -> None:
    new = NewAccount("anna", "Anna", frozenset({Role.PLANNER}), password="anna")
    with pytest.raises(WeakPasswordError):
        accounts.add_account(office, TESTER, new)
    accounts.add_account(office, TESTER, replace(new, password=GOOD_PASSWORD))

    with transaction(office.sessions) as session:
        stored = session.scalar(select(StaffAccount.password_hash))
    assert verify_password(stored, GOOD_PASSWORD)


@pytest.mark.parametrize(
    "login", ["ab", "a" * 61, "anna berg", "änne", "anna\n", "a/b", "<b>", "", "аnna", "anna\0"]
)
def test_a_login_has_plain_signs_only(office: Backoffice, login: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        accounts.add_account(office, TESTER, NewAccount(login, "A", frozenset({Role.GIS})))

    assert refused.value.fields["parameter"] == "login"


@pytest.mark.parametrize("login", ["a-b", "a" * 60, "Anna_B.2@example.org"])
def test_the_signs_a_login_may_have(office: Backoffice, login: str) -> None:
    accounts.add_account(office, TESTER, NewAccount(login, "A", frozenset({Role.GIS})))

    assert listed(office, login).login == login


def test_a_login_is_taken_whatever_the_case_of_its_letters(office: Backoffice) -> None:
    accounts.add_account(office, TESTER, NewAccount("Anna", "A", frozenset({Role.GIS})))

    with pytest.raises(LoginTakenError):
        accounts.add_account(office, TESTER, NewAccount("aNNA", "B", frozenset({Role.GIS})))
    accounts.disable(office, TESTER, "ANNA")
    assert listed(office, "Anna").disabled


@pytest.mark.parametrize(
    ("parameter", "wrong"),
    [
        ("roles", {"roles": frozenset()}),
        ("account_name", {"display_name": " "}),
        ("account_name", {"display_name": "A" * 101}),
        ("account_name", {"display_name": "A\x1b[2J"}),
        ("email", {"email": "anna"}),
        ("email", {"email": "a@b.de\nBcc: c@d.de"}),
        ("email", {"email": "a@b.de, c@d.de"}),
        ("municipalities", {"limits": Limits(("00000001", "00000009"))}),
        ("rounds", {"limits": Limits(rounds=("nowhere",))}),
        ("action_fields", {"limits": Limits(action_fields=("magic",))}),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    office: Backoffice, parameter: str, wrong: dict[str, object]
) -> None:
    good = NewAccount("anna", "Anna", frozenset({Role.GIS}))

    with pytest.raises(InvalidFieldError) as refused:
        accounts.add_account(office, TESTER, replace(good, **wrong))  # type: ignore[arg-type]
    assert refused.value.fields["parameter"] == parameter
    assert accounts.list_accounts(office, TESTER) == []


def test_who_needs_a_second_factor_from_now_on_signs_in_with_one(office: Backoffice) -> None:
    who = signed_in(office.sessions, add_account(office.sessions, "anna", Role.MODERATOR))
    change = replace(as_change(listed(office, "anna")), second_factor_required=True)

    accounts.change_account(office, TESTER, "anna", change, listed(office, "anna").version)

    assert find_actor(office.sessions, who, office.rules) is None


def test_new_roles_or_limits_end_sessions_and_a_new_name_does_not(office: Backoffice) -> None:
    anna = add_account(office.sessions, "anna", Role.MODERATOR)
    who = signed_in(office.sessions, anna)
    before = listed(office, "anna")

    accounts.change_account(
        office, TESTER, "anna", replace(as_change(before), display_name="Anna B."), 0
    )
    assert find_actor(office.sessions, who, office.rules) is not None
    limited = replace(as_change(before), display_name="Anna B.", limits=Limits(("00000001",)))
    accounts.change_account(office, TESTER, "anna", limited, 1)

    assert find_actor(office.sessions, who, office.rules) is None
    assert audited(office, "anna") == [
        ("account.changed", ["display_name"]),
        ("account.changed", ["municipalities"]),
    ]


def test_a_change_of_what_somebody_else_has_changed_is_refused(office: Backoffice) -> None:
    add_account(office.sessions, "anna", Role.MODERATOR)
    seen = listed(office, "anna")
    accounts.change_account(office, TESTER, "anna", replace(as_change(seen), email="a@b.de"), 0)

    with pytest.raises(ChangedMeanwhileError):
        accounts.change_account(
            office, TESTER, "anna", replace(as_change(seen), display_name="A"), seen.version
        )
    assert listed(office, "anna").email == "a@b.de"


def test_a_change_that_changes_nothing_leaves_no_trace(office: Backoffice) -> None:
    add_account(office.sessions, "anna", Role.MODERATOR)

    accounts.change_account(office, TESTER, "anna", as_change(listed(office, "anna")), 0)

    assert audited(office, "anna") == []
    assert listed(office, "anna").version == 0


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
