"""Imports under way: begun, decided on, taken over or given up by GIS staff."""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mapper.db.layer_versions import active_version, next_version_id
from mapper.db.tables import ImportJob, Layer
from mapper.domain.imports import (
    AT_WORK,
    OVER,
    Difference,
    ImportLimits,
    ImportOptions,
    ImportReport,
    Stage,
)
from mapper.domain.roles import Right
from mapper.errors import ChangedMeanwhileError, ImportRefusedError, NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice

_MB = 1_000_000
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ImportRoom:
    """Where the files of imports lie, and how much of everything they may take."""

    folder: Path
    limits: ImportLimits = field(default_factory=ImportLimits)

    @classmethod
    def at_home(cls, home: Path, limits: ImportLimits) -> "ImportRoom":
        """The one in the installation's folder."""
        return cls(home / "imports", limits)

    def folder_of(self, job: UUID) -> Path:
        """The folder of one import, named by its id."""
        return self.folder / str(job)


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


_OPTIONS = TypeAdapter(ImportOptions)
_REPORT = TypeAdapter(ImportReport)
_DIFFERENCE = TypeAdapter(Difference)


def begin_import(
    office: Backoffice,
    room: ImportRoom,
    who: Who,
    new: NewImport,
    files: Iterable[tuple[str, BinaryIO]],
) -> Import:
    """Keep the files, and have them read; `files` are names and contents, none for a service.

    Raises
    ------
    SignInNeededError, ForbiddenError, ImportRefusedError, DatabaseAwayError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        job = uuid4()
        _check_layer(act.session, new)
        folder = room.folder_of(job)
        try:
            names, digest = _keep(folder / "given", files, room.limits)
            active = active_version(act.session, new.layer)
            row = ImportJob(
                id=job,
                layer=new.layer,
                title=new.title,
                role=new.role,
                stage=Stage.WAITING.value,
                source=new.source,
                file_name=", ".join(names) or None,
                sha256=digest,
                licence=new.licence,
                attribution=new.attribution,
                options=asdict(new.options),
                version_id=next_version_id(act.session),
                base_version_id=active.id if active else None,
                created_by=act.actor.name,
            )
            act.session.add(row)
            act.session.flush()
            act.record("import.begun", "layer", new.layer, {"file_name": row.file_name})
            act.session.refresh(row)
            return to_import(row)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def list_imports(office: Backoffice, who: Who) -> list[Import]:
    """Those under way and the latest that are over, newest first, at most 50."""
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        over = ImportJob.stage.in_([one.value for one in OVER])
        query = select(ImportJob).order_by(over, ImportJob.created_at.desc()).limit(50)
        return [to_import(row) for row in act.session.scalars(query)]


def find_import(office: Backoffice, who: Who, job: UUID) -> Import:
    """One import.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        return to_import(_find(act.session, job))


def change_import(
    office: Backoffice, who: Who, job: UUID, options: ImportOptions, version: int
) -> Import:
    """Decide otherwise, and have the file read anew.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        row = _lock(act, job, version)
        if Stage(row.stage) not in (Stage.ASKING, Stage.READY, Stage.FAILED):
            raise ImportRefusedError("not_ready")
        row.options, row.stage, row.refusal = asdict(options), Stage.WAITING.value, {}
        row.done = row.total = 0
        return _touched(act.session, row)


def accept_import(
    office: Backoffice, who: Who, job: UUID, version: int, *, activate: bool = True
) -> Import:
    """Have it stored as it was previewed, and shown at once with `activate`.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, ImportRefusedError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        row = _lock(act, job, version)
        if row.stage != Stage.READY.value:
            raise ImportRefusedError("not_ready")
        row.stage, row.activate = Stage.ACCEPTED.value, activate
        act.record("import.accepted", "layer", row.layer, {"version": row.version_id})
        return _touched(act.session, row)


def cancel_import(office: Backoffice, room: ImportRoom, who: Who, job: UUID) -> Import:
    """Give it up: at once, or as soon as the process at work has noticed.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        row = _find(act.session, job, lock=True)
        stage = Stage(row.stage)
        if stage in OVER:
            return to_import(row)
        row.cancelled = True
        if stage not in AT_WORK:
            row.stage = Stage.CANCELLED.value
            shutil.rmtree(room.folder_of(job), ignore_errors=True)
        act.record("import.cancelled", "layer", row.layer)
        return _touched(act.session, row)


def to_import(row: ImportJob) -> Import:
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
    )


def _check_layer(session: Session, new: NewImport) -> None:
    layer = session.scalar(select(Layer).where(Layer.slug == new.layer))
    if layer is not None and layer.role != new.role:
        raise ImportRefusedError("other_kind", layer=new.layer)


def _keep(
    folder: Path, files: Iterable[tuple[str, BinaryIO]], limits: ImportLimits
) -> tuple[list[str], str | None]:
    """The files' names, and the digest of all of them in the order of their names."""
    folder.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, parents=True)
    digests, left = {}, limits.upload_mb * _MB
    for name, content in files:
        safe = Path(name.replace("\\", "/")).name
        if not safe or safe.startswith("."):
            raise ImportRefusedError("unsafe_name", file=name)
        digest = hashlib.sha256()
        with (folder / safe).open("xb") as kept:
            while piece := content.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    got = limits.upload_mb - left // _MB
                    raise ImportRefusedError("too_large", got=got, most=limits.upload_mb)
                digest.update(piece)
                kept.write(piece)
        digests[safe] = digest.hexdigest()
    names = sorted(digests)
    if len(names) == 1:
        return names, digests[names[0]]
    together = "".join(digests[name] for name in names).encode()
    return names, hashlib.sha256(together).hexdigest() if names else None


def _find(session: Session, job: UUID, *, lock: bool = False) -> ImportJob:
    query = select(ImportJob).where(ImportJob.id == job)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFoundError("import", job)
    return row


def _lock(act: Act, job: UUID, version: int) -> ImportJob:
    row = _find(act.session, job, lock=True)
    if row.version != version:
        raise ChangedMeanwhileError("import", row.layer)
    return row


def _touched(session: Session, row: ImportJob) -> Import:
    row.version += 1
    row.touched_at = func.now()
    session.flush()
    session.refresh(row)
    return to_import(row)
