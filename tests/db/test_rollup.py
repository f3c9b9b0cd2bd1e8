"""The rollups equal a recount, whatever is done to the proposals and however it is read."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import count_differences, count_waiting, fold, rebuild
from mapper.db.tables import Proposal
from mapper.domain.filters import CELL_SIZES, Filters
from mapper.domain.statuses import ModerationStatus, ResponseStatus
from mapper.domain.tokens import new_public_id
from mapper.services.counting import count_cells, count_districts_in
from tests.conftest import copied_database, opened
from tests.db.world import NO_DIFFERENCE, SIDE, SOUTH, WEST, build_world

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def world(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """One small world for the module; tests empty it themselves."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        yield sessions


def random_row(chance: random.Random) -> dict[str, object]:
    """A proposal anywhere in the small world, at any time of 20 months."""
    certainty = chance.choice(["point", "point", "point", "district", "none"])
    easting = WEST + chance.random() * 3 * SIDE
    northing = SOUTH - 400 + chance.random() * (SIDE + 400)
    return {
        "public_id": new_public_id(),
        "client_key": uuid4(),
        "round_id": chance.choice([1, 2]),
        "place_certainty": certainty,
        "geom": f"SRID=25833;POINT({easting} {northing})" if certainty == "point" else None,
        "district_id": chance.choice([1, 2, 3]) if certainty == "district" else None,
        "public_precision": chance.choice(["exact", "100m", "district"]),
        "title": "Title",
        "body": "A body of text",
        "action_field_id": chance.choice([1, 2]),
        "moderation_status": chance.choice(["pending", "published", "published"]),
        "response_status": chance.choice(list(ResponseStatus)).value,
        "support_count": chance.randrange(4),
        "created_at": FIRST + timedelta(hours=chance.randrange(24 * 600)),
    }


def change_something(sessions: Sessions, chance: random.Random) -> None:
    """One random insert, status change, move, support, new text or deletion."""
    with transaction(sessions) as session:
        ids = session.scalars(select(Proposal.id)).all()
        kind = chance.choice(
            ["insert", "insert", "moderate", "answer", "move", "support", "delete"]
        )
        if kind == "insert" or not ids:
            session.execute(insert(Proposal), [random_row(chance)])
            return
        picked = Proposal.id == chance.choice(ids)
        new = random_row(chance)
        values: dict[str, dict[str, object]] = {
            "moderate": {"moderation_status": chance.choice(list(ModerationStatus)).value},
            "answer": {"response_status": new["response_status"]},
            "move": {
                name: new[name]
                for name in ("place_certainty", "geom", "district_id", "public_precision")
            },
            "support": {"support_count": Proposal.support_count + 1},
        }
        if kind == "delete":
            session.execute(delete(Proposal).where(picked))
        else:
            session.execute(update(Proposal).where(picked).values(values[kind]))


def empty(sessions: Sessions) -> None:
    with transaction(sessions) as session:
        session.execute(delete(Proposal))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 40))
def test_both_rollups_equal_a_recount_after_any_changes(
    world: Sessions, seed: int, steps: int
) -> None:
    empty(world)
    chance = random.Random(seed)
    for _ in range(steps):
        change_something(world, chance)
        if chance.random() < 0.2:
            with transaction(world) as session:
                fold(session, most=chance.choice([1, 5, 1000]))

    with transaction(world) as session:
        assert count_differences(session) == NO_DIFFERENCE


def test_rollups_stay_true_under_concurrency(world: Sessions) -> None:
    empty(world)

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(30):
            change_something(world, chance)
            if chance.random() < 0.1:
                with transaction(world) as session:
                    fold(session)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))

    with transaction(world) as session:
        assert count_differences(session) == NO_DIFFERENCE
        assert session.scalar(text("select count(*) from rollup_now")) > 0


def test_a_broken_rollup_is_found_and_rebuilding_mends_it(world: Sessions) -> None:
    empty(world)
    with transaction(world) as session:
        session.execute(insert(Proposal), [random_row(random.Random(n)) for n in range(50)])
        fold(session)
        session.execute(text("update rollup_public set proposals = proposals + 1 where grain = 0"))
    with transaction(world) as session:
        assert count_differences(session)["public"] > 0

        rebuild(session)

        assert count_differences(session) == NO_DIFFERENCE
        assert count_waiting(session) == 0


def in_berlin(row: Proposal) -> date:
    return row.created_at.astimezone(BERLIN).date()


filters = st.builds(
    Filters,
    rounds=st.sampled_from([(), (), ("ideas",), ("ideas", "plan")]),
    action_fields=st.sampled_from([(), (), ("green",), ("mobility", "green")]),
    municipalities=st.sampled_from([(), (), ("00000001",)]),
    districts=st.sampled_from([(), (), ("00000001/b",), ("00000001/a", "00000002/c")]),
    response_statuses=st.sampled_from(
        [(), (), (ResponseStatus.RECEIVED,), tuple(ResponseStatus)[:3]]
    ),
    first_day=st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    last_day=st.none() | st.dates(date(2026, 1, 1), date(2026, 9, 1)),
    cell_size=st.sampled_from(CELL_SIZES),
)


@pytest.fixture(scope="module")
def counted(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """A world of 600 proposals, half of their deltas folded and half waiting."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        chance = random.Random(7)
        with transaction(sessions) as session:
            session.execute(insert(Proposal), [random_row(chance) for _ in range(300)])
            fold(session)
            session.execute(insert(Proposal), [random_row(chance) for _ in range(300)])
        yield sessions


def matches(row: Proposal, wanted: Filters) -> bool:
    """An independent reading of the filters."""
    rounds, fields = {1: "ideas", 2: "plan"}, {1: "green", 2: "mobility"}
    districts = {1: "00000001/a", 2: "00000001/b", 3: "00000002/c"}
    towns = {1: "00000001", 2: "00000002"}
    return (
        row.moderation_status == "published"
        and (not wanted.rounds or rounds[row.round_id] in wanted.rounds)
        and (not wanted.action_fields or fields[row.action_field_id] in wanted.action_fields)
        and (
            not wanted.municipalities
            or towns.get(row.municipality_id or 0) in wanted.municipalities
        )
        and (not wanted.districts or districts.get(row.district_id or 0) in wanted.districts)
        and (not wanted.response_statuses or row.response_status in wanted.response_statuses)
        and (wanted.first_day is None or in_berlin(row) >= wanted.first_day)
        and (wanted.last_day is None or in_berlin(row) <= wanted.last_day)
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=filters, scope=st.sampled_from(["public", "internal"]))
def test_any_filter_counts_what_a_recount_counts(
    counted: Sessions, wanted: Filters, scope: str
) -> None:
    prefix = "public_cell_" if scope == "public" else "cell_"
    with transaction(counted) as session:
        rows = [row for row in session.scalars(select(Proposal)) if matches(row, wanted)]
    cells: Counter[int] = Counter()
    supports: Counter[int] = Counter()
    for row in rows:
        cell = getattr(row, f"{prefix}{wanted.cell_size}")
        if cell is not None:
            cells[cell] += 1
            supports[cell] += row.support_count

    with transaction(counted) as session:
        found = count_cells(session, wanted, scope)  # type: ignore[arg-type]
        districts = count_districts_in(session, wanted, scope)  # type: ignore[arg-type]

    assert {one.cell: one.proposals for one in found} == dict(cells)
    assert {one.cell: one.supports for one in found} == {cell: supports[cell] for cell in cells}
    assert sum(one.proposals for one in districts) == len(rows)
    assert sum(one.without_point for one in districts) == len(rows) - sum(cells.values())
