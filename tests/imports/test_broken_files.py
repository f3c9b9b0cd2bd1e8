"""Files that are broken in one place: what stands elsewhere in them is kept."""

import json
import sqlite3
import struct

import numpy as np
import pytest
from pyproj import Transformer
from shapely import Point

from mapper.domain.imports import ImportOptions
from tests.imports.fault_files import (
    GOOD,
    DbfField,
    collection,
    dbf,
    feature,
    names_shapefile,
    package,
    point,
    points_shp,
    shapefile,
)
from tests.imports.files import Upload
from tests.imports.reading import read_files

ABC = [[b"A"], [b"B"], [b"C"]]
TABLE = dbf([DbfField(b"NAME", b"C", 5)], ABC)
RECORD = 8 + 20
"""Bytes of a record of points: its head and its content."""


def test_a_record_of_an_unknown_kind_loses_its_row_alone(upload: Upload) -> None:
    shp, shx = points_shp(3)
    broken = bytearray(shp)
    struct.pack_into("<i", broken, 100 + RECORD + 8, 99)

    found = read_files(
        upload, {**shapefile(TABLE, 3), "faults.shp": bytes(broken), "faults.shx": shx}
    )

    assert found.names == ["A", "C"]
    assert found.lost == {2: "no_geometry"}


def test_a_record_that_is_null_loses_its_row_alone(upload: Upload) -> None:
    shp, _ = points_shp(3)
    broken = bytearray(shp)
    struct.pack_into("<i", broken, 100 + RECORD + 8, 0)

    found = read_files(upload, {**shapefile(TABLE, 3), "faults.shp": bytes(broken)})

    assert found.names == ["A", "C"]
    assert found.lost == {2: "no_geometry"}


def test_a_shapefile_cut_off_keeps_what_is_there(upload: Upload) -> None:
    shp, _ = points_shp(3)

    found = read_files(upload, {**shapefile(TABLE, 3), "faults.shp": shp[:-5]})

    assert found.names == ["A", "B"]
    assert set(found.lost) == {3}


def test_an_extent_that_lies_moves_nothing(upload: Upload) -> None:
    shp, _ = points_shp(3)
    lying = bytearray(shp)
    struct.pack_into("<4d", lying, 36, 0, 0, 1, 1)

    found = read_files(
        upload,
        {**shapefile(TABLE, 3), "faults.shp": bytes(lying)},
        ImportOptions(crs="EPSG:25832"),
    )

    to_storage = Transformer.from_crs(25832, 25833, always_xy=True)
    for at, row in enumerate(found.rows):
        there = Point(to_storage.transform(335_000.0 + 10 * at, 5_779_000.0))
        assert row.shape.distance(there) < 0.0001


def test_bodies_in_a_shapefile_are_refused(upload: Upload) -> None:
    shp, _ = points_shp(3)
    bodies = bytearray(shp)
    struct.pack_into("<i", bodies, 32, 31)
    upload.give({**shapefile(TABLE, 3), "faults.shp": bytes(bodies)})

    assert upload.refusal().reason == "surfaces_in_space"


def change(upload: Upload, command: str) -> dict[str, bytes]:
    """A GeoPackage of two areas, A and B, changed by hand."""
    package(upload.folder, GOOD, {"name": ["A", "B"]})
    path = upload.folder / "faults.gpkg"
    connection = sqlite3.connect(path)
    for (trigger,) in connection.execute("select name from sqlite_master where type = 'trigger'"):
        connection.execute(f'drop trigger "{trigger}"')
    connection.execute(command)
    connection.commit()
    connection.close()
    return {path.name: path.read_bytes()}


def test_texts_that_are_no_utf8_stay_as_far_as_they_are(upload: Upload) -> None:
    files = change(upload, "update faults set name = cast(x'47f66d' as text) where fid = 1")

    found = read_files(upload, files)

    assert found.names == ["G\ufffdm", "B"]


