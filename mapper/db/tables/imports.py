"""Imports under way; what they end in are layer versions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import Base, Created
from mapper.domain.imports import Stage


class ImportJob(Base):
    """An import from the upload to its end; its files lie in a folder named by `id`.

    `version_id` is drawn when the job is made, and is that of the layer version it ends in.
    `base_version_id` is the version that was active when it was read. `seen_at` is when the
    process at work last said so; one that stops saying so is replaced by another, `attempts` says
    how often that was.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint(f"stage in {tuple(one.value for one in Stage)}", name="stage"),
        Index("ix_import_job_stage", "stage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    layer: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    stage: Mapped[str]
    source: Mapped[str]
    file_name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    licence: Mapped[str | None]
    attribution: Mapped[str | None]
    options: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    report: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    difference: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    refusal: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    activate: Mapped[bool] = mapped_column(server_default=text("true"))
    done: Mapped[int] = mapped_column(server_default=text("0"))
    total: Mapped[int] = mapped_column(server_default=text("0"))
    cancelled: Mapped[bool] = mapped_column(server_default=text("false"))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    version_id: Mapped[int]
    base_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("layer_version.id", ondelete="SET NULL")
    )
    created_by: Mapped[str]
    accepted_by: Mapped[str | None]
    created_at: Mapped[Created]
    touched_at: Mapped[datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("0"))
