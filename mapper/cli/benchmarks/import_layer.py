"""`mapper bench import`: a shapefile becomes a layer on the map, against ogr2ogr and GeoPandas."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import geopandas as gpd
import psycopg
import shapely
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from mapper.cli.benchmarks.database import bench_database
from mapper.cli.benchmarks.memory import watching
from mapper.cli.benchmarks.polygons import BROKEN_EVERY, write_polygons
from mapper.cli.benchmarks.reassign import reassign_case
from mapper.cli.benchmarks.report import Case, Figure, Report, describe_machine, median_ms
from mapper.db.engine import make_engine
from mapper.errors import MapperError
from mapper.services.import_ground import find_ground
from mapper.settings import Settings

REPETITIONS = 5
SLOW_REPETITIONS = 3
LEAST_RATIO, LEAST_RATIO_GEOPANDAS = 1.0, 4.0
MOST_MB = 400.0
_LAYER = "bench"
_PEER = "bench_peer"


class NoPeerError(MapperError):
    """What this is compared with is not installed."""

    code = "bench_peer"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The program '{name}' is missing: install the package gdal-bin.", got=name
        )


class WrongCountError(MapperError):
    """An import gave something else than what was written."""

    code = "bench_count"

    def __init__(self, got: object, expected: object) -> None:
        super().__init__(f"The import gave {got} instead of {expected}.", got=got)


def measure(settings: Settings, rows: int) -> Report:
    """Ours and the peers in turn, and how long a million ideas take to follow a border."""
    machine, cases = compare(settings, rows)
    return Report("import", rows, (*cases, reassign_case(settings)), machine, counted="objects")


def compare(settings: Settings, rows: int) -> tuple[dict[str, Figure], tuple[Case, ...]]:
    """The machine, and ours against the peers in turn, into one database."""
    if shutil.which("ogr2ogr") is None:
        raise NoPeerError("ogr2ogr")
    with (
        bench_database(settings, "bench_import") as url,
        TemporaryDirectory(prefix="ideenkarte-bench-") as folder,
    ):
        machine = describe_machine(url)
        file = write_polygons(Path(folder), rows, _area(url))
        with _Importer(Path(folder), file, url, rows) as ours:
            peak = ours.weigh()
            times, peers = zip(*((ours.run(), _ogr2ogr(file, url)) for _ in _turns()), strict=True)
            slow = [_geopandas(file, url) for _ in range(SLOW_REPETITIONS)]
        _clear(url)
    goal = {"ratio": LEAST_RATIO, "peak_mb": MOST_MB}
    return machine, (
        _case("polygons", times, peers, goal, peak_mb=peak),
        _case("geopandas", times, slow, {"ratio": LEAST_RATIO_GEOPANDAS}),
    )


def _area(url: str) -> shapely.Geometry:
    """Where the municipalities lie."""
    with _engine(url) as engine, Session(engine) as session:
        area = find_ground(session).area
    if area is None:
        raise WrongCountError("no municipalities", "some")
    return shapely.from_wkb(area)


def _turns() -> range:
    return range(REPETITIONS)


def _case(
    name: str,
    ours: "list[float] | tuple[float, ...]",
    peers: "list[float] | tuple[float, ...]",
    goal: dict[str, float],
    **others: float,
) -> Case:
    median, peer = median_ms(ours), median_ms(peers)
    ratio = round(peer / median, 2)
    figures: dict[str, Figure] = {"median_ms": median, "peer_ms": peer, "ratio": ratio, **others}
    return Case(name, figures, goal)


class _Importer:
    """A process of its own, as a command would be, ready to import."""

    def __init__(self, folder: Path, file: Path, url: str, rows: int) -> None:
        self._url, self._rows = url, rows
        module = ["-m", "mapper.cli.benchmarks.importing"]
        command = [sys.executable, *module, str(folder), str(file), url]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._hear()

    def __enter__(self) -> "_Importer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def run(self) -> float:
        """Seconds from the file to a version that is shown."""
        _clear(self._url)
        assert self._process.stdin is not None
        self._process.stdin.write(f"{_LAYER}\n")
        self._process.stdin.flush()
        told = self._hear()
        expected = {"self_crossing": -(-self._rows // BROKEN_EVERY)}
        if told["features"] != self._rows or told["counts"] != expected:
            raise WrongCountError(told, (self._rows, expected))
        return float(str(told["seconds"]))

    def weigh(self) -> float:
        """The most memory in MB that one import takes; it is not timed."""
        database = make_url(self._url).database or ""
        with watching(self._process.pid, database) as peak:
            self.run()
        return peak.mb

    def _hear(self) -> dict[str, object]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise WrongCountError("nothing", self._rows)
        found: dict[str, object] = json.loads(line)
        return found


def _ogr2ogr(file: Path, url: str) -> float:
    """Seconds of the peer that checks nothing."""
    with psycopg.connect(url) as connection:
        info = connection.info
        named = {"HOST": info.host, "PORT": str(info.port), "USER": info.user}
        secret = {"PASSWORD": info.password} if info.password else {}
        address = f"PG:dbname='{info.dbname}'"
    command = [
        *("ogr2ogr", "-f", "PostgreSQL", address, f"/vsizip/{file}", "-nln", _PEER, "-overwrite"),
        *("-t_srs", "EPSG:25833", "-nlt", "PROMOTE_TO_MULTI", "-lco", "SPATIAL_INDEX=GIST"),
        *("--config", "PG_USE_COPY", "YES"),
    ]
    known = {f"PG{name}": value for name, value in {**named, **secret}.items()}
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - a program of the system
        command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **known}
    )
    return time.perf_counter() - began


def _geopandas(file: Path, url: str) -> float:
    with _engine(url) as engine:
        began = time.perf_counter()
        gpd.read_file(file).to_crs(25833).to_postgis(_PEER, engine, if_exists="replace")
        return time.perf_counter() - began


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _clear(url: str) -> None:
    """Leave nothing of the last time behind, so that each begins alike."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("delete from layer where slug = %s", [_LAYER])
        connection.execute(f"drop table if exists {_PEER}")
        connection.execute("vacuum feature")
        connection.execute("checkpoint")
