"""What `mapper layers import` is given: files, parts of a shapefile, an address, a service."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from mapper.errors import MapperError
from mapper.imports.outgoing import Most, get
from mapper.imports.wfs import PREFIX
from mapper.services.import_room import ImportRoom

_ADDRESSES = ("http://", "https://")
_SHAPEFILE = ".shp"


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
        yield "file", [(path.name, stack.enter_context(_open(path))) for path in _paths(given)]


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
