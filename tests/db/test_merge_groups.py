"""Groups of merged ideas: parts of parts, what is erased among them, and any order of steps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from mapper.db import erasures
from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import rebuild
from mapper.domain.erasures import Subject
from mapper.errors import (
    ChangedMeanwhileError,
    NotMergeableError,
    PartFirstError,
    StatusMoveError,
)
from mapper.services import decide, demo, merge
from mapper.services.backoffice import Backoffice
from mapper.services.merged import list_parts
from mapper.services.personal_data import erase_idea
from mapper.services.replay import replay
from tests.db.ideas import count
from tests.db.merging import (
    add_supported,
    expected_wholes,
    put_into,
    recount,
    rollup_differences,
    supports,
    wholes,
)
from tests.db.moderation import audit_of, idea_of, planner
from tests.db.world import NO_DIFFERENCE
from tests.staff import TESTER


def state(sessions: Sessions, number: str) -> str:
    return idea_of(sessions, number).moderation_status


def test_what_became_part_of_a_part_is_undone_from_the_outside_in(office: Backoffice) -> None:
    sessions = office.sessions
    who = planner(sessions)
    inner, middle = add_supported(sessions, "A", "ab"), add_supported(sessions, "B", "bc")
    outer = add_supported(sessions, "C", "cd")
    put_into(office, who, inner, middle)
    put_into(office, who, middle, outer)
    assert supports(sessions, outer) == 4
    assert set(wholes(sessions).values()) == {idea_of(sessions, outer).id}

    with pytest.raises(PartFirstError):
        merge.part(office, who, inner)
    merge.part(office, who, middle)
    assert wholes(sessions) == {idea_of(sessions, inner).id: idea_of(sessions, middle).id}
    merge.part(office, who, inner)

    assert [supports(sessions, one) for one in (inner, middle, outer)] == [2, 2, 2]


def test_erasing_the_middle_of_a_group_leaves_the_others_right(office: Backoffice) -> None:
    sessions = office.sessions
    who = planner(sessions)
    inner, middle = add_supported(sessions, "A", "ab"), add_supported(sessions, "B", "bc")
    outer = add_supported(sessions, "C", "ad", uncounted=5)
    put_into(office, who, inner, middle)
    put_into(office, who, middle, outer)

    erase_idea(office, TESTER, middle)

    assert state(sessions, inner) == "published"
    assert (supports(sessions, inner), supports(sessions, outer)) == (2, 7)
    assert count(sessions, "proposal_merge") == 0
    assert audit_of(sessions, inner)[-1].kind == "proposal.parted"
    assert rollup_differences(sessions) == NO_DIFFERENCE


def test_what_waited_waits_again_when_the_whole_is_rejected(office: Backoffice) -> None:
    sessions = office.sessions
    part, whole = (
        add_supported(sessions, one, tokens, moderation_status="pending")
        for one, tokens in (("A", "ab"), ("B", "bc"))
    )
    put_into(office, TESTER, part, whole)

    decide.reject(office, TESTER, whole, reason="Das ist keine Idee.")

    assert (state(sessions, part), state(sessions, whole)) == ("pending", "rejected")
    assert (supports(sessions, part), supports(sessions, whole)) == (2, 2)
    assert "proposal.parted" in [event.kind for event in audit_of(sessions, part)]


def test_a_rejected_whole_makes_nothing_public(office: Backoffice) -> None:
    sessions = office.sessions
    part, whole = add_supported(sessions, "A", "ab"), add_supported(sessions, "B", "bc")
    put_into(office, TESTER, part, whole)

    decide.hide(office, TESTER, whole)
    decide.reject(office, TESTER, whole, reason="Das ist keine Idee.")

    assert (state(sessions, part), state(sessions, whole)) == ("merged", "rejected")


def test_erasing_a_part_takes_its_supports_along(office: Backoffice) -> None:
    sessions = office.sessions
    part, whole = add_supported(sessions, "A", "ab"), add_supported(sessions, "B", "bc")
    put_into(office, planner(sessions), part, whole)

    erase_idea(office, TESTER, part)

    assert supports(sessions, whole) == 2
    assert rollup_differences(sessions) == NO_DIFFERENCE


def test_a_part_whose_words_a_backup_brings_back_is_hidden(
    office: Backoffice, tmp_path: Path
) -> None:
    sessions = office.sessions
    part, whole = add_supported(sessions, "A", "ab"), add_supported(sessions, "B", "bc")
    inner = add_supported(sessions, "C", "d")
    put_into(office, planner(sessions), inner, part)
    put_into(office, planner(sessions, "pia"), part, whole)
    assert {one.number for one in list_parts(sessions, whole)} == {part, inner}
    log = tmp_path / erasures.FILE
    erasures.append(log, [erasures.Erased(datetime.now(UTC), Subject.WORDS, part)])

    assert replay(replace(office, erasures=log), TESTER).hidden == 1

    assert (state(sessions, part), supports(sessions, part)) == ("hidden", 3)
    assert supports(sessions, whole) == 2
    assert list_parts(sessions, whole) == ()
    assert wholes(sessions) == {idea_of(sessions, inner).id: idea_of(sessions, part).id}
    kinds = [one.kind for one in audit_of(sessions, part)]
    assert kinds[-2:] == ["proposal.parted", "proposal.hidden"]
    assert rollup_differences(sessions) == NO_DIFFERENCE


def test_clearing_samples_frees_what_was_merged_with_them(office: Backoffice) -> None:
    sessions = office.sessions
    who = planner(sessions)
    real, sample = add_supported(sessions, "A", "a"), add_supported(sessions, "B", demo=True)
    whole, part = add_supported(sessions, "C", "c"), add_supported(sessions, "D", "d", demo=True)
    put_into(office, who, real, sample)
    put_into(office, who, part, whole)

    assert demo.clear(sessions) == 2

    assert state(sessions, real) == "published"
    assert supports(sessions, whole) == 1
    assert rollup_differences(sessions) == NO_DIFFERENCE


IDEAS = 5
steps = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "merge", "part", "part", "erase"]),
        *[st.integers(0, IDEAS - 1)] * 2,
    ),
    min_size=4,
    max_size=12,
)
backing = st.lists(
    st.tuples(
        st.text("abcd", max_size=3).map(lambda t: "".join(sorted(set(t)))), st.integers(0, 2)
    ),
    min_size=IDEAS,
    max_size=IDEAS,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(backing=backing, steps=steps)
def test_any_order_of_steps_counts_what_a_recount_counts(
    office: Backoffice, backing: list[tuple[str, int]], steps: list[tuple[str, int, int]]
) -> None:
    sessions = office.sessions
    with transaction(sessions) as session:
        session.execute(text("truncate proposal, evaluation restart identity cascade"))
        rebuild(session)
    ideas = [add_supported(sessions, "A", tokens, uncounted=more) for tokens, more in backing]
    before = {one: more for one, (_, more) in zip(ideas, backing, strict=True)}
    calls: dict[str, Callable[[str, str], Any]] = {
        "merge": lambda one, other: put_into(office, TESTER, one, other),
        "part": lambda one, _: merge.part(office, TESTER, one),
        "erase": lambda one, _: erase_idea(office, TESTER, one),
    }

    alive = set(ideas)
    for name, one, other in steps:
        if {ideas[one], ideas[other]} <= alive:
            try:
                calls[name](ideas[one], ideas[other])
            except (NotMergeableError, StatusMoveError, PartFirstError, ChangedMeanwhileError):
                continue
            if name == "erase":
                alive.discard(ideas[one])

    assert {one: supports(sessions, one) for one in alive} == recount(sessions, before)
    with transaction(sessions) as session:
        parts = set(
            session.scalars(
                text("select public_id from proposal_merge join proposal on id = proposal_id")
            )
        )
    assert {one for one in alive if state(sessions, one) == "merged"} == parts
    assert all(state(sessions, one) == "published" for one in alive - parts)
    assert wholes(sessions) == expected_wholes(sessions)
    assert rollup_differences(sessions) == NO_DIFFERENCE
