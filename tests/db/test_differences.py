"""The difference between what is shown and what was read, counted by hand."""

from typing import Any

import pytest

from mapper.db.engine import Sessions
from mapper.domain.imports import Difference, ImportOptions
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from tests.db.imports import geojson, read, take_over


def differ(
    office: Backoffice, room: ImportRoom, old: bytes, new: bytes, **options: Any
) -> Difference:
    """The difference between two files, as the preview tells it."""
    take_over(office, room, old, options=ImportOptions(**options))
    found = read(office, room, new, options=ImportOptions(**options)).difference
    assert found is not None
    return found


def numbers(found: Difference) -> list[int]:
    """Added, removed, moved, changed, unchanged."""
    return [found.added, found.removed, found.moved, found.changed, found.unchanged]


def test_the_difference_counted_by_hand(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    kind = {"Fir": "wood"}
    old = [("Oak", 0, 0, 50), ("Elm", 100, 0, 50), ("Lime", 200, 0, 50), ("Fir", 300, 0, 50)]
    new = [("Oak", 0, 0, 50), ("Elm", 110, 0, 50), ("Ash", 500, 0, 60), ("Fir", 300, 0, 50)]

    found = differ(office, room, geojson(old, use={}), geojson(new, use=kind), name_field="name")

    assert numbers(found) == [1, 1, 1, 1, 1]
    # Four squares of 50 m; one of them gone, one of 60 m come.
    assert (found.area_before, found.area_after) == pytest.approx((10_000, 11_100))
    assert found.matched_by == "name"
    assert found.examples == {
        **{"added": ("Ash",), "removed": ("Lime",), "moved": ("Elm",), "changed": ("Fir",)},
    }


def test_what_lies_a_hand_further_is_the_same_and_what_has_grown_is_not(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    old = [("Oak", 0, 0, 50), ("Elm", 100, 0, 50)]
    # As another conversion puts it, and a metre longer on each side.
    new = [("Oak", 0.2, 0, 50), ("Elm", 100, 0, 51)]

    found = differ(office, room, geojson(old), geojson(new), name_field="name")

    assert (found.unchanged, found.moved, found.changed) == (1, 1, 0)
    assert found.examples == {"moved": ("Elm",)}


@pytest.mark.parametrize(
    ("identity", "matched_by", "expected"),
    [("nr", "identity", [0, 0, 0, 2, 0]), (None, "name", [2, 2, 0, 0, 0])],
)
def test_a_field_may_say_which_object_is_which(
    office: Backoffice,
    world: Sessions,
    room: ImportRoom,
    identity: str | None,
    matched_by: str,
    expected: list[int],
) -> None:
    old = geojson([("Oak", 0, 0, 50), ("Elm", 100, 0, 50)], nr={"Oak": 1, "Elm": 2})
    new = geojson([("Eiche", 0, 0, 50), ("Ulme", 100, 0, 50)], nr={"Eiche": 1, "Ulme": 2})

    found = differ(office, room, old, new, name_field="name", identity_field=identity)

    assert found.matched_by == matched_by
    assert numbers(found) == expected


def test_without_names_shapes_tell_which_object_is_which(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    twice = [("Oak", 0, 0, 50), ("Oak", 0, 0, 50), ("Oak", 100, 0, 50)]

    found = differ(office, room, geojson(twice), geojson([*twice[1:], ("Oak", 300, 0, 50)]))

    assert found.matched_by == "geometry"
    assert numbers(found) == [1, 1, 0, 0, 2]
