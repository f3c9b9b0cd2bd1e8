"""Imports as values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from mapper.db.tables import ImportJob, Layer, LayerVersion
from mapper.domain.imports import Difference, ImportOptions, ImportReport, Stage


@dataclass(frozen=True, slots=True)
class NewImport:
    """What is to be imported into which layer; `source` is `file` or a service's address."""

    layer: str
    title: str
    role: str
    source: str = "file"
    licence: str | None = None
    attribution: str | None = None
    options: ImportOptions = field(default_factory=ImportOptions)


@dataclass(frozen=True, slots=True)
class Import:
    """An import as it stands; `refusal` holds the reason and fields of an ImportRefusedError."""

    id: UUID
    layer: str
    title: str
    role: str
    stage: Stage
    source: str
    file_name: str | None
    sha256: str | None
    licence: str | None
    attribution: str | None
    options: ImportOptions
    report: ImportReport | None
    difference: Difference | None
    refusal: dict[str, object]
    activate: bool
    done: int
    total: int
    version_id: int
    base_version_id: int | None
    created_by: str
    created_at: datetime
    touched_at: datetime
    version: int
    accepted_by: str | None = None
    same_as_version: int | None = None
    """A version of this layer that was made of the same file."""


_OPTIONS = TypeAdapter(ImportOptions)
_REPORT = TypeAdapter(ImportReport)
_DIFFERENCE = TypeAdapter(Difference)


def to_import(row: ImportJob, same_as_version: int | None = None) -> Import:
    """A row as a value."""
    return Import(
        id=row.id,
        layer=row.layer,
        title=row.title,
        role=row.role,
        stage=Stage(row.stage),
        source=row.source,
        file_name=row.file_name,
        sha256=row.sha256,
        licence=row.licence,
        attribution=row.attribution,
        options=_OPTIONS.validate_python(row.options),
        report=_REPORT.validate_python(row.report) if row.report else None,
        difference=_DIFFERENCE.validate_python(row.difference) if row.difference else None,
        refusal=dict(row.refusal),
        activate=row.activate,
        done=row.done,
        total=row.total,
        version_id=row.version_id,
        base_version_id=row.base_version_id,
        created_by=row.created_by,
        created_at=row.created_at,
        touched_at=row.touched_at,
        version=row.version,
        accepted_by=row.accepted_by,
        same_as_version=same_as_version,
    )


def same_files(session: Session, rows: Iterable[ImportJob]) -> dict[UUID, int]:
    """Versions of the same layer made of the same file, the one in use first, by import."""
    query = (
        select(ImportJob.id, LayerVersion.id)
        .join(Layer, Layer.slug == ImportJob.layer)
        .join(LayerVersion, LayerVersion.layer_id == Layer.id)
        .where(
            ImportJob.id.in_([row.id for row in rows]),
            LayerVersion.sha256 == ImportJob.sha256,
            LayerVersion.id != ImportJob.version_id,
        )
        .order_by(LayerVersion.state == "active", LayerVersion.id)
    )
    found = session.execute(query).all()
    return {row[0]: row[1] for row in found}


def same_file(session: Session, slug: str, sha256: str | None) -> int | None:
    """The version of a layer made of this file, the one in use first."""
    query = (
        select(LayerVersion.id)
        .join(Layer, Layer.id == LayerVersion.layer_id)
        .where(Layer.slug == slug, LayerVersion.sha256 == sha256)
        .order_by((LayerVersion.state == "active").desc(), LayerVersion.id.desc())
        .limit(1)
    )
    return session.scalar(query) if sha256 else None
