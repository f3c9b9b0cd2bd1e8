"""What staff add to proposals: reports, remarks, originals, and the words they reuse."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import Base, BigId, Created, Id
from mapper.db.tables.proposals import OfProposal
from mapper.domain.profile import TEXT_BLOCK_KINDS

REPORT_REASONS = ("personal_data", "insult", "illegal", "advertising", "other")
PAGE_TEXTS = ("imprint", "privacy", "accessibility", "about")


class Report(OfProposal, Base):
    """Somebody says that a text should not be public; open until a moderator has looked.

    `reporter_hash` is the keyed daily hash of the sender, so that one person counts once.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint(f"reason in {REPORT_REASONS}", name="reason"),
        Index("ix_report_open", "proposal_id", postgresql_where=text("looked_at is null")),
    )

    id: Mapped[BigId]
    comment_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("comment.id", ondelete="CASCADE")
    )
    reason: Mapped[str]
    body: Mapped[str | None]
    reporter_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[Created]
    looked_at: Mapped[datetime | None]


class Remark(OfProposal, Base):
    """An internal remark of staff; never public."""

    __tablename__ = "remark"

    id: Mapped[BigId]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_account.id", ondelete="SET NULL")
    )
    body: Mapped[str]
    created_at: Mapped[Created]


class ProposalOriginal(Base):
    """The words of a proposal before personal data were blacked out, until they are erased."""

    __tablename__ = "proposal_original"

    proposal_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    title: Mapped[str]
    body: Mapped[str]
    display_name: Mapped[str | None]
    created_at: Mapped[Created]
    erase_after: Mapped[datetime]


class TextBlock(Base):
    """Words that staff use again: reasons for rejecting, templates for answers."""

    __tablename__ = "text_block"
    __table_args__ = (CheckConstraint(f"kind in {TEXT_BLOCK_KINDS}", name="kind"),)

    id: Mapped[Id]
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    titles: Mapped[dict[str, object]]
    bodies: Mapped[dict[str, object]]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(server_default=text("0"))


class Office(Base):
    """An office that is responsible, in the town hall or outside the town (county, state)."""

    __tablename__ = "office"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    outside: Mapped[bool] = mapped_column(server_default=text("false"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class PageText(Base):
    """A legal text as staff have written it; the newest row counts, the profile's before any."""

    __tablename__ = "page_text"
    __table_args__ = (
        CheckConstraint(f"name in {PAGE_TEXTS}", name="name"),
        Index("ix_page_text_newest", "name", "lang", text("id desc")),
    )

    id: Mapped[Id]
    name: Mapped[str]
    lang: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[Created]
    created_by: Mapped[str]


class Erasure(Base):
    """That something was erased, so that a restored backup can be made to forget it again.

    `subject` names a kind of row, `subject_key` its number or the keyed hash of what was erased.
    """

    __tablename__ = "erasure"

    id: Mapped[BigId]
    at: Mapped[Created]
    subject: Mapped[str]
    subject_key: Mapped[str]


class JobRun(Base):
    """When a recurring job was last begun and done, so that of many processes one does it."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
