"""The same districts come out in the same place from every format in every system."""

import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio import raw

from mapper.domain.imports import ImportOptions, ImportReport, Question
from mapper.imports.child import read_in_child
from mapper.imports.reading.request import Request
from tests.copy_rows import SentRow, sent_rows
from tests.geodesy import in_system
from tests.prj_texts import IDENTIFIED
from tests.town import Shape, districts, ground

SHAPES = districts()
HERE = ground()
SYSTEMS = [
    "EPSG:25833", "EPSG:25832", "EPSG:31468", "EPSG:2398", "EPSG:4326", "EPSG:3857", "EPSG:4258",
    "EPSG:5650", "ESRI:102359",
]  # fmt: skip
OLD_DATUMS = {"EPSG:31468", "EPSG:2398"}
DRIVERS = {
    "shp": "ESRI Shapefile",
    "gpkg": "GPKG",
    "gdb": "OpenFileGDB",
    "geojson": "GeoJSON",
    "fgb": "FlatGeobuf",
    "gml": "GML",
    "kml": "LIBKML",
}


def _write(folder: Path, ending: str, code: str | None) -> Path:
    """A file whose positions are computed here and not by the driver."""
    path = folder / f"ortsteile.{ending}"
    areas = [
        shapely.transform(one.area, lambda degrees: in_system(degrees, code or "EPSG:25833"))
        for one in SHAPES
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a file without a system is made
        _write_shapes(path, areas, ending, code)
    return path


def _write_shapes(
    path: Path, areas: Sequence[shapely.Geometry], ending: str, code: str | None
) -> None:
    raw.write(
        path,
        geometry=np.array([shapely.to_wkb(area) for area in areas]),
        field_data=[np.array([one.name for one in SHAPES], dtype=object)],
        fields=np.array(["name"]),
        field_mask=None,
        geometry_type="Polygon" if _is_plain() else "MultiPolygon",
        promote_to_multi=not _is_plain(),
        crs=code,
        driver=DRIVERS[ending],
        layer="ortsteile",
        encoding="UTF-8",
    )


def _is_plain() -> bool:
    return all(isinstance(one.area, shapely.Polygon) for one in SHAPES)


def _zip(given: Path, files: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(given / "ortsteile.zip", "w") as packed:
        for name, path in files.items():
            packed.write(path, name)


def _give_plain(ending: str) -> Callable[[Path, str], None]:
    def give(given: Path, code: str) -> None:
        _write(given, ending, code)

    return give


def _give_zipped(ending: str) -> Callable[[Path, str], None]:
    def give(given: Path, code: str) -> None:
        made = given.parent / "made"
        made.mkdir()
        _write(made, ending, code)
        _zip(given, {str(one.relative_to(made)): one for one in made.rglob("*") if one.is_file()})

    return give


def _give_table(given: Path, code: str) -> None:
    """Points, with a comma in the numbers; nothing in it says which system."""
    rows = ["Name;Rechtswert;Hochwert"]
    for one in SHAPES:
        ((x, y),) = in_system(_point(one), code)
        rows.append(f"{one.name};{x:.9f};{y:.9f}".replace(".", ","))
    (given / "ortsteile.csv").write_text("\n".join(rows) + "\n", "utf-8")


def _point(shape: Shape) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    return shapely.get_coordinates(shapely.point_on_surface(shape.area))


FORMATS: Mapping[str, Callable[[Path, str], None]] = {
    "zipped shapefile": _give_zipped("shp"),
    "loose shapefile": _give_plain("shp"),
    "GeoPackage": _give_plain("gpkg"),
    "File Geodatabase": _give_zipped("gdb"),
    "GeoJSON": _give_plain("geojson"),
    "FlatGeobuf": _give_plain("fgb"),
    "GML": _give_plain("gml"),
    "CSV": _give_table,
}


def _read(folder: Path, **options: object) -> tuple[ImportReport, list[SentRow]]:
    rows = bytearray()
    request = Request(
        folder=folder,
        version_id=1,
        options=ImportOptions(**options),  # type: ignore[arg-type]
        ground=HERE,
    )
    report = read_in_child(request, rows.extend)
    return report, sent_rows(bytes(rows))


def _assert_in_place(rows: list[SentRow], within_m: float, *, points: bool = False) -> None:
    expected = {
        one.name: shapely.transform(
            shapely.Point(*_point(one)[0]) if points else one.area,
            lambda degrees: in_system(degrees, "EPSG:25833"),
        )
        for one in SHAPES
    }
    assert {row.name for row in rows} == set(expected)
    for row in rows:
        assert shapely.hausdorff_distance(row.shape, expected[str(row.name)]) < within_m


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "job" / "given"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("code", SYSTEMS)
@pytest.mark.parametrize("which", FORMATS)
def test_districts_come_out_in_their_place(given: Path, which: str, code: str) -> None:
    FORMATS[which](given, code)
    chosen = {"crs": code} if which == "CSV" else {}

    report, rows = _read(given.parent, name_field="Name" if which == "CSV" else "name", **chosen)

    assert report.question is None
    assert report.crs is not None
    assert report.crs.crs == code
    assert report.crs.state in (("chosen",) if which == "CSV" else ("given", "identified"))
    _assert_in_place(rows, 2 if code in OLD_DATUMS else 0.1, points=which == "CSV")


def test_kml_is_always_in_degrees(given: Path) -> None:
    _write(given, "kml", "EPSG:4326")

    report, rows = _read(given.parent)

    assert report.crs is not None
    assert (report.crs.state, report.crs.crs) == ("given", "EPSG:4326")
    _assert_in_place(rows, 0.1)


@pytest.mark.parametrize("ending", ["shp", "gpkg", "fgb"])
def test_a_file_without_a_system_is_asked_about_and_read_by_the_answer(
    given: Path, ending: str
) -> None:
    _write(given, ending, None)

    asked, none = _read(given.parent)
    answered, rows = _read(given.parent, crs="EPSG:25833", name_field="name")

    assert (asked.question, none) == (Question.CRS, [])
    assert asked.crs is not None
    assert asked.crs.state == "missing"
    assert asked.crs.candidates[0].crs == "EPSG:25833"
    assert answered.question is None
    _assert_in_place(rows, 0.1)


@pytest.mark.parametrize("which", ["ArcGIS, UTM 33", "AutoCAD Map", "a PROJ string"])
def test_a_prj_of_any_program_is_recognised(given: Path, which: str) -> None:
    _write(given, "shp", None)
    words, code = IDENTIFIED[which]
    (given / "ortsteile.prj").write_text(words)

    report, rows = _read(given.parent, name_field="name")

    assert report.crs is not None
    assert report.crs.crs == code
    _assert_in_place(rows, 0.1)


def test_a_file_with_the_wrong_prj_is_asked_about(given: Path) -> None:
    _write(given, "shp", None)
    (given / "ortsteile.prj").write_text(IDENTIFIED["ArcGIS, UTM 32"][0])

    report, rows = _read(given.parent)

    assert (report.question, rows) == (Question.CRS, [])
    assert report.crs is not None
    assert (report.crs.state, report.crs.words) == ("contradictory", "ETRS_1989_UTM_Zone_32N")
    assert [one.crs for one in report.crs.candidates] == ["EPSG:25833", "EPSG:25832"]


def test_axes_the_other_way_round_are_offered_and_put_right(given: Path) -> None:
    rows = ["Name;x;y"]
    for one in SHAPES:
        ((east, north),) = in_system(_point(one), "EPSG:25833")
        rows.append(f"{one.name};{north:.3f};{east:.3f}")
    (given / "ortsteile.csv").write_text("\n".join(rows) + "\n", "utf-8")

    asked, _ = _read(given.parent, x_field="x", y_field="y")
    assert asked.crs is not None
    first = asked.crs.candidates[0]
    _, right = _read(
        given.parent, x_field="x", y_field="y", crs=first.crs, swap_axes=True, name_field="Name"
    )

    assert (first.crs, first.swapped) == ("EPSG:25833", True)
    _assert_in_place(right, 0.1, points=True)
