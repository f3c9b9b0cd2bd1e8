"""Ideas that are the same become one and are parted again: statuses, supports, rights, order."""

import threading

import pytest
from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    MapperError,
    NotFoundError,
    NotMergeableError,
    StatusMoveError,
)
from mapper.services import merge
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.decide import hide, publish
from mapper.services.review import review_idea
from tests.db.ideas import count
from tests.db.merging import (
    add_supported,
    put_into,
    rollup_differences,
    supports,
)
from tests.db.moderation import add_waiting, audit_of, idea_of, moderator, planner
from tests.db.world import NO_DIFFERENCE
from tests.staff import TESTER


def state(sessions: Sessions, number: str) -> str:
    return idea_of(sessions, number).moderation_status


def test_a_supporter_of_both_counts_once(office: Backoffice) -> None:
    sessions = office.sessions
    old = add_supported(sessions, "Bank", "abc", uncounted=10)
    new = add_supported(sessions, "Sitzbank", "bcd", uncounted=1)

    put_into(office, planner(sessions), new, old)

    # a, b, c, d and the eleven that came without a token.
    assert supports(sessions, old) == 15
    assert (state(sessions, new), state(sessions, old)) == ("merged", "published")
    assert idea_of(sessions, new).body == idea_of(sessions, old).body != ""
    assert rollup_differences(sessions) == NO_DIFFERENCE


def test_undoing_gives_everything_back(office: Backoffice) -> None:
    sessions = office.sessions
    who = planner(sessions)
    old, new = add_supported(sessions, "Bank", "ab"), add_supported(sessions, "Sitzbank", "bc")
    with transaction(sessions) as session:
        session.execute(text("update proposal set published_at = '2026-03-01'"))
    put_into(office, who, new, old)

    assert merge.part(office, who, new) == old

    assert (supports(sessions, old), supports(sessions, new)) == (2, 2)
    assert state(sessions, new) == "published"
    assert str(idea_of(sessions, new).published_at).startswith("2026-03-01")
    assert rollup_differences(sessions) == NO_DIFFERENCE
    assert [one.kind for one in audit_of(sessions, new)] == ["proposal.merged", "proposal.parted"]
    assert [one.kind for one in audit_of(sessions, old)] == ["proposal.took_in", "proposal.let_go"]


def test_a_moderator_merges_what_waits_and_undoing_lets_it_wait_again(office: Backoffice) -> None:
    sessions = office.sessions
    who = moderator(sessions)
    waiting, public = add_waiting(sessions), add_supported(sessions, "Bank", "a")

    put_into(office, who, waiting, public)
    merge.part(office, who, waiting)

    assert state(sessions, waiting) == "pending"
    assert idea_of(sessions, waiting).published_at is None


@pytest.mark.parametrize("status", ["rejected", "hidden", "withdrawn", "merged"])
def test_nothing_becomes_part_of_what_is_not_public(office: Backoffice, status: str) -> None:
    sessions = office.sessions
    public = add_supported(sessions, "Bank")
    other = add_supported(sessions, "Sitzbank", moderation_status=status)

    with pytest.raises(NotMergeableError):
        put_into(office, moderator(sessions), public, other)
    with pytest.raises(StatusMoveError):
        put_into(office, moderator(sessions, "max"), other, public)

    assert state(sessions, public) == "published"


def test_a_public_idea_becomes_no_part_of_one_that_waits(office: Backoffice) -> None:
    waiting, public = add_waiting(office.sessions), add_supported(office.sessions, "Bank")

    with pytest.raises(NotMergeableError):
        put_into(office, moderator(office.sessions), public, waiting)


def test_an_idea_becomes_no_part_of_itself(office: Backoffice) -> None:
    number = add_supported(office.sessions, "Bank")

    with pytest.raises(NotMergeableError):
        put_into(office, planner(office.sessions), number, number)
    with pytest.raises(NotMergeableError):
        merge.keep_apart(office, planner(office.sessions, "pia"), number, number)


def test_planners_leave_alone_what_is_not_public(office: Backoffice) -> None:
    sessions = office.sessions
    who = planner(sessions)
    waiting, public = add_waiting(sessions), add_supported(sessions, "Bank")

    with pytest.raises(ForbiddenError):
        put_into(office, who, waiting, public)
    with pytest.raises(ForbiddenError):
        merge.keep_apart(office, who, waiting, public)
    put_into(office, moderator(sessions), waiting, public)
    with pytest.raises(ForbiddenError):
        merge.part(office, who, waiting)

    assert state(sessions, waiting) == "merged"


