"""Decisions about one idea or several, by one moderator or two at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from mapper.db.engine import Sessions
from mapper.errors import ChangedMeanwhileError, InvalidFieldError, NotFoundError, StatusMoveError
from mapper.services import decide
from mapper.services.decide_several import Decision, Outcome, Result, decide_several
from mapper.services.queue import Queue
from mapper.services.review import review_idea
from tests.db.moderation import (
    REASON,
    add_report,
    add_waiting,
    audit_of,
    idea_of,
    moderator,
    numbers,
)
from tests.staff import office_on


def test_publishing_looks_at_reports_and_is_recorded_without_words(world: Sessions) -> None:
    number = add_waiting(world)
    add_report(world, number, body="Geheimes über Frau Mustermann")
    office, who = office_on(world), moderator(world)

    decide.publish(office, who, number, version=0)

    assert review_idea(office, who, number).open_reports == ()
    (event,) = audit_of(world, number)
    assert (event.actor, event.kind) == ("mona", "proposal.published")
    assert event.fields == ["moderation_status", "reports"]
    assert "Mustermann" not in str(event.digests)
    (happened,) = review_idea(office, who, number).history
    assert (happened.by, happened.kind) == ("Mona", "proposal.published")


@pytest.mark.parametrize("reason", ["", "   ", "zu kurz", "x" * 2001])
def test_rejecting_needs_a_reason(world: Sessions, reason: str) -> None:
    number = add_waiting(world)
    office, who = office_on(world), moderator(world)

    with pytest.raises(InvalidFieldError):
        decide.reject(office, who, number, reason=reason)
    with pytest.raises(InvalidFieldError):
        decide_several(office, who, Decision.REJECT, {number: 0}, reason)
    assert idea_of(world, number).moderation_status == "pending"
    assert audit_of(world, number) == []
    decide.reject(office, who, number, reason=f" {REASON}\r\n")
    assert idea_of(world, number).status_reason == REASON


def test_what_was_rejected_can_be_published_after_all(world: Sessions) -> None:
    number = add_waiting(world)
    office, who = office_on(world), moderator(world)
    decide.reject(office, who, number, reason=REASON)

    decide.publish(office, who, number)

    assert idea_of(world, number).moderation_status == "published"
    assert idea_of(world, number).status_reason is None
    with pytest.raises(StatusMoveError):
        decide.publish(office, who, number)


def test_a_reported_idea_stays_or_becomes_public_again(world: Sessions) -> None:
    shown = add_waiting(world, moderation_status="published")
    hidden = add_waiting(world, moderation_status="hidden", status_reason="Gemeldet.")
    office, who = office_on(world), moderator(world)
    for number in (shown, hidden):
        add_report(world, number)
        decide.keep(office, who, number)

    assert numbers(world, who, Queue.REPORTED) == []
    assert [idea_of(world, one).moderation_status for one in (shown, hidden)] == ["published"] * 2
    assert idea_of(world, hidden).status_reason is None
    assert [one.kind for one in audit_of(world, shown)] == ["proposal.kept"]
    assert [one.kind for one in audit_of(world, hidden)] == ["proposal.published"]
    with pytest.raises(NotFoundError):
        decide.keep(office, who, shown)


def test_what_reports_have_hidden_may_stay_so(world: Sessions) -> None:
    number = add_waiting(world, moderation_status="hidden")
    office, who = office_on(world), moderator(world)
    with pytest.raises(StatusMoveError):
        decide.hide(office, who, number)
    add_report(world, number)

    decide.hide(office, who, number, reason=REASON)

    assert review_idea(office, who, number).open_reports == ()
    assert idea_of(world, number).status_reason == REASON


def test_of_several_each_is_decided_by_itself(world: Sessions) -> None:
    first, second, third = sorted(add_waiting(world) for _ in range(3))
    gone = add_waiting(world, moderation_status="withdrawn")
    office, who, other = office_on(world), moderator(world), moderator(world, "otto")
    decide.publish(office, other, second)

    outcomes = decide_several(
        office, who, Decision.REJECT, {third: 0, second: 0, first: 0, gone: 0, "nix": 0}, REASON
    )

    assert {one.number: one for one in outcomes} == {
        first: Outcome(first, Result.DONE),
        second: Outcome(second, Result.CHANGED, "Otto"),
        third: Outcome(third, Result.DONE),
        gone: Outcome(gone, Result.NOT_POSSIBLE),
        "nix": Outcome("nix", Result.NOT_POSSIBLE),
    }
    assert [one.number for one in outcomes] == sorted([first, second, third, gone, "nix"])
    assert idea_of(world, second).moderation_status == "published"
    assert [one.kind for one in audit_of(world, first)] == ["proposal.rejected"]


def test_two_moderators_at_once_overwrite_nothing(world: Sessions) -> None:
    ideas = [add_waiting(world) for _ in range(12)]
    office = office_on(world)
    people = {name: moderator(world, name) for name in ("mona", "otto")}
    together = Barrier(len(people))

    def work(name: str) -> list[Outcome]:
        together.wait()
        order = dict.fromkeys(ideas if name == "mona" else reversed(ideas), 0)
        decision = Decision.PUBLISH if name == "mona" else Decision.REJECT
        return decide_several(office, people[name], decision, order, REASON)

    with ThreadPoolExecutor(len(people)) as pool:
        by_name = dict(zip(people, pool.map(work, people), strict=True))

    done = {
        name: {one.number for one in outcomes if one.result is Result.DONE}
        for name, outcomes in by_name.items()
    }
    assert done["mona"] | done["otto"] == set(ideas)
    assert not done["mona"] & done["otto"]
    for name, status in (("mona", "published"), ("otto", "rejected")):
        assert {idea_of(world, one).moderation_status for one in done[name]} <= {status}
        assert {audit_of(world, one)[-1].actor for one in done[name]} <= {name}
        lost = [one for one in by_name[name] if one.result is Result.CHANGED]
        assert {one.by for one in lost} <= {"Otto" if name == "mona" else "Mona"}
    assert all(len(audit_of(world, one)) == 1 for one in ideas)


def test_whoever_is_slower_is_told_by_whom(world: Sessions) -> None:
    number = add_waiting(world)
    office = office_on(world)
    decide.publish(office, moderator(world), number, version=0)

    with pytest.raises(ChangedMeanwhileError) as told:
        decide.hide(office, moderator(world, "otto"), number, version=0)

    assert told.value.fields["by"] == "Mona"
    assert idea_of(world, number).moderation_status == "published"
