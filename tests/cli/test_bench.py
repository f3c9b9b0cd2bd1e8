"""`mapper bench`: the shape of what it prints, and that it measures what it says."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from mapper.cli.benchmarks import analyse, redraw
from mapper.cli.benchmarks.agreement import DisagreementError, check_answers, check_rollup
from mapper.cli.benchmarks.database import NotOursError, bench_database
from mapper.cli.benchmarks.document import write_document
from mapper.cli.benchmarks.fill import fill_proposals
from mapper.cli.benchmarks.report import Case, Report
from mapper.domain.filters import Filters
from mapper.profile import load_profile
from mapper.settings import Settings
from tests.command import fresh_mapper as mapper
from tests.conftest import REAL_GEODATA

ROWS = 2000
DERIVED = (
    "municipality_id, district_id, public_geom::text, cell_1000, cell_500, cell_250, cell_125, "
    "public_cell_1000, public_cell_500, public_cell_250, public_cell_125"
)


@pytest.fixture(scope="module")
def settings(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    geodata = REAL_GEODATA if REAL_GEODATA.is_dir() else None
    home = tmp_path_factory.mktemp("bench")
    made = Settings(home=home, geodata_dir=geodata, network=False)
    return made.model_copy(update={"database_url": server_url})


@pytest.fixture(scope="module")
def filled(settings: Settings) -> Iterator[str]:
    """A benchmark's database with 2,000 proposals."""
    profile = load_profile(settings.profile_dir)
    name = f"bench_{ROWS}"
    with bench_database(settings, name, partial(fill_proposals, profile=profile, rows=ROWS)) as url:
        yield url
    with psycopg.connect(str(settings.database_url), autocommit=True) as connection:
        connection.execute(f'drop database "{name}" with (force)')


def test_the_heatmap_is_measured_against_a_peer_that_counts_the_same(
    settings: Settings, filled: str
) -> None:
    done = mapper(
        *("bench", "heatmap", "--rows", str(ROWS), "--json"),
        DATABASE_URL=str(settings.database_url),
        MAPPER_HOME=str(settings.home),
        MAPPER_GEODATA_DIR=str(settings.geodata_dir or ""),
        MAPPER_NETWORK="false",
    )

    # A disagreement of rollup, recount or peer would have been refused with exit code 1.
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert set(report) == {"bench", "rows", "cases", "machine"}
    assert (report["bench"], report["rows"]) == ("heatmap", ROWS)
    names = [case["case"] for case in report["cases"]]
    assert names == ["none", "field", "period", "district", "field_period", "window"]
    for case in report["cases"]:
        assert set(case) >= {"median_ms", "peer", "peer_ms", "ratio"}
        assert case["hexagons"] > 0
        # Both are rounded: the ratio to a tenth, the times to a hundredth of a millisecond.
        assert case["ratio"] == pytest.approx(case["peer_ms"] / case["median_ms"], abs=0.06)


def test_what_a_planner_waits_for_is_measured_case_by_case(
    settings: Settings, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (analyse, redraw):
        monkeypatch.setattr(module, "REPETITIONS", 1)
    monkeypatch.setattr(analyse, "PEER_REPETITIONS", 1)

    report = analyse.measure(settings, ROWS)

    cases = {case.name: case.figures for case in report.cases}
    peers = {"aggregate", "dbscan_100k", "gi_star", "tile"}
    assert set(cases) == peers | {"polygon", "text", "redraw", "report_10k"}
    assert all(float(figures["median_ms"]) > 0 for figures in cases.values())
    assert {name for name, figures in cases.items() if "peer" in figures} == peers
    assert int(cases["dbscan_100k"]["points"]) > 0
    assert float(cases["redraw"]["months_ms"]) > 0
    assert 0 < int(cases["report_10k"]["ideas"]) <= ROWS


def test_what_is_filled_in_is_what_the_triggers_would_make(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        before = connection.execute(f"select id, {DERIVED} from proposal order by id").fetchall()
        connection.execute("update proposal set title = title")
        after = connection.execute(f"select id, {DERIVED} from proposal order by id").fetchall()
        connection.rollback()

    assert len(before) == ROWS
    assert after == before


def test_a_rollup_that_differs_is_not_measured(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        connection.execute(
            "update rollup_public set proposals = proposals + 1 where grain = 0 and cell_size = 500"
        )

        with pytest.raises(DisagreementError):
            check_rollup(connection, ROWS)

        connection.rollback()


def test_answers_that_count_differently_are_not_measured() -> None:
    ours, peers = (
        json.dumps({"features": [{"properties": {"cell": 7, "count": count, "supports": 0}}]})
        for count in (1, 2)
    )

    assert check_answers(ours, ours, Filters()) == 1
    with pytest.raises(DisagreementError):
        check_answers(ours, peers, Filters())


def test_a_database_that_is_not_a_benchmarks_is_left_alone(settings: Settings) -> None:
    with psycopg.connect(str(settings.database_url), autocommit=True) as connection:
        connection.execute("create database bench_town")
        try:
            with pytest.raises(NotOursError), bench_database(settings, "bench_town"):
                pass

            names = connection.execute("select datname from pg_database").fetchall()
            assert ("bench_town",) in names
        finally:
            connection.execute("drop database bench_town")


def test_a_missed_goal_is_said_beside_the_figures(tmp_path: Path) -> None:
    report = Report(
        "pin",
        None,
        (
            Case("tap_to_form", {"median_ms": 151.0}, {"median_ms": 150}),
            Case("save_to_pin", {"median_ms": 400.0}, {"median_ms": 400}),
        ),
        {"cores": 2},
    )

    write_document(tmp_path / "benchmarks.md", {"mapper bench pin": report})

    text = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "| tap_to_form | 151.0 | median_ms ≤ 150 (missed: median_ms) |" in text
    assert "| save_to_pin | 400.0 | median_ms ≤ 400 ✓ |" in text
    assert "mapper bench pin" in text


def test_without_a_browser_one_sentence_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "playwright.py").write_text("raise ModuleNotFoundError('playwright')")

    done = mapper("bench", "pin", PYTHONPATH=str(tmp_path), MAPPER_HOME=str(tmp_path / "home"))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Playwright" in done.stderr
    assert "make setup-dev" in done.stderr
