"""Layers taken away as files and opened again, by pyogrio and by GDAL's own command."""

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pyogrio
import pytest
import shapely
from sqlalchemy import delete

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Feature
from mapper.domain.imports import FieldInfo
from mapper.services.layer_columns import columns_of, with_short_names
from mapper.services.layer_files import FORMATS, LayerFiles
from mapper.services.layer_geojson import layer_pieces
from mapper.services.layers import find_layer
from tests.db.layers import ATTRIBUTION, LICENCE, Object, add_layer, squares
from tests.db.world import SOUTH, WEST

LONG = "Straßenschlüssel_der_Gemeinde"
FIELDS = tuple(
    FieldInfo(name, title, kind, nulls=0)
    for name, title, kind in (
        ("Länge", "Länge", "number"),
        ("stücke", "Stückzahl", "integer"),
        ("eigen", "eigen", "boolean"),
        ("gebaut", "gebaut", "date"),
        ("gesehen", "gesehen", "moment"),
        (LONG, LONG, "text"),
        (f"{LONG}_alt", f"{LONG}_alt", "text"),
    )
)
ROWS: tuple[dict[str, object], ...] = (
    {
        "Länge": 12.25,
        "stücke": 9_000_000_000,
        "eigen": True,
        "gebaut": "1998-02-28",
        "gesehen": "2026-11-22T10:30:00+00:00",
        LONG: "Größe \N{SNOWMAN} 'x' <b>",
        f"{LONG}_alt": "=1+1",
    },
    {"Länge": None, "stücke": 0, "eigen": False, "gebaut": None, LONG: ""},
)
EXPECTED: dict[str, list[object]] = {
    "Länge": [12.25, None],
    "stücke": [9_000_000_000, 0],
    "eigen": [True, False],
    "gebaut": [date(1998, 2, 28), None],
    "gesehen": [datetime(2026, 11, 22, 10, 30, tzinfo=UTC), None],
    LONG: ["Größe \N{SNOWMAN} 'x' <b>", ""],
    f"{LONG}_alt": ["=1+1", None],
}
SHAPES = (
    shapely.box(WEST, SOUTH, WEST + 100, SOUTH + 50),
    shapely.box(WEST + 500, SOUTH, WEST + 700, SOUTH + 50).difference(
        shapely.box(WEST + 550, SOUTH + 10, WEST + 600, SOUTH + 20)
    ),
)
MIXED = (
    shapely.Point(WEST, SOUTH),
    shapely.LineString([(WEST, SOUTH), (WEST + 40, SOUTH + 30)]),
    SHAPES[0],
    shapely.MultiPoint([(WEST, SOUTH), (WEST + 5, SOUTH)]),
)


@pytest.fixture
def files(tmp_path: Path) -> LayerFiles:
    return LayerFiles(tmp_path / "kept")


@pytest.fixture
def layer(world: Sessions) -> str:
    objects: list[Object] = [
        (f"Fläche {number}", None, row, shape)
        for number, (row, shape) in enumerate(zip(ROWS, SHAPES, strict=True), start=1)
    ]
    add_layer(world, "flaechen", objects, fields=FIELDS, title="Flächen")
    return "flaechen"


def take(files: LayerFiles, sessions: Sessions, slug: str, ending: str, folder: Path) -> Path:
    """The file under the name that people get it by."""
    path = folder / f"{slug}.{ending}"
    path.write_bytes(files.take(sessions, find_layer(sessions, slug), ending).read_bytes())
    return path


