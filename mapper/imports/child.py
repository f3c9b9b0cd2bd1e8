"""Files are read in a process of their own: what a damaged one breaks, breaks there."""

import logging
import os
import pickle
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from pydantic import TypeAdapter, ValidationError

from mapper.domain.imports import ImportReport
from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.imports.reading.confine import is_much_memory, peak_kb
from mapper.imports.reading.frames import HEAD, Frame
from mapper.imports.reading.request import Request

LOGGER = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.2
_PIPE = 1 << 20
"""Bytes; an ordinary user of Linux may have no more in one pipe."""
_LOG = "reading.log"
_LAST_WORDS = 4_000
_NO_MEMORY = re.compile(rb"bad_alloc|MemoryError|[Oo]ut of memory|Cannot allocate memory")
_REPORT = TypeAdapter(ImportReport)
_MOST_SAID = 64_000_000
"""Bytes of one frame; the child cuts what it sends well below."""


def read_in_child(
    request: Request,
    take: Callable[[bytes], object],
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Read a file in a process of its own.

    Parameters
    ----------
    take
        Is given the rows, piece by piece, in the order of the file.
    progress
        Is told features read and their number, 0 where only reading tells.
    cancelled
        Is asked several times a second.

    Raises
    ------
    ImportRefusedError
        The file cannot be imported as it stands; also when reading crashed, took too long or
        needed too much memory.
    ImportCancelledError
    """
    command = [sys.executable, "-I", "-m", "mapper.imports.reading"]
    with (
        (request.folder / _LOG).open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            pipesize=_PIPE,
            cwd=request.folder,
            env=_environment(request.folder),
            start_new_session=True,
        ) as process,
    ):
        try:
            report = _converse(process, request, take, progress, cancelled)
        finally:
            _end(process)
    return report


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours: no address of the database, no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {**kept, "TMPDIR": str(folder), "HOME": str(folder)}


def _converse(
    process: "subprocess.Popen[bytes]",
    request: Request,
    take: Callable[[bytes], object],
    progress: Callable[[int, int], object],
    cancelled: Callable[[], bool],
) -> ImportReport:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with process.stdin as stdin:
            stdin.write(pickle.dumps(request))
    except BrokenPipeError:
        raise ImportRefusedError("crashed") from None
    ends = time.monotonic() + request.limits.seconds
    received = _Received(process.stdout.fileno())
    used_kb = 0
    while True:
        used_kb = max(used_kb, peak_kb(process.pid))
        if cancelled():
            raise ImportCancelledError
        if time.monotonic() > ends:
            raise ImportRefusedError("too_slow", most=request.limits.seconds)
        for kind, body in received.wait():
            match kind:
                case Frame.ROWS:
                    take(body)
                case Frame.PROGRESS:
                    progress(*_progress(body))
                case Frame.REPORT:
                    return _report(body)
                case Frame.REFUSED:
                    raise _refusal(body)
                case _:
                    raise _nonsense("a frame of an unknown kind")
        if received.ended:
            raise _broken_off(process, request, used_kb)


class _Received:
    """Frames put together from what comes through the pipe."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._selector = selectors.DefaultSelector()
        self._selector.register(descriptor, selectors.EVENT_READ)
        self._kept = bytearray()
        self.ended = False

    def wait(self) -> list[tuple[bytes, bytes]]:
        """What has come in whole, after a fifth of a second at the latest."""
        if self._selector.select(_LOOK_EVERY_S):
            piece = os.read(self._descriptor, _PIPE)
            self.ended = not piece
            self._kept += piece
        return self._whole()

    def _whole(self) -> list[tuple[bytes, bytes]]:
        frames, at = [], 0
        while len(self._kept) - at >= HEAD.size:
            kind, length = HEAD.unpack_from(self._kept, at)
            if length > _MOST_SAID:
                raise _nonsense(f"a frame of {length} bytes")
            end = at + HEAD.size + length
            if len(self._kept) < end:
                break
            frames.append((kind, bytes(self._kept[at + HEAD.size : end])))
            at = end
        del self._kept[:at]
        return frames


def _report(body: bytes) -> ImportReport:
    try:
        return _REPORT.validate_json(body)
    except ValidationError as error:
        raise _nonsense(error) from None


def _progress(body: bytes) -> tuple[int, int]:
    try:
        done, total = map(int, orjson.loads(body))
    except (ValueError, TypeError) as error:
        raise _nonsense(error) from None
    return done, total


def _refusal(body: bytes) -> ImportRefusedError:
    try:
        said = orjson.loads(body)
        return ImportRefusedError(said.pop("reason"), **said)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        return _nonsense(error)


def _nonsense(why: object) -> ImportRefusedError:
    """What the reading process says cannot be what this program wrote there."""
    LOGGER.warning("The process that reads a file talked nonsense: %s.", why)
    return ImportRefusedError("crashed")


def _broken_off(
    process: "subprocess.Popen[bytes]", request: Request, used_kb: int
) -> ImportRefusedError:
    code = process.wait()
    LOGGER.warning("Reading a file broke off with %s.", code)
    if code == -signal.SIGXCPU:
        return ImportRefusedError("too_slow", most=request.limits.seconds)
    if code == -signal.SIGXFSZ:
        return ImportRefusedError("unpacked_too_large", most=request.limits.unpacked_mb)
    if (
        # By the kernel, when the machine has no memory left.
        code == -signal.SIGKILL
        # Libraries that get no more memory fail in their own ways.
        or is_much_memory(used_kb, request.limits)
        or _ran_out_of_memory(request.folder / _LOG)
    ):
        return ImportRefusedError("too_much_memory", most=request.limits.memory_mb)
    return ImportRefusedError("crashed")


def _ran_out_of_memory(log: Path) -> bool:
    with log.open("rb") as said:
        said.seek(max(0, log.stat().st_size - _LAST_WORDS))
        return bool(_NO_MEMORY.search(said.read()))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Also what it may have started."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        process.wait()
