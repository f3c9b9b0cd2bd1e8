"""Which of some named points is nearest, how far it is, and in what direction one lies of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from mapper.domain.geodata import DIRECTIONS


@dataclass(frozen=True, slots=True)
class Bearing:
    """`direction` leads from the known place to the point asked about: one of DIRECTIONS."""

    index: int
    distance_m: float
    direction: str


def find_nearest(points: NDArray[np.float64], places: NDArray[np.float64]) -> tuple[Bearing, ...]:
    """For each of n points the nearest of m places, both as easting, northing in metres.

    Of equally near places one of them; a point on a place lies north of it. Empty for no place.
    """
    if not len(places):
        return ()
    distances, indexes = cKDTree(places).query(points)
    east, north = (points - places[indexes]).T
    turns = np.arctan2(east, north) / (2 * np.pi)
    steps = np.rint(turns * len(DIRECTIONS)).astype(int) % len(DIRECTIONS)
    return tuple(
        Bearing(int(index), float(distance), DIRECTIONS[step])
        for index, distance, step in zip(indexes, distances, steps, strict=True)
    )
