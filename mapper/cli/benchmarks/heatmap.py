"""`mapper bench heatmap`: the heatmap over HTTP against ST_HexagonGrid over the proposals."""

import statistics
from functools import partial
from time import perf_counter

import psycopg

from mapper.cli.benchmarks.agreement import check_answers, check_rollup
from mapper.cli.benchmarks.database import bench_database
from mapper.cli.benchmarks.fill import fill_proposals
from mapper.cli.benchmarks.peer import WAYS, Peer
from mapper.cli.benchmarks.questions import Question, make_questions, read_keys
from mapper.cli.benchmarks.report import Case, Figure, Report, describe_machine, median_ms
from mapper.cli.benchmarks.server import Client, serving
from mapper.cli.benchmarks.world import read_world
from mapper.domain.filters import Filters, to_query
from mapper.profile import load_profile
from mapper.settings import Settings

PATH = "/api/heatmap.geojson"
REPETITIONS = 25
PEER_REPETITIONS = 5
PEER_BUDGET_S = 20.0
"""A way of writing the peer is repeated no more once it has taken so long."""
HOPELESS = 3.0
"""A way of writing it that first took so many times as long as the other is not timed further."""
GOALS = {1_000_000: {"median_ms": 20.0, "ratio": 20.0}, 10_000_000: {"median_ms": 60.0}}
WINDOW_RATIO = 5.0
_P95 = 18


def measure(settings: Settings, rows: int) -> Report:
    """Six kinds of filters, each over a database of so many published proposals."""
    profile = load_profile(settings.profile_dir)
    fill = partial(fill_proposals, profile=profile, rows=rows)
    with (
        bench_database(settings, f"bench_{rows}", fill) as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        machine = describe_machine(url)
        check_rollup(connection, rows)
        peer = Peer(connection, read_world(connection, profile), read_keys(connection))
        questions = make_questions(peer.world, peer.keys)
        with serving(settings, url) as port:
            client = Client(port)
            cases = tuple(_measure(question, client, peer, rows) for question in questions)
            client.close()
    return Report("heatmap", rows, cases, machine)


def _measure(question: Question, client: Client, peer: Peer, rows: int) -> Case:
    filters = question.ask(0)
    ours = client.get(PATH, to_query(filters))
    answers = {way: _timed_answer(peer, way, filters) for way in WAYS}
    hexagons = max(check_answers(ours, answer, filters) for answer, _ in answers.values())
    begun = {way: seconds for way, (_, seconds) in answers.items()}
    client.get(PATH, to_query(filters))
    durations = sorted(_ask_ours(question, client, peer, number) for number in _numbers())
    worth = [way for way in WAYS if begun[way] < HOPELESS * min(begun.values())]
    peers = {way: median_ms(_ask_peer(question, peer, way)) for way in worth}
    faster = min(peers, key=lambda way: peers[way])
    median = median_ms(durations)
    figures: dict[str, Figure] = {
        "median_ms": median,
        "peer": faster,
        "peer_ms": peers[faster],
        "ratio": round(peers[faster] / median, 1),
        "p95_ms": median_ms([statistics.quantiles(durations, n=20)[_P95]]),
        "hexagons": hexagons,
    }
    return Case(question.name, figures, _goal(question, rows))


def _goal(question: Question, rows: int) -> dict[str, float]:
    goal = dict(GOALS.get(rows, {}))
    if question.name == "window" and "ratio" in goal:
        goal["ratio"] = WINDOW_RATIO
    return goal


def _numbers() -> range:
    return range(1, REPETITIONS + 1)


def _ask_ours(question: Question, client: Client, peer: Peer, number: int) -> float:
    """Seconds of one repetition; before it a support is added, so no answer is the last one's."""
    filters = question.ask(number)
    peer.connection.execute(
        "update proposal set support_count = support_count + 1 where id = %s", [number]
    )
    begin = perf_counter()
    client.get(PATH, to_query(filters))
    return perf_counter() - begin


def _timed_answer(peer: Peer, way: str, filters: Filters) -> tuple[str, float]:
    begin = perf_counter()
    answer = peer.ask(way, filters)
    return answer, perf_counter() - begin


def _ask_peer(question: Question, peer: Peer, way: str) -> list[float]:
    durations: list[float] = []
    while len(durations) < PEER_REPETITIONS and sum(durations) < PEER_BUDGET_S:
        filters = question.ask(len(durations) + 1)
        durations.append(_timed_answer(peer, way, filters)[1])
    return durations
