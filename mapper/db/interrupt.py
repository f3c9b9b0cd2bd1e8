"""Long statements end when nobody wants their outcome any more."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mapper.errors import DatabaseAwayError, ImportCancelledError

_LOOK_EVERY_S = 0.2


@contextmanager
def interruptible(session: Session, unwanted: Callable[[], bool]) -> Iterator[None]:
    """Let the server break off what it does in this block as soon as it is unwanted.

    Parameters
    ----------
    unwanted
        Is asked several times a second, in a thread of its own.

    Raises
    ------
    ImportCancelledError
        It is unwanted; the transaction can only be rolled back.
    """
    watch = _Watch(session.connection().connection.driver_connection, unwanted)
    try:
        with watch:
            yield
    except (DBAPIError, DatabaseAwayError):
        if not watch.interrupted:
            raise
        raise ImportCancelledError from None
    if watch.interrupted:
        raise ImportCancelledError


class _Watch:
    """A thread beside a connection; when the block is left it does nothing more to that."""

    def __init__(self, connection: Any, unwanted: Callable[[], bool]) -> None:
        self._connection, self._unwanted = connection, unwanted
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="import interrupt", daemon=True)
        self.interrupted = False

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_EVERY_S):
            if self._unwanted():
                self.interrupted = True
                # Between two statements there is nothing to break off: it looks again.
                self._connection.cancel_safe()
