"""What is counted in each group of ideas, whichever way the groups were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon
from sqlalchemy import Row

from mapper.db.clusters import DAY_ZERO
from mapper.geo.clusters import Points, outline
from mapper.geo.dense_squares import DenseSquares, corners_of

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sums:
    """Of n groups, by label from 0: counts, mean places, days since 1970-01-01, outlines.

    `districts` and `action_fields` give ids (0 for none) and their ideas.
    """

    proposals: Ints
    supports: Ints
    centres: Points
    first_days: Ints
    last_days: Ints
    outlines: Sequence[Polygon]
    districts: Sequence[Mapping[int, int]]
    action_fields: Sequence[Mapping[int, int]]

    def ordered(self, order: NDArray[np.intp]) -> "Sums":
        """The same groups in another order."""
        lists = (self.outlines, self.districts, self.action_fields)
        return Sums(
            self.proposals[order],
            self.supports[order],
            self.centres[order],
            self.first_days[order],
            self.last_days[order],
            *([values[index] for index in order] for values in lists),
        )


def sums_of_points(read: Mapping[str, NDArray[Any]], labels: Ints) -> Sums:
    """Of ideas as `read_points` gives them, and the label of each, -1 for none."""
    inside = labels >= 0
    order = np.argsort(labels[inside], kind="stable")
    mine = {name: values[inside][order] for name, values in read.items()}
    found, starts, counts = np.unique(labels[inside][order], return_index=True, return_counts=True)
    points = np.stack([mine["easting"], mine["northing"]], axis=-1)
    parts = [slice(start, start + count) for start, count in zip(starts, counts, strict=True)]
    none = not len(found)
    return Sums(
        proposals=counts.astype(np.int64),
        supports=_reduced(np.add, mine["supports"], starts),
        centres=points[:0] if none else np.add.reduceat(points, starts) / counts[:, None],
        first_days=_reduced(np.minimum, mine["day"], starts),
        last_days=_reduced(np.maximum, mine["day"], starts),
        outlines=[outline(points[part]) for part in parts],
        districts=[_tally(mine["district"][part]) for part in parts],
        action_fields=[_tally(mine["action_field"][part]) for part in parts],
    )


def sums_of_squares(
    squares: DenseSquares, dense: Sequence[Row[Any]], tallies: Sequence[Row[Any]]
) -> Sums:
    """Of groups of squares; rows as `dense_squares` and `count_in_squares` give them."""
    count = int(squares.labels.max(initial=-1)) + 1
    columns = {
        name: np.array([getattr(row, name) for row in dense], dtype=np.float64)
        for name in ("proposals", "supports", "easting", "northing")
    }
    sums = {name: np.bincount(squares.labels, values, count) for name, values in columns.items()}
    first, last = np.full(count, np.iinfo(np.int64).max), np.zeros(count, dtype=np.int64)
    np.minimum.at(first, squares.labels, _days([row.first_day for row in dense]))
    np.maximum.at(last, squares.labels, _days([row.last_day for row in dense]))
    districts: list[dict[int, int]] = [{} for _ in range(count)]
    fields: list[dict[int, int]] = [{} for _ in range(count)]
    for row in tallies:
        label, district, field, proposals = (int(value) for value in row)
        for tally, key in ((districts[label], district), (fields[label], field)):
            tally[key] = tally.get(key, 0) + proposals
    return Sums(
        proposals=sums["proposals"].astype(np.int64),
        supports=sums["supports"].astype(np.int64),
        centres=np.stack([sums["easting"], sums["northing"]], axis=-1) / sums["proposals"][:, None],
        first_days=first,
        last_days=last,
        outlines=[outline(corners_of(squares, label)) for label in range(count)],
        districts=districts,
        action_fields=fields,
    )


def _reduced(function: np.ufunc, values: Ints, starts: NDArray[np.intp]) -> Ints:
    """One value for each part of an array that begins at one of the starts."""
    reduced: Ints = function.reduceat(values, starts) if len(starts) else values[:0]
    return reduced


def _tally(ids: Ints) -> dict[int, int]:
    found, counts = np.unique(ids, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def _days(days: Sequence[Any]) -> Ints:
    return np.array([(day - DAY_ZERO).days for day in days], dtype=np.int64)
