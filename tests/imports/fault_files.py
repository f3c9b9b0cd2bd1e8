"""Files with one fault each, written byte by byte where no program writes such faults."""

import json
import struct
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyogrio import raw

EAST, NORTH = 335_000.0, 5_779_000.0
"""A corner in the town, in EPSG:25833; shapes of these files are told from there, in metres."""
Corner = tuple[float, float]
Ring = Sequence[Corner]


def there(corners: Ring) -> list[Corner]:
    """Corners told from the place in the town."""
    return [(EAST + x, NORTH + y) for x, y in corners]


def square(x: float = 0.0, y: float = 0.0, size: float = 100.0) -> Ring:
    """A closed ring."""
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]


def polygon(*rings: Ring) -> bytes:
    """WKB of a polygon, whatever its rings are like."""
    body = struct.pack("<BII", 1, 3, len(rings))
    for ring in rings:
        body += struct.pack("<I", len(ring))
        body += b"".join(struct.pack("<dd", *corner) for corner in there(ring))
    return body


def line(*corners: Corner) -> bytes:
    """WKB of a line."""
    body = b"".join(struct.pack("<dd", *corner) for corner in there(corners))
    return struct.pack("<BII", 1, 2, len(corners)) + body


def point(x: float, y: float) -> bytes:
    """WKB of a point; not moved to the town."""
    return struct.pack("<BIdd", 1, 1, x, y)


def several(kind: int, *parts: bytes) -> bytes:
    """WKB of a multi-part shape or a collection."""
    return struct.pack("<BII", 1, kind, len(parts)) + b"".join(parts)


def wkt(text: str) -> bytes:
    """WKB of WKT; corners as they stand there."""
    return bytes(shapely.to_wkb(shapely.from_wkt(text), output_dimension=4, flavor="iso"))


GOOD = polygon(square(-500, 0)), polygon(square(-1000, 0))


def package(
    folder: Path,
    shapes: Sequence[bytes | None],
    fields: Mapping[str, Sequence[object]] | None = None,
    crs: str = "EPSG:25833",
) -> dict[str, bytes]:
    """A GeoPackage with these shapes; without fields they are called by their row."""
    given = fields or {"name": [f"Zeile {row}" for row in range(1, len(shapes) + 1)]}
    path = folder / "faults.gpkg"
    columns = [
        np.array(values, dtype=None if isinstance(values[0], float) else object)
        for values in given.values()
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw.write(
            path,
            geometry=np.array([*shapes, None], dtype=object)[:-1],
            field_data=columns,
            fields=list(given),
            geometry_type="Unknown",
            crs=crs,
            driver="GPKG",
            layer="faults",
        )
    return {path.name: path.read_bytes()}


def collection(*features: object) -> dict[str, bytes]:
    """A GeoJSON file."""
    body = {"type": "FeatureCollection", "features": features}
    return {"faults.geojson": json.dumps(body).encode()}


def feature(properties: Mapping[str, object], at: Corner = (12.59, 52.14)) -> dict[str, object]:
    """A point in the town."""
    geometry = {"type": "Point", "coordinates": list(at)}
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


@dataclass(frozen=True)
class DbfField:
    """A field of a .dbf: kinds are C text, N number, L logical, D date."""

    name: bytes
    kind: bytes
    width: int
    decimals: int = 0


def dbf(fields: Sequence[DbfField], rows: Sequence[Sequence[bytes]], language: int = 0) -> bytes:
    """A .dbf with cells as given, filled up with blanks."""
    width = 1 + sum(field.width for field in fields)
    head = struct.pack("<BBBBIHH", 3, 126, 1, 1, len(rows), 33 + 32 * len(fields), width)
    head += bytes(17) + bytes([language]) + bytes(2)
    for field in fields:
        head += field.name.ljust(11, b"\0") + field.kind + bytes(4)
        head += bytes([field.width, field.decimals]) + bytes(14)
    body = b"".join(
        b" " + b"".join(c.ljust(f.width)[: f.width] for f, c in zip(fields, row, strict=True))
        for row in rows
    )
    return head + b"\r" + body + b"\x1a"


def points_shp(count: int, measure: float | None = None) -> tuple[bytes, bytes]:
    """The .shp and .shx of so many points in a row in the town."""
    kind, last = (1, b"") if measure is None else (21, struct.pack("<d", measure))
    words = 10 + len(last) // 2
    corners = there([(float(10 * at), 0.0) for at in range(count)])
    box = struct.pack("<8d", *corners[0], *corners[-1], 0, 0, 0, 0)

    def head(size: int) -> bytes:
        return (
            struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2)
            + struct.pack("<2i", 1000, kind)
            + box
        )

    shp, shx = b"", b""
    for row, corner in enumerate(corners):
        shx += struct.pack(">2i", (100 + len(shp)) // 2, words)
        shp += struct.pack(">2i", row + 1, words) + struct.pack("<i2d", kind, *corner) + last
    return head(100 + len(shp)) + shp, head(100 + len(shx)) + shx


def shapefile(
    table: bytes, count: int, *, cpg: bytes | None = None, prj: str = "EPSG:25833"
) -> dict[str, bytes]:
    """A shapefile of points with a table."""
    from pyproj import CRS

    shp, shx = points_shp(count)
    parts = {"faults.shp": shp, "faults.shx": shx, "faults.dbf": table}
    parts["faults.prj"] = CRS.from_user_input(prj).to_wkt("WKT1_ESRI").encode()
    return parts if cpg is None else {**parts, "faults.cpg": cpg}


def names_shapefile(
    names: Sequence[str], encoding: str, *, cpg: bytes | None = None, language: int = 0
) -> dict[str, bytes]:
    """A shapefile whose names are in an encoding, whatever it says of it."""
    rows = [[name.encode(encoding)] for name in names]
    table = dbf([DbfField(b"NAME", b"C", 30)], rows, language)
    return shapefile(table, len(names), cpg=cpg)
