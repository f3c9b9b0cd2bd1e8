"""The file of an import is read, and compared with what is shown."""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mapper.db.copy_features import INCOMING, copy_file, make_incoming
from mapper.db.engine import Sessions, transaction
from mapper.db.interrupt import interruptible
from mapper.db.layer_versions import active_version
from mapper.db.tables import ImportJob
from mapper.domain.imports import Ground, ImportLimits, ImportReport, Stage
from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.imports.child import read_in_child
from mapper.imports.reading.request import Request
from mapper.imports.wfs import ASKED
from mapper.services.compare_versions import find_difference
from mapper.services.fetch_service import as_file, fetch_service, is_from_service
from mapper.services.import_ground import find_ground
from mapper.services.import_room import GIVEN, ROWS, ImportRoom, digest_of
from mapper.services.import_values import Import
from mapper.services.use_version import to_json

_MB = 1 << 20
Progress = Callable[[int, int], object]


def read_import(
    sessions: Sessions,
    room: ImportRoom,
    job: Import,
    attempt: int,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    """Read anew from what was given; afterwards it asks, or is ready to be taken over.

    Raises
    ------
    ImportRefusedError, ImportCancelledError, DatabaseAwayError
    """
    folder = room.folder_of(job.id)
    room.clear(job.id, keep=(GIVEN, ASKED))
    with transaction(sessions) as session:
        ground = find_ground(session)
    with (folder / ROWS).open("wb") as rows:
        report = read_given(room, job, ground, rows.write, progress, cancelled)
    with transaction(sessions) as session, interruptible(session, cancelled):
        _note(session, job, attempt, folder, report)


def read_given(
    room: ImportRoom,
    job: Import,
    ground: Ground,
    take: Callable[[bytes], object],
    progress: Progress,
    cancelled: Callable[[], bool],
    *,
    preview: bool = True,
) -> ImportReport:
    """Read what was given, or what a service gives; `take` gets the rows.

    Raises
    ------
    ImportRefusedError, ImportCancelledError
    """
    folder, service = room.folder_of(job.id), is_from_service(job)
    open_question = fetch_service(room, job, progress, cancelled) if service else None
    if open_question is not None:
        return open_question
    if not (folder / GIVEN).is_dir() or not any((folder / GIVEN).iterdir()):
        raise ImportRefusedError("gone")
    request = Request(
        folder=folder,
        version_id=job.version_id,
        options=as_file(job.options) if service else job.options,
        limits=room.limits,
        ground=ground,
        role=job.role,
        file_name=job.file_name,
        preview=preview,
    )
    taking = _bounded(take, room.limits)
    return read_in_child(request, taking, progress=progress, cancelled=cancelled)


def _bounded(take: Callable[[bytes], object], limits: ImportLimits) -> Callable[[bytes], object]:
    """Refuse what would fill the disk: attributes may be far longer than their file."""
    left = limits.unpacked_mb * _MB

    def take_bounded(piece: bytes) -> object:
        nonlocal left
        left -= len(piece)
        if left < 0:
            raise ImportRefusedError("unpacked_too_large", most=limits.unpacked_mb)
        return take(piece)

    return take_bounded


def held(session: Session, job: Import, attempt: int) -> ImportJob:
    """The row of an import this process is at, kept from others until the commit.

    Raises
    ------
    ImportCancelledError
        Somebody cancelled it, or another process took over.
    """
    query = select(ImportJob).where(ImportJob.id == job.id, ImportJob.attempts == attempt)
    row = session.scalar(query.with_for_update())
    if row is None or row.cancelled or row.stage != job.stage.value:
        raise ImportCancelledError
    return row


def _note(session: Session, job: Import, attempt: int, folder: Path, report: ImportReport) -> None:
    active = active_version(session, job.layer)
    difference = None
    if report.question is None and active is not None:
        make_incoming(session)
        copy_file(session, folder / ROWS, INCOMING)
        difference = find_difference(
            session, active.id, job.version_id, job.options.identity_field, table=INCOMING
        )
    row = held(session, job, attempt)
    row.report, row.difference = to_json(report), to_json(difference)
    row.base_version_id = active.id if active else None
    row.stage = (Stage.ASKING if report.question else Stage.READY).value
    # Of a service another type may have been chosen since.
    row.sha256 = digest_of(folder) if is_from_service(job) else row.sha256
    row.seen_at, row.refusal = None, {}
    row.version += 1
    row.touched_at = func.now()
    shutil.rmtree(folder / "unpacked", ignore_errors=True)
