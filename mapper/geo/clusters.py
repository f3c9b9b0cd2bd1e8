"""Where points gather: what distance and number the points propose, groups in order, outlines."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry import MultiPoint, Polygon

from mapper.domain import areas
from mapper.geo.crs import to_degrees

DISTANCES = (
    *range(25, 301, 25),
    *range(350, 601, 50),
    *range(700, 1001, 100),
    *(1250, 1500, 1750, 2000),
)
"""Metres that read well, from the least to the largest that may be asked for."""

_USUAL_DISTANCE_M = 250
_WALK_M = 1000
_LEAST = {50: 3, 1000: 4, 10_000: 6}
_LEAST_OF_MANY = 10
_LOOKED_AT = 2000
_NEARLY_ALL = 0.95
_MARGIN_M = 20.0
_BEND = 2e-4
_QUARTER = 4

Points = NDArray[np.float64]
"""Easting, northing in EPSG:25833, shape (n, 2)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The distance in metres and the least number that suit some points."""

    distance_m: int
    least: int


def propose(points: Points, count: int, least: int | None = None) -> Proposal:
    """What suits `count` points, of which `points` are all or a random part.

    With a least number given, the distance that suits it.

    The least number is 4 (Ester et al. 1996, A density-based algorithm for discovering clusters,
    4.2, for points in the plane), 3 below 50 points, 6 from 1,000 and 10 from 10,000 on: among
    many some lie together by chance. The distance is the knee of the sorted distances to the
    neighbour that makes this number full, their method: points left of it lie in groups, those
    right of it alone. In a part of the points, a share f of all, neighbours lie 1/sqrt(f) times as
    far apart. At most 2,000 points are looked at.
    Rounded to a distance that reads well, at most 1,000 m, a quarter of an hour's walk; 250 m
    where no point has neighbours enough.
    """
    if least is None:
        least = next((one for most, one in _LEAST.items() if count < most), _LEAST_OF_MANY)
    distances = _neighbour_distances(points, least - 1)
    if not len(distances):
        return Proposal(_USUAL_DISTANCE_M, least)
    knee = find_knee(distances) * math.sqrt(min(1.0, len(points) / count))
    nearest = min(DISTANCES, key=lambda one: abs(one - knee))
    return Proposal(min(nearest, _WALK_M), least)


def find_knee(values: NDArray[np.float64]) -> float:
    """The value at which n > 0 values, once sorted, begin to rise steeply.

    That is where their curve lies furthest below its chord, both axes scaled to 1. The largest
    twentieth is left out: one point far away would otherwise bend the chord. Of equal ones the
    last.

    Source: Satopää et al. (2011), Finding a "kneedle" in a haystack, III.
    """
    curve = np.sort(values)[: max(1, math.ceil(_NEARLY_ALL * len(values)))]
    height = curve[-1] - curve[0]
    if height == 0:
        return float(curve[-1])
    below = np.linspace(0, 1, len(curve)) - (curve - curve[0]) / height
    return float(curve[len(curve) - 1 - np.argmax(below[::-1])])


def _neighbour_distances(points: Points, nth: int) -> NDArray[np.float64]:
    """How far the nth nearest other point lies from each of at most 2,000 points."""
    if len(points) <= nth:
        return np.empty(0)
    step = math.ceil(len(points) / _LOOKED_AT)
    # The nearest of all is the point itself.
    distances, _ = cKDTree(points).query(points[::step], k=[nth + 1])
    return np.asarray(distances[:, 0], dtype=np.float64)


def estimate_pairs(points: Points, distance_m: float) -> float:
    """About how many pairs of n points lie within a distance of one another.

    Counted in squares as large as the circle around a point.
    """
    side = distance_m * math.sqrt(math.pi)
    column, row = np.floor(points / side).astype(np.int64).T
    _, counts = np.unique((column << 32) + row, return_counts=True)
    return float((counts.astype(np.float64) ** 2).sum())


def order_groups(
    proposals: NDArray[np.int64], supports: NDArray[np.int64], centres: Points
) -> NDArray[np.intp]:
    """The groups from the first to the last: most ideas, most supports, furthest west and south.

    Centres count in whole centimetres.
    """
    east, north = np.rint(centres * 100).T
    return np.lexsort((north, east, -supports, -proposals))


def outline(points: Points) -> Polygon:
    """The convex hull of n > 0 points with a margin of 20 m; a disc where all are equal."""
    hull = MultiPoint(points).convex_hull
    return hull.buffer(_MARGIN_M, quad_segs=_QUARTER)


def to_area(shape: Polygon) -> areas.Polygon:
    """A convex outline as a filter can ask for it: at most 100 corners in EPSG:4326.

    What leaving out corners cuts off is less than the outline's margin. A border that is straight
    in EPSG:25833 is bent in degrees, on 20 km by 10 m: so a large one is made wider.
    """
    wide = shape.buffer(shape.length * _BEND, quad_segs=_QUARTER)
    tolerance = _MARGIN_M / 20
    drawn = wide.simplify(tolerance)
    while shapely.get_num_coordinates(drawn) > areas.MOST_CORNERS:
        tolerance *= 2
        drawn = wide.buffer(tolerance, join_style="mitre").simplify(tolerance)
    corners = to_degrees(shapely.get_coordinates(drawn)[:-1]).round(6).tolist()
    return areas.Polygon(tuple((lon, lat) for lon, lat in corners))
