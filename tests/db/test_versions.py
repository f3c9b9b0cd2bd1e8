"""Versions of layers: one is shown, any former one may be again, none goes that is needed."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Feature, Layer
from mapper.domain.imports import Stage
from mapper.domain.terms import Terms
from mapper.errors import (
    ChangedMeanwhileError,
    ImportCancelledError,
    ImportRefusedError,
    NotFoundError,
)
from mapper.services.backoffice import Backoffice
from mapper.services.import_at_once import ImportedAtOnce, import_at_once
from mapper.services.import_room import ImportRoom
from mapper.services.layers import find_layer
from mapper.services.use_version import take_layer
from mapper.services.versions import (
    activate_version,
    change_terms,
    check_version,
    delete_layer,
    delete_version,
    list_versions,
    roll_back,
)
from tests.db.imports import (
    NEW,
    PARKS,
    audited,
    geojson,
    left,
    public,
    read,
    states,
    take_over,
    unaccounted,
)
from tests.staff import TESTER

ASH = geojson([("Ash", 0, 0, 10)])
FIR = geojson([("Fir", 0, 0, 10), ("Yew", 20, 0, 10)])


def test_one_after_the_other_goes_back(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    first, second, third = (
        take_over(office, room, content).version_id for content in (PARKS, ASH, FIR)
    )
    tags = {find_layer(world, "parks").version}

    assert roll_back(office, TESTER, "parks").version_id == second
    assert public(world, "parks") == ["Ash"]
    tags.add(find_layer(world, "parks").version)
    assert roll_back(office, TESTER, "parks").version_id == first
    with pytest.raises(NotFoundError):
        roll_back(office, TESTER, "parks")
    assert activate_version(office, TESTER, third).version_id == third
    tags.add(find_layer(world, "parks").version)

    assert len(tags) == 3
    assert public(world, "parks") == ["Fir", "Yew"]
    assert states(world) == [(first, "retired"), (second, "retired"), (third, "active")]
    assert audited(world)[-3:] == ["layer.activated"] * 3


def told(office: Backoffice) -> list[int]:
    """The versions that the list calls the one shown before; one, or none."""
    return [one.id for one in list_versions(office, TESTER, "parks") if one.shown_before]


def test_back_is_what_was_shown_before_whatever_its_number(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    first, second, third = (
        take_over(office, room, content).version_id for content in (PARKS, ASH, FIR)
    )
    activate_version(office, TESTER, first)
    assert told(office) == [third]

    gone_back = []
    for _ in range(3):
        (expected,) = told(office)
        gone_back.append(roll_back(office, TESTER, "parks", expected).version_id)

    assert gone_back == [third, second, first]
    assert told(office) == []
    with pytest.raises(NotFoundError):
        roll_back(office, TESTER, "parks")


def test_back_passes_by_what_was_deleted_and_what_was_never_shown(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    first, second = (take_over(office, room, content).version_id for content in (PARKS, ASH))
    at_once(office, room, FIR)
    activate_version(office, TESTER, first)
    activate_version(office, TESTER, second)
    delete_version(office, TESTER, first)

    assert told(office) == []
    with pytest.raises(NotFoundError):
        roll_back(office, TESTER, "parks")


def test_nobody_goes_back_to_another_version_than_she_was_told(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    first, second = (take_over(office, room, content).version_id for content in (PARKS, ASH))
    (promised,) = told(office)
    activate_version(office, TESTER, first)

    with pytest.raises(ChangedMeanwhileError):
        roll_back(office, TESTER, "parks", promised)
    assert states(world) == [(first, "active"), (second, "retired")]


def test_a_list_tells_where_each_comes_from(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = take_over(office, room)
    take_over(office, room, ASH)

    newest, oldest = list_versions(office, TESTER, "parks")

    assert (newest.state, oldest.state) == ("active", "retired")
    assert (oldest.file_name, oldest.sha256, oldest.features) == ("parks.geojson", job.sha256, 3)
    assert (oldest.source_crs, oldest.created_by, oldest.activated_by) == (
        *("EPSG:25833", "test", "test"),
    )
    assert oldest.report is not None
    assert oldest.report.features == 3
    with pytest.raises(NotFoundError):
        list_versions(office, TESTER, "trees")
    with pytest.raises(NotFoundError):
        check_version(office, TESTER, "districts", newest.id)


def test_what_is_shown_is_not_deleted(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    first, second = (take_over(office, room, content).version_id for content in (PARKS, ASH))

    with pytest.raises(ImportRefusedError, match="is shown just now"):
        delete_version(office, TESTER, second)
    delete_version(office, TESTER, first)

    assert states(world) == [(second, "active")]
    assert unaccounted(world) == 0
    with pytest.raises(NotFoundError):
        activate_version(office, TESTER, first)


def test_a_layer_goes_with_everything(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    take_over(office, room)
    take_over(office, room, ASH)
    pending = read(office, room, FIR)

    delete_layer(office, TESTER, "parks")

    assert (states(world), unaccounted(world)) == ([], 0)
    with transaction(world) as session:
        assert session.scalar(select(func.count()).select_from(Feature)) == 5
        assert session.scalar(select(Layer.id).where(Layer.slug == "parks")) is None
    with pytest.raises(ImportRefusedError, match="tells where ideas lie"):
        delete_layer(office, TESTER, "districts")
    assert pending.stage is Stage.READY


def at_once(
    office: Backoffice, room: ImportRoom, content: bytes, name: str = "p.geojson", **how: Any
) -> ImportedAtOnce:
    """What a command does."""
    return import_at_once(office, room, TESTER, NEW, [(name, io.BytesIO(content))], **how)


def test_in_one_go_it_is_all_there_or_nothing_is(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    tried = at_once(office, room, PARKS, dry_run=True)
    assert (tried.version_id, states(world), audited(world)) == (None, [], [])

    done = at_once(office, room, PARKS, activate=True)

    assert done.report == tried.report
    assert public(world, "parks") == ["Elm", "Lime", "Oak"]
    with pytest.raises(ImportRefusedError):
        at_once(office, room, b"nothing", name="p.docx")
    with pytest.raises(ImportCancelledError):
        at_once(office, room, ASH, cancelled=lambda: True)
    assert states(world) == [(done.version_id, "active")]
    assert (unaccounted(world), left(room)) == (0, [])


def test_a_question_is_refused_with_what_there_is_to_choose(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        at_once(office, room, b"name;first;second\nOak;1;2\n", name="p.csv")

    assert refused.value.reason == "undecided_coordinates"
    assert "first" in str(refused.value)
    assert (states(world), left(room)) == ([], [])


def test_one_at_a_time_writes_into_a_layer(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    version = take_over(office, room).version_id
    with transaction(world) as session:
        take_layer(session, "parks", "Parks", "overlay")

        with pytest.raises(ImportRefusedError, match="Somebody else is importing"):
            at_once(office, room, ASH)
        with pytest.raises(ImportRefusedError, match="Somebody else is importing"):
            delete_layer(office, TESTER, "parks")

    assert states(world) == [(version, "active")]


@contextmanager
def just_before_the_lock(office: Backoffice, act: Callable[[], object]) -> Iterator[None]:
    """Somebody else does this when a service has looked, and is about to take the layer."""
    engine, acts = office.sessions.kw["bind"], [act]

    def intervene(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "pg_try_advisory_xact_lock" in statement and acts:
            acts.pop()()

    event.listen(engine, "before_cursor_execute", intervene)
    yield
    event.remove(engine, "before_cursor_execute", intervene)


DOINGS: dict[str, Callable[[Backoffice, int], object]] = {
    "show": lambda office, version: activate_version(office, TESTER, version),
    "delete": lambda office, version: delete_version(office, TESTER, version),
    "terms": lambda office, version: change_terms(
        office, TESTER, version, Terms("CC BY", None), Terms(NEW.licence, NEW.attribution)
    ),
    "back": lambda office, _: roll_back(office, TESTER, "parks"),
    "end": lambda office, _: delete_layer(office, TESTER, "parks"),
}


@pytest.mark.parametrize("doing", DOINGS)
@pytest.mark.parametrize("gone", ["version", "layer"])
def test_what_somebody_else_deleted_is_no_more(
    office: Backoffice, world: Sessions, room: ImportRoom, doing: str, gone: str
) -> None:
    first, second = (take_over(office, room, content).version_id for content in (PARKS, ASH))

    def delete_it() -> None:
        if gone == "layer":
            delete_layer(office, TESTER, "parks")
        else:
            delete_version(office, TESTER, first)

    with just_before_the_lock(office, delete_it):
        if (doing, gone) == ("end", "version"):
            delete_layer(office, TESTER, "parks")
        else:
            with pytest.raises(NotFoundError):
                DOINGS[doing](office, first)

    there = gone == "version" and doing != "end"
    assert states(world) == [(second, "active")] * there
    assert unaccounted(world) == 0
    with transaction(world) as session:
        assert (session.scalar(select(Layer.id).where(Layer.slug == "parks")) is None) != there
