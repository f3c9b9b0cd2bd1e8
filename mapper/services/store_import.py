"""What was read and accepted is stored, and put to use, in one transaction."""

from collections.abc import Callable

from sqlalchemy import func
from sqlalchemy.orm import Session

from mapper.db.copy_features import copy_file
from mapper.db.engine import Sessions, transaction
from mapper.db.interrupt import interruptible
from mapper.db.layer_versions import active_version
from mapper.domain.imports import ImportReport, Stage
from mapper.errors import ImportRefusedError
from mapper.services.import_room import ROWS, ImportRoom
from mapper.services.import_values import Import
from mapper.services.read_import import Progress, held
from mapper.services.use_version import Origin, take_layer, take_over, to_json


def store_import(
    sessions: Sessions,
    room: ImportRoom,
    job: Import,
    attempt: int,
    secret: str,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    """Store it whole; after any error there is nothing of it.

    Raises
    ------
    ImportRefusedError, ImportCancelledError, DatabaseAwayError
    """
    rows = room.folder_of(job.id) / ROWS
    if job.report is None or not rows.is_file():
        raise ImportRefusedError("gone")
    size = rows.stat().st_size
    with transaction(sessions) as session, interruptible(session, cancelled):
        layer = take_layer(session, job.layer, job.title, job.role)
        active = active_version(session, job.layer)
        if (active.id if active else None) != job.base_version_id:
            raise ImportRefusedError("other_version", layer=layer.title)
        copy_file(session, rows, progress=lambda done: progress(done, size), cancelled=cancelled)
        report = take_over(
            session,
            secret,
            layer,
            job.version_id,
            origin_of(job),
            job.report,
            job.difference,
            by=job.accepted_by or job.created_by,
            activate=job.activate,
        )
        _note_done(session, job, attempt, report)
    room.clear(job.id)


def origin_of(job: Import) -> Origin:
    """Where the version comes from that an import ends in; everybody may read it.

    Behind the question mark of an address there may be a key.
    """
    return Origin(
        source=job.file_name or job.source.partition("?")[0],
        file_name=job.file_name,
        sha256=job.sha256,
        licence=job.licence,
        attribution=job.attribution,
        created_by=job.created_by,
    )


def _note_done(session: Session, job: Import, attempt: int, report: ImportReport) -> None:
    """The last there is to do: whoever asks how far it has come need not wait for the rest."""
    row = held(session, job, attempt)
    row.report = to_json(report)
    row.stage, row.seen_at, row.refusal = Stage.DONE.value, None, {}
    row.done = row.total = report.features
    row.version += 1
    row.touched_at = func.now()
