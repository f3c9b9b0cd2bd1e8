"""Shapes with one fault each: what can be mended is, what cannot is listed, the others stay."""

import math
from dataclasses import dataclass, field

import numpy as np
import pytest
import shapely

from mapper.domain.imports import Ground, ImportLimits, ImportOptions
from tests.imports.fault_files import (
    EAST,
    GOOD,
    NORTH,
    Ring,
    line,
    package,
    point,
    polygon,
    several,
    square,
    wkt,
)
from tests.imports.files import Upload
from tests.imports.reading import read_files


@dataclass(frozen=True)
class Case:
    """A shape in row 2 between two good ones.

    `lost` is the reason why it is not kept; else `noted` is what is said of it (None: nothing),
    with its area before and after, told by hand, and the type it is kept as.
    """

    shape: bytes | None
    lost: str | None = None
    noted: str | None = None
    before: float | None = None
    after: float | None = None
    kept: str = "Polygon"
    counts: dict[str, int] = field(default_factory=dict)


def flat(*corners: tuple[float, float]) -> bytes:
    return polygon([*corners, corners[0]])


def circle() -> bytes:
    """A circle of radius 50 m, as two arcs."""
    arcs = bytearray(line((0, 0), (50, 50), (100, 0), (50, -50), (0, 0)))
    arcs[1] = 8
    return bytes(arcs)


def scrambled(corners: int) -> Ring:
    """A ring whose corners stand in no order at all."""
    places = np.random.default_rng(7).uniform(0, 500, (corners, 2)).tolist()
    return [*map(tuple, places), tuple(places[0])]


AT = f"{EAST:.0f} {NORTH:.0f}"
"""The corner of WKT."""
TRIANGLE = f"(({AT}, {EAST + 100:.0f} {NORTH:.0f}, {EAST:.0f} {NORTH + 100:.0f}, {AT}))"
HIGH = f"(({AT} 5, {EAST + 100:.0f} {NORTH:.0f} 5, {EAST:.0f} {NORTH + 100:.0f} 5, {AT} 5))"

CASES = {
    "no shape": Case(None, "no_geometry"),
    "an empty polygon": Case(wkt("POLYGON EMPTY"), "empty_geometry"),
    "an empty point": Case(wkt("POINT EMPTY"), "empty_geometry"),
    "an empty collection": Case(wkt("GEOMETRYCOLLECTION EMPTY"), "empty_geometry"),
    "a collection of nothing": Case(
        wkt("GEOMETRYCOLLECTION (POLYGON EMPTY, POINT EMPTY)"), "empty_geometry"
    ),
    # Bow-tie: two triangles of 100 m² each, one counted negative by its direction.
    "a bow-tie": Case(
        flat((0, 0), (20, 20), (20, 0), (0, 20)), None, "self_crossing", 0, 200, "MultiPolygon"
    ),
    # 100 m by 100 m, and a hole of 10 m by 10 m that lies elsewhere: it was meant as a part.
    "a hole outside": Case(
        polygon(square(), square(200, 0, 10)),
        None,
        "self_crossing",
        9_900,
        10_100,
        "MultiPolygon",
    ),
    # Half of the hole of 20 m by 20 m is inside.
    "a hole across the border": Case(
        polygon(square(), square(90, 40, 20)), None, "self_crossing", 9_600, 9_800
    ),
    "a hole as large as its polygon": Case(polygon(square(), square()), "collapsed"),
    # Two of 10,000 m² share 5,000 m².
    "parts that overlap": Case(
        several(6, polygon(square()), polygon(square(50))), None, "self_crossing", 20_000, 15_000
    ),
    "parts that touch along a line": Case(
        several(6, polygon(square()), polygon(square(100))), None, "self_crossing", 20_000, 20_000
    ),
    "a spike": Case(
        polygon([(0, 0), (100, 0), (100, 100), (100, 300), (100, 100), (0, 100), (0, 0)]),
        None,
        "self_crossing",
        10_000,
        10_000,
    ),
    "a ring that touches itself": Case(
        polygon([(0, 0), (50, 50), (100, 0), (100, 100), (50, 50), (0, 100), (0, 0)]),
        None,
        "self_crossing",
        5_000,
        5_000,
        "MultiPolygon",
    ),
    "a ring that is not closed": Case(polygon(square()[:-1]), None, "ring_closed"),
    "a ring of two corners": Case(polygon([(0, 0), (100, 0)]), "collapsed"),
    "a ring of one corner": Case(polygon([(0, 0)]), "unreadable_geometry"),
    "a ring of one place": Case(flat((0, 0), (0, 0), (0, 0)), "collapsed"),
    "a polygon without width": Case(flat((0, 0), (100, 0), (50, 0)), "collapsed"),
    "a line of one place": Case(line((0, 0), (0, 0)), "collapsed"),
    "a line of one corner": Case(line((0, 0)), "unreadable_geometry"),
    "corners that come twice": Case(
        polygon([(0, 0), (0, 0), (100, 0), (100, 100), (100, 100), (0, 100), (0, 0)])
    ),
    "no number for a corner": Case(
        polygon([*square()[:2], (math.nan, 5), (0, 0)]), "bad_coordinates"
    ),
    "an endless number for a corner": Case(
        polygon([*square()[:2], (math.inf, 5), (0, 0)]), "bad_coordinates"
    ),
    "a corner beyond the sky": Case(
        polygon([*square()[:2], (1e300, 5), (0, 0)]), "bad_coordinates"
    ),
    "heights": Case(wkt(f"POLYGON Z {HIGH}"), counts={"z_dropped": 1}),
    "heights and measures": Case(
        wkt(f"LINESTRING ZM ({AT} 1 2, {EAST + 9:.0f} {NORTH:.0f} 3 4)"),
        kept="LineString",
        counts={"z_dropped": 1},
    ),
    "a triangulated surface": Case(several(16, several(17)), "surface_in_space"),
    "a body's surface": Case(several(15, polygon(square())), "surface_in_space"),
    "a collection of areas and lines": Case(
        several(7, polygon(square()), line((0, 0), (500, 0)), point(EAST, NORTH)),
        None,
        "mixed_collection",
    ),
    "a collection of areas": Case(
        several(7, polygon(square()), polygon(square(200))), kept="MultiPolygon"
    ),
    "a collection in a collection": Case(
        several(7, several(7, line((0, 0), (9, 0)), point(EAST, NORTH))),
        None,
        "mixed_collection",
        kept="LineString",
    ),
    "several parts among single ones": Case(
        several(6, polygon(square()), polygon(square(200))), kept="MultiPolygon"
    ),
    "a point among areas": Case(point(EAST, NORTH), kept="Point"),
    "a strip of ten centimetres": Case(
        polygon([(0, 0), (100, 0), (100, 0.1), (0, 0.1), (0, 0)]), None, "sliver", after=10
    ),
    "a square of half a metre": Case(polygon(square(size=0.5)), None, "sliver", after=0.25),
    "a tangle": Case(polygon(scrambled(3_000)), "too_tangled"),
    "the same as before": Case(GOOD[0], None, "duplicate"),
}


