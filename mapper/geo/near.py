"""Which points lie near each other, pair by pair, the nearest first."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Pairs = NDArray[np.int64]
"""Indexes of two points, the lower first, shape (n, 2)."""


def find_near(
    points: NDArray[np.float64], within_m: float, most: int
) -> tuple[Pairs, NDArray[np.float64], int]:
    """Pairs of points no further apart than that, with their distances in metres.

    Parameters
    ----------
    points
        Easting, northing in EPSG:25833, shape (n, 2).
    most
        A point is paired with so many others at least, its nearest; of equally near ones with any.

    Returns
    -------
    tuple
        n pairs without order, n distances, and how many points have more others within reach than
        were looked at.
    """
    if len(points) <= 1:
        return np.empty((0, 2), dtype=np.int64), np.empty(0), 0
    # Itself, those that are wanted, and one more by which it shows that there are more.
    reach = cKDTree(points).query(points, k=most + 2, distance_upper_bound=within_m)
    distances, others = reach[0], reach[1]
    crowded = int(np.isfinite(distances[:, -1]).sum())
    own = np.repeat(np.arange(len(points)), most + 1)
    other, metres = others[:, :-1].ravel(), distances[:, :-1].ravel()
    found = np.isfinite(metres) & (other != own)
    pairs = np.sort(np.stack([own[found], other[found]], axis=1), axis=1)
    pairs, first = np.unique(pairs, axis=0, return_index=True)
    return pairs, metres[found][first], crowded
