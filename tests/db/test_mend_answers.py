"""Answers corrected and taken back; and internal remarks, which change nothing about an idea."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Office, Proposal, Response
from mapper.domain.answers import Answer
from mapper.domain.statuses import RESPONSE_MOVES, ResponseStatus
from mapper.errors import InvalidFieldError, NotFoundError, StatusMoveError
from mapper.services.answers import list_public_answers
from mapper.services.remarks import add_remark, delete_remark, list_remarks
from mapper.services.respond import correct, respond, take_back
from tests.db.answering import (
    PLANNED,
    REVIEW,
    S,
    kinds,
    number_of,
    planner,
    status,
    version,
    world,
)
from tests.staff import TESTER, office_on

__all__ = ["world"]


def test_taking_back_the_newest_restores_the_status_before(world: Sessions) -> None:
    number, office = number_of(world), office_on(world)
    respond(office, TESTER, number, REVIEW)
    done = respond(office, TESTER, number, Answer(S.DONE, "Built."))

    take_back(office, TESTER, number, done)

    assert status(world, number) == "in_review"
    assert len(list_public_answers(world, number)) == 1
    last = kinds(world, number)[-1]
    assert last[1] == "proposal.answer_taken_back"
    assert "answer" in last[2]


def test_taking_back_an_older_answer_leaves_the_status(world: Sessions) -> None:
    number, office = number_of(world), office_on(world)
    review = respond(office, TESTER, number, REVIEW)
    done = respond(office, TESTER, number, Answer(S.DONE, "Built."))

    take_back(office, TESTER, number, review)
    assert status(world, number) == "done"
    take_back(office, TESTER, number, done)

    assert status(world, number) == "received"
    with pytest.raises(NotFoundError):
        take_back(office, TESTER, number, done)


def test_correcting_changes_the_words_and_records_which(world: Sessions) -> None:
    number, office, who = number_of(world), office_on(world), planner(world)
    given = respond(office, who, number, replace(REVIEW, decided_on=date(2026, 5, 1)))

    correct(office, who, number, given, replace(PLANNED, decided_on=date(2026, 5, 1)))

    [read] = list_public_answers(world, number)
    assert (read.status, read.body, read.decided_on) == (
        *(S.PLANNED, "Next spring."),
        date(2026, 5, 1),
    )
    assert status(world, number) == "planned"
    changed = ["answer", "council_paper_url", "office", "response_status"]
    assert kinds(world, number)[-1] == ("petra", "proposal.answer_corrected", changed)


def test_an_older_answer_keeps_its_status(world: Sessions) -> None:
    number, office = number_of(world), office_on(world)
    review = respond(office, TESTER, number, REVIEW)
    respond(office, TESTER, number, Answer(S.DONE, "Built."))

    with pytest.raises(StatusMoveError):
        correct(office, TESTER, number, review, PLANNED)
    correct(office, TESTER, number, review, replace(REVIEW, body="Better words."))

    assert status(world, number) == "done"
    assert [one.body for one in list_public_answers(world, number)] == ["Better words.", "Built."]


def test_an_office_that_is_gone_stays_in_the_answers_that_name_it(world: Sessions) -> None:
    number, office = number_of(world), office_on(world)
    given = respond(office, TESTER, number, PLANNED)
    with transaction(world) as session:
        session.execute(update(Office).values(active=False))

    correct(office, TESTER, number, given, replace(PLANNED, body="Soon.", office="Roads office"))

    assert list_public_answers(world, number)[0].office == "Roads office"
    with pytest.raises(InvalidFieldError):
        respond(office, TESTER, number, Answer(S.PLANNED, "Later.", office="roads"))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from([*ResponseStatus, "back", "first back"]), max_size=8))
def test_the_status_is_always_that_of_the_newest_answer(world: Sessions, steps: list[str]) -> None:
    number, office = number_of(world), office_on(world)
    given: list[tuple[int, str]] = []
    for step in steps:
        current = ResponseStatus(given[-1][1] if given else "received")
        if step in ("back", "first back"):
            if given:
                removed = given.pop(-1 if step == "back" else 0)
                take_back(office, TESTER, number, removed[0])
        elif step == current or step in RESPONSE_MOVES[current]:
            one = respond(office, TESTER, number, Answer(ResponseStatus(step), "Words."))
            given.append((one, step))
        else:
            with pytest.raises(StatusMoveError):
                respond(office, TESTER, number, Answer(ResponseStatus(step), "Words."))

        assert status(world, number) == (given[-1][1] if given else "received")
    with transaction(world) as session:
        stored = session.scalars(
            select(Response.id).join(Proposal).where(Proposal.public_id == number)
        )
        assert sorted(stored) == [one for one, _ in given]


def test_remarks_are_signed_and_deleted_by_their_writer_alone(world: Sessions) -> None:
    number, office = number_of(world), office_on(world)
    petra, paul = planner(world, "petra"), planner(world, "paul")
    remark = add_remark(office, petra, number, "  Ask the roads office.\r\n")

    [read] = list_remarks(office, paul, number)
    assert (read.body, read.by, read.own) == ("Ask the roads office.", "Petra", False)
    with pytest.raises(NotFoundError):
        delete_remark(office, paul, number, remark)
    with pytest.raises(InvalidFieldError):
        add_remark(office, petra, number, "  ")
    delete_remark(office, petra, number, remark)

    assert list_remarks(office, petra, number) == ()
    assert [kind for _, kind, _ in kinds(world, number)] == [
        "proposal.remarked",
        "proposal.remark_deleted",
    ]
    assert version(world, number) == 0
