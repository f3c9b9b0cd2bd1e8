"""Staff accounts, how they sign in, their sessions, and the record of what was done."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import Base, BigId, Created, Id
from mapper.domain.roles import Role

SESSION_STAGES = ("second_factor", "full")
TOKEN_PURPOSES = ("invitation", "reset")
_EMPTY = text("'{}'")


class StaffAccount(Base):
    """A person at the town with one or more roles.

    The limits hold AGS, slugs and keys, empty for all. `totp_secret` is encrypted with a key that
    is not in the database; `totp_step` is the last time step a code was accepted for, so that no
    code works twice. `version` counts changes made by administrators.
    """

    __tablename__ = "staff_account"
    __table_args__ = (
        CheckConstraint(
            f"roles <@ array{[role.value for role in Role]}::text[]",
            name="roles",
        ),
        Index("ix_staff_account_login", text("lower(login)"), unique=True),
    )

    id: Mapped[Id]
    login: Mapped[str]
    display_name: Mapped[str]
    email: Mapped[str | None]
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=_EMPTY)
    municipalities: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=_EMPTY)
    rounds: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=_EMPTY)
    action_fields: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=_EMPTY)
    password_hash: Mapped[str | None]
    oidc_subject: Mapped[str | None] = mapped_column(unique=True)
    second_factor_required: Mapped[bool] = mapped_column(server_default=text("false"))
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None]
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    recovery_hashes: Mapped[list[bytes]] = mapped_column(ARRAY(BYTEA), server_default=_EMPTY)
    deputy_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_account.id", ondelete="SET NULL")
    )
    away_until: Mapped[date | None]
    digest: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(server_default=text("0"))
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[Created]
    signed_in_at: Mapped[datetime | None]


class StaffSession(Base):
    """A sign-in; the cookie holds an opaque id, this row its hash.

    At stage `second_factor` the password was right and nothing else is allowed yet.
    """

    __tablename__ = "staff_session"
    __table_args__ = (CheckConstraint(f"stage in {SESSION_STAGES}", name="stage"),)

    id_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE"), index=True
    )
    stage: Mapped[str] = mapped_column(server_default="full")
    created_at: Mapped[Created]
    seen_at: Mapped[Created]
    expires_at: Mapped[datetime]


class StaffToken(Base):
    """An invitation or the permission to set a new password; the link holds the token itself."""

    __tablename__ = "staff_token"
    __table_args__ = (CheckConstraint(f"purpose in {TOKEN_PURPOSES}", name="purpose"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str]
    created_at: Mapped[Created]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RateCount(Base):
    """How often somebody did something in a window of time.

    `key_hash` is a keyed hash over scope, day and address: the next day it is another one, and
    without the installation's secret it leads back to nobody.
    """

    __tablename__ = "rate_count"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    scope: Mapped[str] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    hits: Mapped[int]


class AuditEvent(Base):
    """What was done by whom: kinds and field names, never content; only ever added to.

    Triggers refuse every change, and the application's role may not even try.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_subject", "subject", "subject_key"),
        Index("ix_audit_event_at", text("at desc"), text("id desc")),
    )

    id: Mapped[BigId]
    at: Mapped[Created]
    actor: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    subject_key: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=_EMPTY)
    digests: Mapped[dict[str, object]] = mapped_column(server_default=_EMPTY)
