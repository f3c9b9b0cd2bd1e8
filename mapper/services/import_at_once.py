"""An import in one go, for whoever decides everything beforehand: it happens whole or not at all.

Rows go from the process that reads straight into the table, in the one transaction that also makes
and shows the version: as fast as it can be, and a command that is killed leaves nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mapper.db.copy_features import FEATURE, INCOMING, copying, make_incoming
from mapper.db.interrupt import interruptible
from mapper.db.layer_versions import active_version, next_version_id
from mapper.domain.imports import Difference, ImportReport, Question, Stage
from mapper.domain.roles import Right
from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.compare_versions import find_difference
from mapper.services.import_ground import find_ground
from mapper.services.import_jobs import check_layer
from mapper.services.import_room import ImportRoom, digest_of, keep_files
from mapper.services.import_values import Import, NewImport, same_file
from mapper.services.read_import import Progress, read_given
from mapper.services.store_import import origin_of
from mapper.services.use_version import take_layer, take_over

_QUESTIONS = {
    Question.LAYER: "undecided_layer",
    Question.CRS: "undecided_crs",
    Question.COORDINATES: "undecided_coordinates",
}


@dataclass(frozen=True, slots=True)
class ImportedAtOnce:
    """What came of it; `version_id` is None for a dry run."""

    version_id: int | None
    activated: bool
    sha256: str | None
    same_as_version: int | None
    report: ImportReport
    difference: Difference | None


def import_at_once(
    office: Backoffice,
    room: ImportRoom,
    who: Who,
    new: NewImport,
    files: Iterable[tuple[str, BinaryIO]],
    *,
    activate: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportedAtOnce:
    """Read, store and with `activate` show it; a dry run stores nothing and tells the same.

    Raises
    ------
    SignInNeededError, ForbiddenError, ImportRefusedError, ImportCancelledError, DatabaseAwayError
        What a person would be asked is refused with what there is to choose from.
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        new = check_layer(act.session, new)
        with _folder(room) as job_id, interruptible(act.session, cancelled):
            names, digest = keep_files(room.folder_of(job_id), files, room.limits)
            job = _make_job(act, job_id, new, names, digest)
            return _import(act, room, job, dry_run, activate, progress, cancelled)


def _import(
    act: Act,
    room: ImportRoom,
    job: Import,
    dry_run: bool,
    activate: bool,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> ImportedAtOnce:
    layer = None if dry_run else take_layer(act.session, job.layer, job.title, job.role)
    table = INCOMING if dry_run else FEATURE
    if dry_run:
        make_incoming(act.session)
    report = _read(act.session, room, job, table, progress, cancelled)
    job = replace(job, sha256=job.sha256 or digest_of(room.folder_of(job.id)))
    active = active_version(act.session, job.layer)
    difference = find_difference(
        act.session,
        active.id if active else None,
        job.version_id,
        job.options.identity_field,
        table=table,
    )
    same = same_file(act.session, job.layer, job.sha256)
    if layer is not None:
        report = take_over(
            act.session,
            act.secret,
            layer,
            job.version_id,
            origin_of(job),
            report,
            difference,
            by=act.actor.name,
            activate=activate,
        )
    if cancelled():
        raise ImportCancelledError
    version = None if dry_run else job.version_id
    return ImportedAtOnce(version, activate and not dry_run, job.sha256, same, report, difference)


def _read(
    session: Session,
    room: ImportRoom,
    job: Import,
    table: str,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> ImportReport:
    ground = find_ground(session)
    with copying(session, table) as take:
        report = read_given(room, job, ground, take, progress, cancelled, preview=False)
        if report.question is not None:
            raise _undecided(report, report.question)
    return report


def _undecided(report: ImportReport, question: Question) -> ImportRefusedError:
    match question:
        case Question.LAYER:
            names = [one.name for one in report.layers]
        case Question.CRS:
            if report.crs and report.crs.unit:
                return ImportRefusedError("other_unit", unit=report.crs.unit)
            found = report.crs.candidates if report.crs else ()
            names = [f"{one.crs} ({one.name})" if one.name else one.crs for one in found]
        case Question.COORDINATES:
            names = [one.name for one in report.fields]
    return ImportRefusedError(_QUESTIONS[question], names=", ".join(names) or "EPSG:25833")


def _make_job(
    act: Act, job_id: UUID, new: NewImport, names: list[str], digest: str | None
) -> Import:
    """What would be a row if others were to go on with it."""
    now = datetime.now(UTC)
    return Import(
        id=job_id,
        layer=new.layer,
        title=new.title,
        role=new.role,
        stage=Stage.READING,
        source=new.source,
        file_name=", ".join(names) or None,
        sha256=digest,
        licence=new.licence,
        attribution=new.attribution,
        options=new.options,
        report=None,
        difference=None,
        refusal={},
        activate=False,
        done=0,
        total=0,
        version_id=next_version_id(act.session),
        base_version_id=None,
        created_by=act.actor.name,
        created_at=now,
        touched_at=now,
        version=0,
    )


@contextmanager
def _folder(room: ImportRoom) -> Iterator[UUID]:
    """A folder that is gone afterwards, come what may."""
    job = uuid4()
    try:
        room.make_folder(job)
        yield job
    finally:
        room.remove(job)
