"""An import from the upload to what everybody sees, and what is said on the way."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from mapper.db.engine import Sessions
from mapper.domain.imports import ImportLimits, ImportOptions, Question, Stage
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    ImportRefusedError,
    InvalidFieldError,
    NotFoundError,
    TextMissingError,
)
from mapper.services.backoffice import Backoffice
from mapper.services.import_jobs import (
    NewImport,
    accept_import,
    begin_import,
    cancel_import,
    change_import,
    find_import,
    list_imports,
)
from mapper.services.import_room import ImportRoom
from mapper.services.layers import find_layer
from mapper.services.run_imports import run_import, run_next
from tests.db.imports import (
    NEW,
    PARKS,
    audited,
    begin,
    geojson,
    left,
    public,
    read,
    shown,
    states,
    take_over,
    unaccounted,
)
from tests.staff import TESTER, add_account, signed_in


def test_nothing_is_stored_before_somebody_takes_it_over(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = read(office, room)

    assert (job.stage, job.refusal, job.difference) == (Stage.READY, {}, None)
    assert job.report is not None
    assert (job.report.rows_read, job.report.features) == (3, 3)
    assert (states(world), shown(world, job.version_id)) == ([], [])

    accept_import(office, TESTER, job.id, job.version)
    assert run_import(office, room, job.id)

    done = find_import(office, TESTER, job.id)
    assert done.stage is Stage.DONE
    assert states(world) == [(job.version_id, "active")]
    assert shown(world, job.version_id) == ["Elm", "Lime", "Oak"]
    layer = find_layer(world, "parks")
    assert (layer.title, layer.licence, layer.attribution) == ("Parks", "CC0", "The town")
    assert public(world, "parks") == ["Elm", "Lime", "Oak"]
    assert audited(world) == [
        "import.begun",
        "import.accepted",
        "layer.imported",
        "layer.activated",
    ]
    assert {path.name for path in left(room)} <= {"preview.geojson", "problems.csv"}
    assert room.folder.stat().st_mode & 0o077 == 0


def test_a_version_may_be_kept_without_being_shown(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = read(office, room)
    accept_import(office, TESTER, job.id, job.version, activate=False)
    run_import(office, room, job.id)

    assert states(world) == [(job.version_id, "staged")]
    with pytest.raises(NotFoundError):
        find_layer(world, "parks")


def test_readers_see_the_new_version_under_a_new_tag(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    first = take_over(office, room)
    before = find_layer(world, "parks")
    second = take_over(office, room, geojson([("Ash", 0, 0, 10)]))

    after = find_layer(world, "parks")
    assert states(world) == [(first.version_id, "retired"), (second.version_id, "active")]
    assert before.version != after.version
    assert public(world, "parks") == ["Ash"]


def test_what_the_file_leaves_open_is_decided_by_a_person(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    table = b"name;a;b\nOak;1;2\n"
    job = read(office, room, table, name="parks.csv")

    assert job.stage is Stage.ASKING
    assert job.report is not None
    assert job.report.question is Question.COORDINATES
    with pytest.raises(ImportRefusedError, match="cannot be taken over yet"):
        accept_import(office, TESTER, job.id, job.version)

    options = ImportOptions(x_field="a", y_field="b", crs="EPSG:25833")
    changed = change_import(office, TESTER, job.id, options, job.version)
    assert changed.stage is Stage.WAITING
    assert run_next(office, room)
    assert find_import(office, TESTER, job.id).stage in (Stage.READY, Stage.FAILED)


def test_what_cannot_be_read_says_why_and_may_be_tried_otherwise(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = read(office, room, b"no geodata at all", name="parks.docx")

    assert job.stage is Stage.FAILED
    assert job.refusal["reason"] == "unknown_format"
    assert (states(world), unaccounted(world)) == ([], 0)
    assert {path.parent.name for path in left(room) if path.name != "reading.log"} == {"given"}

    again = change_import(office, TESTER, job.id, ImportOptions(), job.version)
    assert (again.stage, again.refusal) == (Stage.WAITING, {})


def test_the_same_file_says_of_which_version_it_is(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    first = take_over(office, room)
    assert first.same_as_version is None

    second = read(office, room)

    assert second.same_as_version == first.version_id
    assert {one.same_as_version for one in list_imports(office, TESTER)} == {None, first.version_id}
    other = begin(office, room, new=NewImport("trees", "Trees", "overlay"))
    assert other.same_as_version is None


def test_two_into_one_layer_wait_for_each_other(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    one, two = read(office, room), read(office, room, geojson([("Ash", 0, 0, 10)]))
    accept_import(office, TESTER, one.id, one.version)

    with pytest.raises(ImportRefusedError, match="Somebody else is importing"):
        accept_import(office, TESTER, two.id, two.version)
    run_import(office, room, one.id)
    with pytest.raises(ImportRefusedError, match="Another version"):
        accept_import(office, TESTER, two.id, two.version)

    again = change_import(office, TESTER, two.id, two.options, two.version)
    run_import(office, room, two.id)
    again = find_import(office, TESTER, two.id)
    assert again.difference is not None
    assert (again.difference.added, again.difference.removed) == (1, 3)
    accept_import(office, TESTER, two.id, again.version)
    run_import(office, room, two.id)
    assert states(world) == [(one.version_id, "retired"), (two.version_id, "active")]


def test_what_was_decided_meanwhile_is_not_overwritten(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = read(office, room)
    change_import(office, TESTER, job.id, ImportOptions(name_field="name"), job.version)

    with pytest.raises(ChangedMeanwhileError):
        accept_import(office, TESTER, job.id, job.version)
    with pytest.raises(ChangedMeanwhileError):
        change_import(office, TESTER, job.id, ImportOptions(), job.version)


@pytest.mark.parametrize(
    ("new", "refused"),
    [
        (replace(NEW, layer="Große Parks"), InvalidFieldError),
        (replace(NEW, title=" "), TextMissingError),
        (replace(NEW, role="forest"), InvalidFieldError),
        (replace(NEW, layer="districts"), ImportRefusedError),
    ],
)
def test_a_layer_that_cannot_be_is_refused_before_the_upload_is_kept(
    office: Backoffice, world: Sessions, room: ImportRoom, new: NewImport, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        begin(office, room, new=new)

    assert left(room) == []


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", "..\\x.geojson", ".profile", "", "a/.."),
        *(f"{'ü' * 150}.geojson", "a\nb.geojson", "\udcfc.geojson"),
    ],
)
def test_names_lead_nowhere_else(office: Backoffice, room: ImportRoom, name: str) -> None:
    kept = {"passwd", "x.geojson"}
    try:
        begin(office, room, name=name)
    except ImportRefusedError as refused:
        assert refused.reason == "unsafe_name"

    assert {path.name for path in left(room)} <= kept
    assert all(path.parent.name == "given" for path in left(room))


def test_a_large_upload_is_refused_with_its_number(office: Backoffice, tmp_path: Path) -> None:
    room = ImportRoom(tmp_path / "imports", ImportLimits(upload_mb=1))
    parts = [("a.shp", io.BytesIO(bytes(600_000))), ("a.dbf", io.BytesIO(bytes(600_000)))]

    with pytest.raises(ImportRefusedError) as refused:
        begin_import(office, room, TESTER, NEW, parts)

    assert (refused.value.reason, refused.value.fields["most"]) == ("too_large", 1)
    assert left(room) == []


def test_only_gis_staff_get_in(office: Backoffice, world: Sessions, room: ImportRoom) -> None:
    gis = signed_in(world, add_account(world, "gisela", Role.GIS))
    job = begin_import(office, room, gis, NEW, [("parks.geojson", io.BytesIO(PARKS))])
    run_import(office, room, job.id)
    ready = find_import(office, gis, job.id)
    accept_import(office, gis, job.id, ready.version)
    run_import(office, room, job.id)

    done = find_import(office, gis, job.id)
    assert (done.created_by, done.accepted_by, done.stage) == ("gisela", "gisela", Stage.DONE)
    assert cancel_import(office, room, gis, job.id).stage is Stage.DONE
    with pytest.raises(NotFoundError):
        find_import(office, gis, job.id.__class__(int=7))
