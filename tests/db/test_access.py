"""Who may do what: sessions, rights, limits, and decisions on what has changed since."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, text

from mapper.db.engine import Sessions, shared_sessions, transaction
from mapper.db.tables import AuditEvent
from mapper.db.tables.base import APP
from mapper.domain.roles import RIGHTS, Limits, Right, Role, rights_of
from mapper.domain.statuses import ModerationStatus
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    MapperError,
    NotFoundError,
    SignInNeededError,
)
from mapper.services.access import SignedIn, Who, find_actor
from mapper.services.audit import digest
from mapper.services.decide import hide, list_by_status, publish, reject
from tests.db.moderation import add_waiting
from tests.staff import SECRET, TESTER, add_account, office_on, signed_in


def add_idea(sessions: Sessions, east: float = 0.5, **columns: Any) -> str:
    """An idea that waits, `east` districts from the west; its number."""
    return add_waiting(sessions, east=east, **columns)


def execute(sessions: Sessions, statement: str) -> None:
    with transaction(sessions) as session:
        session.execute(text(statement))


def audit(sessions: Sessions) -> list[AuditEvent]:
    with transaction(sessions) as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def may(sessions: Sessions, who: Who) -> bool:
    return find_actor(sessions, who, office_on(sessions).rules) is not None


def test_rights_of_several_roles_add_up() -> None:
    both = rights_of(frozenset({Role.PARTNER, Role.GIS}))

    assert both == RIGHTS[Role.PARTNER] | RIGHTS[Role.GIS]
    assert set().union(*RIGHTS.values()) == set(Right)


@pytest.mark.parametrize(
    ("limits", "covered"),
    [
        (Limits(), True),
        (Limits(municipalities=("1",)), True),
        (Limits(municipalities=("2",)), False),
        (Limits(municipalities=("1",), rounds=("plan",)), False),
        (Limits(rounds=("ideas", "plan"), action_fields=("green",)), True),
        (Limits(action_fields=("mobility",)), False),
    ],
)
def test_limits_cover_what_each_of_them_names(limits: Limits, covered: bool) -> None:
    assert limits.cover("1", "ideas", "green") is covered


def test_an_idea_without_a_municipality_lies_outside_limits_to_municipalities() -> None:
    assert not Limits(municipalities=("1",)).cover(None, "ideas", "green")
    assert Limits(rounds=("ideas",)).cover(None, "ideas", "green")


@pytest.mark.parametrize(
    "after",
    [
        "delete from staff_session",
        "update staff_session set expires_at = now() - interval '1 second'",
        "update staff_session set seen_at = now() - interval '61 minutes'",
        "update staff_session set stage = 'second_factor'",
        "update staff_account set disabled_at = now()",
        "delete from staff_account",
    ],
)
def test_a_session_that_is_over_opens_nothing(world: Sessions, after: str) -> None:
    number = add_idea(world)
    who = signed_in(world, add_account(world, "mona", Role.MODERATOR))
    assert may(world, who)
    execute(world, after)

    assert not may(world, who)
    with pytest.raises(SignInNeededError):
        publish(office_on(world), who, number)
    assert audit(world) == []


@pytest.mark.parametrize("who", [None, SignedIn("x"), SignedIn("")])
def test_nobody_decides(world: Sessions, who: Who) -> None:
    with pytest.raises(SignInNeededError):
        list_by_status(office_on(world), who)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_other_roles_do_not_decide(world: Sessions, role: Role) -> None:
    number = add_idea(world)
    who = signed_in(world, add_account(world, "otto", role))

    with pytest.raises(ForbiddenError):
        publish(office_on(world), who, number)


def test_a_session_in_use_stays_open(world: Sessions) -> None:
    who = signed_in(world, add_account(world, "mona", Role.MODERATOR))
    execute(world, "update staff_session set seen_at = now() - interval '59 minutes'")

    assert may(world, who)

    with transaction(world) as session:
        idle = session.scalar(
            text("select now() - seen_at < interval '1 minute' from staff_session")
        )
    assert idle


def test_a_right_taken_away_is_gone_at_the_next_call(world: Sessions) -> None:
    number = add_idea(world)
    who = signed_in(world, add_account(world, "mona", Role.MODERATOR))
    execute(world, "update staff_account set roles = '{planner}'")

    with pytest.raises(ForbiddenError):
        publish(office_on(world), who, number)


def test_an_account_sees_and_decides_within_its_limits(world: Sessions) -> None:
    west, east = add_idea(world), add_idea(world, 2.5)
    nowhere = add_idea(world, place_certainty="none", geom=None)
    account = add_account(world, "mona", Role.MODERATOR, municipalities=["00000002"])
    who = signed_in(world, account)

    assert [one.public_id for one in list_by_status(office_on(world), who)] == [east]
    for number in (west, nowhere):
        with pytest.raises(NotFoundError):
            publish(office_on(world), who, number)
    publish(office_on(world), who, east)


def test_whoever_looked_before_somebody_else_decided_is_told_so(world: Sessions) -> None:
    number = add_idea(world)
    office = office_on(world)
    mona, otto = (signed_in(world, add_account(world, n, Role.MODERATOR)) for n in ("mona", "otto"))
    publish(office, mona, number, version=0)

    with pytest.raises(ChangedMeanwhileError) as told:
        reject(office, otto, number, version=0, reason="Werbung")

    assert told.value.fields["by"] == "Mona"
    published = list_by_status(office, TESTER, ModerationStatus.PUBLISHED)
    assert [one.public_id for one in published] == [number]
    assert len(audit(world)) == 1


def test_support_alone_is_no_change(world: Sessions) -> None:
    number = add_idea(world, moderation_status="published")
    execute(world, "update proposal set support_count = support_count + 1")

    hide(office_on(world), TESTER, number, version=0)

    assert [event.kind for event in audit(world)] == ["proposal.hidden"]


def test_of_two_decisions_at_once_one_is_made(world: Sessions) -> None:
    number = add_idea(world)
    office = office_on(world)
    people = [signed_in(world, add_account(world, f"m{i}", Role.MODERATOR)) for i in range(4)]
    together = Barrier(len(people))

    def decide(who: SignedIn) -> str:
        together.wait()
        try:
            publish(office, who, number, version=0)
        except ChangedMeanwhileError:
            return "told"
        return "decided"

    with ThreadPoolExecutor(len(people)) as pool:
        results = sorted(pool.map(decide, people))

    assert results == ["decided", "told", "told", "told"]
    assert [event.kind for event in audit(world)] == ["proposal.published"]


def test_the_audit_tells_who_and_which_fields_but_no_words(world: Sessions) -> None:
    number = add_idea(world)
    reason = "Der Text nennt Frau Mustermann."
    who = signed_in(world, add_account(world, "mona", Role.MODERATOR))
    reject(office_on(world), who, number, reason=reason)

    (event,) = audit(world)
    assert (event.actor, event.kind, event.subject) == ("mona", "proposal.rejected", "proposal")
    assert event.subject_key == number
    assert event.fields == ["moderation_status", "status_reason"]
    assert "Mustermann" not in str(event.digests)
    assert event.digests["status_reason"] == digest(SECRET, reason)
    assert digest("another secret", reason) != digest(SECRET, reason)


def test_a_decision_that_fails_leaves_no_audit(world: Sessions) -> None:
    number = add_idea(world)
    publish(office_on(world), TESTER, number)

    with pytest.raises(MapperError):
        publish(office_on(world), TESTER, number)

    assert len(audit(world)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set actor = 'somebody'",
        "delete from audit_event",
        "truncate audit_event",
        "drop table audit_event",
        "alter table audit_event disable trigger all",
        "create table mine (id int)",
        "create or replace function audit_event_stays() returns trigger language plpgsql as "
        "'begin return null; end'",
    ],
)
def test_the_web_server_can_only_add_to_the_audit(empty_url: str, statement: str) -> None:
    sessions = shared_sessions(empty_url)
    try:
        with transaction(sessions) as session:
            session.add(AuditEvent(actor="a", kind="k.k", subject="s", subject_key="1"))
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            execute(sessions, statement)

        assert len(audit(sessions)) == 1
        with transaction(sessions) as session:
            assert session.scalar(text("select current_user")) == APP
    finally:
        sessions.kw["bind"].dispose()


@pytest.mark.parametrize(
    "statement",
    ["update audit_event set actor = 'x'", "delete from audit_event", "truncate audit_event"],
)
def test_not_even_the_owner_changes_the_audit(empty_sessions: Sessions, statement: str) -> None:
    with transaction(empty_sessions) as session:
        session.add(AuditEvent(actor="a", kind="k.k", subject="s", subject_key="1"))

    with pytest.raises(Exception, match="only ever added to"):
        execute(empty_sessions, statement)
