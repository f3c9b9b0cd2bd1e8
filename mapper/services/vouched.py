"""Sign-in of people whom an identity provider vouches for."""

import re
from dataclasses import dataclass

from sqlalchemy import exists, select

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount
from mapper.domain.accounts import NAME_LENGTHS
from mapper.domain.addresses import LOGIN_LENGTHS, is_email, is_login
from mapper.domain.roles import Actor, Role
from mapper.domain.spelling import to_ascii
from mapper.errors import AccountClosedError, NoRoleError
from mapper.services.account_rows import has_login, lock_accounts
from mapper.services.backoffice import Act, Backoffice
from mapper.services.sign_in import open_full
from mapper.services.staff_sessions import end_all_sessions

_NOT_IN_LOGINS = re.compile(r"[^A-Za-z0-9._@-]+")
_ROOM_FOR_NUMBER = 6
_PROVIDER = Actor("system:oidc", "OpenID Connect", frozenset())
"""Who makes these accounts and changes their roles, in the audit."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody an identity provider vouches for; `subject` is hers alone, for good."""

    subject: str
    wished_login: str
    name: str
    email: str | None
    roles: frozenset[Role]


def enter(office: Backoffice, person: Person, before: str | None = None) -> str:
    """Open a session with the roles that the provider's groups give now; its token.

    An account is made at the first sign-in. The second factor is the provider's concern.

    Parameters
    ----------
    before
        The token the browser had; that session ends.

    Raises
    ------
    NoRoleError
        She has none, now; what she had here before, she has lost.
    AccountClosedError
        An administrator has disabled the account.
    """
    with transaction(office.sessions) as session:
        act = Act(session, _PROVIDER, office.rules, office.secret)
        lock_accounts(act)
        account = session.scalar(
            select(StaffAccount)
            .where(StaffAccount.oidc_subject == person.subject)
            .with_for_update()
        )
        if account is None and person.roles:
            account = _make(act, person)
        elif account is not None:
            _follow_roles(act, account, person.roles)
        if account is not None and account.disabled_at is None and person.roles:
            return open_full(session, office, account, "oidc", before)
    if account is None or account.disabled_at is None:
        raise NoRoleError
    raise AccountClosedError


def _make(act: Act, person: Person) -> StaffAccount:
    login = _free_login(act, person.wished_login)
    email = person.email if person.email and is_email(person.email) else None
    changes: dict[str, object] = {
        "display_name": _readable(person.name) or login,
        "email": email,
        "roles": _in_order(person.roles),
        "oidc_subject": person.subject,
    }
    account = StaffAccount(login=login, **changes)
    act.session.add(account)
    act.session.flush()
    act.record("account.added", "account", login, changes)
    return account


def _follow_roles(act: Act, account: StaffAccount, roles: frozenset[Role]) -> None:
    """The provider decides; also about the last administrator, whom a command can replace."""
    wanted = _in_order(roles)
    if account.roles == wanted:
        return
    account.roles = wanted
    account.version += 1
    end_all_sessions(act.session, account.id)
    act.record("account.changed", "account", account.login, {"roles": wanted})


def _free_login(act: Act, wished: str) -> str:
    """The wish in plain signs; with a number behind it where somebody has that login."""
    _, most = LOGIN_LENGTHS
    plain = _NOT_IN_LOGINS.sub("-", to_ascii(wished)).strip("-")
    start = plain[: most - _ROOM_FOR_NUMBER]
    start = start if is_login(start) else "oidc"
    login, number = start, 1
    while act.session.scalar(select(exists().where(has_login(login)))):
        number += 1
        login = f"{start}-{number}"
    return login


def _readable(name: str) -> str:
    _, most = NAME_LENGTHS
    return "".join(sign for sign in " ".join(name.split()) if sign.isprintable())[:most]


def _in_order(roles: frozenset[Role]) -> list[str]:
    return [role.value for role in Role if role in roles]
