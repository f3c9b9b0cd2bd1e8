"""However an import ends before its time, nothing of it is half there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from mapper.db import cluster
from mapper.db.cluster import running_cluster
from mapper.db.engine import Sessions, make_engine, transaction
from mapper.db.migrate import migrate
from mapper.db.tables import ImportJob
from mapper.domain.imports import ImportLimits, Stage
from mapper.errors import DatabaseAwayError
from mapper.services import run_imports, store_import
from mapper.services.backoffice import Backoffice
from mapper.services.import_jobs import Import, accept_import, cancel_import, find_import
from mapper.services.import_room import ImportRoom
from mapper.services.run_imports import MOST_ATTEMPTS, SILENT, run_import, run_next
from tests.conftest import PROJECT, opened
from tests.db.imports import begin, geojson, left, public, read, states, take_over, unaccounted
from tests.db.world import build_world
from tests.processes import child_of, kill_cluster, wait_until
from tests.staff import TESTER, office_on


@pytest.fixture
def room(tmp_path: Path) -> ImportRoom:
    """A room for imports."""
    return ImportRoom(tmp_path / "imports")


def accepted(office: Backoffice, room: ImportRoom) -> Import:
    """An import that is to be stored."""
    job = read(office, room)
    return accept_import(office, TESTER, job.id, job.version)


def check_nothing(sessions: Sessions) -> None:
    """No version, no object, no layer of it."""
    assert (states(sessions), unaccounted(sessions), public(sessions, "parks")) == ([], 0, [])


def be_silent(sessions: Sessions) -> None:
    """As if the process at work had not been heard of for long."""
    past = func.now() - SILENT
    with transaction(sessions) as session:
        session.execute(update(ImportJob).values(seen_at=past, touched_at=past))


@pytest.mark.parametrize("begun", [begin, accepted])
def test_cancelled_in_the_middle(
    office: Backoffice, world: Sessions, room: ImportRoom, begun: object
) -> None:
    job = begun(office, room)  # type: ignore[operator]
    run_import(
        office, room, job.id, progress=lambda *_: cancel_import(office, room, TESTER, job.id)
    )

    assert find_import(office, TESTER, job.id).stage is Stage.CANCELLED
    check_nothing(world)
    assert left(room) == []


@pytest.mark.parametrize("begun", [begin, read, accepted])
def test_cancelled_while_nobody_is_at_it(
    office: Backoffice, world: Sessions, room: ImportRoom, begun: object
) -> None:
    job = begun(office, room)  # type: ignore[operator]

    assert cancel_import(office, room, TESTER, job.id).stage is Stage.CANCELLED
    assert not run_next(office, room)
    check_nothing(world)
    assert left(room) == []


def test_a_cancel_is_heard_while_rows_are_being_stored(
    office: Backoffice, world: Sessions, room: ImportRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.db.copy_features._PIECE", 100)
    job = accepted(office, room)
    told = []

    def cancel(done: int, _total: int) -> None:
        told.append(done)
        if len(told) == 1:
            cancel_import(office, room, TESTER, job.id)
            wait_until(lambda: _beats(world, job.id))

    run_import(office, room, job.id, progress=cancel)

    assert len(told) < 3
    assert find_import(office, TESTER, job.id).stage is Stage.CANCELLED
    check_nothing(world)


def _beats(sessions: Sessions, job: UUID) -> bool:
    """Whether the process at work has said so since it was cancelled."""
    query = select(ImportJob.seen_at > ImportJob.touched_at).where(ImportJob.id == job)
    with transaction(sessions) as session:
        return bool(session.scalar(query))


@pytest.mark.parametrize("begun", [begin, accepted])
def test_a_server_that_ends_leaves_it_to_the_next(
    office: Backoffice, world: Sessions, room: ImportRoom, begun: object
) -> None:
    job, ending = begun(office, room), Event()  # type: ignore[operator]
    before = job.stage
    ending.set()
    run_import(office, room, job.id, stopped=ending.is_set)

    assert find_import(office, TESTER, job.id).stage is before
    check_nothing(world)
    assert run_next(office, room)
    assert find_import(office, TESTER, job.id).stage in (Stage.READY, Stage.DONE)


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


def test_an_error_in_the_last_moment_takes_everything_back(
    office: Backoffice, world: Sessions, room: ImportRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = take_over(office, room)
    job = read(office, room)
    accept_import(office, TESTER, job.id, job.version)

    def break_off(*_: object) -> None:
        raise RuntimeError("whatever")

    monkeypatch.setattr(store_import, "held", break_off)
    run_import(office, room, job.id)

    failed = find_import(office, TESTER, job.id)
    assert (failed.stage, failed.refusal["reason"]) == (Stage.FAILED, "not_stored")
    assert states(world) == [(before.version_id, "active")]
    assert unaccounted(world) == 0


def test_a_full_disk_while_reading_is_said(
    office: Backoffice, world: Sessions, room: ImportRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.services.read_import.ROWS", "/dev/full")
    job = read(office, room)

    assert (job.stage, job.refusal["reason"]) == (Stage.FAILED, "disk_full")
    check_nothing(world)


def test_a_full_disk_while_storing_is_said(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = accepted(office, room)
    with transaction(world) as session:
        session.execute(
            text(
                "create function no_room() returns trigger language plpgsql as $$ begin "
                "raise exception 'no room' using errcode = 'disk_full'; end $$"
            )
        )
        session.execute(
            text(
                "create trigger no_room before insert on feature for each row "
                "when (new.name = 'Lime') execute function no_room()"
            )
        )
    run_import(office, room, job.id)

    failed = find_import(office, TESTER, job.id)
    assert (failed.stage, failed.refusal["reason"]) == (Stage.FAILED, "disk_full")
    check_nothing(world)


def test_rows_larger_than_allowed_are_refused(office: Backoffice, tmp_path: Path) -> None:
    room = ImportRoom(tmp_path / "imports", ImportLimits(features=2))
    job = read(office, room)

    assert (job.stage, job.refusal["reason"]) == (Stage.FAILED, "too_many_features")
    assert not (room.folder_of(job.id) / "rows.copy").exists()


def test_files_that_are_gone_are_asked_for_again(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = accepted(office, room)
    room.remove(job.id)
    run_next(office, room)

    assert find_import(office, TESTER, job.id).refusal["reason"] == "gone"
    check_nothing(world)
