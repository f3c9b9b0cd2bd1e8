"""Areas as hexagons: those inside, which need no further look, and those on the border."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapper.domain.areas import Area, Circle, Polygon
from mapper.domain.filters import CELL_SIZES
from mapper.geo.crs import all_to_metres, clip_to_zone, to_metres
from mapper.geo.hexgrid import cell_range_in, cell_rings

MOST_CELLS = 16_000
"""At most so many hexagons are looked at for an area drawn by hand."""
_STEP_DEGREES = 0.005
_EDGE_M = 0.01
# A circle drawn with so many corners in each quarter is 0.03 % too small at most.
_QUARTER = 32
_ROUND_OFF = 1.001


@dataclass(frozen=True, slots=True)
class CoveringCells:
    """Hexagons of one edge length: `inside` lie wholly in an area, `border` partly."""

    size_m: int
    inside: NDArray[np.int32]
    border: NDArray[np.int32]


def draw_area(area: Area) -> BaseGeometry:
    """A drawn area in EPSG:25833.

    A polygon's sides are straight in EPSG:4326, as they are on the map to the eye: points along
    them are carried over. A circle is drawn slightly too small. One that crosses itself holds
    what it encloses.
    """
    match area:
        case Circle(lon, lat, radius_m):
            return shapely.Point(to_metres(lon, lat)).buffer(radius_m, quad_segs=_QUARTER)
        case Polygon(corners):
            ring = [_within_zone(*corner) for corner in corners]
            # Mended first: GEOS drops a part of what crosses itself when it adds points.
            mended = shapely.make_valid(shapely.Polygon(ring))
            drawn = shapely.segmentize(mended, _STEP_DEGREES)
            return shapely.make_valid(shapely.transform(drawn, all_to_metres))


def cover(area: BaseGeometry, most: int = MOST_CELLS) -> CoveringCells | None:
    """The hexagons of the smallest edge length that gives at most so many; None where none does.

    A hexagon counts as inside only where a hundredth of a metre around it is, too, and as border
    where that much around it touches the area, itself made larger by what drawing a circle with
    corners leaves out.
    """
    if area.is_empty:
        return CoveringCells(CELL_SIZES[0], *(np.array([], dtype=np.int32) for _ in range(2)))
    outer = shapely.box(*shapely.buffer(area, _slack(area)).bounds)
    for size in reversed(CELL_SIZES):
        cells = _cells_in(outer.bounds, size, most)
        if cells is not None:
            return _sort_out(area, cells, size)
    return None


def _sort_out(area: BaseGeometry, cells: NDArray[np.int32], size: int) -> CoveringCells:
    hexagons = shapely.buffer(shapely.polygons(cell_rings(cells, size)), _EDGE_M)
    shapely.prepare(area)
    inside = shapely.contains_properly(area, hexagons)
    touched = shapely.dwithin(area, hexagons, _slack(area))
    return CoveringCells(size, cells[inside], cells[touched & ~inside])


def _slack(area: BaseGeometry) -> float:
    west, south, east, north = area.bounds
    return float(max(east - west, north - south) * (_ROUND_OFF - 1) + _EDGE_M)


def _cells_in(
    bounds: tuple[float, float, float, float], size: int, most: int
) -> NDArray[np.int32] | None:
    first_column, last_column, first_row, last_row = cell_range_in(bounds, size)
    columns = np.arange(max(first_column, 0), last_column + 1, dtype=np.int32)
    rows = np.arange(max(first_row, 0), last_row + 1, dtype=np.int32)
    if len(columns) * len(rows) > most:
        return None
    return ((columns[:, None] << 16) | rows[None, :]).ravel()


def _within_zone(lon: float, lat: float) -> tuple[float, float]:
    west, south, _, _ = clip_to_zone((lon, lat, lon, lat))
    return west, south
