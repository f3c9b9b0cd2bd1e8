"""The parts of an upload put together to one data source, under names of ours."""

import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NoReturn

from mapper.domain.imports import ImportLimits, Note
from mapper.errors import ImportRefusedError
from mapper.imports.reading.contents import check_package
from mapper.imports.reading.kinds import GEODATABASE, PACKAGE, SHAPEFILE, TABLE
from mapper.imports.reading.names import free_path
from mapper.imports.reading.parts import Part, opened_parts
from mapper.imports.reading.shapefiles import gather_shapefiles
from mapper.imports.reading.unpack import readable

Arranged = tuple[str, list[Path], list[Note]]
"""Driver, paths, and what is to be said of it."""

_ENDINGS = {
    PACKAGE: ".gpkg",
    "GeoJSON": ".geojson",
    "GeoJSONSeq": ".geojsonl",
    "FlatGeobuf": ".fgb",
    "KML": ".kml",
    "GML": ".gml",
    TABLE: ".csv",
}
_SHAPEFILE_PARTS = (".dbf", ".shx", ".prj")
_FIRST_TABLE = "a00000001.gdbtable"
_DATABASE_ENDING = ".gdb"


def lay_down(folder: Path, limits: ImportLimits) -> Arranged:
    """The one source in `folder`/given, laid down in `folder`/unpacked; no library reads it yet.

    Raises
    ------
    ImportRefusedError
    """
    unpacked = folder / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir()
    with opened_parts(folder / "given", limits) as parts:
        return _arrange(parts, unpacked)


def _arrange(parts: list[Part], unpacked: Path) -> Arranged:
    databases = _databases(parts)
    kinds = {part.kind for part in parts if part.kind}
    if databases:
        kinds.add(GEODATABASE)
    match sorted(kinds - {TABLE}):
        case []:
            driver = TABLE
        case [only]:
            driver = only
        case several:
            raise ImportRefusedError("several_sources", names=", ".join(several))
    if driver == GEODATABASE:
        paths = [_lay_database(files, unpacked) for files in databases]
        others = [part for part in parts if not any(part in files for files in databases)]
        return driver, paths, _left_out(others, [])
    if driver == SHAPEFILE:
        paths, notes = gather_shapefiles(parts, unpacked)
        if not paths:
            _refuse(parts)
        tables = [part for part in parts if part.kind == TABLE]
        return driver, paths, [*notes, *_left_out(tables, [])]
    return _lay_files(driver, parts, unpacked)


def _databases(parts: Iterable[Part]) -> list[list[Part]]:
    """The files of each File Geodatabase: of every folder that holds its first table."""
    folders: dict[tuple[str, PurePosixPath], list[Part]] = {}
    for part in parts:
        folders.setdefault((part.container, part.name.parent), []).append(part)
    return [
        files
        for files in folders.values()
        if any(part.name.name.lower() == _FIRST_TABLE for part in files)
    ]


def _lay_database(files: list[Part], unpacked: Path) -> Path:
    folder = files[0].name.parent.name or files[0].container
    path = free_path(unpacked, folder.removesuffix(_DATABASE_ENDING), _DATABASE_ENDING)
    path.mkdir()
    for part in files:
        name = part.name.name
        target = path / (name.lower() if name.isupper() else name)
        part.save(target)
    return path


def _lay_files(driver: str, parts: list[Part], unpacked: Path) -> Arranged:
    chosen = [part for part in parts if part.kind == driver]
    if driver == TABLE and any(part.ending != ".txt" for part in chosen):
        # A text beside a table tells about it.
        chosen = [part for part in chosen if part.ending != ".txt"]
    if not chosen:
        _refuse(parts)
    paths = []
    # Schemas of GML do not come along: they may include other files, and GDAL finds the types
    # without them, and even the CRS, which it does not look for where there is a schema.
    for part in chosen:
        path = free_path(unpacked, part.name.stem, _ENDINGS[driver])
        part.save(path)
        if driver == PACKAGE:
            _lay_journal(part, parts, path)
            check_package(path)
        paths.append(path)
    return driver, paths, _left_out(parts, chosen)


def _lay_journal(part: Part, parts: list[Part], path: Path) -> None:
    """What was last written to a GeoPackage may still lie beside it."""
    journal = part.name.with_name(f"{part.name.name}-wal")
    for other in parts:
        if (other.container, other.name) == (part.container, journal):
            other.save(path.with_name(f"{path.name}-wal"))


def _left_out(parts: list[Part], chosen: list[Part]) -> list[Note]:
    """Tables beside data of another kind; a text only tells about it."""
    names = [
        part.name.name
        for part in parts
        if part.kind and part.ending != ".txt" and part not in chosen
    ]
    return [Note("left_out", tuple(map(readable, names)))] if names else []


def _refuse(parts: list[Part]) -> NoReturn:
    """Say why there is no source."""
    if not parts:
        raise ImportRefusedError("no_features")
    for part in parts:
        if not part.size:
            raise ImportRefusedError("empty_file", file=readable(part.name.name))
    if any(part.ending in (*_ENDINGS.values(), ".shp", ".zip", ".kmz") for part in parts):
        raise ImportRefusedError("unreadable")
    for part in parts:
        if part.ending in _SHAPEFILE_PARTS:
            raise ImportRefusedError("incomplete_shapefile", file=readable(f"{part.name.stem}.shp"))
    raise ImportRefusedError("unknown_format", file=readable(parts[0].name.name))
