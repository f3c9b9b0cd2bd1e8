"""Layers as GIS staff publish them: named, styled, ordered, and shown to whom they are for."""

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import insert, select

from mapper.db.engine import Sessions, transaction
from mapper.db.layer_versions import upsert_layer
from mapper.db.tables import AuditEvent, MapService
from mapper.domain.roles import Role
from mapper.domain.styles import PALETTE, Dash, LayerStyle, default_style, unused_colour
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    PaleLayerColourError,
    SignInNeededError,
    TextTooLongError,
)
from mapper.geo.crs import to_degrees
from mapper.geo.tiles import tile_bbox
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.layer_order import list_order, move_in_order
from mapper.services.layers import find_layer, find_shown, list_layers, list_shown
from mapper.services.publish_layers import (
    LayerChange,
    ManagedLayer,
    change_layer,
    list_managed,
    move_layer,
)
from mapper.services.tiles import Tile, draw_layer_tile
from tests.db.layers import add_layer, squares
from tests.db.world import SOUTH, WEST
from tests.staff import TESTER, add_account, signed_in

STYLE = LayerStyle("#882255", 40, 3, Dash.DASHED, "star", "number")
CHANGE = LayerChange({"de": "Flächen", "en": "Areas"}, STYLE)


@pytest.fixture
def layer(office: Backoffice) -> str:
    add_layer(office.sessions, "areas", squares(4))
    return "areas"


def one(office: Backoffice, slug: str) -> ManagedLayer:
    return next(found for found in list_managed(office, TESTER) if found.slug == slug)


def order(office: Backoffice) -> list[str]:
    return [found.slug for found in list_managed(office, TESTER)]


def staff(office: Backoffice, role: Role) -> Who:
    return signed_in(office.sessions, add_account(office.sessions, f"s-{role}", role))


def tile_of(zoom: int) -> Tile:
    """The tile of the first square's middle."""
    lon, lat = to_degrees(np.array([[WEST + 30, SOUTH + 30]], dtype=float))[0]
    for x in range(2**zoom):
        west, _, east, _ = tile_bbox(zoom, x, 0)
        if west <= lon < east:
            break
    for y in range(2**zoom):
        _, south, _, north = tile_bbox(zoom, x, y)
        if south <= lat < north:
            break
    return Tile(zoom, x, y)


def test_a_layer_that_nobody_styled_looks_as_its_role_does(office: Backoffice, layer: str) -> None:
    assert one(office, layer).now.style == default_style("overlay")
    assert one(office, "districts").now.style == default_style("districts")


def test_what_is_changed_is_seen_by_everyone_at_once(office: Backoffice, layer: str) -> None:
    before = find_layer(office.sessions, layer)

    change_layer(office, TESTER, layer, replace(CHANGE, min_zoom=12), one(office, layer).version)

    after = find_layer(office.sessions, layer)
    assert after.style == STYLE
    assert (after.title_in("de"), after.title_in("en"), after.min_zoom) == ("Flächen", "Areas", 12)
    assert after.version != before.version


def test_whoever_comes_second_is_told(office: Backoffice, layer: str) -> None:
    seen = one(office, layer).version
    change_layer(office, TESTER, layer, CHANGE, seen)

    with pytest.raises(ChangedMeanwhileError):
        change_layer(office, TESTER, layer, replace(CHANGE, public=False), seen)

    assert one(office, layer).now.public


def test_the_record_names_what_was_changed(office: Backoffice, layer: str) -> None:
    change_layer(office, TESTER, layer, replace(CHANGE, public=False), 0)

    with transaction(office.sessions) as session:
        event = session.scalars(select(AuditEvent)).one()
    assert (event.kind, event.subject_key) == ("layer.changed", layer)
    assert event.fields == sorted(
        (
            *("colour", "dash", "fill_opacity", "label_field", "line_width", "symbol", "public"),
            *("titles.de", "titles.en"),
        )
    )


REFUSED: tuple[tuple[LayerChange, type[MapperError]], ...] = (
    (replace(CHANGE, style=replace(STYLE, colour="red")), InvalidFieldError),
    (replace(CHANGE, style=replace(STYLE, colour="#FFFF00")), PaleLayerColourError),
    (replace(CHANGE, style=replace(STYLE, symbol="url(x)")), InvalidFieldError),
    (replace(CHANGE, style=replace(STYLE, fill_opacity=101)), InvalidFieldError),
    (replace(CHANGE, style=replace(STYLE, line_width=0)), InvalidFieldError),
    (replace(CHANGE, style=replace(STYLE, label_field="no such thing")), InvalidFieldError),
    (replace(CHANGE, min_zoom=19), InvalidFieldError),
    (replace(CHANGE, titles={"de": "F" * 81}), TextTooLongError),
)


def test_what_cannot_be_is_refused_and_nothing_changed(office: Backoffice, layer: str) -> None:
    before = one(office, layer)
    for change, error in REFUSED:
        with pytest.raises(error):
            change_layer(office, TESTER, layer, change, before.version)

    assert one(office, layer) == before


