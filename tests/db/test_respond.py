"""The town's answers: a timeline whose newest entry is the idea's status."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import count_differences
from mapper.db.tables import Proposal
from mapper.domain.answers import Answer
from mapper.errors import ChangedMeanwhileError, InvalidFieldError, StatusMoveError
from mapper.services.answers import list_public_answers, open_answering
from mapper.services.decide import hide
from mapper.services.explore import find_public
from mapper.services.mine import find_mine
from mapper.services.respond import correct, respond, take_back
from tests.db.answering import (
    PLANNED,
    REVIEW,
    S,
    add,
    kinds,
    number_of,
    planner,
    status,
    version,
    world,
)
from tests.staff import TESTER, office_on

__all__ = ["world"]


def test_answers_over_time_are_a_timeline_everyone_reads(world: Sessions) -> None:
    number, who = number_of(world), planner(world)

    respond(office_on(world), who, number, replace(REVIEW, decided_on=date(2026, 3, 1)))
    respond(office_on(world), who, number, PLANNED)

    first, second = list_public_answers(world, number)
    assert (first.status, first.decided_on, first.body) == (
        *(S.IN_REVIEW, date(2026, 3, 1)),
        "We are looking into it.",
    )
    assert (second.office, second.paper_url) == ("Roads office", "https://ris.example.org/7")
    shown = find_public(world, number)
    assert shown is not None
    assert shown.response_status is S.PLANNED
    assert kinds(world, number) == [
        ("petra", "proposal.answered", ["answer", "decided_on", "public", "response_status"]),
        (
            *("petra", "proposal.answered"),
            ["answer", "council_paper_url", "decided_on", "office", "public", "response_status"],
        ),
    ]


def test_an_answer_moves_what_the_idea_was_last_touched(world: Sessions) -> None:
    number = number_of(world)
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    with transaction(world) as session:
        session.execute(update(Proposal).values(touched_at=long_ago))

    respond(office_on(world), TESTER, number, REVIEW)
    with transaction(world) as session:
        session.execute(update(Proposal).values(touched_at=long_ago))
    respond(office_on(world), TESTER, number, replace(REVIEW, body="Still looking."))

    with transaction(world) as session:
        assert session.scalars(select(Proposal.touched_at)).one() > long_ago
    assert version(world, number) == 2


def test_an_internal_answer_shows_its_status_and_nothing_else(world: Sessions) -> None:
    sent = add(world)

    respond(office_on(world), TESTER, sent.public_id, replace(PLANNED, public=False))

    assert status(world, sent.public_id) == "planned"
    assert list_public_answers(world, sent.public_id) == ()
    [own] = find_mine(world, [sent.edit_token])
    assert own.answers == ()
    given = open_answering(office_on(world), TESTER, sent.public_id).given
    assert [(one.public, one.answer.body) for one in given] == [(False, "Next spring.")]


def test_answers_to_a_hidden_idea_are_read_by_its_author_alone(world: Sessions) -> None:
    sent = add(world)
    respond(office_on(world), TESTER, sent.public_id, REVIEW)

    hide(office_on(world), TESTER, sent.public_id, reason="Under review")

    assert list_public_answers(world, sent.public_id) == ()
    [own] = find_mine(world, [sent.edit_token])
    assert own.status_reason == "Under review"
    assert [one.body for one in own.answers] == ["We are looking into it."]


REFUSED: list[tuple[Answer, str]] = [
    (replace(REVIEW, body="x" * 4001), "answer"),
    (replace(REVIEW, decided_on=date(1999, 12, 31)), "decided_on"),
    (replace(REVIEW, decided_on=date(2999, 1, 1)), "decided_on"),
    (replace(REVIEW, office="nowhere"), "office"),
    (replace(REVIEW, paper_url="http://ris.example.org/7"), "council_paper_url"),
    (replace(REVIEW, paper_url="javascript:alert(1)"), "council_paper_url"),
    (Answer(S.RECEIVED), "answer_words"),
]


@pytest.mark.parametrize(("answer", "parameter"), REFUSED)
def test_what_is_refused_names_its_field_and_leaves_nothing(
    world: Sessions, answer: Answer, parameter: str
) -> None:
    number = number_of(world)

    with pytest.raises(InvalidFieldError) as refused:
        respond(office_on(world), TESTER, number, answer)

    assert refused.value.fields["parameter"] == parameter
    assert (status(world, number), version(world, number)) == ("received", 0)
    assert kinds(world, number) == []


def test_a_day_may_lie_one_ahead_and_is_today_when_left_out(world: Sessions) -> None:
    number = number_of(world)
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()

    respond(office_on(world), TESTER, number, replace(REVIEW, decided_on=today + timedelta(days=1)))
    respond(office_on(world), TESTER, number, PLANNED)

    days = [one.decided_on for one in list_public_answers(world, number)]
    assert days == [today + timedelta(days=1), today]
    with pytest.raises(InvalidFieldError):
        late = replace(REVIEW, decided_on=today + timedelta(days=2))
        respond(office_on(world), TESTER, number, late)


@pytest.mark.parametrize("moderation", ["pre"])
def test_an_idea_nobody_has_let_through_is_not_answered(world: Sessions, moderation: str) -> None:
    number = number_of(world, moderation)

    with pytest.raises(StatusMoveError):
        respond(office_on(world), TESTER, number, REVIEW)

    assert not open_answering(office_on(world), TESTER, number).answerable


def test_statuses_follow_the_table_of_moves(world: Sessions) -> None:
    number = number_of(world)
    respond(office_on(world), TESTER, number, Answer(S.DONE, "Built."))

    assert open_answering(office_on(world), TESTER, number).statuses() == (S.DONE, S.IN_REVIEW)
    with pytest.raises(StatusMoveError):
        respond(office_on(world), TESTER, number, PLANNED)


def test_who_was_slower_is_told_by_whom_and_overwrites_nothing(world: Sessions) -> None:
    number = number_of(world)
    seen = version(world, number)
    petra, paul = planner(world, "petra"), planner(world, "paul")
    respond(office_on(world), petra, number, REVIEW, version=seen)

    with pytest.raises(ChangedMeanwhileError) as told:
        respond(office_on(world), paul, number, PLANNED, version=seen)

    assert told.value.fields["by"] == "Petra"
    assert status(world, number) == "in_review"


def test_two_at_the_same_moment_give_one_answer(world: Sessions) -> None:
    number = number_of(world)
    together = threading.Barrier(2)

    def answer(body: str) -> str:
        together.wait()
        try:
            respond(office_on(world), TESTER, number, replace(REVIEW, body=body), version=0)
        except ChangedMeanwhileError:
            return "late"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(answer, ["one", "two"]))

    assert done == ["done", "late"]
    assert len(list_public_answers(world, number)) == 1


def test_handing_over_says_so_to_everyone(world: Sessions) -> None:
    number = number_of(world)

    answer = Answer(S.FORWARDED, "The county maintains this road.", office="county")
    respond(office_on(world), TESTER, number, answer)

    [read] = list_public_answers(world, number)
    assert (read.status, read.office) == (S.FORWARDED, "The county")


def test_the_rollups_follow_every_step(world: Sessions) -> None:
    number, office = number_of(world), office_on(world)

    given = respond(office, TESTER, number, PLANNED)
    correct(office, TESTER, number, given, REVIEW)
    take_back(office, TESTER, number, given)

    with transaction(world) as session:
        assert set(count_differences(session).values()) == {0}


def test_an_answer_and_its_status_are_stored_together_or_not_at_all(world: Sessions) -> None:
    number = number_of(world)
    with transaction(world) as session:
        session.execute(text("alter table audit_event add constraint closed check (kind = 'none')"))

    with pytest.raises(IntegrityError):
        respond(office_on(world), TESTER, number, REVIEW)

    assert status(world, number) == "received"
    assert list_public_answers(world, number) == ()
