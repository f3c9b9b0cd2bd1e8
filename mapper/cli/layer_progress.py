"""A line that tells how far an import has come, and Ctrl-C that ends it properly."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_EVERY_S = 0.2
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Progress:
    """Writes to stderr where a person looks at it; says nothing to files and programs."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say it, a few times a second."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + _EVERY_S
        share = f" of {total:,} ({done / total:.0%})" if total else ""
        self._write(f"{done:,}{share} objects read")

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")

    @staticmethod
    def _write(line: str) -> None:
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


class Stopping:
    """True once somebody pressed Ctrl-C or asked the process to end."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Whether it was asked."""
        return self.asked

    def note(self, _signum: int, _frame: FrameType | None) -> None:
        """For a signal's handler: it only remembers."""
        self.asked = True


@contextmanager
def stoppable() -> Iterator[Stopping]:
    """Signals only set a flag in here, so that what was begun is taken back in order."""
    stopping = Stopping()
    before = {number: signal.signal(number, stopping.note) for number in _SIGNALS}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
