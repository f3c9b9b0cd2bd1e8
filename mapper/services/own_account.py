"""What everybody on the staff may see and change of her own account."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from mapper.db.tables import StaffAccount, StaffSession
from mapper.domain.accounts import check_name
from mapper.domain.tokens import hash_token
from mapper.errors import InvalidFieldError, SignInNeededError, SignInRefusedError, WrongCodeError
from mapper.services import second_factor
from mapper.services.access import SignedIn
from mapper.services.account_rows import has_login
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import write_values
from mapper.services.passwords import check_password, verify_password
from mapper.services.staff_sessions import end_all_sessions, is_live, open_session
from mapper.services.staff_tokens import store_password
from mapper.services.throttle import Visitor, note_success, note_try


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of the account's open sessions."""

    created_at: datetime
    seen_at: datetime
    this_one: bool


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner sees it; `deputy` is a login."""

    login: str
    display_name: str
    email: str | None
    has_password: bool
    second_factor_since: datetime | None
    second_factor_needed: bool
    recovery_codes: int
    deputy: str | None
    deputy_name: str | None
    away_until: date | None
    digest: bool
    sessions: tuple[OpenSession, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be a deputy."""

    login: str
    display_name: str


def describe_own(office: Backoffice, who: SignedIn | None) -> OwnAccount:
    """The account of whoever asks; SignInNeededError for nobody."""
    with office.acting(who, None) as act:
        account = _own(act, lock=False)
        deputy = act.session.get(StaffAccount, account.deputy_id) if account.deputy_id else None
        return OwnAccount(
            login=account.login,
            display_name=account.display_name,
            email=account.email,
            has_password=account.password_hash is not None,
            second_factor_since=account.totp_confirmed_at,
            second_factor_needed=second_factor.is_needed(account),
            recovery_codes=len(account.recovery_hashes),
            deputy=deputy.login if deputy else None,
            deputy_name=deputy.display_name if deputy else None,
            away_until=account.away_until,
            digest=account.digest,
            sessions=_open_sessions(act, account, who),
        )


def list_colleagues(office: Backoffice, who: SignedIn | None) -> list[Colleague]:
    """Who may stand in for whoever asks, by name."""
    with office.acting(who, None) as act:
        others = (
            select(StaffAccount.login, StaffAccount.display_name)
            .where(StaffAccount.id != act.actor.account_id, StaffAccount.disabled_at.is_(None))
            .order_by(StaffAccount.display_name, StaffAccount.login)
        )
        return [Colleague(login, name) for login, name in act.session.execute(others)]


def change_own(
    office: Backoffice, who: SignedIn | None, *, display_name: str, digest: bool
) -> None:
    """Change the name others see, and whether the weekly letter comes.

    Raises
    ------
    SignInNeededError, InvalidFieldError
    """
    with office.acting(who, None) as act:
        _write(act, _own(act), {"display_name": check_name(display_name), "digest": digest})


def set_deputy(
    office: Backoffice, who: SignedIn | None, *, deputy: str | None, away_until: date | None
) -> None:
    """Name who stands in, and until when she is away.

    Raises
    ------
    SignInNeededError
    InvalidFieldError
        `deputy` is no login of somebody else who can sign in; or somebody is away without one.
    """
    with office.acting(who, None) as act:
        account = _own(act)
        deputy_id = _deputy_id(act, account, deputy) if deputy else None
        if away_until is not None and deputy_id is None:
            raise InvalidFieldError("deputy", "the login of a colleague")
        _write(act, account, {"deputy_id": deputy_id, "away_until": away_until})


def change_password(
    office: Backoffice, visitor: Visitor, who: SignedIn, old: str, new: str, *near_words: str
) -> str:
    """Set another password; all other sessions end. The token of this one from now on.

    Raises
    ------
    SignInNeededError, TooManyRequestsError, WeakPasswordError
    SignInRefusedError
        The old password is wrong.
    """
    prove(office, visitor, who, old)
    with office.acting(who, None) as act:
        account = _own(act)
        check_password(new, account.login, account.display_name, account.email or "", *near_words)
        store_password(act.session, account, new)
        act.record("account.password_set", "account", account.login, {"change": True})
        return open_session(act.session, account.id, act.rules)


