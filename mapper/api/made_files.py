"""Files that are made for one reader, sent, and gone."""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from starlette.responses import Response, StreamingResponse

from mapper.api.refusals import BusyError

_PIECE_BYTES = 2**18


class Turns:
    """How many large files are made at the same time; others wait, and are sent away in the end."""

    def __init__(self, at_once: int, wait_s: int) -> None:
        self._free = threading.Semaphore(at_once)
        self._wait_s = wait_s

    @contextmanager
    def take(self) -> Iterator[None]:
        """One's turn, as soon as there is one; BusyError."""
        if not self._free.acquire(timeout=self._wait_s):
            raise BusyError(self._wait_s)
        try:
            yield
        finally:
            self._free.release()


def answer_made(
    write: Callable[[Path], None],
    name: str,
    turns: Turns,
    headers: Mapping[str, str],
    media_type: str,
) -> Response:
    """The file that `write` makes at a path of this name.

    While it is read it has no name any more, so it is gone whatever becomes of its reader.
    """
    with turns.take(), tempfile.TemporaryDirectory(prefix="ideenkarte-file-") as folder:
        path = Path(folder) / name
        write(path)
        file = path.open("rb")
    size = os.fstat(file.fileno()).st_size
    return StreamingResponse(_read(file), 200, {**headers, "Content-Length": str(size)}, media_type)


def _read(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
