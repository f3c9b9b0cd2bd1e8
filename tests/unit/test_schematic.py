"""Schematic districts and green spaces: drawn from facts alone, true to points and areas."""

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from mapper.domain.geodata import DistrictFact, Facts, GreenSpaceFact, NeighbouringPlace
from mapper.errors import SchematicError
from mapper.geo.crs import to_metres
from mapper.geo.schematic import SchematicDistrict, district_points, draw_districts
from mapper.geo.schematic_diagram import add_ring, measure
from mapper.geo.schematic_green import ASSUMED_AREA_HA, draw_green_spaces
from mapper.profile import load_profile
from tests.conftest import PROJECT, REAL_GEODATA

FACTS = load_profile(PROJECT / "geodata").facts
# The sum of the column area_km2 of districts.csv.
PUBLISHED_KM2 = 456.344
M2_PER_HA = 10_000


@pytest.fixture(scope="module")
def drawn() -> tuple[SchematicDistrict, ...]:
    return draw_districts(FACTS)


def fact(name: str, lon: float, lat: float, area_km2: float | None = 4.0) -> DistrictFact:
    return DistrictFact("99000001", name, "district", area_km2, ((lon, lat),))


def polygons(districts: tuple[SchematicDistrict, ...]) -> list[BaseGeometry]:
    return [one.polygon for one in districts]


def test_every_district_is_drawn_in_one_valid_piece(drawn: tuple[SchematicDistrict, ...]) -> None:
    assert [one.key for one in drawn] == [one.key for one in FACTS.districts]
    assert len(drawn) == 29
    assert all(one.polygon.geom_type == "Polygon" and one.polygon.is_valid for one in drawn)
    assert not any(shapely.get_num_interior_rings(polygons(drawn)))


def test_districts_leave_no_gap_and_do_not_overlap(drawn: tuple[SchematicDistrict, ...]) -> None:
    shapes = np.array(polygons(drawn))
    union = shapely.union_all(shapes)

    assert shapely.coverage_is_valid(shapes)
    assert union.geom_type == "Polygon"
    assert shapely.get_num_interior_rings(union) == 0
    assert union.area == pytest.approx(shapely.area(shapes).sum(), abs=1)


def test_areas_are_within_three_percent_of_the_published(
    drawn: tuple[SchematicDistrict, ...],
) -> None:
    for district, published in zip(drawn, FACTS.districts, strict=True):
        assert published.area_km2 is not None
        error = district.polygon.area / (published.area_km2 * 1e6) - 1
        assert abs(error) < 0.03
        assert district.area_error == pytest.approx(error)
    total = sum(one.polygon.area for one in drawn) / 1e6
    assert total == pytest.approx(PUBLISHED_KM2, rel=0.001)


def test_every_settlement_lies_in_its_own_district(drawn: tuple[SchematicDistrict, ...]) -> None:
    shapes = {one.key: one.polygon for one in drawn}
    checked = 0
    for one in FACTS.districts:
        for lon, lat in one.points:
            assert shapes[one.key].covers(shapely.Point(to_metres(lon, lat))), one.name
            checked += 1
    for part in FACTS.settlement_parts:
        inside = [shapes[key] for key in part.districts]
        for lon, lat in part.points:
            assert shapely.union_all(inside).covers(shapely.Point(to_metres(lon, lat))), part.name
            checked += 1

    # 29 stops and 9 encyclopedia points of districts, 10 and 3 of parts, counted in the tables.
    assert checked == 51


def test_neighbouring_places_lie_outside(drawn: tuple[SchematicDistrict, ...]) -> None:
    union = shapely.union_all(polygons(drawn))

    for place in FACTS.neighbouring_places:
        assert not union.covers(shapely.Point(to_metres(*place.point))), place.name


def test_drawing_again_gives_the_same(drawn: tuple[SchematicDistrict, ...]) -> None:
    assert draw_districts(FACTS) == drawn


def test_shape_of_things_is_that_of_the_real_districts(
    drawn: tuple[SchematicDistrict, ...],
) -> None:
    """Mean overlap of more than half, as an earlier prototype reached (0.54).

    Without the real polygons, the districts are compared with the places in them: every cell
    holds more of its own settlements than of others.
    """
    file = REAL_GEODATA / "ortsteile_osm2021.geojson"
    if not file.is_file():
        points = district_points(FACTS)
        assert all(one.polygon.covers(shapely.MultiPoint(points[one.key])) for one in drawn)
        return
    real = gpd.read_file(file).to_crs(25833)
    by_name = dict(zip(zip(real["ags"], real["name"], strict=True), real.geometry, strict=True))
    overlaps = []
    for district, known in zip(drawn, FACTS.districts, strict=True):
        true = by_name[known.municipality, known.name]
        shared = district.polygon.intersection(true).area
        overlaps.append(shared / district.polygon.union(true).area)
    assert np.mean(overlaps) > 0.54
    whole, truth = shapely.union_all(polygons(drawn)), real.union_all()
    assert whole.intersection(truth).area / whole.union(truth).area > 0.81


