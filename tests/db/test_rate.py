"""Counting how often somebody did something, without keeping who."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from mapper.api.limits import Limit
from mapper.api.state import State, make_state
from mapper.db.engine import Sessions, transaction
from mapper.db.tables import RateCount
from mapper.errors import TooManyRequestsError
from mapper.services import rate
from mapper.services.rate import count_hit
from mapper.settings import Settings
from tests.conftest import opened
from tests.staff import SECRET

SHORT = timedelta(minutes=10)
DAY = timedelta(days=1)
ADDRESS = "203.0.113.77"


def hit(store: Sessions, address: str = ADDRESS, scope: str = "ideas", most: int = 3) -> bool:
    """Whether one more was let through."""
    try:
        count_hit(store, SECRET, scope, address, most=most, window=DAY)
    except TooManyRequestsError as refused:
        assert 0 < refused.wait_s <= DAY.total_seconds()
        return False
    return True


def test_as_many_as_allowed_are_let_through(empty_sessions: Sessions) -> None:
    assert [hit(empty_sessions) for _ in range(5)] == [True] * 3 + [False] * 2


def test_scopes_and_addresses_are_counted_apart(empty_sessions: Sessions) -> None:
    for _ in range(4):
        hit(empty_sessions)

    assert not hit(empty_sessions)
    assert hit(empty_sessions, scope="reports")
    assert hit(empty_sessions, address="203.0.113.78")
    assert hit(empty_sessions, address="")


def test_windows_of_two_lengths_are_counted_apart(empty_sessions: Sessions) -> None:
    count_hit(empty_sessions, SECRET, "ideas", ADDRESS, most=1, window=SHORT)
    count_hit(empty_sessions, SECRET, "ideas", ADDRESS, most=1, window=DAY)

    with pytest.raises(TooManyRequestsError) as refused:
        count_hit(empty_sessions, SECRET, "ideas", ADDRESS, most=1, window=SHORT)
    assert refused.value.wait_s <= SHORT.total_seconds()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("::ffff:203.0.113.77", ADDRESS, True),
        ("::ffff:203.0.113.77", "::ffff:203.0.113.78", False),
        ("moni", "toni", False),
    ],
)
def test_of_ipv6_the_network_counts(
    empty_sessions: Sessions, one: str, other: str, same: bool
) -> None:
    assert hit(empty_sessions, one, most=1)

    assert hit(empty_sessions, other, most=1) == (not same)


def test_processes_count_together(empty_url: str) -> None:
    with opened(empty_url) as one, opened(empty_url) as other, ThreadPoolExecutor(8) as threads:
        stores = [one, other] * 20
        through = list(threads.map(lambda store: hit(store, most=15), stores))

    assert sum(through) == 15


def test_nothing_of_the_address_is_stored_and_the_key_is_another_one_each_day(
    empty_sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Tomorrow":
            return cls.fromtimestamp(datetime.now(UTC).timestamp() + 86400, UTC)

    hit(empty_sessions)
    monkeypatch.setattr(rate, "datetime", Tomorrow)
    hit(empty_sessions)

    with transaction(empty_sessions) as session:
        rows = session.scalars(select(RateCount)).all()
        said = session.scalars(text("select rate_count::text from rate_count")).all()
    assert len({row.key_hash for row in rows}) == 2
    assert not any(ADDRESS in row or ADDRESS.encode().hex() in row for row in said)


def test_another_secret_makes_other_keys(empty_sessions: Sessions) -> None:
    for secret in ("one", "other"):
        count_hit(empty_sessions, secret, "ideas", ADDRESS, most=1, window=DAY)

    with transaction(empty_sessions) as session:
        assert len(set(session.scalars(select(RateCount.key_hash)))) == 2


def test_who_is_refused_for_ten_minutes_does_not_use_up_the_day(
    empty_sessions: Sessions, empty_url: str, tmp_path: Path
) -> None:
    limit = Limit("ideas", ((2, timedelta(hours=12)), (5, DAY)))

    def is_refused(state: State) -> bool:
        try:
            limit.check(state, ADDRESS)
        except TooManyRequestsError:
            return True
        return False

    with closing(make_state(Settings(home=tmp_path), empty_url)) as state:
        assert [is_refused(state) for _ in range(9)] == [False] * 2 + [True] * 7
    with transaction(empty_sessions) as session:
        assert session.scalars(select(RateCount.hits)).all() == [2, 2]


def test_within_a_session_the_count_goes_with_its_transaction(empty_sessions: Sessions) -> None:
    def count_and_fail() -> None:
        with transaction(empty_sessions) as session:
            count_hit(session, SECRET, "ideas", ADDRESS, most=1, window=DAY)
            raise ValueError("something else")

    for _ in range(2):
        with pytest.raises(ValueError, match="something else"):
            count_and_fail()

    assert hit(empty_sessions, most=1)


@given(st.text(max_size=60))
def test_any_text_may_stand_for_an_address(given_text: str) -> None:
    key = rate._key(SECRET, datetime.now(UTC), "ideas/60", given_text)

    assert len(key) == 16
