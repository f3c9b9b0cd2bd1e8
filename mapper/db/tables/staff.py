"""Staff accounts, their sessions, and the record of what was done."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import Base, BigId, Created, Id


class StaffAccount(Base):
    """A person at the town with one or more roles."""

    __tablename__ = "staff_account"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    password_hash: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[Created]


class StaffSession(Base):
    """A sign-in; the cookie holds an opaque id, this row its hash."""

    __tablename__ = "staff_session"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("staff_account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[Created]
    seen_at: Mapped[Created]
    expires_at: Mapped[datetime]


class AuditEvent(Base):
    """What was done by whom: kinds and field names, never content; only ever added to."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject", "subject_key"),)

    id: Mapped[BigId]
    at: Mapped[Created]
    actor: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    subject_key: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    digests: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
