"""Signing in: password, second factor, and the session that is opened at the end."""

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount, StaffSession
from mapper.domain.tokens import hash_token
from mapper.errors import SignInNeededError, SignInRefusedError, WrongCodeError
from mapper.services import audit, second_factor
from mapper.services.account_rows import has_login
from mapper.services.backoffice import Backoffice
from mapper.services.passwords import hash_password, is_outdated, verify_password
from mapper.services.staff_sessions import close_session, is_live, open_session
from mapper.services.throttle import Visitor, login_key, note_success, note_try

_NOBODY = "system:sign-in"
"""Who the audit names when somebody was refused: whoever it was, she was not let in."""


class Next(StrEnum):
    """What follows a step of signing in."""

    DONE = "done"
    CODE = "code"
    SET_UP = "set_up"


@dataclass(frozen=True, slots=True)
class Step:
    """A session was opened, the one before has ended; what follows."""

    token: str = field(repr=False)
    login: str
    next: Next


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody whose password was right and whose second factor is still asked for."""

    login: str
    display_name: str
    next: Next
    app_secret: str = field(repr=False)
    """To be set up, where `next` says so."""


def sign_in(
    office: Backoffice, visitor: Visitor, login: str, password: str, before: str | None = None
) -> Step:
    """Take login and password, and open the session of the next step.

    Parameters
    ----------
    before
        The token the browser had; that session ends.

    Raises
    ------
    SignInRefusedError
        Unknown, wrong or disabled: the same words after the same time.
    TooManyRequestsError
    """
    note_try(office, visitor, login)
    with transaction(office.sessions) as session:
        found = session.scalar(select(StaffAccount).where(has_login(login_key(login))))
    stored = found.password_hash if found else None
    # Outside the transaction: it takes a moment, and connections are few.
    right = verify_password(stored, password)
    if found is None or not right or found.disabled_at is not None:
        _record_refusal(office, found, login)
        raise SignInRefusedError
    renewed = hash_password(password) if stored and is_outdated(stored) else stored
    with transaction(office.sessions) as session:
        account = _locked(session, found.id)
        if account.disabled_at is not None or account.password_hash != stored:
            raise SignInRefusedError
        account.password_hash = renewed
        step = _open_next(session, office, account, before)
    note_success(office, visitor, login)
    return step


def open_full(
    session: Session, office: Backoffice, account: StaffAccount, how: str, before: str | None
) -> str:
    """Open the session of somebody who has signed in, by whatever way; its token.

    Parameters
    ----------
    how
        What stands in the audit for this way.
    before
        The token the browser had; that session ends.
    """
    close_session(session, before)
    account.signed_in_at = func.now()
    _record(session, office, account, "session.opened", how)
    return open_session(session, account.id, office.rules)


def find_half_way(office: Backoffice, token: str | None) -> HalfWay:
    """Who stands between first and second factor; SignInNeededError for anybody else."""
    with transaction(office.sessions) as session:
        account = _half_way(session, office, token)
        offered = second_factor.offered_secret(office.secret, account, token or "")
        return HalfWay(account.login, account.display_name, _next(account), offered)


def confirm_code(office: Backoffice, visitor: Visitor, token: str | None, code: str) -> Step:
    """Take a code of the app or a recovery code, and open the full session.

    Raises
    ------
    SignInNeededError
        The first step was too long ago, or is still to be done.
    WrongCodeError, TooManyRequestsError
    """
    login = find_half_way(office, token).login
    note_try(office, visitor, login, "code")
    with transaction(office.sessions) as session:
        account = _half_way(session, office, token, lock=True)
        how = second_factor.accept_code(office.secret, account, code)
        if how is not None:
            full = open_full(session, office, account, how, token)
    if how is None:
        _record_refusal(office, account, login)
        raise WrongCodeError
    note_success(office, visitor, login, "code")
    return Step(full, login, Next.DONE)


def set_up_and_enter(
    office: Backoffice, visitor: Visitor, token: str | None, code: str
) -> tuple[Step, list[str]]:
    """Set up the second factor half way through signing in; the recovery codes are new.

    Raises
    ------
    SignInNeededError
        Also where there is a second factor already: that one is asked for.
    WrongCodeError, TooManyRequestsError
    """
    login = find_half_way(office, token).login
    note_try(office, visitor, login, "code")
    with transaction(office.sessions) as session:
        account = _half_way(session, office, token, lock=True)
        if _next(account) is not Next.SET_UP:
            raise SignInNeededError
        offered = second_factor.offered_secret(office.secret, account, token or "")
        codes = second_factor.confirm(office.secret, account, offered, code)
        if codes is None:
            raise WrongCodeError
        _record(session, office, account, "account.second_factor_set", "totp", "account")
        full = open_full(session, office, account, "totp", token)
    note_success(office, visitor, login, "code")
    return Step(full, login, Next.DONE), codes


def sign_out(office: Backoffice, token: str) -> None:
    """End a session at whichever step; nothing happens where there is none."""
    with transaction(office.sessions) as session:
        account_id = close_session(session, token)
        account = session.get(StaffAccount, account_id) if account_id is not None else None
        if account is not None:
            _record(session, office, account, "session.ended")


def _next(account: StaffAccount) -> Next:
    if account.totp_confirmed_at is not None:
        return Next.CODE
    return Next.SET_UP if second_factor.is_needed(account) else Next.DONE


def _open_next(
    session: Session, office: Backoffice, account: StaffAccount, before: str | None
) -> Step:
    """Open the session that follows a right password."""
    following = _next(account)
    if following is Next.DONE:
        full = open_full(session, office, account, "password", before)
        return Step(full, account.login, following)
    close_session(session, before)
    token = open_session(session, account.id, office.rules, "second_factor")
    _record(session, office, account, "session.begun", "password")
    return Step(token, account.login, following)


def _half_way(
    session: Session, office: Backoffice, token: str | None, *, lock: bool = False
) -> StaffAccount:
    wanted = (
        select(StaffAccount)
        .join(StaffSession, StaffSession.account_id == StaffAccount.id)
        .where(
            StaffSession.id_hash == hash_token(token or ""),
            *is_live(office.rules, "second_factor"),
            StaffAccount.disabled_at.is_(None),
        )
    )
    account = session.scalar(wanted.with_for_update() if lock else wanted)
    if account is None:
        raise SignInNeededError
    return account


def _locked(session: Session, account_id: int) -> StaffAccount:
    found = session.scalar(
        select(StaffAccount).where(StaffAccount.id == account_id).with_for_update()
    )
    if found is None:
        raise SignInRefusedError
    return found


def _record(
    session: Session,
    office: Backoffice,
    account: StaffAccount,
    kind: str,
    how: str | None = None,
    subject: str = "session",
) -> None:
    changes = {how: True} if how else None
    audit.record(session, office.secret, account.login, kind, subject, account.login, changes)


def _record_refusal(office: Backoffice, account: StaffAccount | None, login: str) -> None:
    """A login nobody has may be somebody's password, typed into the wrong field."""
    key = account.login if account else audit.digest(office.secret, login_key(login))
    with transaction(office.sessions) as session:
        audit.record(session, office.secret, _NOBODY, "session.refused", "session", key)
