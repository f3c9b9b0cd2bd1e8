"""`mapper doctor` names what is wrong, part by part, and fails when anything is."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import func

from mapper.cli import doctor as doctor_module
from mapper.cli.doctor_database import look_at_content
from mapper.cli.doctor_staff import look_at_services
from mapper.cli.findings import Finding, State
from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.settings import load_settings
from tests.command import mapper
from tests.mail_server import mail_server
from tests.provider import wicked_provider
from tests.staff import add_account


def by_part(findings: Iterator[Finding]) -> dict[str, Finding]:
    return {finding.part: finding for finding in findings}


def test_before_the_first_start_there_is_only_something_to_note(tmp_path: Path) -> None:
    done = mapper("doctor", "--json", MAPPER_HOME=str(tmp_path / "ideas"), DATABASE_URL="")

    findings = {one["part"]: one for one in json.loads(done.stdout)}
    assert findings["versions"]["state"] == "ok"
    assert findings["disk"]["state"] in ("ok", "note")
    assert findings["cluster"]["state"] == "note"
    assert "database" not in findings
    assert not (tmp_path / "ideas").exists()


def test_a_new_cluster_lacks_its_tables_and_that_fails() -> None:
    with TemporaryDirectory(prefix="ideenkarte-") as home:
        Path(home).chmod(0o755)
        assert mapper("db", "start", MAPPER_HOME=home, DATABASE_URL="").returncode == 0
        done = mapper("doctor", MAPPER_HOME=home, DATABASE_URL="")
        assert mapper("db", "stop", MAPPER_HOME=home, DATABASE_URL="").returncode == 0

    assert done.returncode == 1
    assert "ok     cluster: PostgreSQL" in done.stdout
    assert "ok     database: PostgreSQL" in done.stdout
    assert "WRONG  migrations: at nothing" in done.stdout


def test_a_database_without_geodata_is_incomplete(empty_url: str) -> None:
    findings = by_part(look_at_content(empty_url))

    assert findings["migrations"].state is State.OK
    assert findings["geodata"].state is State.WRONG
    assert findings["rollup"].state is State.OK


def test_counts_that_differ_from_a_recount_are_wrong(empty_url: str) -> None:
    with psycopg.connect(empty_url) as connection:
        connection.execute(
            "insert into rollup_public (grain, cell_size, round_id, action_field_id, "
            "response_status, period, cell, municipality_id, district_id, proposals, supports) "
            "values (0, 1000, 0, 0, 0, 0, 1, 0, 0, 1, 0)"
        )

    finding = by_part(look_at_content(empty_url))["rollup"]

    assert finding.state is State.WRONG
    assert "public" in finding.text


def test_administrators_are_counted_when_they_can_sign_in(
    empty_url: str, empty_sessions: Sessions
) -> None:
    none_yet = by_part(look_at_content(empty_url))
    add_account(empty_sessions, "invited", Role.ADMIN)
    add_account(empty_sessions, "gone", Role.ADMIN, password_hash="h", disabled_at=func.now())
    add_account(empty_sessions, "planner", Role.PLANNER, password_hash="h")
    still_none = by_part(look_at_content(empty_url))["administrators"]
    add_account(empty_sessions, "anna", Role.ADMIN, password_hash="h")
    add_account(empty_sessions, "bert", Role.ADMIN, oidc_subject="id bert")
    two = by_part(look_at_content(empty_url))["administrators"]

    assert none_yet["web server"].state is State.OK
    assert none_yet["administrators"].state is still_none.state is State.NOTE
    assert "mapper users add" in still_none.text
    assert (two.state, two.text) == (State.OK, "2 can sign in")


def test_a_web_server_that_may_change_the_record_is_wrong(empty_url: str) -> None:
    with psycopg.connect(empty_url) as connection:
        connection.execute("grant update on audit_event to ideenkarte_app")

    finding = by_part(look_at_content(empty_url))["web server"]

    assert finding.state is State.WRONG
    assert "revoke" in finding.text


def services(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> dict[str, Finding]:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return by_part(look_at_services(load_settings()))


def test_a_mail_server_is_asked_whether_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    without = services(monkeypatch, {"MAPPER_SMTP_HOST": "", "MAPPER_MAIL_FROM": ""})["mail"]
    half = services(monkeypatch, {"MAPPER_SMTP_HOST": "127.0.0.1"})["mail"]
    with mail_server() as server:
        up = services(monkeypatch, server.settings())["mail"]
    away = services(monkeypatch, {})["mail"]

    assert [one.state for one in (without, half, up, away)] == [
        *(State.NOTE, State.WRONG, State.OK, State.WRONG)
    ]
    assert server.letters == []
    assert "cannot be reached" in away.text


def test_a_provider_is_asked_whether_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with wicked_provider() as provider:
        found = {"MAPPER_OIDC_ISSUER": provider.issuer, "MAPPER_OIDC_CLIENT_ID": "i"}
        without_roles = services(monkeypatch, found)["sign-in"]
        up = services(monkeypatch, {"MAPPER_OIDC_ROLES": "town=gis"})["sign-in"]
    away = services(monkeypatch, {})["sign-in"]
    unsafe = services(monkeypatch, {"MAPPER_OIDC_ISSUER": "http://id.example.org"})["sign-in"]

    assert [one.state for one in (without_roles, up, away, unsafe)] == [
        *(State.NOTE, State.OK, State.WRONG, State.WRONG)
    ]
    assert "https://" in unsafe.text


def test_a_named_server_that_is_away_is_one_finding() -> None:
    done = mapper("doctor", DATABASE_URL="postgresql://town@127.0.0.1:1/ideas")

    assert done.returncode == 1
    assert "WRONG  database: The database server 127.0.0.1:1 does not answer" in done.stdout
    assert "cluster" not in done.stdout


def test_browser_files_that_were_never_built_are_named(tmp_path: Path) -> None:
    finding = doctor_module._browser_files(tmp_path)

    assert finding.state is State.WRONG
    assert "main.js" in finding.text
    assert "make setup" in finding.text


def test_a_disk_with_room_is_not_wrong(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    assert free > doctor_module.DISK_WRONG, "this machine has too little room to test on"

    assert doctor_module._disk(tmp_path / "not" / "there" / "yet").state is not State.WRONG
