"""Of many processes one does recurring work, and no letter comes more than once more."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from mapper.api import jobs
from mapper.api.lifespan import running
from mapper.api.state import make_state
from mapper.db.engine import Sessions, transaction
from mapper.db.tables import JobRun, StaffSession
from mapper.domain.roles import Role
from mapper.domain.schedules import Schedule
from mapper.errors import DatabaseAwayError
from mapper.services.jobs import AGAIN_AFTER, Job, note_run, run_due
from mapper.settings import Settings, load_settings
from tests.conftest import PROJECT
from tests.db.test_digest import add_idea
from tests.db.world import build_world
from tests.mail_server import MailServer, mail_server
from tests.staff import add_account, office_on, signed_in

NIGHT = Schedule(time(3, 30))
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)

PROCESS = """
import sys
from datetime import UTC, datetime
from mapper.api.jobs import make_jobs
from mapper.api.state import make_state
from mapper.services.jobs import run_due
from mapper.settings import load_settings

settings = load_settings()
state = make_state(settings, settings.database_url)
job = next(one for one in make_jobs(state) if one.name == "weekly_digest")
print("ready", flush=True)
sys.stdin.readline()
run_due(state.sessions, job, datetime.fromisoformat(sys.argv[1]))
"""


class Work:
    """Counts how often it was done."""

    def __init__(self, *, succeeds: bool = True) -> None:
        self.dues: list[datetime] = []
        self.succeeds = succeeds

    def __call__(self, due: datetime) -> bool:
        self.dues.append(due)
        return self.succeeds

    def job(self) -> Job:
        return Job("work", NIGHT, self)


def seen_before(sessions: Sessions, name: str, done_at: datetime) -> None:
    note_run(sessions, name, done_at=done_at)


def test_work_that_was_never_seen_waits_for_its_next_moment(empty_sessions: Sessions) -> None:
    work = Work()

    assert not run_due(empty_sessions, work.job(), NOON)
    assert not run_due(empty_sessions, work.job(), NOON + SECOND)
    assert run_due(empty_sessions, work.job(), NOON + DAY)

    assert len(work.dues) == 1


def test_it_is_done_once_a_day(empty_sessions: Sessions) -> None:
    work = Work()
    seen_before(empty_sessions, "work", NOON - DAY)

    done = [
        run_due(empty_sessions, work.job(), NOON + timedelta(hours=hours)) for hours in range(48)
    ]

    # Noon makes up for last night, then come two nights.
    assert sum(done) == len(work.dues) == 3


def test_what_was_missed_for_weeks_is_made_up_for_once(empty_sessions: Sessions) -> None:
    work = Work()
    seen_before(empty_sessions, "work", NOON - 30 * DAY)

    assert run_due(empty_sessions, work.job(), NOON)
    assert not run_due(empty_sessions, work.job(), NOON + SECOND)

    assert work.dues == [NIGHT.last_due(NOON)]


def test_what_failed_is_tried_again_but_not_at_once(empty_sessions: Sessions) -> None:
    work = Work(succeeds=False)
    seen_before(empty_sessions, "work", NOON - DAY)

    assert not run_due(empty_sessions, work.job(), NOON)
    assert not run_due(empty_sessions, work.job(), NOON + AGAIN_AFTER - SECOND)
    assert len(work.dues) == 1
    work.succeeds = True
    assert run_due(empty_sessions, work.job(), NOON + AGAIN_AFTER)

    assert len(work.dues) == 2


def test_work_that_breaks_off_is_begun_again(empty_sessions: Sessions) -> None:
    work = Work()
    seen_before(empty_sessions, "work", NOON - DAY)

    def break_off(_due: datetime) -> bool:
        raise DatabaseAwayError

    with pytest.raises(DatabaseAwayError):
        run_due(empty_sessions, Job("work", NIGHT, break_off), NOON)
    assert run_due(empty_sessions, work.job(), NOON + AGAIN_AFTER)


def test_work_that_fails_says_where_but_repeats_no_words(
    empty_sessions: Sessions, empty_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_due: datetime) -> bool:
        raise ValueError("what somebody wrote")

    seen_before(empty_sessions, "work", datetime.now(UTC) - 2 * DAY)
    with closing(make_state(Settings(home=tmp_path), empty_url)) as state:
        jobs._try(state, Job("work", NIGHT, stumble))

    assert "the job work: ValueError" in caplog.text
    assert "in stumble" in caplog.text
    assert "what somebody wrote" not in caplog.text.replace('ValueError("what somebody wrote")', "")


def test_nobody_begins_what_somebody_is_at(empty_sessions: Sessions) -> None:
    inner = Work()
    seen_before(empty_sessions, "work", NOON - DAY)

    def meanwhile(_due: datetime) -> bool:
        with transaction(empty_sessions) as session:
            session.execute(update(JobRun).values(begun_at=None))
        assert not run_due(empty_sessions, inner.job(), NOON + AGAIN_AFTER)
        return True

    assert run_due(empty_sessions, Job("work", NIGHT, meanwhile), NOON)
    assert inner.dues == []


def test_the_web_server_does_the_nightly_work(
    empty_url: str,
    empty_sessions: Sessions,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("MAPPER_HOME", str(tmp_path))
    monkeypatch.setattr(jobs, "LOOK_EVERY_S", 0.05)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    seen_before(empty_sessions, "retention", long_ago)
    ended = add_account(empty_sessions, "anna", Role.GIS)
    signed_in(empty_sessions, ended)
    with transaction(empty_sessions) as session:
        session.execute(update(StaffSession).values(expires_at=long_ago))

    async def live() -> None:
        async with running(make_state(load_settings(), empty_url)):
            while not done():
                await asyncio.sleep(0.05)

    def done() -> bool:
        with transaction(empty_sessions) as session:
            return session.get_one(JobRun, "retention").done_at != long_ago

    # In a thread of its own: a browser of another test may have a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(asyncio.wait_for(live(), 60))).result()

    with transaction(empty_sessions) as session:
        assert session.scalars(select(StaffSession)).all() == []


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def monday(empty_url: str, empty_sessions: Sessions) -> datetime:
    """A Monday's noon, on which three people should get a letter."""
    build_world(empty_sessions)
    office = office_on(empty_sessions)
    for login in ("anna", "bert", "cleo"):
        add_account(empty_sessions, login, Role.MODERATOR, email=f"{login}@example.org")
    add_idea(office, "waiting11", 20)
    noon = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    seen_before(empty_sessions, "weekly_digest", noon - 7 * DAY)
    return noon


