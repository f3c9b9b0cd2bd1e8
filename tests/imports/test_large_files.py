"""Files that are large in one respect: many rows, or one shape of many parts."""

import json

import pytest
import shapely

from mapper.domain.imports import ImportLimits
from tests.imports.fault_files import collection
from tests.imports.files import Upload
from tests.imports.reading import read_files
from tests.imports.test_broken_files import GML, MEMBER


def _in_one_shape(kind: str) -> shapely.Geometry:
    """Some ten thousand specks in a single shape."""
    places = [(12.5 + at % 150 / 2_000, 52.1 + at // 150 / 2_000) for at in range(22_500)]
    if kind == "points":
        return shapely.MultiPoint(places)
    squares = [shapely.box(x, y, x + 0.0002, y + 0.0002) for x, y in places]
    if kind == "polygons":
        return shapely.MultiPolygon(squares)
    holes = [square.exterior for square in squares]
    return shapely.Polygon(shapely.box(12.4, 52.0, 12.7, 52.3).exterior, holes)


@pytest.mark.parametrize("kind", ["points", "polygons", "holes"])
def test_one_shape_of_countless_parts_has_a_light_preview_too(kind: str, upload: Upload) -> None:
    geometry = json.loads(shapely.to_geojson(_in_one_shape(kind)))
    files = collection({"type": "Feature", "properties": {"name": kind}, "geometry": geometry})

    found = read_files(upload, files, limits=ImportLimits(seconds=60))

    assert found.report.features == 1
    path = upload.folder / "preview.geojson"
    assert path.stat().st_size <= 1_000_000
    (shown,) = json.loads(path.read_bytes())["features"]
    west, south, east, north = shapely.from_geojson(json.dumps(shown["geometry"])).bounds
    assert (west, south) == pytest.approx((12.5, 52.1) if kind != "holes" else (12.4, 52), abs=0.01)
    assert east > 12.55
    assert north > 52.15


def test_a_long_gml_file_tells_of_the_one_row_that_cannot_be_read(upload: Upload) -> None:
    count, broken = 100_020, 100_004
    corners = ("398000 5780000 398010 5780000", "none of them")
    members = "".join(
        MEMBER % (at, f"L{at}", at, corners[at == broken]) for at in range(1, count + 1)
    )

    found = read_files(upload, {"faults.gml": (GML % members).encode()})

    assert found.report.rows_read == count
    assert found.report.features == count - 1
    assert found.lost == {broken: "unreadable_row"}