def test_only_gis_staff_publish(office: Backoffice, layer: str) -> None:
    for who, error in ((staff(office, Role.ADMIN), ForbiddenError), (None, SignInNeededError)):
        for call in (
            lambda who=who: list_managed(office, who),
            lambda who=who: change_layer(office, who, layer, CHANGE, 0),
            lambda who=who: move_layer(office, who, layer, 1),
        ):
            with pytest.raises(error):
                call()


def test_layers_and_maps_of_others_lie_in_one_order(office: Backoffice, layer: str) -> None:
    with transaction(office.sessions) as session:
        values = {"slug": "photo", "kind": "wms", "url": "https://x", "titles": {}}
        session.execute(insert(MapService).values(**values, attribution="x"))
    assert order(office) == [layer, "municipalities", "districts"]

    move_layer(office, TESTER, layer, -3)
    assert order(office) == ["municipalities", "districts", layer]
    # The photo was the lowest, now the layer is, and the photo covers it.
    assert [one.slug for one in list_order(office, TESTER)][-2:] == ["photo", layer]
    move_in_order(office, TESTER, "service", "photo", -1)
    assert [one.slug for one in list_order(office, TESTER)][-2:] == [layer, "photo"]
    move_layer(office, TESTER, layer, +99)

    assert order(office)[0] == layer
    assert [found.slug for found in list_shown(office, None)][-1] == layer
    with pytest.raises(NotFoundError):
        move_layer(office, TESTER, "nothing", 1)


def test_a_layer_for_some_roles_is_found_by_them_alone(office: Backoffice, layer: str) -> None:
    planner, moderator = staff(office, Role.PLANNER), staff(office, Role.MODERATOR)
    gis = staff(office, Role.GIS)
    change_layer(office, TESTER, layer, replace(CHANGE, public=False, roles=(Role.PLANNER,)), 0)

    for who in (planner, gis):
        assert find_shown(office, who, layer).public is False
        assert layer in [found.slug for found in list_shown(office, who)]
    for stranger in (moderator, None):
        with pytest.raises(NotFoundError):
            find_shown(office, stranger, layer)
        assert layer not in [found.slug for found in list_shown(office, stranger)]
    with pytest.raises(NotFoundError):
        find_layer(office.sessions, layer)
    assert layer not in [found.slug for found in list_layers(office.sessions)]


def test_a_layer_for_nobody_is_there_for_gis_staff(office: Backoffice, layer: str) -> None:
    change_layer(office, TESTER, layer, replace(CHANGE, public=False), 0)

    found = find_shown(office, staff(office, Role.GIS), layer)

    assert draw_layer_tile(office.sessions, tile_of(11), found) != b""
    with pytest.raises(NotFoundError):
        find_shown(office, staff(office, Role.PLANNER), layer)


def test_tiles_begin_one_zoom_before_the_layer_is_shown(office: Backoffice, layer: str) -> None:
    change_layer(office, TESTER, layer, replace(CHANGE, min_zoom=12), 0)
    found = find_layer(office.sessions, layer)

    assert draw_layer_tile(office.sessions, tile_of(10), found) == b""
    assert draw_layer_tile(office.sessions, tile_of(11), found) != b""


def test_a_tile_carries_what_is_written_on_the_map_and_nothing_more(office: Backoffice) -> None:
    add_layer(office.sessions, "areas", squares(1, secret="geheim", words="<b>Wort</b>"))
    style = replace(STYLE, label_field="words")
    change_layer(office, TESTER, "areas", LayerChange({}, style), 0)

    tile = draw_layer_tile(office.sessions, tile_of(12), find_layer(office.sessions, "areas"))

    assert b"<b>Wort</b>" in tile
    assert b"geheim" not in tile


def test_a_style_stored_by_hand_that_cannot_be_is_the_default(empty_sessions: Sessions) -> None:
    add_layer(empty_sessions, "odd", squares(1), style={"colour": "javascript:", "dash": 7})

    assert find_layer(empty_sessions, "odd").style == default_style("overlay")


def test_a_new_layer_gets_the_colour_that_is_used_least() -> None:
    assert unused_colour([]) == PALETTE[0]
    assert unused_colour([PALETTE[0].lower(), PALETTE[1]]) == PALETTE[2]
    assert unused_colour([*PALETTE, PALETTE[0]]) == PALETTE[1]


def test_layers_made_one_after_the_other_differ_and_lie_on_top(office: Backoffice) -> None:
    with transaction(office.sessions) as session:
        for slug in ("one", "two"):
            upsert_layer(session, slug, slug, "overlay")
    move_layer(office, TESTER, "two", -9)
    with transaction(office.sessions) as session:
        upsert_layer(session, "three", "Three", "overlay")

    made = {slug: one(office, slug).now.style.colour for slug in ("one", "two", "three")}
    assert list(made.values()) == list(PALETTE[:3])
    assert order(office)[0] == "three"