@pytest.mark.parametrize(
    "blob", ["x'00'", "x'4750'", "substr(geom, 1, 60)", "x'deadbeef' || substr(geom, 5)"]
)
def test_a_shape_that_is_no_shape_loses_its_row_alone(blob: str, upload: Upload) -> None:
    files = change(upload, f"update faults set geom = {blob} where fid = 1")

    found = read_files(upload, files)

    assert found.names == ["B"]
    assert set(found.lost) == {1}


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Polygn", "coordinates": [[[12, 52]]]},
        {"type": "Point", "coordinates": ["12", "52"]},
        {"type": "Point", "coordinates": []},
        {"type": "Polygon", "coordinates": [12, 52]},
        {"type": "Polygon", "coordinates": []},
        {"type": "LineString", "coordinates": [[12, 52]]},
        {"type": "GeometryCollection"},
        "POINT (12 52)",
    ],
)
def test_a_feature_of_nonsense_loses_its_row_alone(geometry: object, upload: Upload) -> None:
    broken = {"type": "Feature", "properties": {"name": "B"}, "geometry": geometry}
    files = collection(feature({"name": "A"}), broken, feature({"name": "C"}, (12.6, 52.1)))

    found = read_files(upload, files)

    assert found.names == ["A", "C"]
    assert set(found.lost) == {2}


def test_a_feature_without_geometry_and_properties_is_listed(upload: Upload) -> None:
    files = collection({"type": "Feature"}, feature({"name": "A"}))

    found = read_files(upload, files)

    assert found.names == ["A"]
    assert found.lost == {1: "no_geometry"}


GML = """<?xml version="1.0" encoding="UTF-8"?>
<f:FeatureCollection xmlns:f="http://example.org/f" xmlns:gml="http://www.opengis.net/gml/3.2">
%s</f:FeatureCollection>"""
MEMBER = """<gml:featureMember><f:ort gml:id="o.%d"><f:name>%s</f:name><f:geom>
<gml:LineString gml:id="g.%d" srsName="EPSG:25833"><gml:posList>%s</gml:posList></gml:LineString>
</f:geom></f:ort></gml:featureMember>
"""


@pytest.mark.parametrize("corners", ["335000", "", "335000 5779000", "hier und dort"])
def test_a_gml_feature_of_nonsense_loses_its_row_alone(corners: str, upload: Upload) -> None:
    good = "335000 5779000 335100 5779000"
    members = "".join(
        MEMBER % (at, name, at, where)
        for at, (name, where) in enumerate([("A", good), ("B", corners), ("C", good)])
    )

    found = read_files(upload, {"faults.gml": (GML % members).encode()})

    assert found.names == ["A", "C"]
    assert set(found.lost) == {2}


def test_a_shape_that_brings_geos_down_leaves_a_sentence(upload: Upload) -> None:
    # GEOS reads collections in collections by recursion, until its stack is full.
    deep = struct.pack("<BII", 1, 7, 1) * 300_000 + point(1, 2)
    lines = ["name;wkb", f"A;{point(12.5, 52.1).hex()}", f"B;{deep.hex()}"]
    upload.give({"orte.csv": "\n".join(lines).encode()})

    refused = upload.refusal(ImportOptions(crs="EPSG:4326"))

    assert refused.reason == "crashed"
    assert "Traceback" not in refused.message


def test_umlauts_in_names_of_files_and_layers_do_no_harm(upload: Upload) -> None:
    files = names_shapefile(["A"], "utf-8")
    renamed = {name.replace("faults", "Spielplätze Süd"): body for name, body in files.items()}

    found = read_files(upload, renamed)

    assert found.report.source_layer == "Spielplätze Süd"
    assert found.names == ["A"]


def test_the_preview_is_light_and_shows_where_things_are(upload: Upload) -> None:
    count = 4_500
    places = np.random.default_rng(5).uniform((12.5, 52.1), (12.6, 52.2), (count, 2)).tolist()
    files = collection(*(feature({"name": f"n{at}"}, (x, y)) for at, (x, y) in enumerate(places)))

    found = read_files(upload, files)

    preview = json.loads((upload.folder / "preview.geojson").read_bytes())
    shown = preview["features"]
    assert 1_000 <= len(shown) <= 2_000
    for one in shown[:50]:
        at = int(one["properties"]["name"][1:])
        assert one["geometry"]["coordinates"] == pytest.approx(places[at], abs=2e-6)
    assert found.report.bbox is not None
    west, south, east, north = found.report.bbox
    # A box in the plane is a little larger than one in degrees.
    assert (west, south) == pytest.approx((12.5, 52.1), abs=0.01)
    assert (east, north) == pytest.approx((12.6, 52.2), abs=0.01)
