"""The catalogue's own pins, and what is made of files that are not as they should be."""

import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.domain.geodata import Dataset, DatasetSource, LayerRole, SourceFile, SourceKind
from mapper.errors import DatasetError
from mapper.imports.checked_features import (
    CheckedFeature,
    check_set,
    cut_overlaps,
    polygons_of,
    read_file,
)
from mapper.profile import load_profile
from tests.conftest import PROJECT

EXTENT = (13.9, 52.6, 14.2, 52.8)
TOWNS = {"99000001": "Quellwerder", "99000002": "Sandfurth"}
LINE = shapely.LineString([(14.0, 52.7), (14.01, 52.71)])
SQUARE = shapely.box(14.0, 52.7, 14.01, 52.71)
FILE = SourceFile("a.geojson", fields={"name": "n", "municipality": "m", "kind": "k"})
SOURCE = DatasetSource(
    kind=SourceKind.FOLDER,
    titles={"en": "invented"},
    licence=None,
    attribution="nobody",
    files=(FILE,),
    renames={"Dorv": "Dorf"},
    kinds={"Ortsteil": "district"},
)
DISTRICTS = Dataset("districts", LayerRole.DISTRICTS, {"en": "Districts"}, (SOURCE,))


def geojson(*rows: tuple[str | None, str, str, BaseGeometry | None]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"n": name, "m": ags, "k": kind},
            "geometry": shapely.geometry.mapping(shape) if shape is not None else None,
        }
        for name, ags, kind, shape in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def read(content: bytes | Path, file: SourceFile = FILE) -> list[CheckedFeature]:
    return read_file(content, file, SOURCE, DISTRICTS, TOWNS)


def feature(key: str, shape: BaseGeometry) -> CheckedFeature:
    return CheckedFeature(key, key, "district", key.partition("/")[0], shape)


def test_own_catalogue_pins_the_published_files() -> None:
    """Commit and digests as the design names them; a moved pin would be another map."""
    districts = load_profile(PROJECT / "geodata").dataset("districts")
    assert districts is not None
    network = next(one for one in districts.sources if one.kind is SourceKind.NETWORK)

    assert [one.kind.value for one in districts.sources] == ["folder", "network", "schematic"]
    assert [one.sha256 for one in network.files] == [
        "9303845b37dc73a8942430227582e1263edecb8a78c054d0a4cb08c784454bd3",
        "2d575d2a3bc4c45cf40a487dd9f9533fbffba83bb81edcb8183ddbbcaa0cbbb8",
    ]
    for file in network.files:
        assert "/48ba05ad4c6969e3b3c25735492169227ae411f1/public/data/" in file.location
        assert file.location.startswith("https://raw.githubusercontent.com/")
    assert network.attribution == "© OpenStreetMap contributors"
    assert len(network.renames) == 2


def test_every_schematic_source_says_so_in_every_language() -> None:
    profile = load_profile(PROJECT / "geodata")
    schematic = [
        source
        for dataset in profile.datasets
        for source in dataset.sources
        if source.kind is SourceKind.SCHEMATIC
    ]

    assert len(schematic) == 2
    for source in schematic:
        assert source.note["de"].startswith("Schematische Darstellung")
        assert "keine amtlichen Grenzen" in source.note["de"]
        assert "not official boundaries" in source.note["en"]


def test_rows_become_keyed_features_in_metres() -> None:
    (found,) = read(geojson((" Dorv ", "99000001", "Ortsteil", SQUARE)))

    assert (found.key, found.name, found.kind) == ("99000001/dorf", "Dorf", "district")
    # A square of 0.01 degrees: 1,113.2 m of meridian, 675 m of parallel at 52.705° north.
    assert found.geometry.area == pytest.approx(1112.9 * 675.6, rel=0.01)


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "fgb"])
def test_every_format_gives_the_same(tmp_path: Path, suffix: str) -> None:
    rows = gpd.GeoDataFrame(
        {"n": ["Dorf"], "m": ["99000001"], "k": ["Ortsteil"]}, geometry=[SQUARE], crs=4326
    )
    path = tmp_path / f"a.{suffix}"
    rows.to_crs(4326 if suffix == "geojson" else 25833).to_file(path)

    (found,) = read(path)
    (expected,) = read(geojson(("Dorf", "99000001", "Ortsteil", SQUARE)))

    assert found.key == expected.key
    assert found.geometry.normalize().equals_exact(expected.geometry.normalize(), 0.1)


