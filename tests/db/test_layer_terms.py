"""Licence and attribution of a version: said afterwards, and read by everyone at once."""

import pytest

from mapper.db.engine import Sessions
from mapper.errors import ChangedMeanwhileError, NotFoundError, TextTooLongError
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from mapper.services.layers import find_layer
from mapper.services.versions import Terms, change_terms, list_versions
from tests.db.imports import audited, take_over
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
