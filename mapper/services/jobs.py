"""Recurring work: of many processes one does it, and what was missed is made up for once.

Two things see to that: a lock of the database, which goes with the connection when a process
dies, and a row that says when the work was last begun and done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import JobRun
from mapper.domain.schedules import Schedule

AGAIN_AFTER = timedelta(minutes=15)
"""Work that failed or was cut off is begun again no sooner."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of recurring work; `do` gets the moment it was due, and says whether all is done."""

    name: str
    schedule: Schedule
    do: Callable[[datetime], bool]


def run_due(sessions: Sessions, job: Job, now: datetime) -> bool:
    """Do the work if it is due and nobody else is at it; True when it was done here and now.

    Work that was never seen before counts as done: it is first due at its next moment.

    Raises
    ------
    DatabaseAwayError
    """
    due = job.schedule.last_due(now)
    if not _is_due(sessions, job.name, due, now):
        return False
    with transaction(sessions) as locking:
        locked = locking.scalar(
            select(func.pg_try_advisory_xact_lock(func.hashtextextended(job.name, 0)))
        )
        # Looked at once more: another process may have finished it before the lock was ours.
        if not locked or not _is_due(sessions, job.name, due, now):
            return False
        note_run(sessions, job.name, begun_at=now)
        done = job.do(due)
        if done:
            note_run(sessions, job.name, done_at=now)
        return done


def done_since(session: Session, name: str, due: datetime) -> bool:
    """True when this work, or part of work, was done since."""
    done_at = session.scalar(select(JobRun.done_at).where(JobRun.name == name))
    return done_at is not None and done_at >= due


def note_run(sessions: Sessions, name: str, **moments: datetime) -> None:
    """Note when work was begun or done, in a transaction of its own."""
    row = insert(JobRun).values(name=name, **moments)
    with transaction(sessions) as session:
        session.execute(row.on_conflict_do_update(index_elements=[JobRun.name], set_=moments))


def _is_due(sessions: Sessions, name: str, due: datetime, now: datetime) -> bool:
    with transaction(sessions) as session:
        run = session.get(JobRun, name)
        if run is None:
            session.execute(insert(JobRun).values(name=name, done_at=now).on_conflict_do_nothing())
            return False
        if run.done_at is not None and run.done_at >= due:
            return False
        return run.begun_at is None or run.begun_at <= now - AGAIN_AFTER or run.begun_at < due
