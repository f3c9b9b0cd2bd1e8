"""The answers of the reading process: a kind of one byte, a length of four, a body."""

import struct
from dataclasses import asdict
from typing import BinaryIO

import orjson

from mapper.domain.imports import ImportReport
from mapper.errors import ImportRefusedError

HEAD = struct.Struct("!cI")


class Frame:
    """Kinds of frames."""

    ROWS = b"D"
    """Rows of a binary COPY, without its head and end."""
    PROGRESS = b"P"
    """`[done, total]`"""
    REPORT = b"R"
    """An `ImportReport`; the last frame."""
    REFUSED = b"E"
    """`{"reason": …, fields}`; the last frame."""


class Frames:
    """Writes frames to the standard output."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def rows(self, body: bytes | bytearray) -> None:
        self._write(Frame.ROWS, body)

    def progress(self, done: int, total: int) -> None:
        self._write(Frame.PROGRESS, orjson.dumps([done, total]))

    def report(self, report: ImportReport) -> None:
        body = orjson.dumps(asdict(report), option=orjson.OPT_SERIALIZE_NUMPY)
        self._write(Frame.REPORT, body)

    def refused(self, refused: ImportRefusedError) -> None:
        self._write(Frame.REFUSED, orjson.dumps(dict(refused.fields), default=str))

    def _write(self, kind: bytes, body: bytes | bytearray) -> None:
        self._out.write(HEAD.pack(kind, len(body)))
        self._out.write(body)
        self._out.flush()
