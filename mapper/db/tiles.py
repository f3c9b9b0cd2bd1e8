"""Vector tiles drawn by the database; a tile's bounds are constants of its statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, func, literal_column, select

from mapper.db.counts import Criteria, count_by_cell
from mapper.db.public_proposals import matching, newest_first
from mapper.db.tables import STORAGE_SRID
from mapper.db.views import PROPOSAL
from mapper.geo.crs import bbox_to_metres
from mapper.geo.tiles import tile_bbox, tile_bounds

_EXTENT = 4096
_BUFFER = 64
_MARGIN = _BUFFER / _EXTENT
MOST_FEATURES = 10_000


@dataclass(frozen=True, slots=True)
class Tile:
    """Zoom, column and row of a tile."""

    z: int
    x: int
    y: int


def select_proposal_tile(tile: Tile, criteria: Criteria) -> Select[bytes]:
    """The newest ideas with a public point in the tile, at most 10,000."""
    bbox = tile_bbox(tile.z, tile.x, tile.y, _MARGIN)
    names = ("public_id", "title", "action_field", "response_status", "support_count")
    rows = newest_first(
        select(
            *(PROPOSAL.c[name] for name in names),
            _drawn(PROPOSAL.c.public_geom, tile).label("geom"),
        ).where(*matching(criteria, bbox))
    ).limit(MOST_FEATURES)
    return _encoded(rows, "proposals")


def select_heatmap_tile(tile: Tile, criteria: Criteria, cell_size: int) -> Select[bytes]:
    """The hexagons in the tile; `criteria.cells` must be the window of the tile."""
    cells = count_by_cell("public", criteria, cell_size).limit(MOST_FEATURES).subquery("cells")
    rows = select(
        cells.c.cell,
        cells.c.proposals.label("count"),
        cells.c.supports,
        _drawn(func.hex_geom(cells.c.cell, cell_size), tile).label("geom"),
    )
    return _encoded(rows, "heatmap")


def select_layer_tile(
    tile: Tile, slug: str, features: Subquery, label: str | None = None
) -> Select[bytes]:
    """The objects of a layer in the tile, the largest first, at most 10,000.

    `label` names an attribute that comes along as `label`; objects carry their ids.
    """
    box = func.ST_MakeEnvelope(
        *bbox_to_metres(tile_bbox(tile.z, tile.x, tile.y, _MARGIN)), STORAGE_SRID
    )
    columns = features.c
    named = [] if label is None else [columns.attributes[label].astext.label("label")]
    rows = (
        select(
            *(columns[name] for name in ("id", "key", "name", "kind", "schematic")),
            *named,
            _drawn(columns.geom, tile).label("geom"),
        )
        .where(columns.geom.op("&&")(box))
        .order_by(func.ST_Area(func.Box2D(columns.geom)).desc(), columns.id)
        .limit(MOST_FEATURES)
    )
    return _encoded(rows, slug, "id")


def _drawn(geometry: ColumnElement[Any], tile: Tile) -> ColumnElement[Any]:
    bounds = func.ST_MakeEnvelope(*tile_bounds(tile.z, tile.x, tile.y), 3857)
    return func.ST_AsMVTGeom(func.ST_Transform(geometry, 3857), bounds, _EXTENT, _BUFFER, True)


def _encoded(rows: Select[Any], layer: str, *feature_id: str) -> Select[bytes]:
    drawn: FromClause = rows.subquery("drawn")
    return (
        select(func.ST_AsMVT(literal_column("drawn.*"), layer, _EXTENT, "geom", *feature_id))
        .select_from(drawn)
        .where(drawn.c.geom.is_not(None))
    )
