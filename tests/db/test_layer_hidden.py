"""A layer hidden, or replaced, between finding and reading it: nobody keeps an empty one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Layer
from mapper.domain.ogc import CRS84
from mapper.errors import NotFoundError
from mapper.services.layer_files import FORMATS, LayerFiles
from mapper.services.layer_geojson import layer_pieces
from mapper.services.layers import PublishedLayer, find_layer
from mapper.services.ogc_collections import Collection, find_extent
from mapper.services.ogc_items import Wanted, stream_items
from mapper.services.tiles import Tile, draw_layer_tile
from tests.db.layers import add_layer, squares

SLUG = "fields"
Reading = Callable[[Sessions, PublishedLayer], object]


def hide(sessions: Sessions) -> None:
    """Show it to staff only."""
    with transaction(sessions) as session:
        session.execute(update(Layer).where(Layer.slug == SLUG).values(public=False))


def replace(sessions: Sessions) -> None:
    """Put another version to use."""
    add_layer(sessions, SLUG, squares(1))


def items(sessions: Sessions, layer: PublishedLayer) -> object:
    """All of its items."""
    return list(stream_items(sessions, Collection(SLUG, layer), Wanted(CRS84, 10, 0)))


READINGS: dict[str, Reading] = {
    "tile": lambda sessions, layer: draw_layer_tile(sessions, Tile(8, 136, 84), layer),
    "geojson": lambda sessions, layer: list(layer_pieces(sessions, layer)),
    "extent": find_extent,
    "items": items,
}


@pytest.mark.parametrize("change", [hide, replace])
@pytest.mark.parametrize("name", READINGS)
def test_it_is_not_given_as_if_it_were_empty(
    world: Sessions, name: str, change: Callable[[Sessions], None]
) -> None:
    add_layer(world, SLUG, squares(3))
    found = find_layer(world, SLUG)
    assert READINGS[name](world, found)

    change(world)

    with pytest.raises(NotFoundError):
        READINGS[name](world, found)


@pytest.mark.parametrize("ending", FORMATS)
def test_no_empty_file_is_kept(world: Sessions, tmp_path: Path, ending: str) -> None:
    add_layer(world, SLUG, squares(3))
    found, files = find_layer(world, SLUG), LayerFiles(tmp_path)
    hide(world)

    with pytest.raises(NotFoundError):
        files.take(world, found, ending)

    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
