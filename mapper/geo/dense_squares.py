"""Groups of dense squares: what takes over where points are too many to be compared in pairs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mapper.geo.clusters import Points

_HALF_OF_NEIGHBOURS = ((0, 1), (1, -1), (1, 0), (1, 1))
_BITS = 32


@dataclass(frozen=True, slots=True)
class DenseSquares:
    """n squares `side_m` wide by column and row, counted from 0, 0; `labels` is the group of each.

    Groups are numbered from 0.
    """

    side_m: float
    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]

    def label_points(self, points: Points) -> NDArray[np.int64]:
        """The group of each of m points; -1 in no dense square."""
        if not len(self.labels):
            return np.full(len(points), -1)
        keys = _keys(self.columns, self.rows)
        order = np.argsort(keys)
        wanted = _keys(*np.floor(points / self.side_m).astype(np.int64).T)
        found = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
        return np.where(keys[order][found] == wanted, self.labels[order][found], -1)


def side_of(distance_m: float) -> float:
    """The side of squares whose points all lie within a distance of one another.

    In a square of at least as many points as DBSCAN asks for each is one of its core points.
    Source: Gunawan (2013), A faster algorithm for DBSCAN, 3.
    """
    return distance_m / math.sqrt(2)


def join_squares(
    side_m: float, columns: NDArray[np.int64], rows: NDArray[np.int64]
) -> DenseSquares:
    """Squares that share an edge or a corner are one group.

    DBSCAN joins their points only within its distance; here they may lie up to twice as far apart.
    """
    keys = _keys(columns, rows)
    order = np.argsort(keys)
    ones, others = [], []
    for column, row in _HALF_OF_NEIGHBOURS if len(keys) else ():
        wanted = _keys(columns + column, rows + row)
        found = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
        meets = np.flatnonzero(keys[order][found] == wanted)
        ones.append(meets)
        others.append(order[found[meets]])
    if not ones:
        return DenseSquares(side_m, columns, rows, np.empty(0, dtype=np.int64))
    edges = (np.concatenate(ones), np.concatenate(others))
    graph = coo_array((np.ones(len(edges[0])), edges), shape=(len(keys), len(keys)))
    _, labels = connected_components(graph, directed=False)
    return DenseSquares(side_m, columns, rows, labels.astype(np.int64))


def corners_of(squares: DenseSquares, label: int) -> Points:
    """The corners of a group's squares."""
    mine = squares.labels == label
    lower = np.stack([squares.columns[mine], squares.rows[mine]], axis=-1)
    steps = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
    corners: Points = (lower[:, None] + steps).reshape(-1, 2) * squares.side_m
    return corners


def _keys(columns: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return (columns << _BITS) + rows