def prove(office: Backoffice, visitor: Visitor, who: SignedIn, password: str) -> None:
    """Ask for the password again, where there is one: a screen may have been left alone.

    Raises
    ------
    SignInNeededError, SignInRefusedError, TooManyRequestsError
    """
    with office.acting(who, None) as act:
        account = _own(act, lock=False)
        stored, login = account.password_hash, account.login
    if stored is None:
        return
    note_try(office, visitor, login)
    if not verify_password(stored, password):
        raise SignInRefusedError
    note_success(office, visitor, login)


def offered_second_factor(office: Backoffice, who: SignedIn) -> str:
    """The secret of an authenticator app to be set up in this session."""
    with office.acting(who, None) as act:
        return second_factor.offered_secret(office.secret, _own(act, lock=False), who.token)


def replace_second_factor(
    office: Backoffice, visitor: Visitor, who: SignedIn, password: str, code: str
) -> tuple[str, list[str]]:
    """Set up the second factor, or another one; all other sessions end.

    Returns
    -------
    tuple
        The token of this session from now on, and the new recovery codes.

    Raises
    ------
    SignInNeededError, SignInRefusedError, WrongCodeError, TooManyRequestsError
    """
    prove(office, visitor, who, password)
    with office.acting(who, None) as act:
        account = _own(act)
        offered = second_factor.offered_secret(office.secret, account, who.token)
        codes = second_factor.confirm(office.secret, account, offered, code)
        if codes is None:
            raise WrongCodeError
        act.record("account.second_factor_set", "account", account.login, {"totp": True})
        end_all_sessions(act.session, account.id)
        return open_session(act.session, account.id, act.rules), codes


def renew_codes(office: Backoffice, visitor: Visitor, who: SignedIn, password: str) -> list[str]:
    """Ten new recovery codes; the former ones end.

    Raises
    ------
    SignInNeededError, SignInRefusedError, TooManyRequestsError
    WrongCodeError
        There is no second factor yet.
    """
    prove(office, visitor, who, password)
    with office.acting(who, None) as act:
        account = _own(act)
        if account.totp_confirmed_at is None:
            raise WrongCodeError
        act.record("account.recovery_codes_set", "account", account.login)
        return second_factor.renew_recovery_codes(office.secret, account)


def end_other_sessions(office: Backoffice, who: SignedIn) -> int:
    """Sign out everywhere but here; how many sessions that ended."""
    with office.acting(who, None) as act:
        account = _own(act)
        ended = end_all_sessions(act.session, account.id, keep=who.token)
        act.record("account.sessions_ended", "account", account.login)
    return ended


def _own(act: Act, *, lock: bool = True) -> StaffAccount:
    """The row of whoever acts; commands and jobs have none."""
    key = act.actor.account_id
    if key is None:
        raise SignInNeededError
    found = act.session.get(StaffAccount, key, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise SignInNeededError
    return found


def _deputy_id(act: Act, account: StaffAccount, login: str) -> int:
    found = act.session.scalar(
        select(StaffAccount.id).where(
            has_login(login),
            StaffAccount.id != account.id,
            StaffAccount.disabled_at.is_(None),
        )
    )
    if found is None:
        raise InvalidFieldError("deputy", "the login of a colleague", login)
    return found


def _write(act: Act, account: StaffAccount, wanted: dict[str, object]) -> None:
    changes = write_values(account, wanted)
    if changes:
        act.record("account.changed", "account", account.login, changes)


def _open_sessions(
    act: Act, account: StaffAccount, who: SignedIn | None
) -> tuple[OpenSession, ...]:
    ours = hash_token(who.token) if who else b""
    rows = act.session.scalars(
        select(StaffSession)
        .where(StaffSession.account_id == account.id, *is_live(act.rules))
        .order_by(StaffSession.seen_at.desc())
    )
    return tuple(OpenSession(row.created_at, row.seen_at, row.id_hash == ours) for row in rows)
