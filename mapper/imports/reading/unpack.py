"""Zip files, unpacked by us, entry by entry: what they say about themselves is not believed."""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path, PurePosixPath
from typing import IO

from mapper.domain.imports import ImportLimits
from mapper.errors import ImportRefusedError

MB = 1_000_000
_PIECE = 1 << 20
_MOST_SHOWN = 100
"""Characters of a name in a sentence."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UNIX = 3
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCAL_HEAD = struct.Struct("<4s22xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_RATIO_FROM_BYTES = MB
"""Small files of empty columns are packed a thousandfold; they harm nobody."""
_DRIVE = re.compile(r"[A-Za-z]:")
_SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}

FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError)
"""What reading a damaged zip file may raise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a zip file; `name` is what it is called there, never used as a path of ours."""

    name: PurePosixPath
    info: zipfile.ZipInfo


def list_entries(packed: zipfile.ZipFile, limits: ImportLimits) -> list[Entry]:
    """The files of a zip file that may matter, when all of it may be unpacked.

    Raises
    ------
    ImportRefusedError
    """
    infos = [info for info in packed.infolist() if not info.is_dir()]
    if len(infos) > limits.files:
        raise ImportRefusedError("too_many_files", got=len(infos), most=limits.files)
    entries = []
    for info in infos:
        name = _safe_name(info)
        if info.flag_bits & _ENCRYPTED:
            raise ImportRefusedError("encrypted")
        if not is_of_the_system(name):
            entries.append(Entry(name, info))
    _refuse_duplicates(entries)
    _refuse_overlaps(packed, infos)
    _check_sizes(packed, sum(info.file_size for info in infos), limits)
    for entry in entries:
        if entry.info.compress_type not in _METHODS:
            raise ImportRefusedError("packing_method", file=str(entry.name))
    return entries


def is_of_the_system(name: PurePosixPath) -> bool:
    """Whether it is what macOS and Windows leave in folders."""
    return (
        "__MACOSX" in name.parts or name.name.startswith("._") or name.name.lower() in _SYSTEM_FILES
    )


def _safe_name(info: zipfile.ZipInfo) -> PurePosixPath:
    text = _decoded(info)
    # Old programs of Windows write their own separator.
    name = PurePosixPath(text.replace("\\", "/"))
    mode = info.external_attr >> 16 if info.create_system == _UNIX else 0
    if (
        "\0" in text
        or not name.name
        or name.is_absolute()
        or ".." in name.parts
        or _DRIVE.match(text)
        or stat.S_IFMT(mode) not in (0, stat.S_IFREG)
    ):
        raise ImportRefusedError("unsafe_name", file=readable(text))
    return name


def _decoded(info: zipfile.ZipInfo) -> str:
    """Names without the mark of UTF-8 are in it all the same (macOS) or in cp850 (Windows)."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp850", "replace")


def readable(text: str) -> str:
    """A name fit to be shown."""
    shown = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return shown if len(shown) <= _MOST_SHOWN else shown[: _MOST_SHOWN - 1] + "…"


def _refuse_duplicates(entries: list[Entry]) -> None:
    seen = set()
    for entry in entries:
        key = str(entry.name).casefold()
        if key in seen:
            raise ImportRefusedError("duplicate_name", file=readable(str(entry.name)))
        seen.add(key)


def _refuse_overlaps(packed: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """Entries that share their bytes make a small file endless.

    Source: David Fifield, A better zip bomb, USENIX WOOT 2019.
    """
    source = packed.fp
    assert source is not None
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        source.seek(info.header_offset)
        magic, name, extra = _LOCAL_HEAD.unpack(source.read(_LOCAL_HEAD.size))
        if magic != _LOCAL_MAGIC or info.header_offset < end:
            raise ImportRefusedError("unsafe_zip")
        end = info.header_offset + _LOCAL_HEAD.size + name + extra + info.compress_size
    if end > packed.start_dir:
        raise ImportRefusedError("unsafe_zip")


def _check_sizes(packed: zipfile.ZipFile, size: int, limits: ImportLimits) -> None:
    if size > limits.unpacked_mb * MB:
        raise ImportRefusedError("unpacked_too_large", most=limits.unpacked_mb)
    ratio = size / max(1, Path(str(packed.filename)).stat().st_size)
    if size > _RATIO_FROM_BYTES and ratio > limits.ratio:
        raise ImportRefusedError("suspicious_ratio", got=ceil(ratio), most=limits.ratio)


class Budget:
    """The bytes that all unpacked files may take together."""

    def __init__(self, limits: ImportLimits) -> None:
        self._most_mb = limits.unpacked_mb
        self._left = limits.unpacked_mb * MB

    def take(self, count: int) -> None:
        """Raises ImportRefusedError when it is used up."""
        self._left -= count
        if self._left < 0:
            raise ImportRefusedError("unpacked_too_large", most=self._most_mb)


def copy(source: IO[bytes], target: Path, budget: Budget) -> None:
    """Write a file piece by piece."""
    with target.open("xb") as out:
        for piece in _pieces(lambda: source.read(_PIECE)):
            budget.take(len(piece))
            out.write(piece)


def _pieces(read: Callable[[], bytes]) -> Iterator[bytes]:
    while piece := read():
        yield piece