def test_points_win_where_areas_cannot_hold() -> None:
    """Two villages 300 m apart cannot both have 1 and 80 km² and keep their own point."""
    facts = Facts(
        districts=(fact("Klein", 14.0, 52.7, 0.05), fact("Riesig", 14.003, 52.7, 80.0)),
        neighbouring_places=tuple(
            NeighbouringPlace(
                str(turn), (14 + 0.05 * math.cos(turn), 52.7 + 0.03 * math.sin(turn)), ""
            )
            for turn in range(6)
        ),
    )

    small, huge = draw_districts(facts)

    assert small.polygon.covers(shapely.Point(to_metres(14.0, 52.7)))
    assert huge.polygon.covers(shapely.Point(to_metres(14.003, 52.7)))
    assert max(abs(small.area_error or 0), abs(huge.area_error or 0)) > 0.03


@settings(max_examples=60, deadline=None)
@given(
    places=st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=14, unique=True
    ),
    areas=st.lists(st.floats(0.5, 60), min_size=14, max_size=14),
    around=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8, unique=True),
)
def test_points_stay_at_home_wherever_they_are(
    places: list[tuple[int, int]], areas: list[float], around: list[tuple[int, int]]
) -> None:
    """Half-kilometre lattices are full of ties, the hardest case for a power diagram."""

    def at(place: tuple[int, int]) -> tuple[float, float]:
        return 14 + place[0] * 0.0074, 52.6 + place[1] * 0.0045

    facts = Facts(
        districts=tuple(
            fact(f"D{number}", *at(place), areas[number]) for number, place in enumerate(places)
        ),
        neighbouring_places=tuple(
            NeighbouringPlace(str(place), at(place), "") for place in set(around) - set(places)
        ),
    )

    found = draw_districts(facts)

    for district, known in zip(found, facts.districts, strict=True):
        assert district.polygon.is_valid
        assert district.polygon.covers(shapely.Point(to_metres(*known.points[0])))
    total = sum(one.polygon.area for one in found)
    assert shapely.union_all(polygons(found)).area == pytest.approx(total, rel=1e-9)


def test_slopes_are_the_derivatives_of_areas() -> None:
    """Compared with central differences, the definition of a derivative."""
    points = np.array([[0.0, 0.0], [1000.0, 100.0], [400.0, 900.0], [-700.0, 500.0]])
    generators = add_ring(points, np.array([0, 1, 2, 3]), 3)
    weights = np.array([1e4, -2e4, 3e4])

    _, slopes = measure(generators, weights)

    for index in range(3):
        step = np.zeros(3)
        step[index] = 10.0
        above, below = (
            measure(generators, weights + step)[0],
            measure(generators, weights - step)[0],
        )
        assert slopes[:, index] == pytest.approx((above - below) / 20, rel=1e-4, abs=1e-4)


def test_district_without_a_point_is_refused() -> None:
    facts = Facts(districts=(DistrictFact("99000001", "Leer", "district", 4.0, ()),))

    with pytest.raises(SchematicError, match="'99000001/leer' has no point"):
        draw_districts(facts)


def test_two_districts_at_the_same_point_are_refused() -> None:
    facts = Facts(districts=(fact("A", 14.0, 52.7), fact("B", 14.0, 52.7)))

    with pytest.raises(SchematicError, match="same point"):
        draw_districts(facts)


def test_district_without_an_area_is_drawn_without_an_error() -> None:
    facts = Facts(districts=(fact("A", 14.0, 52.7, None), fact("B", 14.02, 52.7)))

    unknown, known = draw_districts(facts)

    assert unknown.area_error is None
    assert known.area_error == pytest.approx(0, abs=0.001)


def test_green_spaces_have_their_area_at_their_point(
    drawn: tuple[SchematicDistrict, ...],
) -> None:
    found = draw_green_spaces(FACTS, {one.key: one.polygon for one in drawn})

    assert len(found) == 13
    for one in found:
        expected_ha = one.fact.area_ha or ASSUMED_AREA_HA[one.fact.kind]
        assert one.polygon.is_valid
        assert one.area_assumed is (one.fact.area_ha is None)
        if one.fact.point is not None:
            assert one.polygon.covers(shapely.Point(to_metres(*one.fact.point)))
            assert one.polygon.area / M2_PER_HA == pytest.approx(expected_ha, rel=0.01)
        else:
            # Nowhere but in its districts, and never larger than published.
            own = [cell.polygon for cell in drawn if cell.key in one.fact.districts]
            assert shapely.union_all(own).buffer(1).covers(one.polygon)
            assert one.polygon.area / M2_PER_HA <= expected_ha * 1.01


def test_green_space_stands_on_the_side_that_is_named() -> None:
    square = shapely.box(*to_metres(14.0, 52.7), *to_metres(14.1, 52.76))
    district = fact("A", 14.05, 52.73)
    wood = GreenSpaceFact(
        municipality=district.municipality,
        name="Wäldchen",
        kind="nature_reserve",
        districts=(district.key,),
        point=None,
        near=None,
        direction="sw",
        area_ha=3.0,
        position="south-west of A",
        source="invented",
    )

    (found,) = draw_green_spaces(
        Facts(districts=(district,), green_spaces=(wood,)), {district.key: square}
    )

    village = to_metres(14.05, 52.73)
    assert found.polygon.centroid.x < village[0] - 200
    assert found.polygon.centroid.y < village[1] - 200
