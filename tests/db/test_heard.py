"""Who is heard equals a recount of the rows, one by one, under any filters."""

from collections import Counter as Tally
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from sqlalchemy import text

from mapper.db.criteria import Scope
from mapper.db.engine import Sessions, transaction
from mapper.domain.areas import Circle
from mapper.domain.filters import Filters
from mapper.domain.roles import Limits
from mapper.domain.statuses import Channel
from mapper.services.heard import Heard, who_is_heard
from mapper.services.plan import Counter
from tests.db import test_plan_filters
from tests.db.counted import ANYTHING, SCOPES, add, counter, recount, small_town
from tests.db.test_plan_filters import FILTERS, World

world = test_plan_filters.world

TODAY = date(2026, 9, 15)


@pytest.fixture
def small(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """The small world with known inhabitants in two of its districts."""
    with small_town(server_url, empty_template) as sessions:
        yield sessions


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


def heard_in(sessions: Sessions, filters: Filters | None = None) -> Heard:
    with transaction(sessions) as session:
        return who_is_heard(Counter(session, "internal", Limits(), {}), filters or Filters())


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
