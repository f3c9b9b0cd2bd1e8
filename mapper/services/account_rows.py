"""Rows of accounts: found, locked, read and written."""

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from mapper.db.locks import wait_for_turn
from mapper.db.tables import ActionField, Municipality, ParticipationRound, StaffAccount
from mapper.domain.accounts import (
    AccountChange,
    ListedAccount,
    check_email,
    check_name,
    check_roles,
)
from mapper.domain.roles import Limits, Role
from mapper.errors import (
    AccountDisabledError,
    InvalidFieldError,
    LastAdministratorError,
    NotFoundError,
)
from mapper.services.access import actor_of
from mapper.services.backoffice import Act
from mapper.services.edited import write_values


def lock_accounts(act: Act) -> None:
    """Wait until nobody else changes accounts, and keep others waiting until the commit."""
    wait_for_turn(act.session, "staff_account")


def lock_account(act: Act, login: str) -> StaffAccount:
    """The account with this login, whatever the case of its letters; NotFoundError."""
    lock_accounts(act)
    query: Select[StaffAccount] = select(StaffAccount).where(has_login(login)).with_for_update()
    account = act.session.scalar(query)
    if account is None:
        raise NotFoundError("account", login)
    return account


def lock_enabled(act: Act, login: str) -> StaffAccount:
    """The same for an account that may sign in; NotFoundError, AccountDisabledError."""
    account = lock_account(act, login)
    if account.disabled_at is not None:
        raise AccountDisabledError(account.login)
    return account


def has_login(login: str) -> ColumnElement[bool]:
    """True for the account of this login; "Anna" and "anna" are one."""
    return func.lower(StaffAccount.login) == login.lower()


def keep_an_administrator(act: Act, account: StaffAccount) -> None:
    """Refuse to go on when this is the only enabled administrator; `lock_accounts` before.

    Raises
    ------
    LastAdministratorError
    """
    enabled = select(StaffAccount.id).where(
        StaffAccount.roles.contains([Role.ADMIN.value]), StaffAccount.disabled_at.is_(None)
    )
    if act.session.scalars(enabled).all() == [account.id]:
        raise LastAdministratorError(account.login)


def write_account(act: Act, account: StaffAccount, change: AccountChange) -> dict[str, object]:
    """Write what differs; the fields with their new values, empty when all is as before.

    Raises
    ------
    InvalidFieldError
        A name, address or limit that cannot be; nothing was written.
    """
    check_limits(act, change.limits)
    wanted: dict[str, object] = {
        "display_name": check_name(change.display_name),
        "email": check_email(change.email),
        "roles": check_roles(change.roles),
        "municipalities": sorted(set(change.limits.municipalities)),
        "rounds": sorted(set(change.limits.rounds)),
        "action_fields": sorted(set(change.limits.action_fields)),
        "second_factor_required": change.second_factor_required,
    }
    return write_values(account, wanted)


def check_limits(act: Act, limits: Limits) -> None:
    """InvalidFieldError for an AGS, slug or key that nothing has."""
    _check_known(act, "municipalities", Municipality.ags, limits.municipalities)
    _check_known(act, "rounds", ParticipationRound.slug, limits.rounds)
    _check_known(act, "action_fields", ActionField.key, limits.action_fields)


def _check_known(
    act: Act, parameter: str, key: InstrumentedAttribute[str], wanted: tuple[str, ...]
) -> None:
    known = set(act.session.scalars(select(key).where(key.in_(wanted)))) if wanted else set()
    unknown = set(wanted) - known
    if unknown:
        first = min(unknown)
        raise InvalidFieldError(parameter, f"known keys; '{first}' is none", first)


def listed(account: StaffAccount, deputy: str | None) -> ListedAccount:
    """A row as administrators see it; `deputy` is a login."""
    actor = actor_of(account)
    return ListedAccount(
        login=account.login,
        display_name=account.display_name,
        email=account.email,
        roles=actor.roles,
        limits=actor.limits,
        second_factor=account.totp_confirmed_at is not None,
        second_factor_required=account.second_factor_required,
        disabled=account.disabled_at is not None,
        signed_in_at=account.signed_in_at,
        has_password=account.password_hash is not None,
        has_oidc=account.oidc_subject is not None,
        deputy=deputy,
        away_until=account.away_until,
        created_at=account.created_at,
        version=account.version,
    )
