"""Who is heard and ideas over time equal a recount of the rows, one by one, under any filters."""

import random
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from mapper.db.counts_in_time import count_by_day, count_by_month
from mapper.db.criteria import Scope
from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import resolve_filters
from mapper.db.rollup import fold
from mapper.db.tables import Proposal
from mapper.domain.areas import Circle
from mapper.domain.filters import Filters
from mapper.domain.roles import Limits
from mapper.domain.statuses import Channel
from mapper.domain.time_units import TimeUnit
from mapper.services.heard import Heard, who_is_heard
from mapper.services.over_time import MOST_COLUMNS, OverTime, count_over_time
from mapper.services.plan import Counter
from tests.conftest import copied_database, opened
from tests.db import test_plan_filters
from tests.db.test_plan_filters import FILTERS, World, matches
from tests.db.test_rollup import random_row
from tests.db.world import build_world

world = test_plan_filters.world

TODAY = date(2026, 9, 15)
ANYTHING = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SCOPES = st.sampled_from(["internal", "public"])


def counter(session: Session, world: World, scope: Scope) -> Counter:
    return Counter(session, scope, Limits(), world.versions)


def recount(world: World, filters: Filters, scope: Scope) -> list[dict[str, Any]]:
    """The rows that match, read one by one."""
    east, north = ("e", "n") if scope == "internal" else ("pe", "pn")
    if scope == "public":
        filters = replace(filters, channels=())
    return [row for row in world.rows if matches(world, row, filters, (row[east], row[north]))]


@ANYTHING
@given(filters=FILTERS, scope=SCOPES, half=st.booleans())
def test_months_and_days_equal_a_recount(
    world: World, filters: Filters, scope: Scope, half: bool
) -> None:
    rows = recount(world, filters, scope)
    with world.sessions() as session:
        seen = counter(session, world, scope).seen(filters)
        assert seen is not None
        # Half of the changes folded in this session alone, which is rolled back.
        fold(session, most=120 if half else 0)
        criteria = resolve_filters(session, seen, world.versions)
        months = session.execute(count_by_month(scope, criteria)).all()
        days = session.execute(count_by_day(scope, criteria)).all()
        session.rollback()

    by_day = Tally((row["field"], int(f"{row['day']:%Y%m%d}")) for row in rows)
    by_month = Tally((row["field"], int(f"{row['day']:%Y%m}")) for row in rows)
    assert {(field, day): ideas for field, day, ideas in days} == by_day
    assert {(field, month): ideas for field, month, ideas in months} == by_month


@ANYTHING
@given(filters=FILTERS, scope=SCOPES, unit=st.sampled_from([TimeUnit.WEEK, TimeUnit.MONTH]))
def test_columns_hold_every_idea_in_its_time(
    world: World, filters: Filters, scope: Scope, unit: TimeUnit
) -> None:
    rows = recount(world, filters, scope)
    with transaction(world.sessions) as session:
        found = count_over_time(counter(session, world, scope), filters, unit, TODAY)

    assert found.total == len(rows)
    assert len(found.columns) <= MOST_COLUMNS
    for one in found.columns:
        within = Tally(row["field"] for row in rows if one.first <= row["day"] <= one.last)
        assert Tally(one.counts) == within
    for one, after in zip(found.columns, found.columns[1:], strict=False):
        assert after.first == one.last + timedelta(days=1)


@ANYTHING
@given(filters=FILTERS, scope=SCOPES)
def test_who_is_heard_equals_a_recount(world: World, filters: Filters, scope: Scope) -> None:
    rows = recount(world, filters, scope)
    with transaction(world.sessions) as session:
        heard = who_is_heard(counter(session, world, scope), filters)

    ideas = Tally(row["area"] for row in rows if row["area"])
    asked = set(filters.districts) or {"00000001/a", "00000001/b", "00000002/c"}
    assert {one.count.district: one.count.proposals for one in heard.districts} == {
        key: ideas[key] for key in asked
    }
    outside = sum(one.proposals for one in heard.outside)
    assert outside == sum(row["area"] is None for row in rows)
    whole = not (filters.area or filters.near or filters.inside)
    silent = {key for key in asked if not ideas[key]} if whole else set()
    assert {one.district for one in heard.silent} == silent
    assert_channels(heard, rows, scope)


