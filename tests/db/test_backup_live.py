"""A backup made while people work is what was there at one moment, also on another server."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from mapper.db.backup import backup
from mapper.db.engine import Sessions, transaction
from mapper.db.errors import BackupError, DatabaseInUseError
from mapper.db.restore import check_unused, restore
from mapper.services.decide import publish, reject
from mapper.services.keep_counts import compare_rollups
from mapper.services.retention import run_retention
from mapper.services.rollups import fold_waiting
from tests.command import MAPPER
from tests.conftest import opened
from tests.db.conftest import fresh_database, migrated
from tests.db.ideas import add_idea, age
from tests.db.rows import connected, fingerprints, structure
from tests.db.world import build_world
from tests.processes import wait_until
from tests.staff import TESTER, office_on


class Town:
    """People handing in, deciding, erasing, and counts being folded, until told to stop."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.office = office_on(sessions)
        self.stop = Event()
        self.done = 0
        self.failures: list[Exception] = []

    def work(self) -> None:
        while not self.stop.is_set():
            kept, lost = (add_idea(self.sessions, moderation_status="pending") for _ in range(2))
            publish(self.office, TESTER, kept)
            reject(self.office, TESTER, lost, reason="This is advertising.")
            age(self.sessions, lost, 400)
            self.done += 1

    def tidy(self) -> None:
        while not self.stop.is_set():
            fold_waiting(self.sessions)
            run_retention(self.office, TESTER)

    def guarded(self, task: Callable[[], None]) -> None:
        try:
            task()
        except Exception as failure:
            self.failures.append(failure)
            self.stop.set()

    @contextmanager
    def busy(self) -> Iterator[None]:
        tasks = [Thread(target=self.guarded, args=(task,)) for task in (self.work, self.tidy)]
        for task in tasks:
            task.start()
        try:
            yield
        finally:
            self.stop.set()
            for task in tasks:
                task.join()
        assert self.failures == []

    def goes_on(self) -> None:
        """Wait until something more was done."""
        before = self.done
        wait_until(lambda: self.done > before + 1 or bool(self.failures))
        assert self.failures == []


def test_a_backup_beside_work_is_the_same_on_a_server_that_never_saw_the_app(
    empty_url: str, empty_sessions: Sessions, other_server: str, tmp_path: Path
) -> None:
    build_world(empty_sessions)
    town = Town(empty_sessions)
    file = tmp_path / "ideas.backup"
    with town.busy():
        town.goes_on()
        with connected(empty_url) as moment:
            moment.execute("set transaction isolation level repeatable read")
            row = moment.execute("select pg_export_snapshot()").fetchone()
            assert row is not None
            town.goes_on()
            backup(empty_url, file, snapshot=row[0])
            town.goes_on()
            wanted = fingerprints(moment)
        with connected(empty_url) as later:
            assert fingerprints(later)["audit_event"] != wanted["audit_event"]
    there = migrated(fresh_database(other_server))

    restore(there, file)

    with connected(there) as connection:
        assert fingerprints(connection) == wanted
    assert wanted["proposal"][0] > 0
    for restored, original in zip(structure(there), structure(empty_url), strict=True):
        assert set(restored) ^ set(original) == set()
    with opened(there) as sessions:
        assert not any(compare_rollups(sessions).values())
        decided = "select count(*) from audit_event where kind = 'proposal.published'"
        published = "select count(*) from proposal where moderation_status = 'published'"
        with transaction(sessions) as session:
            assert session.scalar(text(decided)) == session.scalar(text(published)) > 0
        publish(office_on(sessions), TESTER, add_idea(sessions, moderation_status="pending"))


def test_an_account_without_special_rights_restores_too(
    empty_url: str, other_server: str, tmp_path: Path
) -> None:
    with connected(empty_url) as connection:
        connection.execute("insert into municipality (ags, name) values ('00000001', 'Altstadt')")
    backup(empty_url, tmp_path / "ideas.backup")
    there = migrated(fresh_database(other_server, owner="town"))

    restore(there, tmp_path / "ideas.backup")

    with connected(there) as restored, connected(empty_url) as original:
        assert fingerprints(restored) == fingerprints(original)
        owners = restored.execute(
            "select distinct tableowner from pg_tables where schemaname = 'public' "
            "and tablename <> 'spatial_ref_sys'"
        ).fetchall()
    assert owners == [("town",)]


def test_nobody_may_be_connected(empty_url: str, tmp_path: Path) -> None:
    backup(empty_url, tmp_path / "ideas.backup")
    with connected(empty_url) as somebody:
        somebody.execute("insert into municipality (ags, name) values ('00000001', 'Neudorf')")
        somebody.commit()

        with pytest.raises(DatabaseInUseError, match="end the app first"):
            check_unused(empty_url)
        with pytest.raises(BackupError, match="in use by 1 other"):
            restore(empty_url, tmp_path / "ideas.backup")

        assert somebody.execute("select name from municipality").fetchall() == [("Neudorf",)]


def test_somebody_who_is_just_going_is_waited_for(empty_url: str, tmp_path: Path) -> None:
    backup(empty_url, tmp_path / "ideas.backup")
    for use in (check_unused, lambda url: restore(url, tmp_path / "ideas.backup")):
        somebody = connected(empty_url)
        leaving = threading.Timer(0.4, somebody.close)
        leaving.start()

        use(empty_url)
        leaving.join()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_backup_cut_short_leaves_nothing(
    empty_url: str, tmp_path: Path, how: signal.Signals
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    environment = {**os.environ, "DATABASE_URL": empty_url, "MAPPER_HOME": str(tmp_path)}
    dumping = "select from pg_stat_activity where application_name = 'pg_dump' {} limit 1"
    with connected(empty_url) as holder, connected(empty_url) as looking:
        looking.autocommit = True
        holder.execute("lock table proposal in access exclusive mode")
        with subprocess.Popen(
            [str(MAPPER), "db", "backup", str(folder / "ideas.backup")],
            env=environment,
            stderr=subprocess.DEVNULL,
        ) as command:
            waiting = dumping.format("and wait_event_type = 'Lock'").encode()
            wait_until(lambda: looking.execute(waiting).fetchone() is not None)
            command.send_signal(how)
        holder.rollback()
        wait_until(lambda: looking.execute(dumping.format("").encode()).fetchone() is None)

    assert command.returncode != 0
    assert list(folder.iterdir()) == []
