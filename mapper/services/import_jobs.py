"""Imports under way: begun, decided on, taken over or given up by GIS staff."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mapper.db.layer_versions import active_version, next_version_id
from mapper.db.tables import ImportJob, Layer
from mapper.db.tables.layers import LAYER_ROLES
from mapper.domain.imports import (
    OVER,
    ImportOptions,
    Stage,
)
from mapper.domain.proposals import clean_line
from mapper.domain.roles import Right
from mapper.domain.terms import Terms, read_terms
from mapper.domain.wording import check_slug, read_line
from mapper.errors import (
    ChangedMeanwhileError,
    ImportRefusedError,
    InvalidFieldError,
    NotFoundError,
    TakenError,
)
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.import_room import ImportRoom, keep_files
from mapper.services.import_values import Import, NewImport, same_files, to_import

TITLE_MOST, SOURCE_MOST = 80, 2100
TAKEN_NAMES = ("ideas", "proposals", "heatmap", "services")
"""Addresses below /ogc/collections and /tiles that are no layer's."""


__all__ = [
    "Import",
    "ImportRoom",
    "NewImport",
    "accept_import",
    "begin_import",
    "cancel_import",
    "change_import",
    "check_layer",
    "find_import",
    "list_imports",
]


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
        And what `check_layer` raises.
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        job = uuid4()
        new = check_layer(act.session, new)
        try:
            names, digest = keep_files(room.make_folder(job), files, room.limits)
            row = _new_row(act, job, new, names, digest)
            act.session.add(row)
            act.session.flush()
            act.record("import.begun", "layer", new.layer, {"file_name": row.file_name})
            act.session.refresh(row)
            return _one(act.session, row)
        except BaseException:
            room.remove(job)
            raise


def _new_row(
    act: Act, job: UUID, new: NewImport, names: list[str], digest: str | None
) -> ImportJob:
    active = active_version(act.session, new.layer)
    return ImportJob(
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


def list_imports(office: Backoffice, who: Who) -> list[Import]:
    """Those under way and the latest that are over, newest first, at most 50."""
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        over = ImportJob.stage.in_([one.value for one in OVER])
        query = select(ImportJob).order_by(over, ImportJob.created_at.desc()).limit(50)
        rows = list(act.session.scalars(query))
        same = same_files(act.session, rows)
        return [to_import(row, same.get(row.id)) for row in rows]


def find_import(office: Backoffice, who: Who, job: UUID) -> Import:
    """One import.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        return _one(act.session, _find(act.session, job))


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
        row.done = row.total = row.attempts = 0
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
        _check_turn(act.session, row)
        row.stage, row.activate, row.accepted_by = Stage.ACCEPTED.value, activate, act.actor.name
        row.done = row.total = row.attempts = 0
        row.refusal = {}
        act.record("import.accepted", "layer", row.layer, {"version": row.version_id})
        return _touched(act.session, row)


def cancel_import(office: Backoffice, room: ImportRoom, who: Who, job: UUID) -> Import:
    """Give it up: at once, or as soon as the process at work has noticed; nothing is stored.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        row = _find(act.session, job, lock=True)
        stage = Stage(row.stage)
        if stage in OVER:
            return _one(act.session, row)
        row.cancelled = True
        if stage not in (Stage.READING, Stage.STORING):
            row.stage = Stage.CANCELLED.value
            room.remove(job)
        act.record("import.cancelled", "layer", row.layer)
        return _touched(act.session, row)


def check_layer(session: Session, new: NewImport) -> NewImport:
    """The same with its words cleaned; what can be known before a file is looked at is refused.

    Raises
    ------
    InvalidFieldError, TakenError, TextMissingError, TextTooLongError, ImportRefusedError
    """
    if new.role not in LAYER_ROLES:
        raise InvalidFieldError("kind", ", ".join(LAYER_ROLES), new.role)
    slug = clean_line(new.layer)
    layer = session.scalar(select(Layer).where(Layer.slug == slug))
    if layer is None:
        check_slug("slug", slug)
        if slug in TAKEN_NAMES:
            raise TakenError("slug", slug)
    elif layer.role != new.role:
        raise ImportRefusedError("other_kind", layer=layer.title)
    if "\0" in (new.options.source_layer or ""):
        raise InvalidFieldError("source_layer", "the name of a layer", new.options.source_layer)
    terms = read_terms(Terms(new.licence, new.attribution))
    return replace(
        new,
        layer=slug,
        title=layer.title if layer else read_line("title", new.title, TITLE_MOST),
        source=read_line("source", new.source, SOURCE_MOST),
        licence=terms.licence,
        attribution=terms.attribution,
    )


def _check_turn(session: Session, row: ImportJob) -> None:
    """Refuse while another import into the layer is stored, or when another version is shown."""
    storing = select(ImportJob.id).where(
        ImportJob.layer == row.layer,
        ImportJob.stage.in_([Stage.ACCEPTED.value, Stage.STORING.value]),
    )
    if session.scalar(storing.limit(1)):
        raise ImportRefusedError("busy_layer", layer=row.title)
    active = active_version(session, row.layer)
    if (active.id if active else None) != row.base_version_id:
        raise ImportRefusedError("other_version", layer=row.title)


def _one(session: Session, row: ImportJob) -> Import:
    return to_import(row, same_files(session, [row]).get(row.id))


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
    return _one(session, row)