def assert_channels(heard: Heard, rows: list[dict[str, Any]], scope: Scope) -> None:
    told = heard.by_channel
    if scope == "public" or not rows:
        assert told is None
        return
    assert told is not None
    totals = {one: total.count for one, total in zip(told.channels, told.totals, strict=True)}
    assert totals == Tally(Channel(row["channel"]) for row in rows)
    if told.table is None:
        return
    crossed = Tally((row["ags"], row["area"], row["channel"]) for row in rows)
    for place, line in zip(told.places, told.table, strict=True):
        for channel, one in zip(told.channels, line, strict=True):
            assert one.count == crossed[place.municipality, place.district, channel]
            assert one.hidden or one.count not in (1, 2)


def test_channels_are_for_planners_only(world: World) -> None:
    with transaction(world.sessions) as session:
        assert who_is_heard(counter(session, world, "public"), Filters()).by_channel is None
        assert who_is_heard(counter(session, world, "internal"), Filters()).by_channel is not None


@pytest.fixture
def small(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """The small world with known inhabitants in A (500) and B (49), of C nobody knows."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        with transaction(sessions) as session:
            session.execute(text("update district set population = 500 where key = '00000001/a'"))
            session.execute(text("update district set population = 49 where key = '00000001/b'"))
        yield sessions


def add(sessions: Sessions, *days: str, **columns: object) -> None:
    """An idea from district A on each of these days, at noon."""
    chance = random.Random(1)
    rows = [
        {
            **random_row(chance),
            "place_certainty": "district",
            "geom": None,
            "district_id": 1,
            "moderation_status": "published",
            "created_at": f"{day} 12:00+01",
            **columns,
        }
        for day in days
    ]
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)


def heard_in(sessions: Sessions, filters: Filters | None = None) -> Heard:
    with transaction(sessions) as session:
        return who_is_heard(Counter(session, "internal", Limits(), {}), filters or Filters())


def over_time(
    sessions: Sessions, unit: TimeUnit = TimeUnit.MONTH, filters: Filters | None = None
) -> OverTime:
    with transaction(sessions) as session:
        inside = Counter(session, "internal", Limits(), {})
        return count_over_time(inside, filters or Filters(), unit, TODAY)


def test_a_rate_needs_enough_known_inhabitants(small: Sessions) -> None:
    add(small, *["2026-05-01"] * 10)
    add(small, "2026-05-01", district_id=2)

    heard = heard_in(small)

    rates = {one.count.district_name: one.rate for one in heard.districts}
    assert rates["B"] is None
    assert rates["C"] is None
    assert rates["A"] is not None
    # Ten of 500 are 20 of a thousand; Garwood's limits of ten are 4.80 and 18.39.
    ends = (rates["A"].value, rates["A"].lower, rates["A"].upper)
    assert ends == pytest.approx((20, 9.59, 36.78), abs=0.02)
    assert heard.overall == pytest.approx(20)


def test_a_rate_stands_out_where_chance_among_all_districts_would_not_make_it(
    small: Sessions,
) -> None:
    with transaction(small) as session:
        session.execute(text("update district set population = 1000"))
    add(small, *["2026-05-01"] * 20)
    add(small, *["2026-05-01"] * 2, district_id=2)
    add(small, *["2026-05-01"] * 11, district_id=3)

    found = {one.count.district_name: one.stands_out for one in heard_in(small).districts}

    # All together 11 of a thousand. A mean of 11 gives 20 or more with 0.0093, 2 or fewer with
    # 0.0012 (sums of exp(-11) 11^k / k!); a third of 0.025 is 0.0083.
    assert found == {"A": False, "B": True, "C": False}


def test_parts_of_districts_have_no_rate_and_no_silence(small: Sessions) -> None:
    add(small, "2026-05-01")

    heard = heard_in(small, Filters(area=Circle(12.5, 52.1, 500)))

    assert (heard.by_area, heard.overall, heard.silent) == (True, None, ())
    assert all(one.rate is None for one in heard.districts)


def test_where_a_round_does_not_ask_nobody_is_silent(small: Sessions) -> None:
    add(small, "2026-05-01")
    with transaction(small) as session:
        session.execute(
            text("update participation_round set area = '{00000001}' where slug = 'plan'")
        )

    within = heard_in(small, Filters(rounds=("plan",))).districts
    everywhere = heard_in(small, Filters(rounds=("plan", "ideas"))).districts

    assert {one.count.district_name for one in within} == {"A", "B"}
    assert len(everywhere) == 3


def test_a_limited_planner_hears_her_own_municipality(small: Sessions) -> None:
    add(small, "2026-05-01")
    with transaction(small) as session:
        limited = Counter(session, "internal", Limits(municipalities=("00000002",)), {})
        heard = who_is_heard(limited, Filters())

    assert [one.count.district_name for one in heard.districts] == ["C"]
    assert heard.by_channel is None


def test_of_one_district_small_totals_of_channels_are_hidden(small: Sessions) -> None:
    add(small, *["2026-05-01"] * 9)
    add(small, "2026-05-01", channel="letter")

    told = heard_in(small).by_channel

    assert told is not None
    assert told.table is None
    assert [one.hidden for one in told.totals] == [True, True]


def test_months_without_ideas_are_columns_without_height(small: Sessions) -> None:
    add(small, "2026-05-31", "2026-08-01")

    found = over_time(small)

    assert [one.total for one in found.columns] == [1, 0, 0, 1, 0]
    assert [one.complete for one in found.columns] == [True, True, True, True, False]
    assert found.change is not None
    assert [one.total for one in found.change] == [0, 1]


def test_an_idea_counts_on_its_day_in_berlin(small: Sessions) -> None:
    # Half an hour before midnight in UTC is the first of June in Berlin, a Monday.
    add(small, "2026-05-31", created_at="2026-05-31 23:30+00")

    assert over_time(small).columns[0].first == date(2026, 6, 1)
    assert over_time(small, TimeUnit.WEEK).columns[0].first == date(2026, 6, 1)


def test_columns_begin_with_the_period_where_there_is_room(small: Sessions) -> None:
    add(small, "2026-08-01")

    near = over_time(small, filters=Filters(first_day=date(2026, 6, 10)))
    far = over_time(small, filters=Filters(first_day=date(1999, 1, 1)))

    assert [one.total for one in near.columns] == [0, 0, 1, 0]
    assert not near.columns[0].complete
    assert far.columns[0].first == date(2026, 8, 1)


def test_too_many_weeks_are_months_and_too_many_months_quarters(small: Sessions) -> None:
    add(small, "2024-01-10", "2026-08-01")
    assert over_time(small, TimeUnit.WEEK).unit is TimeUnit.MONTH

    add(small, "2015-01-10")
    longer = over_time(small)

    assert longer.unit is TimeUnit.QUARTER
    assert (longer.total, longer.columns[0].first) == (3, date(2015, 1, 1))


def test_the_oldest_years_are_summed_up(small: Sessions) -> None:
    add(small, "1901-03-01", "1902-03-01", "1980-03-01", "2026-03-01")

    found = over_time(small)

    assert (found.unit, found.summed_up, len(found.columns)) == (TimeUnit.YEAR, True, MOST_COLUMNS)
    assert (found.columns[0].first, found.columns[0].total) == (date(1901, 1, 1), 2)
    assert found.total == 4


def test_time_ends_with_the_period_or_when_the_rounds_closed(small: Sessions) -> None:
    add(small, "2026-03-01", "2026-04-01", round_id=2)
    with transaction(small) as session:
        session.execute(
            text(
                "update participation_round set closes = '2026-06-01 00:00+02' where slug = 'plan'"
            )
        )

    by_period = over_time(small, filters=Filters(last_day=date(2026, 7, 10)))
    by_round = over_time(small, filters=Filters(rounds=("plan",)))

    assert by_period.columns[-1].last == date(2026, 7, 31)
    assert not by_period.columns[-1].complete
    assert by_round.columns[-1].last == date(2026, 5, 31)


def test_without_ideas_there_are_no_columns(small: Sessions) -> None:
    assert over_time(small).columns == ()
    assert over_time(small).change is None
