"""Rows of a file of districts find the known ones they stand for."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.domain.imports import Ground, ImportOptions, KnownDistrict
from mapper.imports.reading.districts import ags_of
from mapper.imports.reading.place_names import core, fold, slips
from tests.imports.fault_files import EAST, NORTH, package, point, polygon, several, square
from tests.imports.files import Upload
from tests.imports.reading import Outcome, read_files

TOWN, OTHER = "12069020", "12069688"


def area(x: float, y: float, size: float = 1000.0) -> bytes:
    return bytes(
        shapely.to_wkb(shapely.box(EAST + x, NORTH + y, EAST + x + size, NORTH + y + size))
    )


# A row of squares of a kilometre; the last has no area yet.
KNOWN = (
    KnownDistrict(f"{TOWN}/gross-briesen", "Groß Briesen", TOWN, area(0, 0)),
    KnownDistrict(f"{TOWN}/luette", "Lütte", TOWN, area(1000, 0)),
    KnownDistrict(f"{TOWN}/luesse", "Lüsse", TOWN, area(2000, 0)),
    KnownDistrict(f"{OTHER}/jeserig-flaeming", "Jeserig/Fläming", OTHER, area(3000, 0)),
    KnownDistrict(f"{OTHER}/reetz", "Reetz", OTHER, area(4000, 0)),
    KnownDistrict(f"{TOWN}/dippmannsdorf", "Dippmannsdorf", TOWN, area(5000, 0)),
    KnownDistrict(f"{OTHER}/reetz-2", "Neu-Reetz", OTHER),
)
MUNICIPALITIES = (
    KnownDistrict(TOWN, "Bad Beispiel", TOWN, area(0, 0, 3000)),
    KnownDistrict(OTHER, "Musterburg/Mark", OTHER, area(3000, 0, 3000)),
)
FAR = square(50_000, 0, 1000)


def read(
    upload: Upload,
    names: list[str],
    shapes: list[bytes] | None = None,
    options: ImportOptions | None = None,
    ground: Ground | None = None,
    role: str = "districts",
    **fields: list[str],
) -> Outcome:
    """Rows of these names, far away from everything unless they have shapes."""
    given = shapes or [polygon(FAR)] * len(names)
    files = package(upload.folder, given, {"name": names, **fields})
    around = ground or Ground(None, KNOWN, MUNICIPALITIES)
    return read_files(upload, files, options, ground=around, role=role)


def matched(found: Outcome) -> list[tuple[str | None, str]]:
    return [(one.key, one.how) for one in found.report.districts]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Groß Briesen", "gross-briesen"),
        ("GROSS BRIESEN", "gross-briesen"),
        ("Gross-Briesen", "gross-briesen"),
        ("OT Groß Briesen", "gross-briesen"),
        ("Ortsteil Lütte", "luette"),
        ("Gemarkung Lütte", "luette"),
        ("Luette", "luette"),
        ("Lutte", "luette"),
        ("Lüsse (Bad Beispiel)", "luesse"),
        ("Lüsse, OT von Bad Beispiel", "luesse"),
    ],
)
def test_a_name_is_recognised_as_offices_write_it(written: str, key: str, upload: Upload) -> None:
    assert matched(read(upload, [written])) == [(f"{TOWN}/{key}", "name")]


def test_a_name_without_what_tells_it_from_others_is_recognised(upload: Upload) -> None:
    found = read(upload, ["Jeserig", "Jeserig (Fläming)"])

    assert matched(found) == [(f"{OTHER}/jeserig-flaeming", "name")] * 2
    assert found.noted == {1: "united", 2: "united"}
    assert len(found.rows) == 1


def test_a_slip_of_the_pen_is_forgiven_in_long_names_and_not_in_short_ones(upload: Upload) -> None:
    x = 5000.0
    shapes = [polygon(square(x, 0, 900)), polygon(FAR), polygon(FAR)]

    found = read(upload, ["Dipmannsdorff", "Lügge", "Reez"], shapes)

    assert matched(found) == [
        (f"{TOWN}/dippmannsdorf", "alike"),
        (None, "none"),
        (None, "none"),
    ]
    assert found.lost == {2: "no_district", 3: "no_district"}


def test_a_nearly_right_name_elsewhere_is_not_believed(upload: Upload) -> None:
    assert matched(read(upload, ["Dippmansdorf"])) == [(None, "none")]


def test_a_key_in_any_field_goes_before_the_name(upload: Upload) -> None:
    found = read(upload, ["Unfug"], schluessel=[f"{TOWN}/luette"])

    assert matched(found) == [(f"{TOWN}/luette", "key")]
    assert [(row.key, row.name, row.kind) for row in found.rows] == [
        (f"{TOWN}/luette", "Lütte", "district")
    ]


def test_the_municipality_in_a_field_decides_between_two_of_one_name(upload: Upload) -> None:
    both = (
        KnownDistrict(f"{TOWN}/borne", "Borne", TOWN),
        KnownDistrict(f"{OTHER}/borne", "Borne", OTHER),
    )
    ars = f"{OTHER[:5]}0000{OTHER[5:]}"

    found = read(upload, ["Borne", "Borne"], ground=Ground(None, both), ars=[ars, f"{TOWN}"])

    assert matched(found) == [(f"{OTHER}/borne", "name"), (f"{TOWN}/borne", "name")]


def test_without_a_name_the_place_decides(upload: Upload) -> None:
    # 600 m of 1,000 m lie in Lüsse; of the other less than half in any.
    shapes = [polygon(square(2400, 0, 1000)), polygon(square(5600, 0, 1000))]

    found = read(upload, ["Süd", "Nord"], shapes)

    assert matched(found) == [(f"{TOWN}/luesse", "place"), (None, "none")]


def test_somebody_decides_and_leaves_out(upload: Upload) -> None:
    options = ImportOptions(districts={"Süd": f"{OTHER}/reetz", "Lütte": ""})

    found = read(upload, ["Süd", "Lütte", "Lüsse"], options=options)

    assert matched(found) == [
        (f"{OTHER}/reetz", "chosen"),
        (None, "chosen"),
        (f"{TOWN}/luesse", "name"),
    ]
    assert found.lost == {2: "left_out"}
    assert found.report.unmatched_districts == tuple(
        one.key for one in KNOWN if one.name not in ("Reetz", "Lüsse")
    )


def test_a_district_of_another_town_is_not_united_with_its_namesake(upload: Upload) -> None:
    inside = [polygon(square(0, 0, 900)), polygon(square(2500, 0, 100))]

    found = read(upload, ["Groß Briesen"] * 3, [*inside, polygon(FAR)])

    ours = (f"{TOWN}/gross-briesen", "name")
    assert matched(found) == [ours, ours, (None, "none")]
    assert found.lost == {3: "no_district"}
    assert [row.shape.area for row in found.rows] == [pytest.approx(900**2 + 100**2)]


@pytest.mark.parametrize("key", ["12000000/nirgends", f"{TOWN}/", TOWN, "luette", f"{TOWN}/A b"])
def test_what_can_be_no_district_is_not_chosen(key: str, upload: Upload) -> None:
    found = read(upload, ["Lütte"], options=ImportOptions(districts={"Lütte": key}))

    assert matched(found) == [(None, "none")]


def test_a_district_may_be_added_to_a_known_municipality(upload: Upload) -> None:
    key = f"{TOWN}/neue-siedlung"
    found = read(upload, ["Siedlung"], options=ImportOptions(districts={"Siedlung": key}))

    assert matched(found) == [(key, "chosen")]


def test_several_rows_of_one_district_become_one(upload: Upload) -> None:
    shapes = [polygon(square(1000, 0, 500)), polygon(square(1500, 0, 500))]

    found = read(upload, ["Lütte", "OT Lütte"], shapes)

    (row,) = found.rows
    assert row.shape.area == pytest.approx(2 * 500**2)
    assert row.shape.geom_type == "Polygon"
    assert found.noted == {1: "united", 2: "united"}


def test_districts_that_overlap_are_told_with_their_common_area(upload: Upload) -> None:
    shapes = [polygon(square(1000, 0, 1000)), polygon(square(1900, 0, 1000))]

    found = read(upload, ["Lütte", "Lüsse"], shapes)

    (problem,) = found.report.problems
    assert (problem.reason, problem.name) == ("overlap", "Lüsse / Lütte")
    assert problem.area_before == pytest.approx(100 * 1000)


def test_points_and_lines_are_no_districts(upload: Upload) -> None:
    found = read(upload, ["Lütte", "Lüsse"], [point(EAST, NORTH), polygon(FAR)])

    assert found.lost == {1: "no_polygon"}
    assert found.names == ["Lüsse"]


def test_a_district_of_several_parts_stays_one(upload: Upload) -> None:
    parts = several(6, polygon(square(1000, 0, 300)), polygon(square(1500, 0, 300)))

    found = read(upload, ["Lütte"], [parts])

    assert [row.shape.geom_type for row in found.rows] == ["MultiPolygon"]


def test_a_town_without_districts_gets_those_of_the_file(upload: Upload) -> None:
    shapes = [polygon(square(100, 0, 500)), polygon(square(3100, 0, 500)), polygon(FAR)]

    found = read(
        upload,
        ["Groß Nirgendwo", "Über/Fläming", "Draußen"],
        shapes,
        ground=Ground(None, (), MUNICIPALITIES),
    )

    assert matched(found) == [
        (f"{TOWN}/gross-nirgendwo", "new"),
        (f"{OTHER}/ueber-flaeming", "new"),
        (None, "none"),
    ]
    assert [row.name for row in found.rows] == ["Groß Nirgendwo", "Über/Fläming"]


def test_municipalities_are_matched_by_their_ags_or_name(upload: Upload) -> None:
    found = read(
        upload,
        ["Bad Beispiel, Stadt", "unbekannt"],
        role="municipalities",
        AGS=["", OTHER],
    )

    assert matched(found) == [(TOWN, "name"), (OTHER, "key")]
    assert [(row.key, row.kind) for row in found.rows] == [
        (TOWN, "municipality"),
        (OTHER, "municipality"),
    ]


@pytest.mark.parametrize(
    ("written", "ags"),
    [
        ("12069020", TOWN),
        ("120690000020", TOWN),
        ("9162000", "09162000"),
        ("91620000000", "09162000"),
        ("14806", None),
        ("Lütte", None),
        ("", None),
    ],
)
def test_an_ags_is_found_in_what_offices_write(written: str, ags: str | None) -> None:
    assert ags_of(written) == ags


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_slips_are_a_distance(one: str, other: str) -> None:
    found = slips(one, other, 30)

    assert found == slips(other, one, 30)
    assert (found == 0) == (one == other)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))


@settings(deadline=None)
@given(st.sampled_from(KNOWN), st.sampled_from(["OT {}", " {} ", "Gemarkung {}", "{} (alt)"]))
def test_what_offices_put_around_a_name_does_not_change_its_core(
    known: KnownDistrict, written: str
) -> None:
    assert core(written.format(known.name)) == core(known.name)
    assert fold(f"Ortsteil {known.name}") == fold(known.name)
