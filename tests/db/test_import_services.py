"""Imports of a WFS, from its address to what everybody sees."""

from pathlib import Path

import pytest
from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from mapper.domain.imports import ImportOptions, Question, Stage
from mapper.imports.outgoing import Allowed
from mapper.services.backoffice import Backoffice
from mapper.services.import_jobs import (
    Import,
    NewImport,
    accept_import,
    begin_import,
    change_import,
    find_import,
)
from mapper.services.import_room import ImportRoom
from mapper.services.run_imports import run_import
from tests.db.imports import left, public, states
from tests.db.world import SOUTH, WEST
from tests.http_server import Served, http_server
from tests.map_server import FIELDS, map_server
from tests.staff import TESTER
from tests.wfs_server import Service


def _room(folder: Path, server: Served) -> ImportRoom:
    return ImportRoom(folder / "imports", allowed=Allowed(frozenset({server.place})))


def _read(office: Backoffice, room: ImportRoom, server: Served, **options: str) -> Import:
    new = NewImport(
        "felder",
        "Felder",
        "overlay",
        source=f"WFS:{server.url}/",
        options=ImportOptions(**options),  # type: ignore[arg-type]
    )
    job = begin_import(office, room, TESTER, new, [])
    assert run_import(office, room, job.id)
    return find_import(office, TESTER, job.id)


def test_a_service_is_imported_like_a_file(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    with map_server(tmp_path, corner=(WEST + 100, SOUTH + 100)) as server:
        room = _room(tmp_path, server)
        job = _read(office, room, server)
        asked = len(server.asked)
        again = change_import(office, TESTER, job.id, ImportOptions(name_field="name"), job.version)
        assert run_import(office, room, again.id)
        job = find_import(office, TESTER, job.id)
        accept_import(office, TESTER, job.id, job.version)
        assert run_import(office, room, job.id)

    done = find_import(office, TESTER, job.id)
    assert (done.stage, done.refusal) == (Stage.DONE, {})
    assert done.report is not None
    assert (done.report.driver, done.report.features) == ("GML", FIELDS)
    assert public(world, "felder") == sorted(f"Große Wiese {i + 1}" for i in range(FIELDS))
    assert states(world) == [(done.version_id, "active")]
    # Deciding otherwise reads anew what was fetched.
    assert len(server.asked) == asked


def test_a_key_in_the_address_of_a_service_is_not_published(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    with http_server(Service()) as server:
        room = _room(tmp_path, server)
        new = NewImport("felder", "Felder", "overlay", source=f"WFS:{server.url}/wfs?key=s3cret")
        job = begin_import(office, room, TESTER, new, [])
        assert run_import(office, room, job.id)
        job = find_import(office, TESTER, job.id)
        accept_import(office, TESTER, job.id, job.version)
        assert run_import(office, room, job.id)

    assert all("key=s3cret" in asked for asked in server.asked)
    with transaction(world) as session:
        told = session.execute(
            text("select l::text from public_api.layer l where slug = 'felder'")
        ).scalar_one()
    assert f"WFS:{server.url}/wfs" in told
    assert "s3cret" not in told


def test_one_of_several_types_is_chosen(office: Backoffice, tmp_path: Path) -> None:
    with http_server(Service(names=("nsg", "ffh"))) as server:
        room = _room(tmp_path, server)
        asking = _read(office, room, server)
        chosen = ImportOptions(source_layer="app:ffh")
        change_import(office, TESTER, asking.id, chosen, asking.version)
        assert run_import(office, room, asking.id)
        ready = find_import(office, TESTER, asking.id)

    assert asking.stage is Stage.ASKING
    assert asking.report is not None
    assert asking.report.question is Question.LAYER
    assert [one.name for one in asking.report.layers] == ["app:nsg", "app:ffh"]
    assert (ready.stage, ready.refusal) == (Stage.READY, {})
    assert ready.report is not None
    assert ready.report.features == 25


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (Service(announced=26), "service_short"),
        (Service(starts=False), "service_repeats"),
    ],
)
def test_a_bad_service_leaves_nothing(
    office: Backoffice, world: Sessions, tmp_path: Path, service: Service, reason: str
) -> None:
    with http_server(service) as server:
        room = _room(tmp_path, server)
        job = _read(office, room, server)

    assert (job.stage, job.refusal["reason"]) == (Stage.FAILED, reason)
    assert states(world) == []
    assert left(room) == []


def test_a_private_address_is_not_asked(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    with http_server(Service()) as server:
        job = _read(office, ImportRoom(tmp_path / "imports"), server)

    assert (job.stage, job.refusal["reason"]) == (Stage.FAILED, "service_forbidden")
    assert server.asked == []
    assert states(world) == []
