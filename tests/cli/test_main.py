"""What every command does when it cannot go on: one line, and an exit code programs can read."""

import errno
from pathlib import Path

import psycopg
import pytest

from mapper.cli import COMMANDS, GROUPS
from mapper.cli.failures import known_reason, report_unexpected
from mapper.db.errors import DiskFullError
from mapper.errors import DatabaseAwayError
from tests.command import fresh_mapper as mapper


def test_a_refusal_is_one_line_and_exit_code_1() -> None:
    done = mapper("db", "status", MAPPER_PORT="many")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "MAPPER_PORT" in done.stderr


def test_wrong_usage_is_exit_code_2() -> None:
    assert mapper("db", "dance").returncode == 2
    assert mapper("run", "--fast").returncode == 2
    assert mapper("dance").returncode == 2


def test_help_names_every_command() -> None:
    done = mapper("--help")

    assert done.returncode == 0
    for name in (*COMMANDS, *GROUPS):
        assert f" {name} " in done.stdout


@pytest.mark.parametrize("name", [*COMMANDS, *GROUPS])
def test_every_command_loads_what_it_needs_by_itself(name: str) -> None:
    assert mapper(name, "--help").returncode == 0


def test_a_server_that_is_away_is_refused_in_one_line() -> None:
    done = mapper("db", "migrate", DATABASE_URL="postgresql://town@127.0.0.1:1/ideas")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "127.0.0.1:1 does not answer" in done.stderr


def test_a_cluster_of_ones_own_is_not_started_beside_a_named_server() -> None:
    done = mapper("db", "start", DATABASE_URL="postgresql://town@127.0.0.1:1/ideas")

    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr


def test_the_unforeseen_shows_a_reference_and_nobodys_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAPPER_HOME", str(tmp_path))

    report_unexpected(RuntimeError("what a citizen wrote"))

    told = capsys.readouterr().err
    log = tmp_path / "mapper.log"
    assert told.count("\n") == 1
    assert "what a citizen wrote" not in told
    reference = told.partition("reference ")[2].partition(")")[0]
    assert reference
    assert reference in log.read_text()
    assert "RuntimeError" in log.read_text()
    assert "what a citizen wrote" not in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_and_a_database_gone_have_a_sentence_wherever_they_come_up() -> None:
    wrapped = RuntimeError("outer")
    wrapped.__cause__ = psycopg.errors.DiskFull("no space")

    assert isinstance(known_reason(wrapped), DiskFullError)
    for number in (errno.ENOSPC, errno.EDQUOT):
        assert isinstance(known_reason(OSError(number, "No space", "/data")), DiskFullError)
    assert isinstance(known_reason(psycopg.OperationalError("gone")), DatabaseAwayError)
    assert known_reason(ValueError("other")) is None
