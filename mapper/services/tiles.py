"""Vector tiles of what is public: ideas, hexagons, published layers."""

from dataclasses import replace

from mapper.db.engine import Sessions, transaction
from mapper.db.features import features_of
from mapper.db.lookups import resolve_filters
from mapper.db.tiles import (
    Tile,
    select_heatmap_tile,
    select_layer_tile,
    select_proposal_tile,
)
from mapper.domain.filters import CELL_SIZES, Filters
from mapper.domain.styles import OF_EVERY_OBJECT
from mapper.errors import InvalidFieldError
from mapper.geo.hexgrid import cell_range
from mapper.geo.tiles import MOST_ZOOM, tile_bbox
from mapper.services.layers import PublishedLayer, check_shown

__all__ = [
    "MOST_ZOOM",
    "Tile",
    "check_tile",
    "draw_heatmap_tile",
    "draw_layer_tile",
    "draw_proposal_tile",
]

# Cell sizes by zoom, so that a tile holds hundreds of hexagons and not tens of thousands.
_ZOOM_OF_SIZE = ((10, 1000), (11, 500), (12, 250))


def check_tile(tile: Tile) -> None:
    """Refuse a tile outside the scheme.

    Raises
    ------
    InvalidFieldError
    """
    if not 0 <= tile.z <= MOST_ZOOM:
        raise InvalidFieldError("z", f"0 to {MOST_ZOOM}", tile.z)
    for name, number in (("x", tile.x), ("y", tile.y)):
        if not 0 <= number < 2**tile.z:
            raise InvalidFieldError(name, f"0 to {2**tile.z - 1}", number)


def draw_proposal_tile(sessions: Sessions, tile: Tile, filters: Filters) -> bytes:
    """The newest ideas with a public point in the tile."""
    with transaction(sessions) as session:
        criteria = resolve_filters(session, filters)
        return bytes(session.scalar(select_proposal_tile(tile, criteria)) or b"")


def draw_heatmap_tile(
    sessions: Sessions, tile: Tile, filters: Filters, cell_size: int | None
) -> bytes:
    """The hexagons in the tile, of the size asked for or of one that suits its zoom."""
    size = cell_size or _suitable_size(tile.z)
    window = cell_range(tile_bbox(tile.z, tile.x, tile.y), size)
    with transaction(sessions) as session:
        criteria = replace(resolve_filters(session, filters), cells=window)
        return bytes(session.scalar(select_heatmap_tile(tile, criteria, size)) or b"")


def draw_layer_tile(sessions: Sessions, tile: Tile, layer: PublishedLayer) -> bytes:
    """The objects of a layer in the tile; none where the map is too small for the layer.

    Maps with large tiles ask for those of one zoom less than they show.

    Raises
    ------
    NotFoundError
        It has just been hidden, or replaced.
    """
    if tile.z + 1 < layer.min_zoom:
        return b""
    label = layer.style.label_field
    features = features_of(layer.version_id, public=layer.public)
    named = None if label in OF_EVERY_OBJECT else label
    with transaction(sessions) as session:
        drawn = session.scalar(select_layer_tile(tile, layer.slug, features, named))
        check_shown(session, layer)
        return bytes(drawn or b"")


def _suitable_size(zoom: int) -> int:
    return next((size for most, size in _ZOOM_OF_SIZE if zoom <= most), CELL_SIZES[-1])