def test_limits_hold_for_both_ideas(office: Backoffice) -> None:
    sessions = office.sessions
    mine, other = add_supported(sessions, "A"), add_supported(sessions, "B", round_id=2)
    limited = planner(sessions, rounds=["ideas"])

    for one, into in ((mine, other), (other, mine)):
        with pytest.raises(NotFoundError):
            put_into(office, limited, one, into)
    put_into(office, planner(sessions, "pia"), mine, other)
    with pytest.raises(NotFoundError):
        merge.part(office, limited, mine)


def test_what_is_not_public_of_a_merge_is_told_within_limits_alone(office: Backoffice) -> None:
    sessions = office.sessions
    public, waiting = add_supported(sessions, "A"), add_waiting(sessions, "B", round_id=2)
    hidden, part = add_supported(sessions, "C"), add_supported(sessions, "D", round_id=2)
    put_into(office, moderator(sessions), waiting, public)
    put_into(office, planner(sessions), part, hidden)
    here = moderator(sessions, "hanna", rounds=["ideas"])
    there = moderator(sessions, "max", rounds=["plan"])
    [seen] = review_idea(office, here, hidden).parts
    assert (seen.number, seen.undoable) == (part, False)

    hide(office, moderator(sessions, "maja"), hidden)

    assert review_idea(office, here, public).parts == ()
    assert review_idea(office, here, hidden).parts == ()
    into = review_idea(office, there, waiting).part_of
    assert into is not None
    assert (into.into, into.undoable) == (public, False)
    assert review_idea(office, there, part).part_of is None
    [told] = review_idea(office, TESTER, hidden).parts
    assert (told.number, told.undoable) == (part, True)


def test_whoever_looked_at_an_older_version_reads_who_was_faster(office: Backoffice) -> None:
    sessions = office.sessions
    mona = moderator(sessions)
    one, into = add_supported(sessions, "A", "a"), add_supported(sessions, "B", "b")
    third = add_supported(sessions, "C", "c")
    put_into(office, mona, one, third)

    with pytest.raises(ChangedMeanwhileError) as refused:
        merge.merge(office, planner(sessions), one, into, version=0, into_version=0)
    with pytest.raises(ChangedMeanwhileError):
        merge.part(office, planner(sessions, "pia"), into)

    assert refused.value.fields["by"] == "Mona"
    assert supports(sessions, into) == 1


def test_no_decision_brings_a_part_back_beside_its_merge(office: Backoffice) -> None:
    sessions = office.sessions
    who = moderator(sessions)
    one, into = add_supported(sessions, "A", "a"), add_supported(sessions, "B", "b")
    put_into(office, who, one, into)

    with pytest.raises(StatusMoveError):
        publish(office, who, one)

    assert supports(sessions, into) == 2


def test_two_kept_apart_can_be_compared_again(office: Backoffice) -> None:
    sessions = office.sessions
    who = planner(sessions)
    one, other = add_supported(sessions, "A"), add_supported(sessions, "B")

    merge.keep_apart(office, who, other, one)
    merge.keep_apart(office, who, one, other)
    assert count(sessions, "kept_apart") == 1
    assert [event.kind for event in audit_of(sessions, one)] == ["proposal.kept_apart"]
    merge.compare_again(office, who, one, other)

    assert count(sessions, "kept_apart") == 0


def test_two_who_merge_crosswise_at_once_make_one_merge(office: Backoffice) -> None:
    sessions = office.sessions
    people = planner(sessions), planner(sessions, "pia")
    one, other = add_supported(sessions, "A", "ab"), add_supported(sessions, "B", "bc")
    start = threading.Barrier(2)
    done: list[object] = []

    def act(who: Who, number: str, into: str) -> None:
        start.wait()
        try:
            done.append(merge.merge(office, who, number, into, version=0, into_version=0))
        except MapperError as error:
            done.append(error)

    threads = [
        threading.Thread(target=act, args=call)
        for call in ((people[0], one, other), (people[1], other, one))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    kinds = sorted(type(outcome).__name__ for outcome in done)
    assert kinds == ["ChangedMeanwhileError", "Merged"]
    assert sorted((state(sessions, one), state(sessions, other))) == ["merged", "published"]
    assert max(supports(sessions, one), supports(sessions, other)) == 3
