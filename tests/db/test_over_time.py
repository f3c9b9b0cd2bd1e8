"""Ideas over time equal a recount of the rows, one by one, under any filters."""

from collections import Counter as Tally
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from mapper.db.counts_in_time import count_by_day, count_by_month
from mapper.db.criteria import Scope
from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import resolve_filters
from mapper.db.rollup import fold
from mapper.domain.filters import Filters
from mapper.domain.roles import Limits
from mapper.domain.time_units import TimeUnit
from mapper.services.over_time import MOST_COLUMNS, OverTime, count_over_time
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


def over_time(
    sessions: Sessions, unit: TimeUnit = TimeUnit.MONTH, filters: Filters | None = None
) -> OverTime:
    with transaction(sessions) as session:
        inside = Counter(session, "internal", Limits(), {})
        return count_over_time(inside, filters or Filters(), unit, TODAY)


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
