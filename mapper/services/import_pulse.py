"""A process that works at an import says so every second, and hears whether it is still wanted."""

import threading
from collections.abc import Callable
from types import TracebackType
from uuid import UUID

from sqlalchemy import func, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ImportJob
from mapper.errors import DatabaseAwayError

EVERY_S = 1.0
_MOST = 2**31 - 1
"""Columns hold no more; of more, which are bytes, the share is told."""


class Pulse:
    """Beats while its block runs; `attempt` is the number under which the import was taken on."""

    def __init__(
        self, sessions: Sessions, job: UUID, attempt: int, stopped: Callable[[], bool]
    ) -> None:
        self._sessions = sessions
        self._job, self._attempt = job, attempt
        self._stopped = stopped
        self._over = threading.Event()
        self._unwanted = False
        self._noted = (0, 0)
        self._thread = threading.Thread(target=self._beat, name="import pulse", daemon=True)

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def note(self, done: int, total: int) -> None:
        """How far the work has come; told with the next beat."""
        self._noted = (done, total)

    def is_unwanted(self) -> bool:
        """True once somebody cancelled, another process took over, or this one is to stop."""
        return self._unwanted or self._stopped()

    def _beat(self) -> None:
        while not self._over.wait(EVERY_S):
            try:
                self._unwanted = self._unwanted or self._say()
            except DatabaseAwayError:
                # The next beat may find it again; what is stored is decided by the database.
                continue

    def _say(self) -> bool:
        done, total = self._noted
        parts = max(done, total) // _MOST + 1
        query = (
            update(ImportJob)
            .where(ImportJob.id == self._job, ImportJob.attempts == self._attempt)
            .values(seen_at=func.now(), done=done // parts, total=total // parts)
            .returning(ImportJob.cancelled)
        )
        with transaction(self._sessions) as session:
            cancelled = session.scalar(query)
        return cancelled is None or cancelled
