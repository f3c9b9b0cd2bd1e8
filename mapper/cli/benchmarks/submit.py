"""`mapper bench submit`: how many ideas a second, from several writers at once."""

import json
import random
import statistics
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import numpy as np
import psycopg
import shapely

from mapper.cli.benchmarks.agreement import check_rollup
from mapper.cli.benchmarks.database import bench_database
from mapper.cli.benchmarks.report import Case, Report, describe_machine, median_ms
from mapper.cli.benchmarks.server import Client, serving
from mapper.cli.benchmarks.world import World, read_world
from mapper.errors import MapperError
from mapper.geo.crs import to_degrees
from mapper.profile import load_profile
from mapper.settings import Settings

PATH = "/api/proposals"
WRITERS = (1, 4, 16)
SECONDS = 4.0
_ONE_CELL_M = 40.0
_P95 = 18

Place = Callable[[random.Random], tuple[float, float]]
"""Easting and northing of the next idea."""


class LostError(MapperError):
    """Ideas that were answered with thanks are not in the database."""

    code = "bench_lost"
    http_status = 500

    def __init__(self, lost: int, answered: int) -> None:
        super().__init__(f"{lost} of {answered} ideas answered with thanks are not stored.")


@dataclass(frozen=True, slots=True)
class Written:
    """What one writer got acknowledged: keys, and seconds each took."""

    keys: list[uuid.UUID]
    durations: list[float]


def measure(settings: Settings) -> Report:
    """Published at once (the rollups' work included) and pending; anywhere and in one hexagon."""
    with bench_database(settings, "bench_submit") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("truncate proposal cascade")
            connection.execute("select rollup_rebuild()")
            machine = describe_machine(url)
            world = read_world(connection, load_profile(settings.profile_dir))
            words = _read_words(connection)
        places = {"spread": _anywhere(world), "one_cell": _in_one_cell(world)}
        cases: list[Case] = []
        for moderation in ("post", "pre"):
            own = settings.model_copy(update={"moderation": moderation})
            with serving(own, url) as port:
                cases += [
                    _measure(
                        f"{moderation}_{name}_{writers}",
                        url,
                        writers,
                        partial(_write, port, place, words),
                    )
                    for name, place in places.items()
                    for writers in WRITERS
                ]
        with psycopg.connect(url) as connection:
            check_rollup(connection, 1)
    return Report("submit", None, tuple(cases), machine)


def _measure(name: str, url: str, writers: int, write: Callable[[int, float], Written]) -> Case:
    begin = perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        all_written = list(pool.map(lambda seed: write(seed, begin + SECONDS), range(writers)))
    took = perf_counter() - begin
    keys = [key for one in all_written for key in one.keys]
    durations = [seconds for one in all_written for seconds in one.durations]
    _check_stored(url, keys)
    return Case(
        name,
        {
            "per_second": round(len(keys) / took, 1),
            "median_ms": median_ms(durations),
            "p95_ms": median_ms([statistics.quantiles(durations, n=20)[_P95]]),
            "acknowledged": len(keys),
        },
    )


def _write(port: int, place: Place, words: dict[str, object], seed: int, end: float) -> Written:
    chance = random.Random(seed)  # noqa: S311
    client, written = Client(port), Written([], [])
    while perf_counter() < end or len(written.keys) < 2:  # noqa: PLR2004 - quantiles need two
        key = uuid.uuid4()
        lon, lat = to_degrees(np.array(place(chance)))
        body = json.dumps({**words, "client_key": str(key), "lon": lon, "lat": lat}).encode()
        begin = perf_counter()
        client.post(PATH, body)
        written.durations.append(perf_counter() - begin)
        written.keys.append(key)
    client.close()
    return written


def _check_stored(url: str, keys: list[uuid.UUID]) -> None:
    """Count the acknowledged ideas in the database.

    Raises
    ------
    LostError
    """
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select count(*) from proposal where client_key = any(%s)", [keys]
        ).fetchone()
    stored = row[0] if row else 0
    if stored != len(keys):
        raise LostError(len(keys) - stored, len(keys))


def _read_words(connection: psycopg.Connection) -> dict[str, object]:
    """What is the same in every submission."""
    standing = connection.execute("select slug from participation_round where standing").fetchone()
    field = connection.execute("select key from action_field order by position, key").fetchone()
    return {
        "round": standing[0] if standing else "",
        "action_field": field[0] if field else "",
        "place_certainty": "point",
        "public_precision": "exact",
        "title": "Eine Bank am Weg zum Bahnhof",
        "body": "Auf halber Strecke fehlt eine Bank zum Ausruhen, am besten im Schatten.",
    }


def _anywhere(world: World) -> Place:
    """A random place in a random area."""

    def place(chance: random.Random) -> tuple[float, float]:
        area = chance.choice(world.areas)
        west, south, east, north = area.geom.bounds
        while True:
            easting, northing = chance.uniform(west, east), chance.uniform(south, north)
            if shapely.contains_xy(area.geom, easting, northing):
                return easting, northing

    return place


def _in_one_cell(world: World) -> Place:
    """A place a few steps from the largest settlement."""
    area = max(world.areas, key=lambda one: one.population)

    def place(chance: random.Random) -> tuple[float, float]:
        return (
            area.easting + chance.uniform(0, _ONE_CELL_M),
            area.northing + chance.uniform(0, _ONE_CELL_M),
        )

    return place
