"""Where the files of imports lie, and how uploaded ones are kept there."""

import hashlib
import shutil
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from mapper.domain.imports import ImportLimits
from mapper.errors import ImportRefusedError
from mapper.imports.addresses import Allowed
from mapper.imports.reading.unpack import readable

GIVEN, ROWS, PREVIEW, PROBLEMS = "given", "rows.copy", "preview.geojson", "problems.csv"
"""In the folder of an import; see `mapper.imports.reading`."""

_LOOKED_AT_LATER = (PREVIEW, PROBLEMS)
_MB = 1_000_000
_PIECE = 1 << 20
_PRIVATE = 0o700
_LONGEST_NAME = 255
"""Bytes."""


@dataclass(frozen=True, slots=True)
class ImportRoom:
    """Where the files of imports lie, how much they may take, and which services may be asked."""

    folder: Path
    limits: ImportLimits = field(default_factory=ImportLimits)
    allowed: Allowed = field(default_factory=Allowed)

    @classmethod
    def at_home(
        cls, home: Path, limits: ImportLimits, private: frozenset[str] = frozenset()
    ) -> "ImportRoom":
        """The one in the installation's folder; `private` as in `Allowed`."""
        return cls(home / "imports", limits, Allowed(private))

    def folder_of(self, job: UUID) -> Path:
        """The folder of one import, named by its id."""
        return self.folder / str(job)

    def make_folder(self, job: UUID) -> Path:
        """A new folder, with room for what is given, that nobody else may look into."""
        self.folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        made = self.folder_of(job)
        made.mkdir(mode=_PRIVATE)
        (made / GIVEN).mkdir()
        return made

    def remove(self, job: UUID) -> None:
        """Remove all files of an import."""
        shutil.rmtree(self.folder_of(job), ignore_errors=True)

    def is_full(self) -> bool:
        """Whether the disk has no room left for anything worth mentioning."""
        return shutil.disk_usage(self.folder).free < _PIECE

    def clear(self, job: UUID, *, keep: Iterable[str] = _LOOKED_AT_LATER) -> None:
        """Remove what is needed no more; what somebody may still look at stays."""
        kept = set(keep)
        folder = self.folder_of(job)
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name in kept:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def keep_files(
    folder: Path, files: Iterable[tuple[str, BinaryIO]], limits: ImportLimits
) -> tuple[list[str], str | None]:
    """The files' names, and the digest of all of them in the order of their names.

    Raises
    ------
    ImportRefusedError
        A name that leads elsewhere, or more than may be uploaded.
    """
    digests: dict[str, str] = {}
    left = limits.upload_mb * _MB
    for name, content in files:
        safe = Path(name.replace("\\", "/")).name
        if safe.startswith(".") or safe in digests or not _is_name(safe):
            raise ImportRefusedError("unsafe_name", file=readable(name))
        digest = hashlib.sha256()
        with (folder / GIVEN / safe).open("xb") as kept:
            while piece := content.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    got = limits.upload_mb + max(1, -left // _MB)
                    raise ImportRefusedError("too_large", got=got, most=limits.upload_mb)
                digest.update(piece)
                kept.write(piece)
        digests[safe] = digest.hexdigest()
    return sorted(digests), _together(digests)


def digest_of(folder: Path) -> str | None:
    """The digest of what was given, as `keep_files` says it; None where there is nothing."""
    digests = {}
    given = folder / GIVEN
    for path in given.iterdir() if given.is_dir() else ():
        with path.open("rb") as content:
            digests[path.name] = hashlib.file_digest(content, "sha256").hexdigest()
    return _together(digests)


def _is_name(name: str) -> bool:
    """Whether every file system takes it, and it stays in one line."""
    if not name or len(name.encode(errors="replace")) > _LONGEST_NAME:
        return False
    return not any(unicodedata.category(one) in ("Cc", "Cs") for one in name)


def _together(digests: dict[str, str]) -> str | None:
    if len(digests) <= 1:
        return next(iter(digests.values()), None)
    every = "".join(digests[name] for name in sorted(digests)).encode()
    return hashlib.sha256(every).hexdigest()
