"""`mapper privacy` hands out and erases what it is told to, and asks back before."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from mapper.db.engine import Sessions
from tests.command import mapper
from tests.db.ideas import add_idea, age, count, hang_on, token_of
from tests.db.world import build_world
from tests.staff import SECRET


@dataclass(frozen=True, slots=True)
class Command:
    """`mapper privacy` on a database of the tests."""

    url: str
    home: Path

    def __call__(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return mapper(
            *("privacy", *arguments),
            typed=typed,
            DATABASE_URL=self.url,
            MAPPER_HOME=str(self.home),
            MAPPER_SECRET_KEY=SECRET,
        )


@pytest.fixture
def privacy(empty_url: str, empty_sessions: Sessions, tmp_path: Path) -> Command:
    build_world(empty_sessions)
    return Command(empty_url, tmp_path)


def test_a_run_counts_by_rule_and_can_be_tried_first(
    privacy: Command, empty_sessions: Sessions
) -> None:
    age(empty_sessions, add_idea(empty_sessions, moderation_status="rejected"), 400)

    tried = json.loads(privacy("run", "--dry-run", "--json").stdout)
    assert {"rule": "rejected_ideas", "count": 1} in tried
    assert count(empty_sessions, "proposal") == 1
    done = privacy("run")

    assert ["rejected_ideas", "1", "erased"] in [line.split() for line in done.stdout.splitlines()]
    assert count(empty_sessions, "proposal") == 0
    assert json.loads(privacy("erasures", "--json").stdout)["proposal"] == 1


def test_what_is_stored_goes_into_two_files_of_the_operator(
    privacy: Command, empty_sessions: Sessions, tmp_path: Path
) -> None:
    number = add_idea(empty_sessions)
    hang_on(empty_sessions, number)
    file = tmp_path / "anna.json"
    link = f"https://map.example/meine#{token_of(empty_sessions, number)}\n"

    done = privacy("export", "--token", "-", str(file), typed=link)

    assert done.returncode == 0, done.stderr
    assert json.loads(file.read_text())["ideas"][0]["public_id"] == number
    assert "anna@example.org" in file.with_name("anna.json.txt").read_text()
    for written in (file, file.with_name("anna.json.txt")):
        assert written.stat().st_mode & 0o777 == 0o600
    again = privacy("export", "--number", number, str(file))
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    nobody = privacy("export", "--email", "nobody@example.org", str(tmp_path / "nobody.json"))
    assert nobody.returncode == 1
    assert not (tmp_path / "nobody.json").exists()


def test_erasing_shows_what_and_asks_back(privacy: Command, empty_sessions: Sessions) -> None:
    number, other = add_idea(empty_sessions), add_idea(empty_sessions, email=None)

    kept = privacy("erase", "--email", "anna@example.org", typed="n\n")
    assert kept.returncode == 1
    assert number in kept.stdout
    assert count(empty_sessions, "proposal") == 2
    done = privacy("erase", "--email", "anna@example.org", "--yes")
    anonymous = privacy("erase", "--number", other, "--keep-idea", typed="y\n")

    assert f"{number} is erased." in done.stdout
    assert f"{other} is anonymous." in anonymous.stdout
    assert count(empty_sessions, "proposal", "display_name is null") == 1
    assert count(empty_sessions, "proposal") == 1
    assert privacy("erase", "--number", number, "--yes").returncode == 1
    assert privacy("erase", "--yes").returncode == 1
