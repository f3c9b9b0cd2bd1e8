"""The list of erasures beside the database: it survives the database, and any backup of it.

One JSON object a line, only ever added to. A line says that something was erased, never what it
held: a number of an idea, or a keyed hash (ADR 0008).
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mapper.db.errors import ErasureLogError

FILE = "erasures.jsonl"
"""Its name below MAPPER_HOME."""


@dataclass(frozen=True, slots=True, order=True)
class Erased:
    """That something was erased, when, and what it is called."""

    at: datetime
    subject: str
    key: str


@dataclass(frozen=True, slots=True)
class ErasureLog:
    """What the file holds; `broken` counts lines that a crash or an editor left unreadable."""

    erased: frozenset[Erased] = frozenset()
    broken: int = 0


def read(file: Path) -> ErasureLog:
    """All lines of the file; nothing where there is none.

    Raises
    ------
    ErasureLogError
    """
    try:
        lines = [line for line in file.read_bytes().splitlines() if line.strip()]
    except FileNotFoundError:
        return ErasureLog()
    except OSError as refused:
        raise ErasureLogError(file, refused.strerror or "cannot be read") from None
    found = [one for one in map(_parse, lines) if one is not None]
    return ErasureLog(frozenset(found), len(lines) - len(found))


def append(file: Path, erased: Iterable[Erased]) -> None:
    """Add lines, and return once they are on the disk.

    Raises
    ------
    ErasureLogError
        They may not be: whoever erases does not go on.
    """
    lines = "".join(_line(one) for one in sorted(erased)).encode()
    if not lines:
        return
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _write(descriptor, _end_of_line(descriptor) + lines)
        finally:
            os.close(descriptor)
        _sync_folder(file.parent)
    except OSError as refused:
        raise ErasureLogError(file, refused.strerror or "cannot be written") from None


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def _end_of_line(descriptor: int) -> bytes:
    """What ends a line that a crash cut off, so that it does not spoil the next one."""
    size = os.fstat(descriptor).st_size
    return b"\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else b""


def _sync_folder(folder: Path) -> None:
    """A new file's name is safe once its folder is written."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line(one: Erased) -> str:
    return json.dumps({"at": one.at.isoformat(), "subject": one.subject, "key": one.key}) + "\n"


def _parse(line: bytes) -> Erased | None:
    try:
        fields = json.loads(line)
        at = datetime.fromisoformat(fields["at"])
        return Erased(at, str(fields["subject"]), str(fields["key"])) if at.tzinfo else None
    except (ValueError, KeyError, TypeError):
        return None
