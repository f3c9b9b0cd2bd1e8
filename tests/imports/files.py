"""Files as they are uploaded, made on the spot in every format."""

import io
import json
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyogrio import raw

from mapper.domain.imports import ImportLimits, ImportOptions, ImportReport
from mapper.errors import ImportRefusedError
from mapper.imports.child import read_in_child
from mapper.imports.reading.arrange import lay_down
from mapper.imports.reading.request import Request
from mapper.imports.reading.sources import Source, find_source

CANARY = "Kanarienvogel"
COUNT = 12
NAMES = [f"Fläche {number}" for number in range(COUNT)]
WRITERS = {
    "shp": "ESRI Shapefile",
    "gpkg": "GPKG",
    "gdb": "OpenFileGDB",
    "geojson": "GeoJSON",
    "geojsonl": "GeoJSONSeq",
    "fgb": "FlatGeobuf",
    "kml": "LIBKML",
    "gml": "GML",
}
FORMATS = {**WRITERS, "kml": "KML", "csv": "CSV"}
"""Drivers by ending, as an import tells of them."""
_IN_DEGREES = ("geojson", "geojsonl", "kml")


class Upload:
    """A folder of an import, filled and read as the program does it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.given = folder / "given"
        self.given.mkdir()
        self.rows = bytearray()

    def give(self, files: Mapping[str, bytes]) -> "Upload":
        for name, body in files.items():
            path = self.given / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        return self

    def find(self, limits: ImportLimits | None = None) -> Source:
        limits = limits or ImportLimits()
        return find_source(lay_down(self.folder, limits), limits)

    def read(
        self, options: ImportOptions | None = None, limits: ImportLimits | None = None
    ) -> ImportReport:
        """Through a process of its own; a CRS is chosen, as the files are about other things."""
        self.rows.clear()
        options = options or ImportOptions(crs="EPSG:25833")
        request = Request(self.folder, 1, options, limits or ImportLimits())
        return read_in_child(request, self.rows.extend)

    def refusal(
        self, options: ImportOptions | None = None, limits: ImportLimits | None = None
    ) -> ImportRefusedError:
        try:
            report = self.read(options, limits)
        except ImportRefusedError as refused:
            return refused
        raise AssertionError(f"it was read: {report}")


def boxes(*, in_degrees: bool = False) -> NDArray[np.object_]:
    """Some squares in a row in the town, in EPSG:25833 or about there in degrees."""
    if in_degrees:
        left, bottom, step, width = 12.59, 52.14, 0.002, 0.001
    else:
        left, bottom, step, width = 335_000.0, 5_779_000.0, 100.0, 80.0
    corners = [left + number * step for number in range(COUNT)]
    return np.array([shapely.box(x, bottom, x + width, bottom + width) for x in corners], object)


def write(path: Path, driver: str, *, layer: str | None = None, append: bool = False) -> None:
    """The squares with a name and a number each, by GDAL."""
    in_degrees = path.suffix[1:] in _IN_DEGREES
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw.write(
            path,
            geometry=shapely.to_wkb(boxes(in_degrees=in_degrees)),
            field_data=[np.array(NAMES, object), np.arange(COUNT, dtype=np.int32)],
            fields=["NAME", "NR"],
            geometry_type="Polygon",
            crs="EPSG:4326" if in_degrees else "EPSG:25833",
            driver=driver,
            layer=layer,
            append=append,
            encoding="UTF-8" if driver == "ESRI Shapefile" else None,
        )


def shapefile(folder: Path, stem: str = "flaechen") -> dict[str, bytes]:
    """The parts of a shapefile by name."""
    write(folder / f"{stem}.shp", "ESRI Shapefile")
    return {path.name: path.read_bytes() for path in folder.glob(f"{stem}.*")}


def table() -> bytes:
    """A table with German decimal commas."""
    lines = ["NAME;Rechtswert;Hochwert"]
    corners = shapely.bounds(boxes())[:, :2]
    for name, (x, y) in zip(NAMES, corners.tolist(), strict=True):
        lines.append(f"{name};{x:.2f};{y:.2f}".replace(".", ","))
    return "\r\n".join(lines).encode("cp1252")


def example(folder: Path, ending: str) -> dict[str, bytes]:
    """A valid upload in a format: shapefiles and File Geodatabases zipped."""
    if ending == "csv":
        return {"orte.csv": table()}
    path = folder / f"flaechen.{ending}"
    write(path, WRITERS[ending])
    if ending == "shp":
        return {"flaechen.zip": zipped(shapefile(folder))}
    if ending == "gdb":
        inside = {f"flaechen.gdb/{one.name}": one.read_bytes() for one in path.iterdir()}
        return {"flaechen.zip": zipped(inside)}
    return {path.name: path.read_bytes()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return body.getvalue()


def features(properties: object, **others: object) -> str:
    """A GeoJSON with one point."""
    geometry = {"type": "Point", "coordinates": [12.6, 52.14]}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **others})


def kept(upload: Upload) -> str:
    """All that came out of reading, whether it was read or refused."""
    try:
        report = upload.read()
    except ImportRefusedError as refused:
        return f"{refused} {refused.fields}"
    return f"{report} {bytes(upload.rows)!r}"
