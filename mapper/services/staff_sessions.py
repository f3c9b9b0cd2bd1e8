"""Sessions of staff: opened at sign-in, ended one by one or all at once."""

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, insert
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import StaffSession
from mapper.domain.rules import Rules
from mapper.domain.tokens import hash_token

_TOKEN_BYTES = 32
_HALF_WAY = timedelta(minutes=15)
"""Between password and second factor."""


def is_live(rules: Rules, stage: str = "full") -> tuple[ColumnElement[bool], ...]:
    """Conditions for sessions of a stage that neither ran out nor were left alone too long."""
    return (
        StaffSession.stage == stage,
        StaffSession.expires_at > func.now(),
        StaffSession.seen_at > func.now() - rules.session_idle,
    )


def open_session(session: Session, account_id: int, rules: Rules, stage: str = "full") -> str:
    """A new session's token; only its hash is stored.

    Every step of signing in opens a new one and ends the one before, so that an id somebody else
    put into the browser beforehand is worth nothing.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.execute(
        insert(StaffSession).values(
            id_hash=hash_token(token),
            account_id=account_id,
            stage=stage,
            expires_at=func.now() + (rules.session_most if stage == "full" else _HALF_WAY),
        )
    )
    return token


def end_session(sessions: Sessions, token: str) -> None:
    """Sign out: from now on the token opens nothing, in whichever tab it is held."""
    with transaction(sessions) as session:
        close_session(session, token)


def close_session(session: Session, token: str | None) -> int | None:
    """End the session of a token within a transaction; whose it was, None where there was none."""
    if token is None:
        return None
    ended = delete(StaffSession).where(StaffSession.id_hash == hash_token(token))
    return session.scalar(ended.returning(StaffSession.account_id))


def end_all_sessions(session: Session, account_id: int, keep: str | None = None) -> int:
    """End an account's sessions everywhere, except the one of the token `keep`; how many."""
    gone = delete(StaffSession).where(StaffSession.account_id == account_id)
    if keep is not None:
        gone = gone.where(StaffSession.id_hash != hash_token(keep))
    return len(session.execute(gone.returning(StaffSession.id_hash)).all())
