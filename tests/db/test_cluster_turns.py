"""Looking for clusters takes turns, and ends in time."""

import pytest
from sqlalchemy import text

from mapper.db import clusters as rows
from mapper.db.engine import Sessions, transaction
from mapper.errors import TakesTooLongError
from mapper.services.clusters import turn


def test_what_takes_too_long_ends_with_a_reason(world: Sessions) -> None:
    with (
        pytest.raises(TakesTooLongError),
        transaction(world) as session,
        rows.at_most(session, 1),
    ):
        session.execute(text("select pg_sleep(30)"))


def test_patience_ends_with_what_it_is_for(world: Sessions) -> None:
    with transaction(world) as session:
        with rows.at_most(session, 1):
            inside = session.scalar(text("show statement_timeout"))
        after = session.scalar(text("show statement_timeout"))

    assert (inside, after) == ("1s", "0")


def test_a_third_person_waits_for_her_turn() -> None:
    class OutOfPatienceError(Exception):
        pass

    def waiting() -> None:
        raise OutOfPatienceError

    def never() -> None:
        raise AssertionError

    with turn(never), turn(never), pytest.raises(OutOfPatienceError), turn(waiting):
        pass
    with turn(never):
        pass
