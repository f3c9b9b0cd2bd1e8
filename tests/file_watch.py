"""Whether anybody opens a file, also a library that Python does not see.

Source: Linux manual page inotify(7).
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_ON_OPEN = 0x20
_EVENTS = 4096


@contextmanager
def opened(path: Path) -> Iterator[Callable[[], bool]]:
    """Tells whether the file has been opened since."""
    watch = _LIBC.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    assert watch >= 0
    assert _LIBC.inotify_add_watch(watch, os.fsencode(path), _ON_OPEN) >= 0

    def was_opened() -> bool:
        try:
            return bool(os.read(watch, _EVENTS))
        except BlockingIOError:
            return False

    try:
        yield was_opened
    finally:
        os.close(watch)