def polygon(*ring: tuple[float, float]) -> bytes:
    """One named feature whose only ring is written as it is, closed or not."""
    whole = json.loads(geojson(("A", "99000001", "x", SQUARE)))
    whole["features"][0]["geometry"]["coordinates"] = [ring]
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>sign in</html>", "no geodata file that can be read"),
        (b"", "no geodata file that can be read"),
        (b'{"type": "FeatureCollection", "feat', "no geodata file that can be read"),
        (geojson(("", "99000001", "x", SQUARE)), "object 1 cannot be used: 'n' is empty"),
        (geojson((None, "99000001", "x", SQUARE)), "object 1 cannot be used: 'n' is empty"),
        (geojson(("A", "99000001", "x", SQUARE)).replace(b'"m"', b'"q"'), "has no column 'm'"),
        (geojson(("A", "12345678", "x", SQUARE)), "'12345678' is not in town.toml"),
        (geojson(("A", "99000001", "x", None)), "no geometry"),
        (geojson(("A", "99000001", "x", shapely.Point(14, 52.7))), "is a Point, not a polygon"),
        (geojson(("A", "99000001", "x", LINE)), "is a LineString, not a polygon"),
        (polygon((14, 52.7), (14.1, 52.7), (14.1, 52.8)), "it holds a broken geometry"),
        (polygon((14, 52), (999, 95), (14, 53), (14, 52)), "nowhere on this map"),
        (b"null", "no geodata file that can be read"),
        (bytes(100), "no geodata file that can be read"),
    ],
)
def test_unusable_content_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(DatasetError) as refused:
        read(content)

    assert said in refused.value.message
    assert refused.value.message.startswith("a.geojson")


def test_invalid_polygon_is_mended() -> None:
    bow_tie = shapely.Polygon([(14, 52.7), (14.01, 52.71), (14.01, 52.7), (14, 52.71)])

    (found,) = read(geojson(("A", "99000001", "x", bow_tie)))

    assert found.geometry.is_valid
    assert found.geometry.geom_type == "MultiPolygon"
    assert found.geometry.area == pytest.approx(1112.9 * 675.6 / 2, rel=0.01)


def test_other_crs_than_stated_is_refused(tmp_path: Path) -> None:
    rows = gpd.GeoDataFrame(
        {"n": ["A"], "m": ["99000001"], "k": ["x"]}, geometry=[SQUARE], crs=4326
    )
    rows.to_crs(3857).to_file(tmp_path / "a.gpkg")

    with pytest.raises(DatasetError, match="the catalogue EPSG:25833"):
        read(tmp_path / "a.gpkg", replace(FILE, srid=25833))


def test_file_without_crs_needs_the_catalogue(tmp_path: Path) -> None:
    rows = gpd.GeoDataFrame(
        {"n": ["A"], "m": ["99000001"], "k": ["x"]}, geometry=[SQUARE], crs=4326
    )
    rows.to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()

    with pytest.raises(DatasetError, match="neither it nor the catalogue tells its CRS"):
        read(tmp_path / "a.shp")

    assert len(read(tmp_path / "a.shp", replace(FILE, srid=4326))) == 1


def test_wrong_number_or_doubled_key_is_refused() -> None:
    a = feature("99000001/a", shapely.box(432_500, 5_839_000, 433_000, 5_839_500))

    with pytest.raises(DatasetError, match="holds 1 objects instead of 2"):
        check_set([a], replace(DISTRICTS, expected_features=2), "x", EXTENT)
    with pytest.raises(DatasetError, match="holds '99000001/a' twice"):
        check_set([a, a], DISTRICTS, "x", EXTENT)
    with pytest.raises(DatasetError, match="holds no objects"):
        check_set([], DISTRICTS, "x", EXTENT)
    assert check_set([a], DISTRICTS, "x", EXTENT) == [a]


def test_features_far_away_are_refused() -> None:
    """Degrees taken for metres end up near the origin of the projection."""
    lost = feature("99000001/a", shapely.box(14.0, 52.7, 14.1, 52.8))

    with pytest.raises(DatasetError, match="outside the extent"):
        check_set([lost], DISTRICTS, "x", EXTENT)


def test_overlap_goes_to_the_lower_key() -> None:
    """Two squares of 100 m that share a strip of 10 m: 1,000 m²."""
    upper = feature("2/b", shapely.box(90, 0, 190, 100))
    lower = feature("1/a", shapely.box(0, 0, 100, 100))

    kept, cut_m2 = cut_overlaps([upper, lower])

    areas = {one.key: one.geometry.area for one in kept}
    assert cut_m2 == pytest.approx(1000)
    assert areas == {"1/a": pytest.approx(10_000), "2/b": pytest.approx(9_000)}


def test_touching_features_are_left_alone() -> None:
    pair = [feature("1/a", shapely.box(0, 0, 9, 9)), feature("1/b", shapely.box(9, 0, 18, 9))]

    assert cut_overlaps(pair) == (pair, 0.0)


def test_polygons_are_picked_from_a_collection() -> None:
    mixed = shapely.GeometryCollection(
        [
            shapely.box(0, 0, 2, 2),
            shapely.Point(1, 1),
            shapely.MultiPolygon([shapely.box(5, 5, 7, 7)]),
        ]
    )

    assert polygons_of(mixed).area == pytest.approx(8)
    assert polygons_of(shapely.Point(1, 1)).is_empty
