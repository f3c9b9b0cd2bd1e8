"""Areas in addresses, and as hexagons."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.domain.areas import (
    MOST_CORNERS,
    Area,
    Circle,
    Inside,
    Near,
    Polygon,
    read_area,
    read_inside,
    read_near,
    write_area,
)
from mapper.errors import InvalidFieldError
from mapper.geo.crs import all_to_metres
from mapper.geo.hexgrid import cell_ids
from mapper.geo.regions import cover, draw_area

LON = st.floats(12.4, 12.8).map(lambda number: round(number, 6))
LAT = st.floats(52.0, 52.3).map(lambda number: round(number, 6))
CIRCLES = st.builds(Circle, LON, LAT, st.integers(1, 8000))
POLYGONS = st.builds(
    Polygon, st.lists(st.tuples(LON, LAT), min_size=3, max_size=7, unique=True).map(tuple)
).filter(lambda polygon: shapely.LineString(polygon.corners).convex_hull.area > 1e-9)


@given(CIRCLES | POLYGONS)
def test_an_address_gives_the_area_back(area: Area) -> None:
    assert read_area({"area": write_area(area)}) == area


@pytest.mark.parametrize(
    "raw",
    [
        "12.5",
        "12.5,52.1",
        "12.5,52.1,0",
        "12.5,52.1,-5",
        "12.5,52.1,50001",
        "12.5,52.1,1e3",
        "nan,52.1,100",
        "inf,52.1,100",
        "12.5,91,100",
        "200,52.1,100",
        "12.5,52.1;12.6,52.1",
        "12.5,52.1;12.6,52.1;12.5,52.1",
        "12.5,52.1;12.6,52.1;12.7,52.1",
        "12.5,52.1;12.5,52.1;12.5,52.1",
        "12.5,52.1;12.6,52.1;x,y",
        "12.5,52.1;12.6,52.1;12.6,52.2,3",
        ";".join(["12.5,52.1"] * (MOST_CORNERS + 1)),
        ";;;",
        "<script>",
    ],
)
def test_what_is_no_area_is_refused(raw: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        read_area({"area": raw})

    assert refused.value.fields["parameter"] == "area"


def test_layers_are_named_with_a_distance_or_an_object() -> None:
    assert read_near({"near": "green-spaces:200"}) == Near("green-spaces", 200)
    assert read_inside({"inside": "parks:Teil 1: Süd"}) == Inside("parks", "Teil 1: Süd")
    assert read_near({}) is None
    assert read_inside({"inside": ""}) is None


@pytest.mark.parametrize(
    "raw", ["green", "green:", "green:-1", "green:1.5", ":5", "a b:5", "a:99999"]
)
def test_what_is_no_distance_is_refused(raw: str) -> None:
    with pytest.raises(InvalidFieldError):
        read_near({"near": raw})


@pytest.mark.parametrize("raw", ["green", "green:", "green:  ", ":Park"])
def test_what_is_no_object_is_refused(raw: str) -> None:
    with pytest.raises(InvalidFieldError):
        read_inside({"inside": raw})


@settings(max_examples=60, deadline=None)
@given(CIRCLES | POLYGONS, st.integers(0, 2**32))
def test_hexagons_decide_as_the_points_in_them_would(area: Area, seed: int) -> None:
    drawn = draw_area(area)
    cells = cover(drawn)
    assert cells is not None
    west, south, east, north = drawn.buffer(300).bounds
    points = np.random.default_rng(seed).uniform((west, south), (east, north), (400, 2))
    covered = shapely.intersects_xy(drawn, points)

    found = cell_ids(points[:, 0], points[:, 1], cells.size_m)

    assert covered[np.isin(found, cells.inside)].all()
    assert not covered[~np.isin(found, np.concatenate([cells.inside, cells.border]))].any()


@settings(max_examples=60, deadline=None)
@given(CIRCLES)
def test_a_circle_reaches_no_hexagon_that_is_not_named(circle: Circle) -> None:
    """Its drawing has corners: the rim between them must be among the hexagons all the same."""
    centre = all_to_metres(np.array([circle.lon, circle.lat]))
    angles = np.linspace(0, 2 * np.pi, 721)
    rim = centre + circle.radius_m * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    cells = cover(draw_area(circle))
    assert cells is not None

    found = cell_ids(rim[:, 0], rim[:, 1], cells.size_m)

    assert np.isin(found, cells.border).all()


def test_an_area_around_half_of_europe_has_too_many_hexagons() -> None:
    drawn = draw_area(Polygon(((2.0, 45.0), (25.0, 45.0), (25.0, 60.0), (2.0, 60.0))))

    assert cover(drawn) is None
    assert cover(draw_area(Polygon(((-170.0, -80.0), (170.0, -80.0), (0.0, 89.0))))) is None


def test_an_area_that_crosses_itself_holds_what_it_encloses() -> None:
    bow_tie = draw_area(Polygon(((12.5, 52.1), (12.6, 52.2), (12.6, 52.1), (12.5, 52.2))))
    left, between = all_to_metres(np.array([[12.51, 52.15], [12.55, 52.11]]))

    assert shapely.intersects_xy(bow_tie, *left)
    assert not shapely.intersects_xy(bow_tie, *between)
