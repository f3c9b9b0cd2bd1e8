"""Clusters: where ideas lie close together, and what is counted in each."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon
from sqlalchemy import ColumnElement, FromClause, select
from sqlalchemy.orm import Session

from mapper.db import clusters as rows
from mapper.db.views import ACTION_FIELD, DISTRICT, MUNICIPALITY
from mapper.domain.filters import Filters
from mapper.geo.clusters import Proposal, estimate_pairs, order_groups, propose
from mapper.geo.dense_squares import DenseSquares, join_squares, side_of
from mapper.services.cluster_sums import Sums, sums_of_points, sums_of_squares
from mapper.services.plan import Counter

MOST_POINTS = 100_000
"""Above so many ideas dense squares take the place of DBSCAN."""
MOST_PAIRS = 250_000_000
"""And where so many pairs of them lie within the distance: some seconds' work."""
PATIENCE_S = 20
_SAMPLE = 20_000
_AT_ONCE = threading.BoundedSemaphore(2)
_LOOK_EVERY_S = 0.3


class Method(StrEnum):
    """How clusters were found."""

    DBSCAN = "dbscan"
    SQUARES = "squares"


@dataclass(frozen=True, slots=True)
class DistrictShare:
    """Ideas of a cluster in one district; without a name, those outside every district."""

    key: str | None
    name: str | None
    municipality: str | None
    proposals: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group of ideas; numbers run from 1, the largest first.

    `easting, northing` is the mean of its ideas' places, `outline` holds them all with a margin;
    both in EPSG:25833. `districts` and `action_fields` (by key) have the most ideas first.
    """

    number: int
    proposals: int
    supports: int
    easting: float
    northing: float
    outline: Polygon
    first_day: date
    last_day: date
    districts: tuple[DistrictShare, ...]
    action_fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """Which ideas are in which cluster.

    `ids`, `labels` (a cluster's number, 0 for none) and `points` are of all ideas with a point, or,
    with `squares`, of some of them; then `squares.labels` are numbers of clusters.
    """

    ids: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    labels: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    points: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    squares: DenseSquares | None = None


@dataclass(frozen=True, slots=True)
class Clusters:
    """All clusters of some filtered ideas, in order of their numbers, and how they were found.

    `matching` ideas there are, `with_point` of them can lie in a cluster. `proposed` is what the
    data suggest, `distance_m` and `least` what was used.
    """

    filters: Filters
    clusters: tuple[Cluster, ...]
    distance_m: int
    least: int
    proposed: Proposal
    method: Method
    matching: int
    with_point: int
    membership: Membership

    @property
    def in_none(self) -> int:
        """Ideas with a point that lie in no cluster."""
        return self.with_point - sum(one.proposals for one in self.clusters)


@contextmanager
def turn(waiting: Callable[[], None]) -> Iterator[None]:
    """Two at once in a process, so that other people's pages are drawn meanwhile.

    `waiting` is called again and again until it is somebody's turn. To be taken before a
    transaction begins: who waits holds no connection.
    """
    while not _AT_ONCE.acquire(timeout=_LOOK_EVERY_S):
        waiting()
    try:
        yield
    finally:
        _AT_ONCE.release()


def find_clusters(
    counter: Counter, filters: Filters, distance_m: int | None = None, least: int | None = None
) -> Clusters:
    """Groups of ideas of which each has `least` (itself one) within `distance_m`, and their rims.

    DBSCAN, or above 100,000 ideas with a point dense squares (see `geo.dense_squares`). None of
    both asks for what the data suggest. Same ideas and parameters give the same numbers: the most
    ideas first, then the most supports, then from west to east and south to north.

    Raises
    ------
    InvalidFieldError
        As for `Counter.criteria`.
    TakesTooLongError
    """
    asked_for = counter.matching(filters)
    if asked_for is None:
        return _none(filters, distance_m, least)
    facts, conditions = asked_for
    wanted = _Wanted(counter.session, facts, tuple(conditions))
    with rows.at_most(counter.session, PATIENCE_S):
        # From the rollups, where they can answer: one look less at every idea.
        counts = counter.districts(filters)
        matching = sum(one.proposals for one in counts)
        with_point = matching - sum(one.without_point for one in counts)
        every = 1 if with_point <= MOST_POINTS else -(-with_point // _SAMPLE)
        read = rows.read_points(counter.session, facts, wanted.conditions, every)
        points = np.stack([read["easting"], read["northing"]], axis=-1)
        some = points[:: -(-len(points) // _SAMPLE) or 1]
        proposed = propose(some, with_point)
        fitting = propose(some, with_point, least) if least else proposed
        asked = replace(fitting, distance_m=distance_m or fitting.distance_m)
        few = with_point <= MOST_POINTS and estimate_pairs(points, asked.distance_m) <= MOST_PAIRS
        found, membership = (_by_points if few else _by_squares)(wanted, asked, read)
        clusters = _describe(counter.session, found)
    return Clusters(
        filters,
        clusters,
        asked.distance_m,
        asked.least,
        proposed,
        Method.DBSCAN if few else Method.SQUARES,
        matching,
        with_point,
        membership,
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The filtered ideas, and where to ask for them."""

    session: Session
    facts: FromClause
    conditions: tuple[ColumnElement[bool], ...]


def _none(filters: Filters, distance_m: int | None, least: int | None) -> Clusters:
    proposed = propose(np.empty((0, 2)), 0)
    asked = (distance_m or proposed.distance_m, least or proposed.least)
    return Clusters(filters, (), *asked, proposed, Method.DBSCAN, 0, 0, Membership())


def _by_points(
    wanted: _Wanted, asked: Proposal, read: Mapping[str, NDArray[Any]]
) -> tuple[Sums, Membership]:
    ids, labels = rows.read_labels(
        wanted.session, wanted.facts, wanted.conditions, asked.distance_m, asked.least
    )
    # What came or went between the two statements is left out.
    _, here, there = np.intersect1d(read["id"], ids, assume_unique=True, return_indices=True)
    kept = {name: values[here] for name, values in read.items()}
    sums, numbers = _numbered(sums_of_points(kept, labels[there]))
    points = np.stack([kept["easting"], kept["northing"]], axis=-1)
    return sums, Membership(kept["id"], numbers[labels[there]], points)


def _by_squares(
    wanted: _Wanted, asked: Proposal, read: Mapping[str, NDArray[Any]]
) -> tuple[Sums, Membership]:
    side = side_of(asked.distance_m)
    facts, conditions = wanted.facts, wanted.conditions
    dense = wanted.session.execute(rows.dense_squares(facts, conditions, side, asked.least)).all()
    places = np.array([(row.column, row.row) for row in dense], dtype=np.int64).reshape(-1, 2)
    squares = join_squares(side, places[:, 0], places[:, 1])
    given = (squares.columns.tolist(), squares.rows.tolist(), squares.labels.tolist())
    tallies = wanted.session.execute(rows.count_in_squares(facts, conditions, side, given)).all()
    sums, numbers = _numbered(sums_of_squares(squares, dense, tallies))
    points = np.stack([read["easting"], read["northing"]], axis=-1)
    squares = replace(squares, labels=numbers[squares.labels])
    return sums, Membership(
        read["id"], np.maximum(squares.label_points(points), 0), points, squares
    )


def _numbered(sums: Sums) -> tuple[Sums, NDArray[np.int64]]:
    """The groups in order, and the number of each label; the last entry, of -1, is 0."""
    order = order_groups(sums.proposals, sums.supports, sums.centres)
    numbers = np.zeros(len(order) + 1, dtype=np.int64)
    numbers[order] = np.arange(1, len(order) + 1)
    return sums.ordered(order), numbers


def _describe(session: Session, sums: Sums) -> tuple[Cluster, ...]:
    """The groups with names for districts and action fields."""
    towns = dict(session.execute(select(MUNICIPALITY.c.ags, MUNICIPALITY.c.name)).all())
    districts = {
        row.id: (row.key, row.name, towns.get(row.municipality))
        for row in session.execute(select(DISTRICT))
    }
    fields = dict(session.execute(select(ACTION_FIELD.c.id, ACTION_FIELD.c.key)).all())
    return tuple(
        Cluster(
            number=index + 1,
            proposals=int(sums.proposals[index]),
            supports=int(sums.supports[index]),
            easting=float(sums.centres[index, 0]),
            northing=float(sums.centres[index, 1]),
            outline=sums.outlines[index],
            first_day=rows.DAY_ZERO + timedelta(days=int(sums.first_days[index])),
            last_day=rows.DAY_ZERO + timedelta(days=int(sums.last_days[index])),
            districts=_shares(sums.districts[index], districts),
            action_fields=_fields(sums.action_fields[index], fields),
        )
        for index in range(len(sums.proposals))
    )


def _shares(
    counts: Mapping[int, int], names: Mapping[int, tuple[str, str, str | None]]
) -> tuple[DistrictShare, ...]:
    shares = []
    for district, count in counts.items():
        key, name, town = names.get(district, (None, None, None))
        shares.append(DistrictShare(key, name, town, count))
    return tuple(sorted(shares, key=lambda one: (-one.proposals, one.name or "~", one.key or "")))


def _fields(counts: Mapping[int, int], keys: Mapping[int, str]) -> tuple[tuple[str, int], ...]:
    """Ideas by key: two municipalities may each have a field of the same one."""
    by_key: dict[str, int] = {}
    for field_id, count in counts.items():
        by_key[keys[field_id]] = by_key.get(keys[field_id], 0) + count
    return tuple(sorted(by_key.items(), key=lambda one: (-one[1], one[0])))
