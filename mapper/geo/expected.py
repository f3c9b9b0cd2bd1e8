"""Where ideas would lie if all inhabitants had as many of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapper.domain.filters import CELL_SIZES
from mapper.geo.hexgrid import cell_centres, cell_ids, cell_range_in

SPREAD_M = 600.0
"""How far people are assumed to live from a settlement's point: a standard deviation, in metres.

Nobody counts inhabitants by hexagon, so those of a district are assumed around its main settlement:
four in ten within this distance of its point, and 86 of 100 within twice as much. That is the
size of a village or a small town; where a district has more settlements, the others are assumed
empty, because nothing says how many live in each.
"""

_FINE_M = min(CELL_SIZES)
_REACH = 4.0


@dataclass(frozen=True, slots=True)
class Homes:
    """So many people, evenly around each of k points in EPSG:25833, shape (k, 2), k > 0."""

    people: int
    points: NDArray[np.float64]


def expected_by_cell(
    total: float, homes: Sequence[Homes], size_m: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The hexagons near homes, in order of their ids, and how much of a total each would hold.

    Parameters
    ----------
    total
        What is shared out by the number of people; the sum of the answer.
    homes
        Where they live. Empty, or nobody, gives no hexagon.
    size_m
        Edge length of the hexagons.

    Source: a Gaussian around each point, cut off at four standard deviations and summed up over
    the smallest hexagons' centres; see SPREAD_M for what it assumes.
    """
    people = sum(one.people for one in homes)
    if not people:
        return np.array([], dtype=np.int32), np.zeros(0)
    parts = [
        (centres, weights * total * one.people / people / len(one.points))
        for one in homes
        for centres, weights in (_around(point) for point in one.points)
    ]
    centres = np.concatenate([part[0] for part in parts])
    shares = np.concatenate([part[1] for part in parts])
    cells, of_cell = np.unique(cell_ids(centres[:, 0], centres[:, 1], size_m), return_inverse=True)
    expected = np.zeros(len(cells))
    np.add.at(expected, of_cell, shares)
    return cells, expected


def _around(point: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The centres of the smallest hexagons around a point, and the share of its people in each."""
    (west, south), (east, north) = point - _REACH * SPREAD_M, point + _REACH * SPREAD_M
    first_column, last_column, first_row, last_row = cell_range_in(
        (float(west), float(south), float(east), float(north)), _FINE_M
    )
    columns = np.arange(first_column, last_column + 1, dtype=np.int32)
    rows = np.arange(first_row, last_row + 1, dtype=np.int32)
    centres = cell_centres(((columns[:, None] << 16) | rows[None, :]).ravel(), _FINE_M)
    squares = ((centres - point) ** 2).sum(axis=1) / SPREAD_M**2
    near = squares <= _REACH**2
    weights = np.exp(-squares[near] / 2)
    return centres[near], weights / weights.sum()
