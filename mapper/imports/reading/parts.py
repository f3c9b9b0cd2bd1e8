"""The files of an upload, loose or zipped, before anything has opened them."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mapper.domain.imports import ImportLimits
from mapper.errors import ImportRefusedError, is_no_room
from mapper.imports.reading.kinds import HEAD_BYTES, ZIP, find_kind
from mapper.imports.reading.unpack import (
    FAULTS,
    Budget,
    Entry,
    copy,
    is_of_the_system,
    list_entries,
    readable,
)

_OFFICE = {".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".qgz"}
"""Documents that are zip files themselves, and may lie beside geodata."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an upload; `container` tells uploads apart, `name` is what it is called there."""

    container: str
    name: PurePosixPath
    size: int
    kind: str | None
    save: Callable[[Path], None]

    @property
    def ending(self) -> str:
        """In lower case."""
        return self.name.suffix.lower()


@contextmanager
def opened_parts(given: Path, limits: ImportLimits) -> Iterator[list[Part]]:
    """All files that were given, those of zip files among them.

    Raises
    ------
    ImportRefusedError
    """
    budget = Budget(limits)
    with ExitStack() as stack:
        parts = []
        try:
            for path in _files(given, limits):
                part = _loose(path, given, budget)
                if part.kind != ZIP:
                    parts.append(part)
                    continue
                packed = stack.enter_context(zipfile.ZipFile(path))
                parts += [
                    _packed(packed, path.stem, entry, budget)
                    for entry in list_entries(packed, limits)
                ]
            yield parts
        except FAULTS as fault:
            raise ImportRefusedError("disk_full" if is_no_room(fault) else "unreadable") from None
        except (NotImplementedError, RuntimeError):
            raise ImportRefusedError("unsafe_zip") from None


def _files(given: Path, limits: ImportLimits) -> list[Path]:
    paths = []
    for path in sorted(given.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise ImportRefusedError("unsafe_name", file=readable(path.name))
        if path.is_file() and not is_of_the_system(PurePosixPath(path.relative_to(given))):
            paths.append(path)
    if len(paths) > limits.files:
        raise ImportRefusedError("too_many_files", got=len(paths), most=limits.files)
    return paths


def _loose(path: Path, given: Path, budget: Budget) -> Part:
    with path.open("rb") as source:
        head = source.read(HEAD_BYTES)
    size = path.stat().st_size

    def save(target: Path) -> None:
        budget.take(size)
        try:
            os.link(path, target)
        except OSError:
            shutil.copyfile(path, target)

    return Part("", PurePosixPath(path.relative_to(given)), size, find_kind(head, path.name), save)


def _packed(packed: zipfile.ZipFile, container: str, entry: Entry, budget: Budget) -> Part:
    with packed.open(entry.info) as source:
        kind = find_kind(source.read(HEAD_BYTES), entry.name.name)
    if kind == ZIP and entry.name.suffix.lower() not in _OFFICE:
        raise ImportRefusedError("zip_in_zip", file=readable(entry.name.name))

    def save(target: Path) -> None:
        with packed.open(entry.info) as source:
            copy(source, target, budget)

    return Part(
        container,
        entry.name,
        entry.info.file_size,
        None if kind == ZIP else kind,
        save,
    )
