"""Who has an idea: taken, given to a colleague, given back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.berlin import today
from mapper.domain.roles import Role
from mapper.errors import ChangedMeanwhileError, ForbiddenError, InvalidFieldError
from mapper.services.access import SignedIn
from mapper.services.assign import give, give_back, list_colleagues, take
from mapper.services.review import review_idea
from tests.db.moderation import add_waiting, audit_of, idea_of, moderator, planner
from tests.staff import add_account, office_on, signed_in


def test_an_idea_is_taken_given_and_given_back(world: Sessions) -> None:
    number = add_waiting(world)
    office, mona = office_on(world), moderator(world)
    moderator(world, "otto")

    take(office, mona, number)
    assert holder_of(world, mona, number) == "Mona"
    give(office, mona, number, "otto", seen="mona")
    assert holder_of(world, mona, number) == "Otto"
    give_back(office, mona, number, seen="otto")
    assert holder_of(world, mona, number) is None
    assert [event.kind for event in audit_of(world, number)] == [
        "proposal.assigned",
        "proposal.assigned",
        "proposal.given_back",
    ]
    assert idea_of(world, number).version == 0


def holder_of(world: Sessions, who: SignedIn, number: str) -> str | None:
    holder = review_idea(office_on(world), who, number).holder
    return holder.name if holder else None


def test_nobody_takes_away_what_somebody_took_meanwhile(world: Sessions) -> None:
    number = add_waiting(world)
    office, mona, otto = office_on(world), moderator(world), moderator(world, "otto")
    take(office, mona, number)
    take(office, mona, number)

    with pytest.raises(ChangedMeanwhileError) as told:
        take(office, otto, number, seen=None)
    assert told.value.fields["by"] == "Mona"
    take(office, otto, number, seen="mona")
    assert holder_of(world, otto, number) == "Otto"


def test_of_two_who_take_at_once_one_gets_it(world: Sessions) -> None:
    number = add_waiting(world)
    office = office_on(world)
    people = [moderator(world, f"m{at}") for at in range(4)]
    together = Barrier(len(people))

    def reach(who: SignedIn) -> bool:
        together.wait()
        try:
            take(office, who, number)
        except ChangedMeanwhileError:
            return False
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        assert sorted(pool.map(reach, people)) == [False, False, False, True]
    assert len(audit_of(world, number)) == 1


def test_only_those_who_may_work_on_an_idea_are_offered_it(world: Sessions) -> None:
    number = add_waiting(world)
    office, mona = office_on(world), moderator(world)
    add_account(world, "away", Role.MODERATOR, away_until=today())
    add_account(world, "east", Role.MODERATOR, municipalities=["00000002"])
    add_account(world, "gone", Role.MODERATOR, disabled_at=datetime.now(UTC) - timedelta(days=1))
    add_account(world, "gis", Role.GIS)
    paul = planner(world)

    offered = [(one.login, one.away) for one in list_colleagues(office, mona, number)]
    assert offered == [("away", True), ("mona", False)]
    for login in ("east", "gone", "gis", "paul", "nobody"):
        with pytest.raises(InvalidFieldError):
            give(office, mona, number, login)
    with pytest.raises(ForbiddenError):
        take(office, paul, number)
    published = add_waiting(world, moderation_status="published")
    take(office, paul, published)
    assert "paul" in [one.login for one in list_colleagues(office, paul, published)]


def test_the_menu_of_colleagues_waits_for_nobody_at_work_on_the_idea(world: Sessions) -> None:
    number = add_waiting(world)
    office, mona = office_on(world), moderator(world)

    with ThreadPoolExecutor(1) as pool, transaction(world) as session:
        session.execute(select(Proposal).where(Proposal.public_id == number).with_for_update())
        offered = pool.submit(list_colleagues, office, mona, number)

        assert [one.login for one in offered.result(timeout=60)] == ["mona"]


def test_somebody_without_a_right_takes_nothing(world: Sessions) -> None:
    number = add_waiting(world, moderation_status="published")
    who = signed_in(world, add_account(world, "gis", Role.GIS))

    for call in (take, give_back, list_colleagues):
        with pytest.raises(ForbiddenError):
            call(office_on(world), who, number)