@pytest.mark.parametrize("fault", CASES)
def test_a_fault_in_one_shape_leaves_the_others_alone(fault: str, upload: Upload) -> None:
    case = CASES[fault]
    same = ["gleich"] * 3
    files = package(upload.folder, [GOOD[0], case.shape, GOOD[1]], {"kind": same})

    found = read_files(upload, files)

    kept = [] if case.lost else [case.kept]
    types = [row.shape.geom_type for row in found.rows]
    assert types == ["Polygon", *kept, "Polygon"]
    assert found.lost == ({2: case.lost} if case.lost else {})
    assert found.noted == ({2: case.noted} if case.noted else {})
    assert found.report.rows_read == 3
    assert found.report.features == len(found.rows)
    assert all(shapely.is_valid(row.shape) for row in found.rows)
    assert not any(shapely.has_z(row.shape) for row in found.rows)
    said = {**case.counts, **{one: 1 for one in (case.lost, case.noted) if one}}
    assert found.report.counts == said
    if case.noted:
        (problem,) = found.report.problems
        assert (problem.area_before, problem.area_after) == (
            pytest.approx(case.before) if case.before is not None else None,
            pytest.approx(case.after) if case.after is not None else None,
        )


def test_curves_become_short_lines(upload: Upload) -> None:
    files = package(upload.folder, [several(10, circle()), circle(), several(7, circle())])

    found = read_files(upload, files)

    assert found.lost == {3: "unreadable_geometry"}
    assert [row.shape.geom_type for row in found.rows] == ["Polygon", "LineString"]
    # A circle of 50 m: 7,854 m² and 314 m round.
    assert found.rows[0].shape.area == pytest.approx(math.pi * 50**2, rel=0.002)
    assert found.rows[1].shape.length == pytest.approx(2 * math.pi * 50, rel=0.002)


def test_degrees_beyond_the_poles_are_nowhere(upload: Upload) -> None:
    files = package(
        upload.folder, [point(12.59, 52.14), point(12.59, 95.0), point(1e9, 52.1)], crs="EPSG:4326"
    )

    found = read_files(upload, files)

    assert found.lost == {2: "bad_coordinates", 3: "bad_coordinates"}
    assert found.names == ["Zeile 1"]


def test_the_same_shape_with_other_attributes_is_no_duplicate(upload: Upload) -> None:
    files = package(upload.folder, [GOOD[0], GOOD[0], GOOD[0]], {"name": ["A", "B", "A"]})

    found = read_files(upload, files)

    assert found.noted == {3: "duplicate"}
    assert len(found.rows) == 3


AREA = bytes(shapely.to_wkb(shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000)))
# Inside; half across the western border; touching it from without; far away.
NEAR = (
    polygon(square(10, 10)),
    polygon(square(-50, 200)),
    polygon(square(-100, 400)),
    polygon(square(-5_000, 0)),
)


def test_what_lies_off_the_municipalities_is_counted(upload: Upload) -> None:
    found = read_files(upload, package(upload.folder, NEAR), ground=Ground(AREA))

    assert found.noted == {4: "outside"}
    assert (found.report.outside, found.report.clipped) == (1, 0)
    assert len(found.rows) == 4


def test_what_crosses_their_border_is_cut_if_that_is_wished(upload: Upload) -> None:
    options = ImportOptions(clip=True)

    found = read_files(upload, package(upload.folder, NEAR), options, ground=Ground(AREA))

    assert found.lost == {3: "clipped_away", 4: "clipped_away"}
    assert found.noted == {2: "clipped"}
    assert [row.shape.area for row in found.rows] == [10_000, pytest.approx(5_000)]
    assert (found.report.outside, found.report.clipped) == (2, 1)


def test_too_many_corners_are_refused_with_their_number(upload: Upload) -> None:
    upload.give(package(upload.folder, [*GOOD, polygon(square())]))

    refused = upload.refusal(ImportOptions(), ImportLimits(vertices=14))

    assert refused.fields == {"reason": "too_many_vertices", "most": 14}


def test_too_many_objects_are_refused_with_their_number(upload: Upload) -> None:
    upload.give(package(upload.folder, [*GOOD, polygon(square())]))

    refused = upload.refusal(ImportOptions(), ImportLimits(features=2))

    assert refused.fields == {"reason": "too_many_features", "got": 3, "most": 2}
