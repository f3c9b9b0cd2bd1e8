"""What the data suggest for clusters, their order and outlines, and dense squares."""

import json
import math
import re
from datetime import date

import folium
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mapper.domain.areas import MOST_CORNERS, read_area, write_area
from mapper.geo.clusters import (
    DISTANCES,
    Proposal,
    estimate_pairs,
    find_knee,
    order_groups,
    outline,
    propose,
    to_area,
)
from mapper.geo.crs import all_to_metres, to_metres
from mapper.geo.dense_squares import corners_of, join_squares, side_of
from mapper.geo.regions import draw_area
from mapper.mapview.clusters import cluster_layer
from mapper.services.clusters import Cluster

WEST, SOUTH = 330_000.0, 5_775_000.0
Points = NDArray[np.float64]

places = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=60
).map(lambda found: np.array(found, dtype=float) + np.array([WEST, SOUTH]))


def test_the_knee_lies_where_the_curve_is_furthest_below_its_chord() -> None:
    # Of 0, 1, 2, 3, 13 (twentieth of five: none left out) the scaled differences are
    # 0, 1/4 - 1/13, 2/4 - 2/13, 3/4 - 3/13 = 0.52, 0.
    assert find_knee(np.array([3.0, 0.0, 13.0, 1.0, 2.0])) == 3.0


def test_one_value_far_away_does_not_move_the_knee() -> None:
    values = np.concatenate([np.linspace(10, 20, 90), np.linspace(100, 1000, 9)])

    assert find_knee(np.append(values, 1e6)) == pytest.approx(find_knee(values), abs=1)


@pytest.mark.parametrize(("count", "least"), [(1, 3), (49, 3), (50, 4), (999, 4), (100_000, 10)])
def test_the_least_number_grows_with_the_ideas(count: int, least: int) -> None:
    assert propose(np.empty((0, 2)), count) == Proposal(250, least)


def test_equal_points_suggest_the_least_distance() -> None:
    assert propose(np.full((40, 2), 7.0), 40) == Proposal(min(DISTANCES), 3)


def test_a_lattice_suggests_its_own_step() -> None:
    side = np.arange(20) * 200.0
    lattice = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)

    # The third nearest neighbour of a point inside or at an edge lies one step away.
    assert propose(lattice, 400) == Proposal(200, 4)


def test_a_part_of_the_points_suggests_what_all_do() -> None:
    chance = np.random.default_rng(5)
    points = chance.uniform(0, 4000, (12_000, 2))

    everything, part = propose(points, 12_000), propose(points[::4], 12_000)

    assert part.least == everything.least
    steps = [DISTANCES.index(one.distance_m) for one in (everything, part)]
    assert abs(steps[0] - steps[1]) <= 1


@settings(max_examples=40, deadline=None)
@given(places, st.integers(2, 12))
def test_what_is_suggested_may_be_asked_for(points: Points, least: int) -> None:
    asked = propose(points, len(points), least)

    assert asked.least == least
    assert asked.distance_m in DISTANCES


def test_pairs_are_estimated_within_a_factor_of_two() -> None:
    points = np.random.default_rng(3).uniform(0, 2000, (3000, 2))
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))

    pairs = int((apart <= 150).sum())

    assert 0.5 < estimate_pairs(points, 150) / pairs < 2


def test_groups_come_by_ideas_then_supports_then_place() -> None:
    proposals, supports = np.array([3, 5, 5, 5, 5]), np.array([9, 1, 2, 2, 2])
    centres = np.array([[0, 0], [0, 0], [70.001, 9], [70, 8], [60, 9]], dtype=float)

    # 70.001 and 70 are one centimetre, so the one further south comes first.
    assert order_groups(proposals, supports, centres).tolist() == [4, 3, 2, 1, 0]


@settings(max_examples=40, deadline=None)
@given(places)
def test_an_outline_is_the_convex_hull_with_a_margin(points: Points) -> None:
    hull = shapely.MultiPoint(points).convex_hull

    drawn = outline(points)

    assert drawn.geom_type == "Polygon"
    assert drawn.covers(hull)
    # Rounded corners are drawn with a few chords, which fall short of the circle.
    assert 18 <= hull.distance(drawn.exterior) <= 20.001
    assert shapely.hausdorff_distance(hull, drawn) <= 20.001


