"""Accounts are made and changed by administrators."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount
from mapper.domain.roles import Limits, Role
from mapper.errors import (
    ChangedMeanwhileError,
    InvalidFieldError,
    LoginTakenError,
    WeakPasswordError,
)
from mapper.services import accounts
from mapper.services.access import find_actor
from mapper.services.accounts import NewAccount
from mapper.services.backoffice import Backoffice
from mapper.services.passwords import verify_password
from tests.db.account_list import GOOD_PASSWORD, as_change, audited, listed
from tests.staff import TESTER, add_account, signed_in


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
