"""`kill -9` in the middle of an import: it is done once or still to do, never half."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import update

from mapper.db import cluster
from mapper.db.cluster import running_cluster
from mapper.db.engine import Sessions, make_engine, transaction
from mapper.db.migrate import migrate
from mapper.db.tables import ImportJob
from mapper.domain.imports import Stage
from mapper.errors import DatabaseAwayError
from mapper.services import run_imports
from mapper.services.backoffice import Backoffice
from mapper.services.import_jobs import accept_import, find_import
from mapper.services.import_room import ImportRoom
from mapper.services.run_imports import MOST_ATTEMPTS, run_import, run_next
from tests.conftest import PROJECT, opened
from tests.db.imports import (
    accepted,
    be_silent,
    begin,
    check_nothing,
    geojson,
    public,
    states,
    unaccounted,
)
from tests.db.world import build_world
from tests.processes import child_of, kill_cluster, wait_until
from tests.staff import TESTER, office_on


@contextmanager
def at_work(url: str, room: ImportRoom) -> Iterator["subprocess.Popen[str]"]:
    """A process in the middle of an import."""
    command = [sys.executable, "-m", "tests.db.import_until_killed", url, str(room.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "at work\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("begun", [begin, accepted])
def test_a_killed_process_is_replaced(
    office: Backoffice, empty_url: str, world: Sessions, room: ImportRoom, begun: object
) -> None:
    job = begun(office, room)  # type: ignore[operator]
    with at_work(empty_url, room):
        assert not run_next(office, room)
        check_nothing(world)
    be_silent(world)

    assert run_next(office, room)
    done = find_import(office, TESTER, job.id)
    if done.stage is Stage.READY:
        accept_import(office, TESTER, job.id, done.version)
        assert run_next(office, room)
    assert states(world) == [(job.version_id, "active")]
    assert public(world, "parks") == ["Elm", "Lime", "Oak"]
    assert unaccounted(world) == 0
    assert not run_next(office, room)


def test_the_reading_process_goes_with_the_one_that_started_it(
    office: Backoffice, empty_url: str, world: Sessions, room: ImportRoom
) -> None:
    many = geojson([(f"Tree {number}", number, 0, 0.5) for number in range(60_000)])
    begin(office, room, many)
    with at_work(empty_url, room) as process:
        reader = child_of(process.pid)
        # As one that hangs in a damaged file: it would not notice by itself.
        os.kill(reader, signal.SIGSTOP)
        process.kill()
        process.wait()
        wait_until(lambda: not Path(f"/proc/{reader}/exe").exists())

    check_nothing(world)


def test_what_kills_every_process_is_given_up(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = begin(office, room)
    with transaction(world) as session:
        session.execute(update(ImportJob).values(attempts=MOST_ATTEMPTS))
    run_next(office, room)

    assert find_import(office, TESTER, job.id).refusal["reason"] == "crashed"


def test_a_process_that_was_replaced_stores_nothing(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = accepted(office, room)

    def be_replaced(_done: int, _total: int) -> None:
        be_silent(world)
        assert run_imports._take_on(office, TESTER, job.id) is not None

    run_import(office, room, job.id, progress=be_replaced)

    check_nothing(world)
    be_silent(world)
    assert run_next(office, room)
    assert states(world) == [(job.version_id, "active")]


def test_a_killed_database_keeps_all_or_nothing(tmp_path: Path) -> None:
    room = ImportRoom(tmp_path / "imports")
    with TemporaryDirectory(prefix="ideenkarte-kills-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        try:
            with running_cluster(home) as url:
                _kill_and_go_on(home, url, room)
        finally:
            cluster.stop(home, force=True)


def _kill_and_go_on(home: Path, url: str, room: ImportRoom) -> None:
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
    with opened(url) as sessions:
        build_world(sessions)
        office = office_on(sessions)
        job = accepted(office, room)

        def kill(_done: int, _total: int) -> None:
            kill_cluster(home)
            cluster.ensure_running(home)

        with pytest.raises(DatabaseAwayError):
            run_import(office, room, job.id, progress=kill)
        assert find_import(office, TESTER, job.id).stage is Stage.STORING
        check_nothing(sessions)
        be_silent(sessions)
        assert run_next(office, room)
        assert states(sessions) == [(job.version_id, "active")]
        assert public(sessions, "parks") == ["Elm", "Lime", "Oak"]
