"""Programs that people use read the OGC API: OWSLib, GDAL and QGIS."""

from pathlib import Path

import numpy as np
import pyogrio
import pytest
from owslib.ogcapi.features import Features

from mapper.geo.crs import to_degrees
from tests.api.conftest import Town
from tests.api.ogc import COUNT, CRS, FIELDS
from tests.db.world import SIDE, SOUTH, WEST
from tests.gis.programs import gdal, qgis

# 16 squares a row (the root of 250) over three times 2 km; every row 250 m above the last.
STEP = 3 * SIDE / 16


def window_of(*metres: float) -> tuple[float, float, float, float]:
    """A box in degrees inside a box in metres."""
    west, south, east, north = to_degrees(np.array(metres).reshape(2, 2)).ravel()
    return float(west), float(south), float(east), float(north)


def test_owslib_reads_it(fields: Town) -> None:
    service = Features(f"{fields.app.url}/ogc/")

    assert FIELDS in service.feature_collections()
    assert service.api()["openapi"].startswith("3.0")
    assert CRS["25833"] in service.collection(FIELDS)["crs"]
    assert set(service.collection_queryables(FIELDS)["properties"]) == {"name", "kind", "key"}
    window = window_of(WEST - 10, SOUTH - 10, WEST + 1.5 * STEP, SOUTH + 70)
    found = service.collection_items(FIELDS, bbox=list(window), limit=1)
    assert (found["numberMatched"], found["numberReturned"]) == (2, 1)
    metres = service.collection_items(FIELDS, crs=CRS["25833"], name="A1")
    item = service.collection_item(FIELDS, str(metres["features"][0]["id"]))
    assert metres["features"][0]["geometry"]["coordinates"][0][0] == pytest.approx(
        [WEST + 60, SOUTH]
    )
    assert item["properties"]["name"] == "A1"


def test_gdal_reads_it_page_by_page(fields: Town, tmp_path: Path) -> None:
    target = tmp_path / "felder.gpkg"
    source = f"OAPIF:{fields.app.url}/ogc"

    listed = gdal("ogrinfo", "-ro", source)
    gdal("ogr2ogr", "-f", "GPKG", str(target), source, FIELDS, "-oo", "PAGE_SIZE=40")

    assert f"{FIELDS} (title: " in listed
    table = pyogrio.read_dataframe(target)
    assert sorted(table["name"], key=lambda name: int(name[1:])) == [
        f"A{number + 1}" for number in range(COUNT)
    ]
    assert {"kind", "key", "number"} <= set(table.columns)
    assert str(table["number"].dtype).startswith("int")
    assert table.to_crs(25833).area.to_numpy() == pytest.approx(3600, abs=1)


def test_gdal_asks_for_a_window_and_a_value(fields: Town) -> None:
    window = window_of(WEST - 10, SOUTH - 10, WEST + 1.5 * STEP, SOUTH + 70)
    source = f"OAPIF:{fields.app.url}/ogc"

    said = gdal("ogrinfo", "-ro", "-so", source, FIELDS, "-spat", *map(str, window))

    assert "Feature Count: 2" in said


def test_gdal_reads_metres_as_they_are(fields: Town, tmp_path: Path) -> None:
    target = tmp_path / "felder.gpkg"
    items = f"{fields.app.url}/ogc/collections/{FIELDS}/items?limit=10000&crs={CRS['25833']}"

    gdal("ogr2ogr", "-f", "GPKG", "-a_srs", "EPSG:25833", str(target), items)

    info = pyogrio.read_info(target)
    assert (info["features"], info["crs"]) == (COUNT, "EPSG:25833")
    assert info["total_bounds"][:2] == pytest.approx((WEST, SOUTH), abs=0.01)


def test_gdal_reads_the_tiles(fields: Town, tmp_path: Path) -> None:
    tile = fields.web.get(f"/ogc/collections/{FIELDS}/tiles/WebMercatorQuad/12/1350/2190")
    path = tmp_path / "1350.mvt"
    path.write_bytes(tile.body)

    place = [part for one in ("X=2190", "Y=1350", "Z=12") for part in ("-oo", one)]
    said = gdal("ogrinfo", "-ro", "-so", *place, str(path), FIELDS)

    assert "Feature Count: " in said
    assert "Feature Count: 0" not in said
    assert "name: String" in said


@pytest.mark.parametrize("collection", [FIELDS, "ideas", "districts"])
def test_qgis_reads_it(fields: Town, tmp_path: Path, collection: str) -> None:
    all_items = fields.web.get(f"/ogc/collections/{collection}/items?limit=10000").json()
    window = window_of(WEST - 10, SOUTH - 10, WEST + 1.5 * STEP, SOUTH + 70)

    said = qgis(
        tmp_path,
        kind="features",
        source=f" url='{fields.app.url}/ogc' typename='{collection}' pageSize='100'",
        window=window,
    )

    assert said["valid"], said
    assert said["count"] == said["read"] == said["ids"] == all_items["numberMatched"]
    assert set(all_items["features"][0]["properties"]) <= set(said["fields"])
    assert not said["may_edit"]
    if collection == FIELDS:
        assert said["inside"] == 2
        assert "Polygon" in said["type"]


def test_qgis_draws_the_tiles(fields: Town, tmp_path: Path) -> None:
    tiles = f"{fields.app.url}/ogc/collections/districts/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"

    # A square of 40 km around the town in Web Mercator: its districts fill a good part of it.
    said = qgis(
        tmp_path,
        kind="tiles",
        source=f"type=xyz&url={tiles}&zmin=0&zmax=14",
        window=(1355000, 6795000, 1435000, 6875000),
    )

    assert said["valid"]
    assert 0.05 < said["drawn"] < 0.95