@settings(max_examples=40, deadline=None)
@given(places, st.floats(0.1, 30))
def test_the_area_of_an_outline_holds_its_points(points: Points, stretch: float) -> None:
    middle = points.mean(axis=0)
    spread = middle + (points - middle) * stretch

    area = to_area(outline(spread))

    assert 3 <= len(area.corners) <= MOST_CORNERS
    assert read_area({"area": write_area(area)}) == area
    assert draw_area(area).covers(shapely.multipoints(spread))


def test_a_map_draws_the_outline_where_it_is() -> None:
    drawn = outline(np.array([[WEST, SOUTH], [WEST + 900, SOUTH + 400], [WEST + 100, SOUTH + 700]]))
    day = date(2026, 3, 1)
    cluster = Cluster(7, 3, 5, WEST + 300, SOUTH + 300, drawn, day, day, (), ())

    page = folium.Map(tiles=None)
    cluster_layer([cluster], ["{{ 7 * 7 }} `x`"], 7).add_to(page)
    script = page.get_root().render()

    options = json.loads(re.search(r"addClusters\(\w+, (.*)\);", script)[1])  # type: ignore[index]
    ((number, lon, lat, text, steps),) = options["clusters"]
    assert (number, text, options["chosen"]) == (7, "{{ 7 * 7 }} `x`", 7)
    ring = np.array(steps).reshape(-1, 2).cumsum(axis=0) / 1e5
    # Whole steps of 1e-5 degrees, about a metre.
    metres = all_to_metres(ring)
    assert shapely.hausdorff_distance(shapely.LinearRing(metres), drawn.exterior) < 1
    assert to_metres(lon, lat) == pytest.approx((WEST + 300, SOUTH + 300), abs=0.1)


def test_an_outline_of_many_corners_is_asked_for_with_few() -> None:
    turns = np.linspace(0, 2 * math.pi, 500, endpoint=False)
    circle = np.stack([np.cos(turns), np.sin(turns)], axis=-1) * 20_000 + (WEST, SOUTH)

    area = to_area(outline(circle))

    assert len(area.corners) <= MOST_CORNERS
    assert draw_area(area).covers(shapely.multipoints(circle))


@settings(max_examples=40, deadline=None)
@given(places, st.integers(1, 6), st.sampled_from([100.0, 250.0, 333.3]))
def test_dense_squares_are_joined_as_by_looking_at_all(
    points: Points, least: int, distance_m: float
) -> None:
    side = side_of(distance_m)
    held: dict[tuple[int, int], int] = {}
    for easting, northing in points.tolist():
        square = (math.floor(easting / side), math.floor(northing / side))
        held[square] = held.get(square, 0) + 1
    dense = sorted(square for square, count in held.items() if count >= least)

    columns, rows = np.array(dense, dtype=np.int64).reshape(-1, 2).T
    found = join_squares(side, columns, rows)

    labels = dict(zip(dense, found.labels.tolist(), strict=True))
    assert groups(labels) == brute_force(dense)
    expected = [
        labels.get((math.floor(easting / side), math.floor(northing / side)), -1)
        for easting, northing in points.tolist()
    ]
    assert found.label_points(points).tolist() == expected


def test_ideas_in_one_square_lie_within_the_distance_of_one_another() -> None:
    squares = join_squares(side_of(250), np.array([4]), np.array([9]))

    corners = corners_of(squares, 0)

    apart = np.hypot(*(corners[:, None] - corners[None]).transpose(2, 0, 1))
    assert apart.max() == pytest.approx(250)


def groups(labels: dict[tuple[int, int], int]) -> set[frozenset[tuple[int, int]]]:
    return {
        frozenset(square for square, other in labels.items() if other == label)
        for label in labels.values()
    }


def brute_force(dense: list[tuple[int, int]]) -> set[frozenset[tuple[int, int]]]:
    """Squares that touch, one after the other."""
    left, found = set(dense), set()
    while left:
        group, edge = set(), {left.pop()}
        while edge:
            column, row = edge.pop()
            group.add((column, row))
            touching = {one for one in left if max(abs(one[0] - column), abs(one[1] - row)) == 1}
            left -= touching
            edge |= touching
        found.add(frozenset(group))
    return found
