"""`mapper doctor` names what is wrong, part by part, and fails when anything is."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from mapper.cli import doctor as doctor_module
from mapper.cli.doctor_database import look_at_content
from mapper.cli.findings import Finding, State
from tests.cli.test_main import mapper


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
