"""`kill -9` in the middle of moderation: a decision is there with its row in the record, or not."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import func, select

from mapper.db import cluster
from mapper.db.cluster import running_cluster
from mapper.db.engine import Sessions, make_engine, transaction
from mapper.db.migrate import migrate
from mapper.db.tables import AuditEvent, Proposal
from mapper.domain.roles import Role
from tests.conftest import PROJECT, opened
from tests.db.moderation import add_waiting
from tests.db.world import build_world
from tests.processes import kill_cluster
from tests.staff import add_account, signed_in

IDEAS = 400
BEFORE_THE_KILL = 40


@dataclass(frozen=True, slots=True)
class TownHall:
    """A private cluster that may be killed, with a queue of ideas and a moderator's session."""

    home: Path
    url: str
    token: str


@pytest.fixture
def town_hall() -> Iterator[TownHall]:
    """Everything of its own."""
    with TemporaryDirectory(prefix="ideenkarte-kills-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        try:
            with running_cluster(home) as url:
                engine = make_engine(url)
                migrate(engine)
                engine.dispose()
                with opened(url) as sessions:
                    build_world(sessions)
                    for number in range(IDEAS):
                        add_waiting(sessions, f"Idee {number}")
                    who = signed_in(sessions, add_account(sessions, "moni", Role.MODERATOR))
                yield TownHall(home, url, who.token)
        finally:
            cluster.stop(home, force=True)


def decide(town_hall: TownHall) -> "subprocess.Popen[str]":
    """A process that decides, which has begun to."""
    command = [sys.executable, "-m", "tests.db.decide_until_killed"]
    return subprocess.Popen(
        [*command, town_hall.url, town_hall.token], stdout=subprocess.PIPE, text=True, cwd=PROJECT
    )


def confirmed(process: "subprocess.Popen[str]", count: int) -> list[str]:
    """So many decisions as the process has confirmed them."""
    assert process.stdout is not None
    return [process.stdout.readline().strip() for _ in range(count)]


def rest_of(process: "subprocess.Popen[str]") -> list[str]:
    """What it still confirmed before it ended; half a line is no confirmation."""
    assert process.stdout is not None
    return [
        line.strip() for line in process.stdout.read().splitlines(keepends=True) if "\n" in line
    ]


def check_whole(sessions: Sessions, done: list[str]) -> None:
    """What was confirmed is public; what is public has one row in the record, all else none."""
    rows = select(Proposal.public_id, func.count(AuditEvent.id)).outerjoin(
        AuditEvent, AuditEvent.subject_key == Proposal.public_id
    )
    with transaction(sessions) as session:
        published = Proposal.moderation_status == "published"
        grouped = rows.group_by(Proposal.public_id)
        public = dict(session.execute(grouped.where(published)).all())
        waiting = dict(session.execute(grouped.where(~published)).all())
    assert set(done) <= set(public)
    assert set(public.values()) == {1}
    assert set(waiting.values()) == {0}
    assert len(public) + len(waiting) == IDEAS


def test_a_killed_process_leaves_whole_decisions(town_hall: TownHall) -> None:
    process = decide(town_hall)
    done = confirmed(process, BEFORE_THE_KILL)
    process.kill()
    done += rest_of(process)
    process.wait()

    with opened(town_hall.url) as sessions:
        check_whole(sessions, done)


def test_a_killed_database_leaves_whole_decisions(town_hall: TownHall) -> None:
    process = decide(town_hall)
    try:
        done = confirmed(process, BEFORE_THE_KILL)
        for _ in range(2):
            kill_cluster(town_hall.home)
            cluster.ensure_running(town_hall.home)
            done += confirmed(process, BEFORE_THE_KILL)
    finally:
        process.kill()
    done += rest_of(process)
    process.wait()

    assert len(done) == len(set(done)) >= 3 * BEFORE_THE_KILL
    with opened(town_hall.url) as sessions:
        check_whole(sessions, done)
