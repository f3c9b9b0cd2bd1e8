"""A power diagram whose cells unite into territories, and how their areas answer to weights."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Vertices are rounded to a decimetre, so that neighbouring outlines share them exactly.
_DECIMALS = 1
_RING_POINTS = 48
_RING_FACTOR = 1.5
# Facets of the lifted points that look up, not down, bound no cell.
_DOWNWARD = -1e-12


@dataclass(frozen=True, slots=True)
class Generators:
    """n points of the diagram, easting and northing in metres, and the territory of each.

    Territories are numbered from 0; the last, `outside`, stands for everything around and has
    weight 0.
    """

    points: Floats
    owners: Ints
    outside: int


@dataclass(frozen=True, slots=True)
class Walls:
    """m edges between two cells each: indices of the generators, and both ends in metres."""

    left: Ints
    right: Ints
    starts: Floats
    ends: Floats


def add_ring(points: Floats, owners: Ints, outside: int) -> Generators:
    """Close the diagram with a ring of points outside, far enough to touch no territory."""
    centre = points.mean(axis=0)
    radius = _RING_FACTOR * np.hypot(*(points - centre).T).max() + 1.0
    angles = np.linspace(0.0, 2 * np.pi, _RING_POINTS, endpoint=False)
    ring = centre + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return Generators(
        points=np.concatenate([points, ring]),
        owners=np.concatenate([owners, np.full(_RING_POINTS, outside)]),
        outside=outside,
    )


def build_walls(generators: Generators, weights: Floats) -> Walls:
    """The edges of the power diagram; `weights` holds one number in m² per territory inside.

    Source
    ------
    Aurenhammer, F. (1987): Power diagrams: properties, algorithms and applications. The diagram
    is the projection of the lower convex hull of the points lifted to |p|² - weight.
    """
    centre = generators.points.mean(axis=0)
    shifted = generators.points - centre
    lifted = (shifted**2).sum(axis=1) - _weight_of(generators, weights)
    hull = ConvexHull(np.column_stack([shifted, lifted]))
    lower = hull.equations[:, 2] < _DOWNWARD
    planes, triangles = hull.equations[lower], hull.simplices[lower].astype(np.int64)
    vertices = centre - planes[:, :2] / planes[:, 2:3] / 2
    sides = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, ::2]]))
    owner = np.tile(np.arange(len(triangles)), 3)
    order = np.lexsort((sides[:, 1], sides[:, 0]))
    sides, owner = sides[order], owner[order]
    paired = np.flatnonzero((sides[:-1] == sides[1:]).all(axis=1))
    return Walls(
        left=sides[paired, 0],
        right=sides[paired, 1],
        starts=vertices[owner[paired]],
        ends=vertices[owner[paired + 1]],
    )


def measure(generators: Generators, weights: Floats) -> tuple[Floats, Floats]:
    """Areas of the territories inside in m², and their derivatives by the weights.

    Source
    ------
    Kitagawa, J., Mérigot, Q., Thibert, B. (2019): Convergence of a Newton algorithm for
    semi-discrete optimal transport: an area grows with its weight by the length of a wall over
    twice the distance of the two points it separates.
    """
    walls = build_walls(generators, weights)
    count = generators.outside + 1
    areas, slopes = np.zeros(count), np.zeros((count, count))
    along = walls.ends - walls.starts
    for here, there in ((walls.left, walls.right), (walls.right, walls.left)):
        apex, towards = generators.points[here], generators.points[there] - generators.points[here]
        side = np.sign(_cross(towards, along))
        pieces = side * _cross(walls.starts - apex, walls.ends - apex) / 2
        mine, theirs = generators.owners[here], generators.owners[there]
        np.add.at(areas, mine, pieces)
        rate = np.hypot(*along.T) / (2 * np.hypot(*towards.T))
        rate[mine == theirs] = 0.0
        np.add.at(slopes, (mine, mine), rate)
        np.add.at(slopes, (mine, theirs), -rate)
    return areas[:-1], slopes[:-1, :-1]


def outline(generators: Generators, weights: Floats) -> list[list[shapely.Polygon]]:
    """The polygons of each territory inside; neighbours share their vertices exactly."""
    walls = build_walls(generators, weights)
    between = generators.owners[walls.left] != generators.owners[walls.right]
    ends = np.stack([walls.starts[between], walls.ends[between]], axis=1).round(_DECIMALS)
    ends = ends[(ends[:, 0] != ends[:, 1]).any(axis=1)]
    faces = shapely.get_parts(shapely.polygonize(shapely.linestrings(ends)))
    found: list[list[shapely.Polygon]] = [[] for _ in range(generators.outside)]
    for face in faces:
        owner = owner_at(generators, weights, np.array(face.point_on_surface().coords[0]))
        if owner != generators.outside:
            found[owner].append(face)
    return found


def owner_at(generators: Generators, weights: Floats, place: Floats) -> int:
    """The territory a place in metres belongs to."""
    powers = ((generators.points - place) ** 2).sum(axis=1) - _weight_of(generators, weights)
    return int(generators.owners[np.argmin(powers)])


def _weight_of(generators: Generators, weights: Floats) -> Floats:
    return np.append(weights, 0.0)[generators.owners]


def _cross(first: Floats, second: Floats) -> Floats:
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
