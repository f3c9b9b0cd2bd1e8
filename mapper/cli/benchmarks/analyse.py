"""`mapper bench analyse`: what a planner waits for, from a filter to the picture."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import perf_counter

import psycopg

from mapper.cli.benchmarks.agreement import check_rollup
from mapper.cli.benchmarks.analyse_peers import Columns, read_columns
from mapper.cli.benchmarks.analyse_questions import Questions
from mapper.cli.benchmarks.browser import check_browser
from mapper.cli.benchmarks.database import bench_database
from mapper.cli.benchmarks.fill import fill_proposals
from mapper.cli.benchmarks.redraw import measure_redraw
from mapper.cli.benchmarks.report import Case, Figure, Report, describe_machine, median_ms
from mapper.cli.benchmarks.report_pages import Reports
from mapper.cli.benchmarks.server import Client, serving
from mapper.cli.benchmarks.world import read_world
from mapper.cli.database import operator
from mapper.db.engine import make_engine, make_sessions
from mapper.domain.filters import Filters
from mapper.errors import MapperError
from mapper.profile import load_profile
from mapper.profile.rules import make_rules
from mapper.services.backoffice import Backoffice
from mapper.services.clusters import find_clusters
from mapper.services.plan import Counter, counting
from mapper.settings import Settings, secret_key

REPETITIONS = 15
PEER_REPETITIONS = 5
GOALS = {
    "redraw": 1000.0,
    "aggregate": 20.0,
    "polygon": 100.0,
    "text": 100.0,
    "dbscan_100k": 1000.0,
    "gi_star": 50.0,
    "tile": 15.0,
    "report_10k": 10_000.0,
}
LARGE = 10_000_000
LARGE_GOALS = {"redraw": 1000.0, "aggregate": 60.0}
TILE = "/tiles/heatmap/{z}/{x}/{y}.mvt"


class OtherCountError(MapperError):
    """Ours and the peer's count differ, so nothing may be said about their speed."""

    code = "bench_disagreement"
    http_status = 500

    def __init__(self, case: str, ours: object, theirs: object) -> None:
        super().__init__(f"{case}: {ours} here, {theirs} by the peer; nothing was measured.")


