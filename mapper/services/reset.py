"""Asking for a new password oneself."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount
from mapper.services import audit
from mapper.services.account_rows import has_login
from mapper.services.backoffice import Backoffice
from mapper.services.staff_tokens import issue_token
from mapper.services.throttle import Visitor, login_key, note_try


@dataclass(frozen=True, slots=True)
class ResetOffer:
    """To whom the link to a new password goes."""

    display_name: str
    email: str
    token: str = field(repr=False)
    valid_until: datetime


def offer_own_reset(office: Backoffice, visitor: Visitor, login_or_email: str) -> ResetOffer | None:
    """A link to a new password for whoever has this login or, alone, this address.

    Returns
    -------
    ResetOffer or None
        None where there is no such account, none that is open, or none with an address; and for
        accounts that never had a password because they sign in elsewhere.

    Raises
    ------
    TooManyRequestsError
        Three letters in a quarter of an hour are enough; the last link still works.
    """
    note_try(office, visitor, login_or_email, "reset")
    with transaction(office.sessions) as session:
        account = _find(session, login_key(login_or_email))
        if account is None or account.email is None:
            return None
        valid = office.rules.reset_valid
        token = issue_token(session, account.id, "reset", valid)
        audit.record(
            *(session, office.secret, account.login),
            kind="account.reset_asked",
            subject="account",
            key=account.login,
        )
        return ResetOffer(account.display_name, account.email, token, datetime.now(UTC) + valid)


def _find(session: Session, key: str) -> StaffAccount | None:
    """An address that several accounts share names none of them."""
    by_login = has_login(key)
    found = session.scalars(
        select(StaffAccount)
        .where(
            or_(by_login, func.lower(StaffAccount.email) == key),
            StaffAccount.disabled_at.is_(None),
            or_(StaffAccount.password_hash.is_not(None), StaffAccount.oidc_subject.is_(None)),
        )
        .order_by(by_login.desc())
        .limit(2)
    ).all()
    if not found or (len(found) > 1 and found[0].login.lower() != key):
        return None
    return found[0]
