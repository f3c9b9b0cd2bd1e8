"""Recurring work is due by the town's clock, in summer as in winter."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.domain.berlin import TIMEZONE
from mapper.domain.schedules import Schedule

NIGHT, MONDAY = Schedule(time(3, 30)), Schedule(time(6, 30), weekday=0)


@pytest.mark.parametrize(
    ("schedule", "now", "due"),
    [
        # Winter: one hour ahead of UTC. 23 November 2026 is a Monday.
        (NIGHT, "2026-11-22T02:30:00", "2026-11-22T02:30:00"),
        (NIGHT, "2026-11-22T02:29:59", "2026-11-21T02:30:00"),
        (MONDAY, "2026-11-23T05:30:00", "2026-11-23T05:30:00"),
        (MONDAY, "2026-11-23T05:29:59", "2026-11-16T05:30:00"),
        (MONDAY, "2026-11-29T23:00:00", "2026-11-23T05:30:00"),
        # Summer: two hours.
        (MONDAY, "2026-07-06T04:30:00", "2026-07-06T04:30:00"),
        (MONDAY, "2026-07-06T04:29:59", "2026-06-29T04:30:00"),
        # It is Monday in the town while it is still Sunday in UTC.
        (Schedule(time(0, 30), weekday=0), "2026-07-05T22:30:00", "2026-07-05T22:30:00"),
    ],
)
def test_the_last_moment_it_was_due(schedule: Schedule, now: str, due: str) -> None:
    found = schedule.last_due(datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert found.astimezone(UTC) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.none() | st.integers(0, 6),
)
def test_it_lies_in_the_last_day_or_week(now: datetime, at: time, weekday: int | None) -> None:
    moment = now.replace(tzinfo=UTC)
    due = Schedule(at, weekday).last_due(moment)

    # A time the clocks leave out counts as an hour later, so that it may lie an hour ahead.
    slack = timedelta(hours=1)
    period = timedelta(days=1 if weekday is None else 7)
    assert -slack <= moment - due.astimezone(UTC) <= period + slack
    assert weekday is None or due.astimezone(TIMEZONE).date().weekday() == weekday
