"""Nobody but administrators manages accounts."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffToken
from mapper.domain.roles import Limits, Right, Role
from mapper.errors import ForbiddenError, SignInNeededError
from mapper.services import accounts
from mapper.services.accounts import AccountChange, NewAccount
from tests.staff import add_account, office_on, signed_in

CALLS: dict[str, Callable[..., object]] = {
    "list": accounts.list_accounts,
    "add": lambda office, who: accounts.add_account(
        office, who, NewAccount("new", "N", frozenset({Role.ADMIN}))
    ),
    "change": lambda office, who: accounts.change_account(
        *(office, who, "other"),
        AccountChange("N", None, frozenset({Role.ADMIN}), Limits(), False),
        0,
    ),
    **{
        name: lambda office, who, call=call: call(office, who, "other")
        for name, call in {
            "disable": accounts.disable,
            "enable": accounts.enable,
            "end_sessions": accounts.end_sessions,
            "reset_second_factor": accounts.reset_second_factor,
            "invite": accounts.invite,
            "offer_reset": accounts.offer_reset,
        }.items()
    },
}


@pytest.mark.parametrize("name", CALLS)
def test_only_administrators_may(empty_sessions: Sessions, name: str) -> None:
    office = office_on(empty_sessions)
    add_account(office.sessions, "other", Role.PLANNER)
    others = [role for role in Role if role is not Role.ADMIN]
    everybody_else = add_account(office.sessions, "else", *others)

    with pytest.raises(SignInNeededError):
        CALLS[name](office, None)
    with pytest.raises(ForbiddenError) as refused:
        CALLS[name](office, signed_in(office.sessions, everybody_else))

    assert refused.value.fields["expected"] == Right.MANAGE_ACCOUNTS
    with transaction(office.sessions) as session:
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0
        assert session.scalar(select(func.count()).select_from(StaffToken)) == 0
