"""How far an idea has come, asked at the desk by its number."""

import pytest
from sqlalchemy import insert, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal, Response
from mapper.domain.roles import Role
from mapper.domain.statuses import ModerationStatus
from mapper.errors import NotFoundError
from mapper.services.access import SignedIn
from mapper.services.decide import publish
from mapper.services.desk import FoundIdea
from tests.db.desk import INSIDE, enter, find, paula, rows
from tests.db.test_submit import draft_at
from tests.db.world import SOUTH, WEST
from tests.hostile import HOSTILE
from tests.staff import TESTER, add_account, office_on, signed_in

__all__ = ["paula"]


def test_a_partner_reads_of_an_idea_that_is_not_public_only_its_state(
    world: Sessions, paula: SignedIn
) -> None:
    number = enter(world, paula).public_id

    found = find(world, paula, number)

    assert found == FoundIdea(number, ModerationStatus.PENDING, None, None, None, (), False)


def test_of_a_public_idea_everyone_at_the_desk_reads_title_day_and_answer(
    world: Sessions, paula: SignedIn
) -> None:
    number = enter(world, paula).public_id
    publish(office_on(world), TESTER, number)
    with transaction(world) as session:
        proposal_id = session.scalar(select(Proposal.id))
        for public, words in ((True, "Wir bauen die Bank."), (False, "Nur intern.")):
            values = {"proposal_id": proposal_id, "public": public, "body": words}
            session.execute(insert(Response).values(response_status="planned", **values))
        session.execute(update(Proposal).values(response_status="planned"))

    found = find(world, paula, number)

    assert (found.title, found.response_status, found.openable) == (INSIDE.title, "planned", False)
    assert [answer.body for answer in found.answers] == ["Wir bauen die Bank."]
    assert found.created_at == rows(world)[0].created_at


def test_moderators_are_led_to_the_idea_within_their_limits(world: Sessions) -> None:
    number = enter(world, TESTER).public_id
    mona = signed_in(world, add_account(world, "mona", Role.MODERATOR))
    mina = signed_in(world, add_account(world, "mina", Role.MODERATOR, municipalities=["00000002"]))

    assert find(world, mona, number).openable
    with pytest.raises(NotFoundError):
        find(world, mina, number)
    publish(office_on(world), TESTER, number)
    assert not find(world, mina, number).openable


def test_a_number_is_found_however_it_is_typed(world: Sessions, paula: SignedIn) -> None:
    enter(world, paula)
    with transaction(world) as session:
        session.execute(update(Proposal).values(public_id="abz89uvwx"))

    for typed in ("abz89uvwx", " ABZ 89-UVW X\n", "AB2 89uvwx", "abz89vuwx", "a6z8quvwx"):
        assert find(world, paula, typed).number == "abz89uvwx"


def test_the_number_typed_goes_before_those_that_look_alike(
    world: Sessions, paula: SignedIn
) -> None:
    for number in ("abz89uvwx", "ab289uvwx"):
        done = enter(world, paula, draft_at(WEST + 500, SOUTH + 500))
        with transaction(world) as session:
            mine = update(Proposal).where(Proposal.public_id == done.public_id)
            session.execute(mine.values(public_id=number))

    assert find(world, paula, "AB289UVWX").number == "ab289uvwx"
    assert find(world, paula, "abz89uvwx").number == "abz89uvwx"
    with pytest.raises(NotFoundError):
        find(world, paula, "ab289vvwx")


def test_what_is_no_number_finds_nothing(world: Sessions, paula: SignedIn) -> None:
    enter(world, paula)

    for typed in ("", "x", "999999999", "z" * 81, "%_%", *HOSTILE):
        with pytest.raises(NotFoundError):
            find(world, paula, typed)
