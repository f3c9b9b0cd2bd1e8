"""What imports leave is cleared away, what a backup brings back of them is over, a server works."""

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, text, update

from mapper.api.imports import keep_importing
from mapper.db.backup import backup
from mapper.db.engine import Sessions, transaction
from mapper.db.restore import restore
from mapper.db.tables import ImportJob
from mapper.domain.imports import Stage
from mapper.errors import NotFoundError
from mapper.services.backoffice import Backoffice
from mapper.services.import_jobs import change_import, find_import, list_imports
from mapper.services.import_retention import end_restored_imports, tidy_room
from mapper.services.import_room import ImportRoom
from mapper.services.retention import run_retention
from tests.conftest import opened
from tests.db.imports import begin, public, read, take_over
from tests.db.world import SIDE, SOUTH, WEST, build_world
from tests.staff import TESTER, office_on


@pytest.fixture
def office(office: Backoffice, tmp_path: Path) -> Backoffice:
    """With a list of erasures, as installations have one."""
    return replace(office, erasures=tmp_path / "erasures.jsonl")


def age(sessions: Sessions, job: UUID, days: int) -> None:
    """As if nobody had touched it since."""
    with transaction(sessions) as session:
        session.execute(
            update(ImportJob)
            .where(ImportJob.id == job)
            .values(touched_at=func.now() - timedelta(days=days))
        )


def age_folder(room: ImportRoom, job: UUID, hours: int) -> None:
    """As if nothing had been written into it since."""
    then = time.time() - hours * 3600
    os.utime(room.folder_of(job), (then, then))


def test_after_a_week_an_import_goes_with_its_files(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    done, ready, young = take_over(office, room), read(office, room), read(office, room)
    for job in (done, ready):
        age(world, job.id, 8)
        age_folder(room, job.id, 8 * 24)
    age(world, young.id, 6)

    counted = {one.rule: one.count for one in run_retention(office, TESTER, dry_run=True)}
    assert counted["imports"] == 2
    assert tidy_room(office, TESTER, room).count == 0
    run_retention(office, TESTER)
    assert tidy_room(office, TESTER, room, dry_run=True).count == 2
    assert tidy_room(office, TESTER, room).count == 2

    assert [one.id for one in list_imports(office, TESTER)] == [young.id]
    assert [path.name for path in room.folder.iterdir()] == [str(young.id)]
    assert public(world, "parks") == ["Elm", "Lime", "Oak"]


def test_folders_nobody_knows_go_and_others_stay(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    killed, at_work = uuid4(), uuid4()
    for job in (killed, at_work):
        room.make_folder(job)
    (room.folder / "notes").mkdir()
    age_folder(room, killed, 25)
    age_folder(room, at_work, 1)

    assert tidy_room(office, TESTER, room).count == 1
    assert {path.name for path in room.folder.iterdir()} == {str(at_work), "notes"}


def test_a_backup_brings_versions_back_and_ends_imports(
    empty_url: str, tmp_path: Path, room: ImportRoom
) -> None:
    with opened(empty_url) as sessions:
        build_world(sessions)
        office = office_on(sessions)
        done, under_way = take_over(office, room), read(office, room)
    backup(empty_url, tmp_path / "town.backup")
    with opened(empty_url) as sessions, transaction(sessions) as session:
        session.execute(text("delete from layer_version"))
        session.execute(text("delete from area_part"))
    restore(empty_url, tmp_path / "town.backup")

    with opened(empty_url) as sessions:
        office = office_on(sessions)
        assert end_restored_imports(office, TESTER) == 1
        found = find_import(office, TESTER, under_way.id)
        assert (found.stage, found.refusal) == (Stage.FAILED, {"reason": "gone"})
        assert find_import(office, TESTER, done.id).stage is Stage.DONE
        assert public(sessions, "parks") == ["Elm", "Lime", "Oak"]
        with transaction(sessions) as session:
            place = f"place_of(ST_SetSRID(ST_MakePoint({WEST + 9}, {SOUTH + 9}), 25833))"
            assert session.execute(text(f"select * from {place}")).one() == (1, 1)
        again = change_import(office, TESTER, found.id, found.options, found.version)
        assert again.stage is Stage.WAITING


@dataclass(frozen=True)
class Server:
    """As much of a server's state as its work on imports needs."""

    backoffice: Backoffice
    room: ImportRoom


def test_a_server_works_on_what_waits(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = begin(office, room)

    async def serve() -> None:
        work = asyncio.create_task(keep_importing(Server(office, room)))  # type: ignore[arg-type]
        try:
            async with asyncio.timeout(60):
                while find_import(office, TESTER, job.id).stage is not Stage.READY:
                    await asyncio.sleep(0.05)
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    # A browser's tests may have left a loop running in this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, serve()).result()
    with pytest.raises(NotFoundError):
        find_import(office, TESTER, uuid4())


def test_a_point_in_the_gap_of_two_pieces_belongs_to_the_first(world: Sessions) -> None:
    # Half a thousandth of a millimetre to either side of the border of A and B.
    gap_m = 5e-7
    with transaction(world) as session:
        session.execute(
            text(
                "update area_part set geom = ST_MakeEnvelope(ST_XMin(geom) + :gap, ST_YMin(geom), "
                "ST_XMax(geom) - :gap, ST_YMax(geom), 25833)"
            ),
            {"gap": gap_m},
        )
        find = text("select * from place_of(ST_SetSRID(ST_MakePoint(:x, :y), 25833))")

        def place(x: float) -> tuple[object, ...]:
            return tuple(session.execute(find, {"x": x, "y": SOUTH + 10}).one())

        assert place(WEST + SIDE) == (1, 1)
        assert place(WEST + SIDE + 0.001) == (1, 2)
        assert place(WEST) == (1, 1)
        assert place(WEST - 0.001) == (None, None)
