"""One answer to several ideas: each on its own, by those who may."""

import pytest
from sqlalchemy import create_engine

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    DatabaseAwayError,
    ForbiddenError,
    NotFoundError,
    SignInNeededError,
    StatusMoveError,
)
from mapper.services.respond import respond, respond_to_several
from mapper.services.staff_sessions import end_session
from tests.db.answering import PLANNED, REVIEW, number_of, status, world
from tests.staff import TESTER, add_account, office_on, signed_in

__all__ = ["world"]


def test_several_are_answered_each_on_its_own(world: Sessions) -> None:
    first, second, pending = number_of(world), number_of(world), number_of(world, "pre")
    respond(office_on(world), TESTER, second, REVIEW)

    refused = respond_to_several(
        office_on(world), TESTER, {first: 0, second: 0, pending: 0, "unknown": None}, PLANNED
    )

    assert {number: type(error) for number, error in refused.items()} == {
        second: ChangedMeanwhileError,
        pending: StatusMoveError,
        "unknown": NotFoundError,
    }
    assert [status(world, one) for one in (first, second)] == ["planned", "in_review"]


def test_several_stop_when_the_session_ends_in_the_middle(world: Sessions) -> None:
    numbers = sorted(number_of(world) for _ in range(2))
    account = add_account(world, "pia", Role.PLANNER)
    who = signed_in(world, account)

    class Ending(dict[str, int | None]):
        """Versions whose second one is asked for after somebody has signed out elsewhere."""

        def __getitem__(self, number: str) -> int | None:
            if number == numbers[1]:
                end_session(world, who.token)
            return super().__getitem__(number)

    with pytest.raises(SignInNeededError):
        respond_to_several(office_on(world), who, Ending.fromkeys(numbers), PLANNED)

    assert [status(world, one) for one in numbers] == ["planned", "received"]


@pytest.mark.parametrize("versions", [{}, {"unknown": None}])
def test_several_are_asked_of_those_who_may(
    world: Sessions, versions: dict[str, int | None]
) -> None:
    partner = signed_in(world, add_account(world, "paul", Role.PARTNER))

    with pytest.raises(SignInNeededError):
        respond_to_several(office_on(world), None, versions, PLANNED)
    with pytest.raises(ForbiddenError):
        respond_to_several(office_on(world), partner, versions, PLANNED)


def test_several_without_a_database_are_refused_as_one(world: Sessions) -> None:
    number = number_of(world)
    away = Sessions(create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nowhere"))

    with pytest.raises(DatabaseAwayError):
        respond_to_several(office_on(away), TESTER, {number: None}, PLANNED)
