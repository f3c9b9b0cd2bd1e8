"""Files that nest, count or stretch without end are refused like any other, and soon."""

import struct

import pytest

from mapper.domain.imports import ImportLimits
from mapper.errors import REASONS, ImportRefusedError
from tests.imports.files import Upload

DEEP = 100_000
_POINT = b'{"type":"Point","coordinates":[12.6,52.14]}'


def _shape(records: bytes, kind: int = 5) -> bytes:
    head = struct.pack(">I20xI", 9994, (100 + len(records)) // 2)
    return head + struct.pack("<2I8d", 1000, kind, 12, 52, 13, 53, 0, 0, 0, 0) + records


def _record(parts: int, corners: int) -> bytes:
    content = struct.pack("<I4d2I", 5, 12, 52, 13, 53, parts, corners) + bytes(64)
    return struct.pack(">2I", 1, len(content) // 2) + content


ENDLESS = {
    "nested objects": ("x.geojson", b'{"type":"Feature","properties":' + b'{"a":' * DEEP),
    "nested lists": ("x.geojson", b'{"type":"Feature","properties":{"a":' + b"[" * DEEP),
    "nested properties": (
        "x.geojson",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":'
        + b"[" * DEEP
        + b"]" * DEEP
        + b'},"geometry":'
        + _POINT
        + b"}]}",
    ),
    "nested collections": (
        "x.geojson",
        b'{"type":"Feature","properties":{},"geometry":'
        + b'{"type":"GeometryCollection","geometries":[' * 20_000
        + _POINT
        + b"]}" * 20_000
        + b"}",
    ),
    "nested positions": (
        "x.geojson",
        b'{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":'
        + b"[" * DEEP
        + b"]" * DEEP
        + b"}}",
    ),
    "nested folders": (
        "x.kml",
        b'<kml xmlns="http://www.opengis.net/kml/2.2">' + b"<Folder>" * DEEP + b"</Folder>" * DEEP,
    ),
    "nested shapes": (
        "x.kml",
        b'<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>'
        + b"<MultiGeometry>" * DEEP
        + b"</MultiGeometry>" * DEEP
        + b"</Placemark></kml>",
    ),
    "nested elements": (
        "x.gml",
        b'<FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><a>'
        + b"<gml:MultiGeometry><gml:geometryMember>" * DEEP,
    ),
    "nested words": (
        "x.csv",
        b"n;wkt\n1;POINT(1 2)\n2;" + b"GEOMETRYCOLLECTION(" * DEEP + b")" * DEEP + b"\n",
    ),
    "a long cell": ("x.csv", b'n;x;y\n"' + b"a" * 60_000_000 + b'";1;2\n'),
    "spaces without end": ("x.csv", b"n;x;y\na;1" + b" " * 1_000_000 + b"1;2\na;1;2\n"),
    "a shape of spaces": ("x.csv", b"n;wkt\na;POINT" + b" " * 1_000_000 + b"x\na;POINT(1 2)\n"),
    "types without end": ("x.json", b'{"type":"Feature"' * 4_000 + b"}\n{"),
    "a long line": ("x.csv", b"x;y\n" + b"1;" * 5_000_000),
    "many corners": ("x.shp", _shape(_record(1, 2**31 - 1))),
    "many parts": ("x.shp", _shape(_record(2**31 - 1, 4))),
    "negative parts": ("x.shp", _shape(_record(2**32 - 1, 2**32 - 1))),
    "a long record": ("x.shp", _shape(struct.pack(">2I", 1, 2**31 - 1) + bytes(200))),
    "no end": ("x.fgb", b"fgb\x03fgb\x00" + struct.pack("<I", 2**32 - 1) + bytes(200)),
    "pages": ("x.gpkg", b"SQLite format 3\0" + b"\xff" * 5_000),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_an_endless_file_ends(upload: Upload, what: str) -> None:
    name, body = ENDLESS[what]
    upload.give({name: body})
    try:
        report = upload.read(limits=ImportLimits(seconds=60))
    except ImportRefusedError as refused:
        assert refused.reason in REASONS
        assert refused.reason not in ("too_slow", "crashed")
    else:
        assert report.features <= report.rows_read
