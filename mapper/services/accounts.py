"""Accounts of staff: made, changed, disabled and enabled by administrators.

All of these wait for one another: what an account may do, and that one administrator is left, is
decided by one at a time.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from mapper.db.tables import StaffAccount
from mapper.domain.accounts import AccountChange, ListedAccount, NewAccount, check_login
from mapper.domain.roles import Right, Role
from mapper.errors import ChangedMeanwhileError, LoginTakenError
from mapper.services.access import Who
from mapper.services.account_rows import (
    has_login,
    keep_an_administrator,
    listed,
    lock_account,
    lock_accounts,
    lock_enabled,
    write_account,
)
from mapper.services.backoffice import Act, Backoffice
from mapper.services.passwords import check_password, hash_password
from mapper.services.staff_sessions import end_all_sessions
from mapper.services.staff_tokens import Purpose, end_links, issue_token

__all__ = [
    "AccountChange",
    "ListedAccount",
    "NewAccount",
    "add_account",
    "change_account",
    "disable",
    "enable",
    "end_sessions",
    "invite",
    "list_accounts",
    "offer_reset",
    "reset_second_factor",
]

_OFFERED: Mapping[Purpose, str] = {
    "invitation": "account.invited",
    "reset": "account.reset_offered",
}
_ENDING_SESSIONS = frozenset(
    {"roles", "municipalities", "rounds", "action_fields", "second_factor_required"}
)


def list_accounts(office: Backoffice, who: Who) -> list[ListedAccount]:
    """All accounts by login, the disabled ones last."""
    deputy = aliased(StaffAccount)
    query = (
        select(StaffAccount, deputy.login)
        .outerjoin(deputy, deputy.id == StaffAccount.deputy_id)
        .order_by(StaffAccount.disabled_at.is_not(None), func.lower(StaffAccount.login))
    )
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        return [listed(account, login) for account, login in act.session.execute(query)]


def add_account(office: Backoffice, who: Who, new: NewAccount) -> None:
    """Make an account; without a password `invite` gives the link by which one is chosen.

    Raises
    ------
    InvalidFieldError, LoginTakenError, WeakPasswordError
        Nothing was made.
    """
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        insert_account(act, new)


def insert_account(
    act: Act, new: NewAccount, marks: Mapping[str, object] | None = None
) -> StaffAccount:
    """Make an account within a transaction; errors as for `add_account`.

    Parameters
    ----------
    marks
        What else is recorded of it.
    """
    lock_accounts(act)
    login = check_login(new.login)
    if act.session.scalar(select(exists().where(has_login(login)))):
        raise LoginTakenError(login)
    account = StaffAccount(login=login)
    changes = write_account(act, account, new.as_change())
    if new.password is not None:
        check_password(new.password, login, new.display_name, new.email or "")
        account.password_hash = hash_password(new.password)
    act.session.add(account)
    act.session.flush()
    act.record("account.added", "account", login, {**changes, **(marks or {})})
    return account


def change_account(
    office: Backoffice, who: Who, login: str, change: AccountChange, version: int
) -> None:
    """Make an account what is given; other roles, limits or steps to sign in end its sessions.

    Parameters
    ----------
    version
        The version that was looked at.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, InvalidFieldError, LastAdministratorError
        Nothing was changed.
    """
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        account = lock_account(act, login)
        if account.version != version:
            raise ChangedMeanwhileError("account", account.login)
        if Role.ADMIN not in change.roles:
            keep_an_administrator(act, account)
        changes = write_account(act, account, change)
        if not changes:
            return
        account.version += 1
        if changes.keys() & _ENDING_SESSIONS:
            end_all_sessions(act.session, account.id)
        act.record("account.changed", "account", account.login, changes)


def disable(office: Backoffice, who: Who, login: str) -> None:
    """Let nobody sign in with this account, and end its sessions and links.

    Raises
    ------
    NotFoundError, LastAdministratorError
    """
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        account = lock_account(act, login)
        if account.disabled_at is not None:
            return
        keep_an_administrator(act, account)
        account.disabled_at = func.now()
        account.version += 1
        end_all_sessions(act.session, account.id)
        end_links(act.session, account.id)
        act.record("account.disabled", "account", account.login)


def enable(office: Backoffice, who: Who, login: str) -> None:
    """Let a disabled account sign in again, with the password it had; NotFoundError."""
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        account = lock_account(act, login)
        if account.disabled_at is None:
            return
        account.disabled_at = None
        account.version += 1
        act.record("account.enabled", "account", account.login)


def end_sessions(office: Backoffice, who: Who, login: str) -> int:
    """Sign an account out everywhere; how many sessions that ended."""
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        account = lock_account(act, login)
        ended = end_all_sessions(act.session, account.id)
        act.record("account.sessions_ended", "account", account.login)
    return ended


def reset_second_factor(office: Backoffice, who: Who, login: str) -> None:
    """Forget an account's second factor, as after a lost telephone; a new one is set up at the
    next sign-in where it is required."""
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        account = lock_account(act, login)
        account.totp_secret = account.totp_confirmed_at = account.totp_step = None
        account.recovery_hashes = []
        end_all_sessions(act.session, account.id)
        act.record("account.second_factor_reset", "account", account.login)


def invite(office: Backoffice, who: Who, login: str) -> str:
    """The token of a new invitation; NotFoundError, AccountDisabledError."""
    return _offer(office, who, login, "invitation", office.rules.invitation_valid)


def offer_reset(office: Backoffice, who: Who, login: str) -> str:
    """The token by which somebody chooses a new password; errors as for `invite`."""
    return _offer(office, who, login, "reset", office.rules.reset_valid)


def _offer(office: Backoffice, who: Who, login: str, purpose: Purpose, valid: timedelta) -> str:
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        account = lock_enabled(act, login)
        token = issue_token(act.session, account.id, purpose, valid)
        act.record(_OFFERED[purpose], "account", account.login)
    return token
