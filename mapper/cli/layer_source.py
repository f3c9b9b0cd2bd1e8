"""What `mapper layers import` is given: files, parts, a folder, an address, a service."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mapper.errors import ImportRefusedError, MapperError
from mapper.imports.outgoing import Most, get
from mapper.imports.wfs import PREFIX
from mapper.services.import_room import ImportRoom

_ADDRESSES = ("http://", "https://")
_SHAPEFILE, _GEODATABASE, _LOCK = ".shp", ".gdb", ".lock"
_MB = 1 << 20


class UnreadableFileError(MapperError):
    """A file cannot be opened."""

    code = "file"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file} cannot be read: {reason}.", got=file)


class MixedSourcesError(MapperError):
    """An address stands beside other sources."""

    code = "sources"

    def __init__(self, got: str) -> None:
        super().__init__(f"'{got}' cannot be imported together with others: one at a time.")


@contextmanager
def opened(
    given: list[str], room: ImportRoom, cancelled: Callable[[], bool]
) -> Iterator[tuple[str, list[tuple[str, BinaryIO]]]]:
    """Source and files as an import takes them, closed at the end.

    Raises
    ------
    UnreadableFileError, MixedSourcesError, ImportRefusedError, ImportCancelledError
    """
    first = given[0]
    if first.startswith((PREFIX, *_ADDRESSES)):
        if len(given) > 1:
            raise MixedSourcesError(first)
        yield (first, []) if first.startswith(PREFIX) else (first, [_fetch(first, room, cancelled)])
        return
    with ExitStack() as stack:
        yield "file", [_taken(path, stack, room) for path in _paths(given)]


def _paths(given: list[str]) -> list[Path]:
    """The files, each once; to the .shp of a shapefile come its other parts beside it."""
    paths: dict[Path, None] = {}
    for name in given:
        path = Path(name)
        paths[path] = None
        if path.suffix.lower() == _SHAPEFILE and len(given) == 1 and path.is_file():
            beside = sorted(path.parent.iterdir())
            paths |= {one: None for one in beside if one.is_file() and _belongs(one, path)}
    return list(paths)


def _belongs(part: Path, shapefile: Path) -> bool:
    stem, name = shapefile.stem.lower(), part.name.lower()
    return name.startswith(f"{stem}.") and "." not in name.removeprefix(f"{stem}.")


def _taken(path: Path, stack: ExitStack, room: ImportRoom) -> tuple[str, BinaryIO]:
    """Name and content; a File Geodatabase, which is a folder, as the zip file it is sent as."""
    if path.suffix.lower() != _GEODATABASE or not path.is_dir():
        return path.name, stack.enter_context(_open(path))
    return f"{path.name}.zip", stack.enter_context(_pack(path, room.limits.unpacked_mb))


def _pack(folder: Path, most_mb: int) -> BinaryIO:
    """Packed so that the same content always makes the same file."""
    try:
        parts = [one for one in sorted(folder.iterdir()) if one.is_file() and one.suffix != _LOCK]
        if sum(one.stat().st_size for one in parts) > most_mb * _MB:
            raise ImportRefusedError("unpacked_too_large", most=most_mb)
        packed: BinaryIO = TemporaryFile()  # noqa: SIM115 - closed by who takes it
        with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as into:
            for one in parts:
                entry = ZipInfo(f"{folder.name}/{one.name}")
                entry.compress_type = ZIP_DEFLATED
                with one.open("rb") as source, into.open(entry, "w") as target:
                    copyfileobj(source, target)
    except OSError as refused:
        raise UnreadableFileError(folder, refused.strerror or "it cannot be opened") from None
    packed.seek(0)
    return packed


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as refused:
        raise UnreadableFileError(path, refused.strerror or "it cannot be opened") from None


def _fetch(url: str, room: ImportRoom, cancelled: Callable[[], bool]) -> tuple[str, BinaryIO]:
    most = Most(room.limits.upload_mb, room.limits.seconds)
    answer, body = get(url, room.allowed, most, cancelled=cancelled)
    name = Path(unquote(urlsplit(answer.url).path)).name or "download"
    return name, BytesIO(body)
