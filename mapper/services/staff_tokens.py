"""Links by which staff set a password: invitations, and resets of a forgotten one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount, StaffToken
from mapper.domain.tokens import hash_token
from mapper.errors import LinkExpiredError
from mapper.services import audit
from mapper.services.backoffice import Backoffice
from mapper.services.passwords import check_password, hash_password
from mapper.services.staff_sessions import end_all_sessions

Purpose = Literal["invitation", "reset"]
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whose password a link may set."""

    login: str
    display_name: str


def issue_token(session: Session, account_id: int, purpose: Purpose, valid: timedelta) -> str:
    """A new link's token, only its hash is stored; older ones of the same purpose end."""
    session.execute(
        delete(StaffToken).where(StaffToken.account_id == account_id, StaffToken.purpose == purpose)
    )
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.execute(
        insert(StaffToken).values(
            token_hash=hash_token(token),
            account_id=account_id,
            purpose=purpose,
            expires_at=func.now() + valid,
        )
    )
    return token


def find_holder(office: Backoffice, token: str, purpose: Purpose) -> TokenHolder:
    """Whose password this link may set.

    Raises
    ------
    LinkExpiredError
        It was used, ran out, was replaced by a newer one, never existed, or is for an account
        that was disabled.
    """
    with transaction(office.sessions) as session:
        account = _usable(session, token, purpose).StaffAccount
        return TokenHolder(account.login, account.display_name)


def set_password_by_token(
    office: Backoffice,
    token: str,
    password: str,
    *,
    purpose: Purpose | None = None,
    near_words: Sequence[str] = (),
) -> str:
    """Set the password by a link; all sessions and links of the account end. Its login.

    Parameters
    ----------
    purpose
        What the link must be for; None for any.
    near_words
        Words that make a bad password here, the town's names for instance.

    Raises
    ------
    LinkExpiredError
    WeakPasswordError
        The link stays usable.
    """
    with transaction(office.sessions) as session:
        found = _usable(session, token, purpose, lock=True)
        account: StaffAccount = found.StaffAccount
        check_password(
            password, account.login, account.display_name, account.email or "", *near_words
        )
        session.execute(
            update(StaffToken)
            .where(StaffToken.token_hash == hash_token(token))
            .values(used_at=func.now())
        )
        store_password(session, account, password)
        login, changes = account.login, {found.purpose: True}
        audit.record(
            session, office.secret, login, "account.password_set", "account", login, changes
        )
        return login


def store_password(session: Session, account: StaffAccount, password: str) -> None:
    """Store a new password; every session of the account and every unused link to it ends."""
    account.password_hash = hash_password(password)
    end_all_sessions(session, account.id)
    end_links(session, account.id)


def end_links(session: Session, account_id: int) -> None:
    """End every unused link to an account's password."""
    unused = StaffToken.account_id == account_id, StaffToken.used_at.is_(None)
    session.execute(delete(StaffToken).where(*unused))


def _usable(
    session: Session, token: str, purpose: Purpose | None, *, lock: bool = False
) -> Row[StaffAccount, str]:
    wanted = (
        select(StaffAccount, StaffToken.purpose)
        .join(StaffToken, StaffToken.account_id == StaffAccount.id)
        .where(
            StaffToken.token_hash == hash_token(token),
            StaffToken.used_at.is_(None),
            StaffToken.expires_at > func.now(),
            StaffAccount.disabled_at.is_(None),
        )
    )
    if purpose is not None:
        wanted = wanted.where(StaffToken.purpose == purpose)
    found = session.execute(wanted.with_for_update() if lock else wanted).first()
    if found is None:
        raise LinkExpiredError
    return found
