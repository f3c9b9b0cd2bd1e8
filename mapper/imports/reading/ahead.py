"""Steps of work at the same time: one makes the next piece while another uses the last."""

from collections.abc import Iterable, Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY_S = 0.5


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(pieces: Iterable[T], depth: int = 2) -> Iterator[T]:
    """The same pieces in the same order, made in a thread of their own, at most `depth` ahead.

    What fails there, fails here.
    """
    queue: Queue[T | _End] = Queue(depth)
    stopped = Event()
    Thread(target=_work, args=(pieces, queue, stopped), daemon=True).start()
    try:
        while True:
            piece = queue.get()
            if not isinstance(piece, _End):
                yield piece
            elif piece.error is not None:
                raise piece.error
            else:
                return
    finally:
        stopped.set()


def _work(pieces: Iterable[T], queue: "Queue[T | _End]", stopped: Event) -> None:
    try:
        for piece in pieces:
            if not _put(piece, queue, stopped):
                return
    except BaseException as error:
        _put(_End(error), queue, stopped)
    else:
        _put(_End(None), queue, stopped)


def _put(piece: "T | _End", queue: "Queue[T | _End]", stopped: Event) -> bool:
    """Whether there is still somebody who takes it."""
    while not stopped.is_set():
        try:
            queue.put(piece, timeout=_LOOK_EVERY_S)
            return True
        except Full:
            continue
    return False
