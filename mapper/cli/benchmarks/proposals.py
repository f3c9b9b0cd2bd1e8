"""Random published proposals as arrays: near settlements, over 24 months, statuses skewed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.cli.benchmarks.texts import TEXTS
from mapper.cli.benchmarks.world import Area, World

FIRST = datetime(2024, 10, 1, tzinfo=UTC)
LAST = datetime(2026, 10, 1, tzinfo=UTC)
BATCH = 100_000
_SPREAD_M = 450.0
_SCATTERED = 0.3
_GRID_M = 100.0
_PRECISIONS = {"exact": 0.7, "100m": 0.2, "district": 0.1}
_STATUSES = {
    "received": 0.60,
    "in_review": 0.20,
    "planned": 0.08,
    "done": 0.04,
    "forwarded": 0.04,
    "deferred": 0.02,
    "not_feasible": 0.02,
}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proposals:
    """n proposals with a point; coordinates in EPSG:25833, `created` in seconds since 1970.

    `number` counts all from 0; `precision` and `status` are indices into `PRECISIONS` and
    `STATUSES`, `area` into the world's areas, `text` into `texts.TEXTS`.
    """

    number: NDArray[np.int64]
    easting: Floats
    northing: Floats
    public_easting: Floats
    public_northing: Floats
    area: NDArray[np.int64]
    precision: NDArray[np.int64]
    status: NDArray[np.int64]
    action_field_id: NDArray[np.int64]
    supports: NDArray[np.int64]
    created: Floats
    text: NDArray[np.int64]


PRECISIONS, STATUSES = tuple(_PRECISIONS), tuple(_STATUSES)


def draw_proposals(world: World, rows: int, seed: int) -> Iterator[Proposals]:
    """So many proposals in batches, in order of time as a town would have received them."""
    chance = np.random.default_rng(seed)
    span = (LAST - FIRST).total_seconds()
    for start in range(0, rows, BATCH):
        count = min(BATCH, rows - start)
        share = np.sort(chance.random(count)) * count / rows + start / rows
        numbers = np.arange(start, start + count)
        yield _draw(world, numbers, FIRST.timestamp() + share * span, chance)


def _draw(
    world: World, numbers: NDArray[np.int64], created: Floats, chance: np.random.Generator
) -> Proposals:
    count = len(created)
    weights = np.array([one.population for one in world.areas], dtype=float) ** 0.7
    area = chance.choice(len(world.areas), count, p=weights / weights.sum())
    easting, northing = np.empty(count), np.empty(count)
    for number, one in enumerate(world.areas):
        chosen = np.flatnonzero(area == number)
        easting[chosen], northing[chosen] = _places(one, len(chosen), chance)
    precision = chance.choice(len(PRECISIONS), count, p=list(_PRECISIONS.values()))
    public_easting, public_northing = _coarsen(world, area, precision, easting, northing)
    return Proposals(
        numbers,
        easting,
        northing,
        public_easting,
        public_northing,
        area,
        precision,
        chance.choice(len(STATUSES), count, p=list(_STATUSES.values())),
        chance.choice(world.action_field_ids, count),
        chance.exponential(6, count).astype(np.int64),
        created,
        chance.integers(len(TEXTS), size=count),
    )


def _places(area: Area, count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Places inside an area: most around its settlement, the others anywhere in it."""
    shapely.prepare(area.geom)
    west, south, east, north = area.geom.bounds
    easting, northing = np.full(count, area.easting), np.full(count, area.northing)
    left = np.arange(count)
    while len(left):
        scattered = chance.random(len(left)) < _SCATTERED
        near = chance.normal((area.easting, area.northing), _SPREAD_M, (len(left), 2))
        far = chance.uniform((west, south), (east, north), (len(left), 2))
        place = np.where(scattered[:, None], far, near)
        inside = shapely.contains_xy(area.geom, place)
        easting[left[inside]], northing[left[inside]] = place[inside].T
        left = left[~inside]
    return easting, northing


def _coarsen(
    world: World,
    area: NDArray[np.int64],
    precision: NDArray[np.int64],
    easting: Floats,
    northing: Floats,
) -> tuple[Floats, Floats]:
    """Public positions; `precision` is set to exact where a grid cell's centre lies outside."""
    public_easting, public_northing = easting.copy(), northing.copy()
    coarse = np.flatnonzero(precision == PRECISIONS.index("100m"))
    centre_easting = np.floor(easting[coarse] / _GRID_M) * _GRID_M + _GRID_M / 2
    centre_northing = np.floor(northing[coarse] / _GRID_M) * _GRID_M + _GRID_M / 2
    for number, one in enumerate(world.areas):
        mine = area[coarse] == number
        mine[mine] = shapely.contains_xy(one.geom, centre_easting[mine], centre_northing[mine])
        public_easting[coarse[mine]] = centre_easting[mine]
        public_northing[coarse[mine]] = centre_northing[mine]
        outside = (area[coarse] == number) & ~mine
        precision[coarse[outside]] = PRECISIONS.index("exact")
    return public_easting, public_northing
