"""Vector tiles drawn by the database; a tile's bounds are constants of its statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    any_,
    case,
    func,
    literal_column,
    select,
)

from mapper.db.counts import count_by_cell
from mapper.db.criteria import Criteria
from mapper.db.public_proposals import matching, newest_first
from mapper.db.tables import STORAGE_SRID
from mapper.db.views import PROPOSAL
from mapper.geo.crs import bbox_to_metres
from mapper.geo.tiles import tile_bbox, tile_bounds

_EXTENT = 4096
_BUFFER = 64
_MARGIN = _BUFFER / _EXTENT
MOST_FEATURES = 10_000

# Below this zoom a tile may hold a whole town's plots. As many cells as objects at most: what is
# too small to be seen by itself then never pushes out what lies elsewhere in the tile.
_WHOLE_FROM_ZOOM = 14
_CELLS = 100
_TOLERANCE_PARTS = 10
_DOT_PARTS = 5
_OF_AREAS = 2
_MOST_ROWS = 1_000_000


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

    `label` names an attribute that comes along as `label`; objects carry their ids. Zoomed out,
    outlines are simplified, and of what is too small to be told apart there one stands for all.
    """
    west, south, east, north = bbox_to_metres(tile_bbox(tile.z, tile.x, tile.y, _MARGIN))
    box = func.ST_MakeEnvelope(west, south, east, north, STORAGE_SRID)
    columns = features.c
    cells = _Cells((east - west) / _CELLS, columns.geom) if tile.z < _WHOLE_FROM_ZOOM else None
    named = [] if label is None else [columns.attributes[label].astext.label("label")]
    shape = columns.geom if cells is None else cells.simplified
    rows = select(
        *(columns[name] for name in ("id", "key", "name", "kind", "schematic")),
        *named,
        _drawn(shape, tile).label("geom"),
    )
    inside = columns.geom.op("&&")(box)
    if cells is None:
        rows = rows.where(inside)
    else:
        standing = select(func.min(columns.id)).where(inside).group_by(cells.group(columns.id))
        # As an array it is found once, however many processes share the work.
        ids = func.array(standing.correlate(None).scalar_subquery(), type_=ARRAY(BigInteger))
        rows = rows.where(columns.id == any_(ids))
    largest = _width(columns.geom) * _height(columns.geom)
    return _encoded(rows.order_by(largest.desc(), columns.id).limit(MOST_FEATURES), slug, "id")


class _Cells:
    """Squares into which a tile is divided, a few pixels wide."""

    def __init__(self, side_m: float, geometry: ColumnElement[Any]) -> None:
        self._side_m = side_m
        self._geometry = geometry
        self._column = func.floor(func.ST_XMin(geometry) / side_m)
        self._row = func.floor(func.ST_YMin(geometry) / side_m)
        self._size = func.greatest(_width(geometry), _height(geometry))

    def group(self, number: ColumnElement[Any]) -> ColumnElement[Any]:
        """One number for what is smaller than a cell and lies in the same, else one for each."""
        cell = self._column * _MOST_ROWS + self._row
        return case((self._size < self._side_m, cell), else_=-number)

    @property
    def simplified(self) -> ColumnElement[Any]:
        """A tiny area as a dot in its middle, else it would vanish; others with fewer corners."""
        reach_m = self._side_m / _DOT_PARTS
        dot = func.ST_Expand(func.ST_Centroid(func.ST_Envelope(self._geometry)), reach_m)
        area = func.ST_Dimension(self._geometry) == _OF_AREAS
        fewer = func.ST_Simplify(self._geometry, self._side_m / _TOLERANCE_PARTS, True)
        return case(((self._size < 2 * reach_m) & area, dot), else_=fewer)


def _width(geometry: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.ST_XMax(geometry) - func.ST_XMin(geometry)


def _height(geometry: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.ST_YMax(geometry) - func.ST_YMin(geometry)


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
