"""Shapefiles put together from their parts."""

import struct
from pathlib import Path, PurePosixPath

from mapper.domain.imports import Note
from mapper.errors import ImportRefusedError
from mapper.imports.reading.contents import clean_projection
from mapper.imports.reading.kinds import SHAPE_HEAD, SHAPEFILE
from mapper.imports.reading.names import free_path
from mapper.imports.reading.parts import Part

INDEX_REBUILT = "index_rebuilt"
"""The note that GDAL has to make the .shx of some shapefile anew."""
_KEPT = (".shp", ".shx", ".dbf", ".prj", ".cpg")
"""Not the indexes of other programs, which may be stale."""
_LENGTH = struct.Struct(">I")
_LENGTH_AT = 24
"""Where the length of the file stands, in words of two bytes."""
_MULTIPATCH = 31
_TYPE_AT = 32
_HEAD_BYTES = 100
_INDEX_ROW_BYTES = 8

Key = tuple[str, PurePosixPath, str]


def gather_shapefiles(parts: list[Part], unpacked: Path) -> tuple[list[Path], list[Note]]:
    """The .shp of each shapefile, its parts beside it with endings in lower case.

    A missing or broken .shx is left to GDAL, which makes it anew.

    Raises
    ------
    ImportRefusedError
    """
    groups: dict[Key, dict[str, Part]] = {}
    for part in parts:
        if part.ending in _KEPT and part.size:
            key = (part.container, part.name.parent, part.name.stem.casefold())
            groups.setdefault(key, {})[part.ending] = part
    paths, rebuilt, bare = [], [], []
    for group in groups.values():
        if ".shp" not in group or group[".shp"].kind != SHAPEFILE:
            continue
        path = free_path(unpacked, group[".shp"].name.stem, ".shp")
        for ending, part in group.items():
            part.save(path.with_name(f"{path.stem}{ending}"))
        if ".prj" in group:
            clean_projection(path.with_name(f"{path.stem}.prj"))
        _refuse_surfaces(path)
        if not _is_index(path.with_name(f"{path.stem}.shx")):
            path.with_name(f"{path.stem}.shx").unlink(missing_ok=True)
            rebuilt.append(path.stem)
        if ".dbf" not in group:
            bare.append(path.stem)
        paths.append(path)
    return paths, _notes({INDEX_REBUILT: rebuilt, "no_attributes": bare})


def _refuse_surfaces(path: Path) -> None:
    with path.open("rb") as source:
        head = source.read(_HEAD_BYTES)
    if head[_TYPE_AT : _TYPE_AT + 1] == bytes([_MULTIPATCH]):
        raise ImportRefusedError("surfaces_in_space")


def _is_index(path: Path) -> bool:
    """Whether a .shx is as long as it says, in whole rows that lie inside the .shp."""
    import numpy as np  # noqa: PLC0415 - loaded while files are laid down

    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return False
    if len(body) < _HEAD_BYTES:
        return False
    (words,) = _LENGTH.unpack_from(body, _LENGTH_AT)
    rows = len(body) - _HEAD_BYTES
    if body[:4] != SHAPE_HEAD or words * 2 != len(body) or rows % _INDEX_ROW_BYTES:
        return False
    places = np.frombuffer(body, ">u4", offset=_HEAD_BYTES).reshape(-1, 2).astype(np.uint64) * 2
    return bool((places.sum(axis=1) <= path.with_name(f"{path.stem}.shp").stat().st_size).all())


def _notes(names: dict[str, list[str]]) -> list[Note]:
    return [Note(reason, tuple(ones)) for reason, ones in names.items() if ones]