class Process:
    """A process of its own that does what is due when told to."""

    def __init__(self, url: str, home: str, server: MailServer, now: datetime) -> None:
        settings = {"DATABASE_URL": url, "MAPPER_HOME": home, **server.settings()}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROCESS, now.isoformat()],
            env={**os.environ, **settings},
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> "Process":
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        return self

    def go(self) -> "Process":
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self

    def end(self) -> int:
        return self.process.wait(60)


EVERYBODY = ["anna@example.org", "bert@example.org", "cleo@example.org"]


def test_two_processes_at_the_same_moment_send_each_letter_once(
    empty_url: str, monday: datetime, server: MailServer, tmp_path: object
) -> None:
    both = [Process(empty_url, str(tmp_path), server, monday) for _ in range(2)]
    for one in both:
        one.wait_until_ready()
    for one in both:
        one.go()

    assert [one.end() for one in both] == [0, 0]
    assert sorted(server.received()) == EVERYBODY


def test_a_process_killed_in_between_leaves_the_rest_to_the_next(
    empty_url: str, monday: datetime, server: MailServer, tmp_path: object
) -> None:
    # The second letter is with the server, which has not said so yet.
    server.silent_from = 2
    killed = Process(empty_url, str(tmp_path), server, monday).wait_until_ready().go()
    assert server.met.wait(30)
    killed.process.send_signal(signal.SIGKILL)
    killed.end()
    server.silent_from = None

    for moment in (monday + SECOND, monday + AGAIN_AFTER, monday + DAY):
        process = Process(empty_url, str(tmp_path), server, moment).wait_until_ready().go()
        assert process.end() == 0

    received = Counter(server.received())
    assert set(received) == set(EVERYBODY)
    assert received["anna@example.org"] == received["cleo@example.org"] == 1
    assert received["bert@example.org"] <= 2


def test_a_letter_that_was_refused_comes_later_and_no_other_twice(
    empty_url: str, monday: datetime, server: MailServer, tmp_path: object
) -> None:
    server.refused = {"bert@example.org": "452 the box is full", "cleo@example.org": "550 gone"}
    home = str(tmp_path)
    assert Process(empty_url, home, server, monday).wait_until_ready().go().end() == 0
    server.refused = {}

    assert Process(empty_url, home, server, monday + AGAIN_AFTER).wait_until_ready().go().end() == 0

    assert server.received() == ["anna@example.org", "bert@example.org"]
