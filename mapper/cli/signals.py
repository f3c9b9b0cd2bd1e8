"""Waiting that ends early when a signal asks to stop or a child has ended."""

import os
import select
import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

_STOP = (signal.SIGTERM, signal.SIGINT)
_Handler = Callable[[int, FrameType | None], object] | int | None


class SignalWatch:
    """Notices SIGTERM, Ctrl-C and the end of children for the length of a block.

    The handlers only set a flag; Python writes a byte into a pipe that the waiting looks at.
    An Event set from a handler would deadlock whenever the signal came while it was waited for.
    """

    def __init__(self) -> None:
        self.stopping = False
        self._reader, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._before: dict[int, _Handler] = {}
        self._wakeup_before = -1

    def __enter__(self) -> Self:
        for number in _STOP:
            self._before[number] = signal.signal(number, self._stop)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _notice)
        self._wakeup_before = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        return self

    def wait(self, timeout_s: float) -> None:
        """Until a signal has come, or so many seconds."""
        if select.select([self._reader], [], [], timeout_s)[0]:
            os.read(self._reader, 4096)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._reader)
        os.close(self._writer)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True


def ignore_stop_signals() -> None:
    """From here on the process ends by itself; a second Ctrl-C may not cut that short."""
    for number in _STOP:
        signal.signal(number, signal.SIG_IGN)


def _notice(signum: int, frame: FrameType | None) -> None:
    """Nothing to do: that the signal came is what ends the waiting."""
