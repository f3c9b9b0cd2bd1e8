"""No backup brings erased words back, whichever server it is restored on."""

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from mapper.db import erasures
from mapper.db.engine import Sessions, transaction
from mapper.domain.roles import Role
from mapper.services.backoffice import Backoffice
from mapper.services.black_out import IdeaText, black_out
from mapper.services.personal_data import erase_account, erase_idea
from mapper.services.retention import run_retention
from tests.command import mapper
from tests.conftest import opened
from tests.db.conftest import fresh_database
from tests.db.ideas import add_idea, age, hang_on
from tests.db.world import build_world
from tests.staff import SECRET, TESTER, add_account, office_on, signed_in

SECRET_WORDS = ("Gerda Geheim", "gerda@example.org", "Mrs Muster", "her number is 0123", "Dora D")


@dataclass(frozen=True, slots=True)
class Server:
    """An installation with a folder and a database of its own."""

    url: str
    home: Path

    def mapper(self, *arguments: str, secret: str = SECRET) -> subprocess.CompletedProcess[str]:
        folder = str(self.home)
        return mapper(
            *arguments, DATABASE_URL=self.url, MAPPER_HOME=folder, MAPPER_SECRET_KEY=secret
        )

    @property
    def log(self) -> Path:
        return self.home / erasures.FILE

    def ask(self, query: str, **values: object) -> list[tuple[object, ...]]:
        with opened(self.url) as sessions, transaction(sessions) as session:
            return [tuple(row) for row in session.execute(text(query), values)]

    def holds(self) -> str:
        """What people wrote, wherever it is stored."""
        tables = ("proposal", "proposal_contact", "proposal_original", "report", "staff_account")
        return " ".join(
            str(row) for table in tables for row in self.ask(f"select t::text from {table} t")
        )


@dataclass(frozen=True, slots=True)
class Story:
    """A backup, and what was erased after it."""

    here: Server
    file: Path
    blacked_out: str
    anonymous: str


def office_of(server: Server, sessions: Sessions) -> Backoffice:
    return replace(office_on(sessions), erasures=server.log)


@pytest.fixture
def story(empty_url: str, tmp_path: Path) -> Story:
    here = Server(empty_url, tmp_path / "here")
    here.home.mkdir()
    file = tmp_path / "ideas.backup"
    with opened(empty_url) as sessions:
        build_world(sessions)
        hers = {"display_name": "Gerda Geheim", "email": "gerda@example.org"}
        erased, anonymous = (add_idea(sessions, **hers) for _ in range(2))
        told = {"display_name": None, "email": None}
        blacked_out = add_idea(sessions, body="Ask me, her number is 0123.", **told)
        due = add_idea(sessions, body="A word of Dora D.", moderation_status="rejected", **told)
        hang_on(sessions, erased)
        add_account(sessions, "admin", Role.ADMIN)
        gone = add_account(sessions, "gerda", Role.MODERATOR, display_name="Gerda Geheim")
        signed_in(sessions, gone)
    assert here.mapper("db", "backup", str(file)).returncode == 0
    with opened(empty_url) as sessions:
        office = office_of(here, sessions)
        erase_idea(office, TESTER, erased)
        erase_idea(office, TESTER, anonymous, keep_idea=True)
        black_out(
            office,
            TESTER,
            blacked_out,
            IdeaText("A bench in the shade", "Ask me, her number is […].", None),
        )
        age(sessions, due, 400)
        run_retention(office, TESTER)
        erase_account(office, TESTER, "gerda")
    return Story(here, file, blacked_out, anonymous)


def check_forgotten(story: Story, server: Server) -> None:
    held = server.holds()
    blacked = "select moderation_status, body from proposal where public_id = :number"
    assert server.ask(blacked, number=story.blacked_out)[0][0] == "hidden"
    for words in set(SECRET_WORDS) - {"her number is 0123"}:
        assert words not in held, words
    seen = str(server.ask("select * from public_api.proposal"))
    assert "0123" not in seen
    assert server.ask("select display_name, login from staff_account where login = 'gerda'") == [
        ("gerda", "gerda")
    ]
    assert server.ask("select count(*) from erasure") == [(5,)]
    assert server.ask("select count(*) from staff_session") == [(0,)]
    assert server.mapper("db", "check-rollup").returncode == 0


def test_another_server_with_the_list_forgets_again(
    story: Story, other_server: str, tmp_path: Path
) -> None:
    there = Server(fresh_database(other_server), tmp_path / "there")
    there.home.mkdir()
    shutil.copy(story.here.log, there.log)

    done = there.mapper("db", "restore", str(story.file))

    assert done.returncode == 0, done.stderr
    assert "5 erasures happened since the backup; 5 found something" in done.stdout
    assert "1 idea was blacked out after the backup and is hidden" in done.stdout
    check_forgotten(story, there)
    again = there.mapper("privacy", "run")
    assert again.stdout.split()[:3] == ["again", "0", "erased"]


def test_the_same_database_forgets_again_without_the_list(story: Story) -> None:
    story.here.log.unlink()
    with opened(story.here.url) as sessions, transaction(sessions) as session:
        session.execute(text("select 1"))
        refused = story.here.mapper("db", "restore", str(story.file))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "end the app first" in refused.stderr

    done = story.here.mapper("db", "restore", str(story.file))

    assert done.returncode == 0, done.stderr
    check_forgotten(story, story.here)
    assert len(story.here.log.read_text().splitlines()) == 5


def test_a_list_that_comes_later_is_carried_out_by_the_next_run(
    story: Story, other_server: str, tmp_path: Path
) -> None:
    there = Server(fresh_database(other_server), tmp_path / "there")
    there.home.mkdir()
    first = there.mapper("db", "restore", str(story.file))
    assert "There is no list of erasures here" in first.stderr
    assert "Gerda Geheim" in there.holds()
    with story.here.log.open("ab") as cut_off:
        cut_off.write(b'{"at": "2026-')
    shutil.copy(story.here.log, there.log)

    foreign = there.mapper("privacy", "run", secret="another key")
    assert foreign.stdout.split()[:2] == ["again", "4"]
    done = there.mapper("privacy", "run")

    assert done.stdout.split()[:2] == ["again", "1"]
    check_forgotten(story, there)
