"""The work on imports that people have begun: their files are read, and taken over when accepted.

Any process may do it, one does it: it takes an import on by a row lock, beats while it is at work
(see `Pulse`), and whatever it stores comes with one transaction. An import whose process stopped
beating is taken on anew from where its last transaction left it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from mapper.db.engine import transaction
from mapper.db.errors import is_disk_full
from mapper.db.tables import ImportJob
from mapper.domain.imports import Stage
from mapper.domain.roles import Right
from mapper.errors import (
    DatabaseAwayError,
    ImportCancelledError,
    ImportRefusedError,
    log_unforeseen,
)
from mapper.services.access import Operator, Who
from mapper.services.backoffice import Backoffice
from mapper.services.import_pulse import Pulse
from mapper.services.import_room import ImportRoom
from mapper.services.import_values import Import, to_import
from mapper.services.read_import import read_import
from mapper.services.store_import import store_import

LOGGER = logging.getLogger(__name__)

WORKER = Operator("system:imports")
SILENT = timedelta(seconds=30)
"""A process that has not beaten for so long is gone."""
MOST_ATTEMPTS = 3

_BEGUN = {Stage.WAITING: Stage.READING, Stage.ACCEPTED: Stage.STORING}
_BEFORE = {begun: before for before, begun in _BEGUN.items()}


@dataclass(frozen=True, slots=True)
class Task:
    """An import taken on; `attempt` says which of the processes that took it on this is."""

    job: Import
    attempt: int


def run_next(
    office: Backoffice,
    room: ImportRoom,
    who: Who = WORKER,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> bool:
    """Read or store what waits longest; False when nothing waits.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError
    """
    task = _take_on(office, who, None)
    if task is not None:
        _work(office, room, task, stopped)
    return task is not None


def run_import(
    office: Backoffice,
    room: ImportRoom,
    job: UUID,
    who: Who = WORKER,
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> bool:
    """Read or store this one; False when there is nothing to do, or another process is at it.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError
    """
    task = _take_on(office, who, job)
    if task is not None:
        _work(office, room, task, stopped, progress)
    return task is not None


def _take_on(office: Backoffice, who: Who, job: UUID | None) -> Task | None:
    waits = ImportJob.stage.in_([one.value for one in _BEGUN])
    left = and_(
        ImportJob.stage.in_([one.value for one in _BEFORE]),
        func.coalesce(ImportJob.seen_at, ImportJob.touched_at) < func.now() - SILENT,
    )
    query = select(ImportJob).where(or_(waits, left)).order_by(ImportJob.touched_at, ImportJob.id)
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        if job is not None:
            query = query.where(ImportJob.id == job)
        row = act.session.scalar(query.limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        row.stage = _BEGUN.get(Stage(row.stage), Stage(row.stage)).value
        row.attempts += 1
        row.seen_at = func.now()
        act.session.flush()
        act.session.refresh(row)
        return Task(to_import(row), row.attempts)


def _work(
    office: Backoffice,
    room: ImportRoom,
    task: Task,
    stopped: Callable[[], bool],
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> None:
    storing = task.job.stage is Stage.STORING
    try:
        if task.attempt > MOST_ATTEMPTS:
            raise ImportRefusedError("crashed")
        with Pulse(office.sessions, task.job.id, task.attempt, stopped) as pulse:

            def note(done: int, total: int) -> None:
                pulse.note(done, total)
                progress(done, total)

            given = (office.sessions, room, task.job, task.attempt)
            if storing:
                store_import(*given, office.secret, note, pulse.is_unwanted)
            else:
                read_import(*given, note, pulse.is_unwanted)
    except ImportCancelledError:
        _leave(office, room, task)
    except ImportRefusedError as refused:
        # The process that reads breaks off in many ways when there is no room for what it writes.
        full = refused.reason == "crashed" and room.is_full()
        _refuse(office, room, task, ImportRefusedError("disk_full") if full else refused)
    except DatabaseAwayError as away:
        if not is_disk_full(away):
            raise
        _refuse(office, room, task, ImportRefusedError("disk_full"))
    except Exception as error:
        if is_disk_full(error):
            _refuse(office, room, task, ImportRefusedError("disk_full"))
            return
        log_unforeseen(LOGGER, error, "an import")
        _refuse(office, room, task, ImportRefusedError("not_stored" if storing else "crashed"))


def _leave(office: Backoffice, room: ImportRoom, task: Task) -> None:
    """Cancelled, it is over and its files go; otherwise the next process may begin with it."""
    with transaction(office.sessions) as session:
        row = _held(session, task)
        if row is None:
            return
        if row.cancelled:
            row.stage = Stage.CANCELLED.value
            _touch(row)
        else:
            row.stage, row.seen_at = _BEFORE[Stage(row.stage)].value, None
            row.attempts -= 1
    if row.cancelled:
        room.remove(task.job.id)


def _refuse(office: Backoffice, room: ImportRoom, task: Task, refused: ImportRefusedError) -> None:
    """What can be decided otherwise goes back to whoever decides; the rest has failed."""
    with transaction(office.sessions) as session:
        row = _held(session, task)
        if row is None:
            return
        again = refused.reason in ("busy_layer", "other_version", "no_districts")
        row.stage = Stage.CANCELLED.value if row.cancelled else Stage.FAILED.value
        if again and not row.cancelled:
            row.stage = Stage.READY.value
        row.refusal = {name: str(value) for name, value in refused.fields.items()}
        _touch(row)
    if row.cancelled:
        room.remove(task.job.id)
    elif not again:
        room.clear(task.job.id, keep=("given", "reading.log"))


def _held(session: Session, task: Task) -> ImportJob | None:
    """The row, unless another process took over."""
    return session.scalar(
        select(ImportJob)
        .where(
            ImportJob.id == task.job.id,
            ImportJob.attempts == task.attempt,
            ImportJob.stage.in_([one.value for one in _BEFORE]),
        )
        .with_for_update()
    )


def _touch(row: ImportJob) -> None:
    row.version += 1
    row.touched_at = func.now()
