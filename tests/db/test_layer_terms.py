"""Licence and attribution of a version: cleaned, said afterwards, and read by everyone at once."""

import io
from dataclasses import replace

import pytest

from mapper.db.engine import Sessions
from mapper.domain.imports import ImportOptions
from mapper.domain.terms import Terms
from mapper.errors import (
    ChangedMeanwhileError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    TextTooLongError,
)
from mapper.services.backoffice import Backoffice
from mapper.services.import_at_once import import_at_once
from mapper.services.import_jobs import NewImport
from mapper.services.import_room import ImportRoom
from mapper.services.layers import find_layer
from mapper.services.versions import change_terms, list_versions
from tests.db.imports import NEW, PARKS, audited, begin, left, states, take_over
from tests.staff import TESTER

SAID = Terms("CC BY 4.0", "Kreis")


def stored(office: Backoffice) -> Terms:
    (one,) = list_versions(office, TESTER, "parks")
    return Terms(one.licence, one.attribution)


def test_what_was_missing_is_added_and_read_at_once(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    version = take_over(office, room).version_id
    tag, seen = find_layer(world, "parks").version, stored(office)

    change_terms(office, TESTER, version, Terms(" CC BY  4.0", "Kreis\0"), seen)

    layer = find_layer(world, "parks")
    assert stored(office) == Terms(layer.licence, layer.attribution) == SAID
    assert layer.version != tag
    assert audited(world)[-1] == "layer.terms_changed"


def test_nothing_is_recorded_where_nothing_differs_and_empty_means_not_stated(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    version = take_over(office, room).version_id
    change_terms(office, TESTER, version, SAID, stored(office))
    before = audited(world)

    change_terms(office, TESTER, version, SAID, SAID)

    assert audited(world) == before
    change_terms(office, TESTER, version, Terms("", " "), SAID)
    assert stored(office) == Terms(None, None)


def test_whoever_was_faster_is_named_and_nothing_is_overwritten(
    office: Backoffice, room: ImportRoom
) -> None:
    version = take_over(office, room).version_id
    seen = stored(office)
    change_terms(office, TESTER, version, SAID, seen)

    with pytest.raises(ChangedMeanwhileError) as refused:
        change_terms(office, TESTER, version, Terms("other", None), seen)

    assert refused.value.fields["by"]
    assert stored(office) == SAID


def test_too_long_and_unknown_ones_are_refused(office: Backoffice, room: ImportRoom) -> None:
    version = take_over(office, room).version_id
    seen = stored(office)

    with pytest.raises(TextTooLongError):
        change_terms(office, TESTER, version, Terms("x" * 121, None), seen)
    with pytest.raises(NotFoundError):
        change_terms(office, TESTER, version + 1, SAID, seen)
    assert stored(office) == seen


CROOKED = NewImport(" parks ", "The\nparks\0", "overlay", licence="CC\r\nBY", attribution=" \x07 ")


def test_what_an_import_says_is_cleaned_as_in_forms(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    begun = begin(office, room, new=CROOKED)
    import_at_once(office, room, TESTER, CROOKED, [("p.geojson", io.BytesIO(PARKS))])

    assert (begun.layer, begun.title) == ("parks", "The parks")
    assert (begun.licence, begun.attribution) == ("CC BY", None)
    assert stored(office) == Terms("CC BY", None)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (replace(NEW, licence="x" * 121), TextTooLongError),
        (replace(NEW, attribution="x" * 301), TextTooLongError),
        (replace(NEW, title="x" * 81), TextTooLongError),
        (replace(NEW, layer="par\0ks"), InvalidFieldError),
        (replace(NEW, source="WFS:https://" + "x" * 3000), TextTooLongError),
        (replace(NEW, options=ImportOptions(source_layer="a\0b")), InvalidFieldError),
    ],
)
def test_an_import_that_says_what_cannot_be_kept_is_refused(
    office: Backoffice,
    world: Sessions,
    room: ImportRoom,
    wrong: NewImport,
    refusal: type[MapperError],
) -> None:
    with pytest.raises(refusal):
        begin(office, room, new=wrong)
    with pytest.raises(refusal):
        import_at_once(office, room, TESTER, wrong, [("p.geojson", io.BytesIO(PARKS))])

    assert (states(world), left(room)) == ([], [])
