"""The record of changes: found again, checked by digest, and only ever added to."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from mapper.db.engine import Sessions, make_engine, make_sessions, transaction
from mapper.db.tables import AuditEvent
from mapper.domain.roles import Role
from mapper.domain.statuses import ModerationStatus
from mapper.errors import ForbiddenError, InvalidFieldError, NotFoundError, SignInNeededError
from mapper.i18n import get_translator
from mapper.i18n.events import EVENTS, SUBJECTS, describe_event
from mapper.services.audit import record
from mapper.services.audit_search import (
    PAGE_SIZE,
    AuditFilters,
    export_audit,
    find_event,
    is_text_of_then,
    read_audit_filters,
    search_audit,
)
from mapper.services.backoffice import Backoffice
from tests.conftest import PROJECT
from tests.staff import SECRET, TESTER, add_account, office_on, signed_in

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    """An office whose record holds 120 events of two people, one an hour."""
    add_account(empty_sessions, "anna", Role.ADMIN, display_name="Anna Beispiel")
    rows: list[dict[str, object]] = [
        {
            "at": BEGIN + timedelta(hours=number),
            "actor": "anna" if number % 3 == 0 else "cli:root",
            "kind": "proposal.published" if number % 2 == 0 else "account.changed",
            "subject": "proposal" if number % 2 == 0 else "account",
            "subject_key": f"k{number % 10}",
            "fields": [],
            "digests": {},
        }
        for number in range(120)
    ]
    with transaction(empty_sessions) as session:
        session.execute(insert(AuditEvent), rows)
    return office_on(empty_sessions)


def ids(office: Backoffice, **filters: object) -> list[int]:
    found = search_audit(office, TESTER, AuditFilters(**filters))  # type: ignore[arg-type]
    assert found.total >= len(found.events)
    return [event.id for event in found.events]


def recount(office: Backoffice, where: str) -> list[int]:
    query = text(f"select id from audit_event where {where} order by id desc limit {PAGE_SIZE}")
    with transaction(office.sessions) as session:
        return list(session.scalars(query))


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        ({}, "true"),
        ({"person": "beispiel"}, "actor = 'anna'"),
        ({"person": "CLI:"}, "actor = 'cli:root'"),
        ({"person": "%"}, "false"),
        ({"kind": "account"}, "subject = 'account'"),
        ({"kind": "proposal.published"}, "kind = 'proposal.published'"),
        ({"kind": "prop"}, "false"),
        ({"key": "k4"}, "subject_key = 'k4'"),
        (
            {"first_day": date(2026, 3, 2), "last_day": date(2026, 3, 3)},
            "(at at time zone 'Europe/Berlin')::date between '2026-03-02' and '2026-03-03'",
        ),
        ({"person": "anna", "kind": "proposal", "key": "k6"}, "actor='anna' and subject_key='k6'"),
    ],
)
def test_what_is_found_is_what_plain_sql_finds(
    office: Backoffice, filters: dict[str, object], where: str
) -> None:
    assert ids(office, **filters) == recount(office, where)


def test_pages_follow_one_another_without_gap_or_overlap(office: Backoffice) -> None:
    pages = [search_audit(office, TESTER, AuditFilters(), number) for number in (1, 2, 3)]

    assert [len(page.events) for page in pages] == [50, 50, 20]
    assert len({event.id for page in pages for event in page.events}) == 120
    assert search_audit(office, TESTER, AuditFilters(), 99).number == 3


def test_days_at_the_ends_of_the_calendar_are_no_trouble(office: Backoffice) -> None:
    filters = AuditFilters(first_day=date.min, last_day=date.max)

    assert search_audit(office, TESTER, filters).total == 120
    with pytest.raises(InvalidFieldError):
        read_audit_filters({"from": "2026-02-30"})


def test_a_text_is_told_from_another_by_its_digest_alone(office: Backoffice) -> None:
    written = "Eine Bank\nim Schatten"
    with transaction(office.sessions) as session:
        changes = {"body": written}
        record(session, SECRET, "anna", "proposal.corrected", "proposal", "k1", changes)
    event = search_audit(office, TESTER, AuditFilters(kind="proposal.corrected")).events[0]

    assert event.actor_name == "Anna Beispiel"
    assert is_text_of_then(office, TESTER, event.id, "body", f"  {written} ".replace("\n", "\r\n"))
    assert not is_text_of_then(office, TESTER, event.id, "body", written.replace("Bank", "Banane"))
    with pytest.raises(NotFoundError):
        is_text_of_then(office, TESTER, event.id, "title", written)
    for unknown in (0, -1, 10**30):
        with pytest.raises(NotFoundError):
            find_event(office, TESTER, unknown)


def test_the_export_is_the_whole_record_and_is_recorded_itself(office: Backoffice) -> None:
    exported = list(export_audit(office, TESTER, AuditFilters(kind="account")))

    assert len(exported) == 60
    latest = search_audit(office, TESTER, AuditFilters()).events[0]
    assert (latest.kind, latest.fields) == ("audit.exported", ("kind",))


def test_only_those_with_the_right_see_it(office: Backoffice) -> None:
    moderator = signed_in(office.sessions, add_account(office.sessions, "mo", Role.MODERATOR))

    for who, error in ((moderator, ForbiddenError), (None, SignInNeededError)):
        for call in (
            lambda who=who: search_audit(office, who, AuditFilters()),
            lambda who=who: find_event(office, who, 1),
            lambda who=who: is_text_of_then(office, who, 1, "body", "x"),
            lambda who=who: export_audit(office, who, AuditFilters()),
        ):
            with pytest.raises(error):
                call()

    assert ids(office) == recount(office, "kind <> 'audit.exported'")


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set actor = 'nobody'",
        "delete from audit_event",
        "truncate audit_event",
        "drop table audit_event",
        "alter table audit_event disable trigger all",
        "drop trigger audit_event_stays on audit_event",
        "create or replace function audit_event_stays() returns trigger language plpgsql as "
        "$$ begin return old; end $$",
        "insert into audit_event (actor, kind, subject, subject_key) values ('a', 'b', 'c', 'd') "
        "on conflict (id) do update set actor = 'nobody'",
        "reset role; delete from audit_event",
    ],
)
def test_the_application_can_only_add_to_it(
    office: Backoffice, empty_url: str, statement: str
) -> None:
    engine = make_engine(empty_url, as_app=True)
    try:
        with pytest.raises(DBAPIError), make_sessions(engine).begin() as session:
            session.execute(text(statement))
    finally:
        engine.dispose()

    assert search_audit(office, TESTER, AuditFilters(person="nobody")).total == 0
    assert search_audit(office, TESTER, AuditFilters()).total == 120


def recorded_kinds() -> Iterator[str]:
    """Every text of the services that has the form of a kind."""
    others = {"id", "slug", "key", "name", "gpkg", "fgb"}  # columns and endings of files
    for path in sorted((PROJECT / "mapper" / "services").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                subject, dot, what = node.value.partition(".")
                if dot and subject in SUBJECTS and what.isidentifier() and what not in others:
                    yield node.value
    yield from (f"proposal.{status}" for status in ModerationStatus)


def test_everything_that_is_recorded_has_words_in_both_languages() -> None:
    kinds = set(recorded_kinds())

    assert len(kinds) > 20
    assert kinds - set(EVENTS) == set()
    for lang in ("de", "en"):
        for kind in kinds:
            sentence = describe_event(kind, "WHO", "KEY", get_translator(lang))
            assert "WHO" in sentence or "KEY" in sentence
            assert "{" not in sentence
    german = describe_event("proposal.published", "Anna", "k1", get_translator("de"))
    assert german == "Anna hat die Idee k1 veröffentlicht."


def test_a_kind_without_words_is_still_shown() -> None:
    shown = describe_event("thing.done", "Anna", "<b>", get_translator("de"))

    assert "Anna" in shown
    assert "thing.done" in shown


def test_an_event_in_the_record_keeps_the_name_its_account_has_now(office: Backoffice) -> None:
    with transaction(office.sessions) as session:
        session.execute(text("update staff_account set display_name = 'Anna Neu'"))

    found = search_audit(office, TESTER, AuditFilters(person="neu")).events

    assert {event.actor_name for event in found} == {"Anna Neu"}
    with transaction(office.sessions) as session:
        assert "Anna Neu" not in set(session.scalars(select(AuditEvent.actor)))
