"""The hexagon grid: ids and shapes of the cells that PostGIS's ST_HexagonGrid draws.

A cell's id packs its column and row as `column << 16 | row`. Sizes are edge lengths in metres,
coordinates easting, northing in EPSG:25833. Columns stand 1.5 sizes apart, every odd one half a
row higher. Source: PostGIS reference, ST_HexagonGrid and ST_Hexagon.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mapper.geo.crs import bbox_to_metres

_ROW_BITS = 16
_ROW_MASK = 0xFFFF
_ROOT3 = math.sqrt(3)
_CORNERS = np.array([[math.cos(k * math.pi / 3), math.sin(k * math.pi / 3)] for k in range(7)])


def cell_ids(
    easting: NDArray[np.float64], northing: NDArray[np.float64], size_m: int
) -> NDArray[np.int32]:
    """The ids of the cells that hold n points; on an edge, one of the two cells."""
    across = easting / (3 * size_m)
    up = northing / (_ROOT3 * size_m)
    even_column, even_row = np.rint(across), np.rint(up)
    odd_column, odd_row = np.floor(across), np.floor(up)
    to_even = 9 * (across - even_column) ** 2 + 3 * (up - even_row) ** 2
    to_odd = 9 * (across - odd_column - 0.5) ** 2 + 3 * (up - odd_row - 0.5) ** 2
    even = to_even <= to_odd
    column = np.where(even, 2 * even_column, 2 * odd_column + 1).astype(np.int32)
    row = np.where(even, even_row, odd_row).astype(np.int32)
    return (column << _ROW_BITS) | row


def cell_centres(cells: NDArray[np.int32], size_m: int) -> NDArray[np.float64]:
    """The centres of n cells, shape (n, 2)."""
    column, row = cells >> _ROW_BITS, cells & _ROW_MASK
    easting = 1.5 * size_m * column
    northing = _ROOT3 * size_m * (row + 0.5 * (column & 1))
    return np.stack([easting, northing], axis=-1).astype(np.float64)


def cell_rings(cells: NDArray[np.int32], size_m: int) -> NDArray[np.float64]:
    """The closed rings of n cells, counter-clockwise, shape (n, 7, 2)."""
    rings: NDArray[np.float64] = cell_centres(cells, size_m)[:, None, :] + size_m * _CORNERS
    return rings


def cell_area_km2(size_m: int) -> float:
    """The area of one cell."""
    return 1.5 * _ROOT3 * size_m**2 / 1e6


def cell_range(bbox: tuple[float, float, float, float], size_m: int) -> tuple[int, int, int, int]:
    """First and last column, first and last row of all cells `meet_window` is true for."""
    return cell_range_in(bbox_to_metres(bbox), size_m)


def cell_range_in(
    bounds: tuple[float, float, float, float], size_m: int
) -> tuple[int, int, int, int]:
    """First and last column, first and last row of the cells that meet a box in EPSG:25833.

    Odd columns stand half a row higher, so a few cells of the range lie just outside.
    """
    west, south, east, north = bounds
    return (
        math.ceil((west - size_m) / (1.5 * size_m)),
        math.floor((east + size_m) / (1.5 * size_m)),
        math.ceil(south / (_ROOT3 * size_m) - 1),
        math.floor(north / (_ROOT3 * size_m) + 0.5),
    )


def meet_window(
    cells: NDArray[np.int32], size_m: int, bbox: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    """Which of n cells have a surrounding box that meets a box in EPSG:4326, borders included."""
    west, south, east, north = bbox_to_metres(bbox)
    centres = cell_centres(cells, size_m)
    easting, northing = centres[:, 0], centres[:, 1]
    half = size_m * _ROOT3 / 2
    across = (easting >= west - size_m) & (easting <= east + size_m)
    return across & (northing >= south - half) & (northing <= north + half)
