"""The record of changes as a table: for those who may, and harmless in a spreadsheet."""

import csv
import io

import pytest

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from mapper.services.audit import record
from tests.api.conftest import Town
from tests.api.web import Answer, check_refusal
from tests.staff import SECRET, add_account, signed_in

HEAD = ["id", "at", "actor", "actor_name", "kind", "key", "words", "fields", "digests"]


@pytest.fixture(scope="module")
def cookie(town: Town) -> str:
    """The cookie of an administrator."""
    account = add_account(town.sessions, "csv.admin", Role.ADMIN, display_name='=Anna;\n"B"')
    return f"ideenkarte={signed_in(town.sessions, account).token}"


def ask(town: Town, cookie: str, query: str = "") -> Answer:
    return town.web.get(f"/api/audit.csv{query}", cookie=cookie, accept_language="de")


def rows(answer: Answer) -> list[list[str]]:
    assert answer.status == 200, answer.text()
    assert answer.text().startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text()[1:]), delimiter=";"))


def write(town: Town, kind: str, key: str, **changes: object) -> None:
    with transaction(town.sessions) as session:
        record(session, SECRET, "csv.admin", kind, kind.partition(".")[0], key, changes)


def test_it_opens_in_a_german_spreadsheet_and_runs_nothing(town: Town, cookie: str) -> None:
    for key in ("=1+1", "@SUM(A1)", "+1", "-1", "\tx", 'a";"b\nc'):
        write(town, "round.changed", key, titles="x")

    answer = ask(town, cookie, "?person=csv.admin&kind=round.changed")

    head, *found = rows(answer)
    assert head == HEAD
    assert [row[5] for row in found] == ['a";"b\nc', "'\tx", "'-1", "'+1", "'@SUM(A1)", "'=1+1"]
    assert {row[3] for row in found} == {'\'=Anna;\n"B"'}
    assert found[0][6].endswith('hat die Runde a";"b\nc geändert.')
    assert found[0][7] == "Titel"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in found for cell in row)
    assert answer.headers["cache-control"] == "no-store"
    assert 'filename="protokoll.csv"' in answer.headers["content-disposition"]


def test_a_long_record_comes_whole(town: Town, cookie: str) -> None:
    with transaction(town.sessions) as session:
        for number in range(2500):
            record(session, SECRET, "cli:long", "office.changed", "office", f"o{number}")

    found = rows(ask(town, cookie, "?person=cli:long"))[1:]

    assert [row[5] for row in found] == [f"o{number}" for number in reversed(range(2500))]


def test_the_export_is_recorded_itself(town: Town, cookie: str) -> None:
    ask(town, cookie, "?key=nothing-of-the-kind")

    found = rows(ask(town, cookie, "?kind=audit&person=csv.admin"))[1:]

    assert found[0][4] == "audit.exported"
    assert "key=" in found[0][8]


def test_nobody_else_gets_it(town: Town, cookie: str) -> None:
    check_refusal(town.web.get("/api/audit.csv"), 401, "sign_in_needed")
    check_refusal(ask(town, "ideenkarte=forged"), 401, "sign_in_needed")
    for role in set(Role) - {Role.ADMIN}:
        account = add_account(town.sessions, f"csv.{role}", role)
        other = f"ideenkarte={signed_in(town.sessions, account).token}"
        check_refusal(ask(town, other), 403, "forbidden")


@pytest.mark.parametrize(
    "query", ["?from=gestern", "?to=2026-02-30", "?limit=5", "?person=a&person=b"]
)
def test_what_cannot_be_read_is_refused(town: Town, cookie: str, query: str) -> None:
    check_refusal(ask(town, cookie, query), 422, "invalid_field")


@pytest.mark.parametrize(
    "query",
    [
        "?from=0001-01-01&to=9999-12-31",
        "?person=%25",
        "?key=%00",
        "?kind='",
        "?person=%F0%9F%98%80",
    ],
)
def test_odd_filters_find_what_there_is(town: Town, cookie: str, query: str) -> None:
    assert rows(ask(town, cookie, query))[0] == HEAD
