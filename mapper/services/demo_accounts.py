"""Accounts for trying it out: one for each role, with passwords that are told once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete

from mapper.db.presence import DEMO_MARK, is_demo_account
from mapper.db.tables import StaffAccount
from mapper.domain.accounts import NewAccount
from mapper.domain.roles import Right, Role
from mapper.errors import LoginTakenError
from mapper.services.access import Who
from mapper.services.account_rows import lock_accounts
from mapper.services.accounts import insert_account
from mapper.services.backoffice import Backoffice
from mapper.services.passwords import make_code

LOGINS: Mapping[str, Role] = {
    "moderation": Role.MODERATOR,
    "planung": Role.PLANNER,
    "gis": Role.GIS,
    "verwaltung": Role.ADMIN,
    "partner": Role.PARTNER,
}
_PASSWORD_GROUPS = 4


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account as it was made; its password is stored nowhere but as a hash."""

    login: str
    role: Role
    password: str = field(repr=False)


def add_demo_accounts(office: Backoffice, who: Who) -> list[DemoAccount]:
    """Make one account a role; a login that somebody has already is left to her."""
    made = []
    for login, role in LOGINS.items():
        account = DemoAccount(login, role, make_code(_PASSWORD_GROUPS))
        name = f"{login.upper() if role is Role.GIS else login.title()} (Demo)"
        new = NewAccount(login, name, frozenset({role}), password=account.password)
        try:
            with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
                insert_account(act, new, {DEMO_MARK: True})
        except LoginTakenError:
            continue
        made.append(account)
    return made


def remove_demo_accounts(office: Backoffice, who: Who) -> int:
    """Remove them with their sessions, also the last administrator; what they did stays."""
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        lock_accounts(act)
        gone = delete(StaffAccount).where(is_demo_account()).returning(StaffAccount.login)
        logins = act.session.scalars(gone).all()
        for login in logins:
            act.record("account.removed", "account", login, {DEMO_MARK: True})
    return len(logins)