def measure(settings: Settings, rows: int) -> Report:
    """Each case with other filters at every repetition, over so many published proposals."""
    check_browser()
    profile = load_profile(settings.profile_dir)
    fill = partial(fill_proposals, profile=profile, rows=rows)
    with (
        bench_database(settings, f"bench_{rows}", fill) as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        machine = describe_machine(url)
        check_rollup(connection, rows)
        world = read_world(connection, profile)
        bench = _Bench(settings, url, Questions.of(connection, world), read_columns(connection))
        cases = tuple(bench.cases(rows))
    return Report("analyse", rows, cases, machine)


class _Bench:
    """One database, asked as planners ask it: by exact places."""

    def __init__(
        self, settings: Settings, url: str, questions: Questions, columns: Columns
    ) -> None:
        self._settings, self._url = settings, url
        self._questions, self._columns = questions, columns
        self._profile = load_profile(settings.profile_dir)
        rules = make_rules(settings, self._profile)
        sessions = make_sessions(make_engine(url))
        self._office = Backoffice(sessions, secret_key(settings), rules)

    def cases(self, rows: int) -> Iterator[Case]:
        """All of them; the large ones alone where there are very many rows."""
        goals = LARGE_GOALS if rows >= LARGE else GOALS
        asked: dict[str, Callable[[], dict[str, Figure]]] = {
            "aggregate": self._aggregate,
            "polygon": partial(self._counts, self._questions.polygon),
            "text": partial(self._counts, self._questions.text),
            "dbscan_100k": self._dbscan,
            "gi_star": self._gi_star,
            "report_10k": self._report,
        }
        for name, ask in asked.items():
            if name in goals:
                yield Case(name, ask(), {"median_ms": goals[name]})
        with serving(self._settings, self._url) as port:
            for name, ask_at in (("tile", self._tile), ("redraw", self._redraw)):
                if name in goals:
                    yield Case(name, ask_at(port), {"median_ms": goals[name]})

    @contextmanager
    def _counter(self) -> Iterator[Counter]:
        with counting(self._office, operator()) as counter:
            yield counter

    def _counts(self, ask: Callable[[int], Filters]) -> dict[str, Figure]:
        return {"median_ms": median_ms(_after_one(partial(self._count, ask)))}

    def _count(self, ask: Callable[[int], Filters], number: int) -> float:
        """Seconds for the hexagons of one question."""
        filters = ask(number)
        with self._counter() as counter:
            begin = perf_counter()
            counter.cells(filters)
            return perf_counter() - begin

    def _aggregate(self) -> dict[str, Figure]:
        ask = self._questions.aggregate
        with self._counter() as counter:
            ours = {one.cell: one.proposals for one in counter.cells(ask(0))}
        theirs = self._columns.aggregate(ask(0))
        if ours != theirs:
            raise OtherCountError("aggregate", sum(ours.values()), sum(theirs.values()))
        durations = _after_one(partial(self._count, ask))
        return _against("DuckDB", durations, lambda n: self._columns.aggregate(ask(n)))

    def _dbscan(self) -> dict[str, Figure]:
        def ours(number: int) -> float:
            with self._counter() as counter:
                filters, distance, least = self._questions.dense(number)
                begin = perf_counter()
                find_clusters(counter, filters, distance, least)
                return perf_counter() - begin

        with self._counter() as counter:
            found = find_clusters(counter, *self._questions.dense(0))
        points = found.membership.points
        figures = _against(
            "scikit-learn",
            _after_one(ours),
            lambda number: self._columns.dbscan(points, *self._questions.dense(number)[1:]),
        )
        return {**figures, "points": len(points), "clusters": len(found.clusters)}

    def _gi_star(self) -> dict[str, Figure]:
        cells, counts = self._columns.study(self._url)
        figures = _against(
            "esda",
            _after_one(lambda number: self._columns.hot_spots(cells, counts + number % 2)),
            lambda number: self._columns.esda_hot_spots(cells, counts + number % 2),
        )
        return {**figures, "hexagons": len(cells)}

    def _report(self) -> dict[str, Figure]:
        periods = [self._questions.some(number) for number in range(REPETITIONS + 1)]
        return Reports(self._office, self._profile).measure(periods)

    def _tile(self, port: int) -> dict[str, Figure]:
        with psycopg.connect(self._url, autocommit=True) as connection:
            client = Client(port)

            def ours(number: int) -> float:
                z, x, y = self._questions.tile(number)
                begin = perf_counter()
                client.get(TILE.format(z=z, x=x, y=y), self._questions.tile_query(number))
                return perf_counter() - begin

            figures = _against(
                "ST_AsMVT of the points, as tipg asks",
                _after_one(ours),
                lambda number: self._columns.points_tile(connection, *self._questions.tile(number)),
            )
            client.close()
        return figures

    def _redraw(self, port: int) -> dict[str, Figure]:
        by_words, by_months = measure_redraw(port)
        return {
            "median_ms": median_ms(by_words),
            "slowest_ms": median_ms([max(by_words)]),
            "months_ms": median_ms(by_months),
        }


def _after_one(ask: Callable[[int], float]) -> list[float]:
    """Seconds of each repetition, the first of all not counted."""
    ask(0)
    return [ask(number) for number in range(1, REPETITIONS + 1)]


def _against(peer: str, ours: list[float], ask: Callable[[int], object]) -> dict[str, Figure]:
    durations = []
    for number in range(PEER_REPETITIONS + 1):
        begin = perf_counter()
        ask(number)
        durations.append(perf_counter() - begin)
    median, other = median_ms(ours), median_ms(durations[1:])
    return {"median_ms": median, "peer": peer, "peer_ms": other, "ratio": round(other / median, 2)}
