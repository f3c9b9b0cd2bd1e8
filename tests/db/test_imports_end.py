"""However an import ends before its time, nothing of it is half there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select, text

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ImportJob
from mapper.domain.imports import ImportLimits, Stage
from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.services import store_import
from mapper.services.backoffice import Backoffice
from mapper.services.import_at_once import import_at_once
from mapper.services.import_jobs import NewImport, accept_import, cancel_import, find_import
from mapper.services.import_pulse import Pulse
from mapper.services.import_room import ImportRoom
from mapper.services.run_imports import run_import, run_next
from tests.db.imports import (
    NEW,
    PARKS,
    accepted,
    begin,
    check_nothing,
    geojson,
    left,
    read,
    states,
    take_over,
    unaccounted,
)
from tests.processes import wait_until
from tests.staff import TESTER


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


@contextmanager
def endless(sessions: Sessions, begins: str, blocking: str) -> Iterator[None]:
    """From the first statement with these words on the database is busy without an end."""
    engine: Engine = sessions.kw["bind"]
    with engine.connect() as other:
        left = [blocking]

        def block(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if begins in statement.lower() and left:
                other.execute(text(left.pop()))

        event.listen(engine, "before_cursor_execute", block)
        yield
        event.remove(engine, "before_cursor_execute", block)


COMPARING = ("create temp table", "lock table feature in access exclusive mode")
SHOWING = ("insert into layer_version", "select pg_advisory_xact_lock(4251913)")
WAITING = text("select count(*) from pg_locks where not granted")


@pytest.mark.parametrize("how", [COMPARING, SHOWING])
def test_a_cancel_is_heard_while_the_database_is_busy(
    office: Backoffice, world: Sessions, room: ImportRoom, how: tuple[str, str]
) -> None:
    former = take_over(office, room).version_id
    kept = left(room)
    job = (begin if how is COMPARING else accepted)(office, room)
    with ThreadPoolExecutor(1) as pool, endless(world, *how), world() as session:
        running = pool.submit(run_import, office, room, job.id)
        wait_until(lambda: running.done() or session.scalar(WAITING) == 1)

        cancel_import(office, room, TESTER, job.id)

        assert running.result(60)
        assert find_import(office, TESTER, job.id).stage is Stage.CANCELLED
    assert (states(world), unaccounted(world)) == ([(former, "active")], 0)
    assert left(room) == kept


def test_a_command_is_ended_while_the_database_is_busy(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    former = take_over(office, room).version_id
    kept = left(room)
    ended = Event()
    with ThreadPoolExecutor(1) as pool, endless(world, *SHOWING), world() as session:
        running = pool.submit(
            import_at_once,
            *(office, room, TESTER, NEW, [("p.geojson", BytesIO(PARKS))]),
            activate=True,
            cancelled=ended.is_set,
        )
        wait_until(lambda: running.done() or session.scalar(WAITING) == 1)

        ended.set()

        with pytest.raises(ImportCancelledError):
            running.result(60)
    assert (states(world), unaccounted(world)) == ([(former, "active")], 0)
    assert left(room) == kept


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


def test_districts_of_which_none_is_known_go_back_to_whoever_decides(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    new = NewImport("districts", "Districts", "districts")
    job = read(office, room, geojson([("Nowhere", 90_000, 0, 50)]), new=new)
    assert job.report is not None
    assert [one.how for one in job.report.districts] == ["none"]
    accept_import(office, TESTER, job.id, job.version)
    assert run_import(office, room, job.id)

    back = find_import(office, TESTER, job.id)
    assert (back.stage, back.refusal) == (Stage.READY, {"reason": "no_districts"})
    assert (states(world), unaccounted(world)) == ([], 0)


def test_districts_of_which_none_is_known_are_refused_in_one_go(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    new = NewImport("districts", "Districts", "districts")
    file = ("a.geojson", BytesIO(geojson([("Nowhere", 90_000, 0, 50)])))

    with pytest.raises(ImportRefusedError) as refused:
        import_at_once(office, room, TESTER, new, [file], activate=True)

    assert refused.value.reason == "no_districts"
    assert (states(world), unaccounted(world)) == ([], 0)


def test_more_bytes_than_a_column_holds_are_told_as_their_share(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = begin(office, room)
    with transaction(world) as session:
        session.get_one(ImportJob, job.id).attempts = 1

    with Pulse(world, job.id, 1, lambda: False) as pulse:
        pulse.note(10**10, 4 * 10**10)
        wait_until(lambda: find_import(office, TESTER, job.id).total > 0)

    told = find_import(office, TESTER, job.id)
    assert told.done / told.total == pytest.approx(0.25)