def by_gdal(path: str, folder: Path) -> list[dict[str, Any]]:
    """The objects as ogr2ogr reads them, in EPSG:25833."""
    out = folder / "read.json"
    out.unlink(missing_ok=True)
    options = ("-t_srs", "EPSG:25833", "-lco", "RFC7946=NO", "-lco", "COORDINATE_PRECISION=4")
    done = subprocess.run(
        ["ogr2ogr", "-f", "GeoJSON", *options, str(out), path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    found: list[dict[str, Any]] = json.loads(out.read_text())["features"]
    return found


def same(one: Any, other: Any) -> bool:
    return bool(
        shapely.equals(shapely.normalize(one), shapely.normalize(other))
        or one.symmetric_difference(other).area < 0.01
    )


@pytest.mark.parametrize("ending", ["gpkg", "fgb"])
def test_a_file_holds_every_object_with_its_types(
    world: Sessions, files: LayerFiles, layer: str, ending: str, tmp_path: Path
) -> None:
    path = take(files, world, layer, ending, tmp_path)

    frame = pyogrio.read_dataframe(path).sort_values("name")
    assert list(frame.columns) == ["name", *EXPECTED, "geometry"]
    assert frame.crs.to_epsg() == 25833
    assert frame["stücke"].dtype == np.int64
    assert frame["eigen"].dtype == bool
    for name, expected in EXPECTED.items():
        for value, wanted in zip(frame[name], expected, strict=True):
            if wanted is None:
                assert str(value) in ("None", "nan", "NaT"), name
            elif isinstance(wanted, datetime):
                assert value.tz_convert("UTC").to_pydatetime() == wanted
            elif isinstance(wanted, date):
                assert value.date() == wanted
            else:
                assert value == wanted, name
    assert all(map(same, frame.geometry, SHAPES))
    info = pyogrio.read_info(path, layer=0)
    told = {**(info["dataset_metadata"] or {}), **(info["layer_metadata"] or {})}
    assert (told["licence"], told["attribution"]) == (LICENCE, ATTRIBUTION)

    found = sorted(by_gdal(str(path), tmp_path), key=lambda one: one["properties"]["name"])
    assert [one["properties"]["stücke"] for one in found] == EXPECTED["stücke"]
    assert [one["properties"].get(LONG) for one in found] == EXPECTED[LONG]
    assert [one["properties"].get("Länge") for one in found] == EXPECTED["Länge"]
    assert all(
        same(shapely.geometry.shape(one["geometry"]), shape)
        for one, shape in zip(found, SHAPES, strict=True)
    )


def test_a_shapefile_says_what_dbase_could_not(
    world: Sessions, files: LayerFiles, layer: str, tmp_path: Path
) -> None:
    path = take(files, world, layer, "shp.zip", tmp_path)

    with ZipFile(path) as packed:
        names = set(packed.namelist())
        readme = packed.read("README.txt").decode()
        assert packed.read("flaechen.cpg") == b"UTF-8"
        assert "ETRS" in packed.read("flaechen.prj").decode()
    assert names == {
        *(f"flaechen.{one}" for one in ("shp", "shx", "dbf", "prj", "cpg")),
        "README.txt",
    }
    for words in (LICENCE, ATTRIBUTION, LONG, f"{LONG}_alt", "Stückzahl"):
        assert words in readme
    frame = pyogrio.read_dataframe(f"/vsizip/{path}/flaechen.shp")
    assert list(frame.columns) == [
        *("name", "Laenge", "stuecke", "eigen", "gebaut", "gesehen", "Strassensc", "Strassen_1"),
        "geometry",
    ]
    assert all(len(name) <= 10 for name in frame.columns)
    assert frame["stuecke"].tolist() == EXPECTED["stücke"]
    assert frame["Strassensc"][0] == ROWS[0][LONG]
    assert frame["gebaut"][0].date() == date(1998, 2, 28)
    assert frame.crs.to_epsg() == 25833
    assert all(map(same, frame.geometry, SHAPES))
    found = by_gdal(f"/vsizip/{path}/flaechen.shp", tmp_path)
    assert [one["properties"]["Strassensc"] for one in found] == [ROWS[0][LONG], None]
    assert [one["properties"]["Laenge"] for one in found] == EXPECTED["Länge"]


def test_objects_of_several_kinds_keep_their_shapes(
    world: Sessions, files: LayerFiles, tmp_path: Path
) -> None:
    objects: list[Object] = [(f"M{n}", "x", {}, one) for n, one in enumerate(MIXED)]
    add_layer(world, "gemischt", objects)

    for ending in ("gpkg", "fgb"):
        path = take(files, world, "gemischt", ending, tmp_path)
        frame = pyogrio.read_dataframe(path).sort_values("name")
        assert all(map(shapely.equals, frame.geometry, MIXED)), ending
        assert len(by_gdal(str(path), tmp_path)) == len(MIXED)

    path = take(files, world, "gemischt", "shp.zip", tmp_path)
    counted = {
        part: pyogrio.read_info(f"/vsizip/{path}/gemischt_{part}.shp")["features"]
        for part in ("points", "lines", "polygons")
    }
    assert counted == {"points": 2, "lines": 1, "polygons": 1}


def test_geojson_to_take_away_has_every_attribute(world: Sessions, layer: str) -> None:
    found = find_layer(world, layer)

    light = json.loads(b"".join(layer_pieces(world, found)))
    whole = json.loads(b"".join(layer_pieces(world, found, attributes=True)))

    keys = {"name", "kind", "key", "municipality", "schematic"}
    assert set(light["features"][0]["properties"]) == keys
    assert whole["features"][0]["properties"] == {
        **light["features"][0]["properties"],
        **ROWS[0],
    }
    assert (whole["licence"], whole["attribution"]) == (LICENCE, ATTRIBUTION)


def test_an_empty_layer_is_a_file_too(world: Sessions, files: LayerFiles, tmp_path: Path) -> None:
    add_layer(world, "leer", squares(1))
    with transaction(world) as session:
        session.execute(delete(Feature).where(Feature.name == "A1"))

    for ending in FORMATS:
        assert take(files, world, "leer", ending, tmp_path).stat().st_size > 0
    assert json.loads(b"".join(layer_pieces(world, find_layer(world, "leer"))))["features"] == []


def test_short_names_are_ten_letters_and_differ() -> None:
    fields = [FieldInfo(f"Bezeichnung_{n}", "x", "text", 0) for n in range(12)]
    fields += [FieldInfo(name, name, "text", 0) for name in ("ÄÖÜß €", "fid", "geom", "FID")]

    short = with_short_names(columns_of(fields, ()))

    names = [one.name for one in short]
    assert len({name.casefold() for name in names}) == len(fields)
    assert all(len(name) <= 10 and name.isascii() for name in names)
    assert names[0] == "Bezeichnun"
    assert names[11] == "Bezeich_11"
    assert names[12] == "AeOeUess__"


def test_a_moment_before_all_time_is_left_out(world: Sessions, files: LayerFiles) -> None:
    fields = [FieldInfo("seen", "seen", "moment", nulls=0)]
    moment = "0001-01-01T00:00:00+01:00"
    add_layer(world, "early", squares(1, seen=moment), fields=fields)

    path = files.take(world, find_layer(world, "early"), "gpkg")

    assert pyogrio.read_dataframe(path)["seen"].isna().tolist() == [True]
