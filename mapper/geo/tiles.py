"""Web map tiles: where a tile of the usual scheme lies.

Source: OGC Two Dimensional Tile Matrix Set, WebMercatorQuad.
"""

import math

MOST_ZOOM = 22
_HALF_WORLD_M = math.pi * 6378137.0


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile in EPSG:3857, for drawing only."""
    side = 2 * _HALF_WORLD_M / 2**z
    west, north = x * side - _HALF_WORLD_M, _HALF_WORLD_M - y * side
    return west, north - side, west + side, north


def tile_bbox(z: int, x: int, y: int, margin: float = 0.0) -> tuple[float, float, float, float]:
    """West, south, east, north in EPSG:4326, widened by so many sides of the tile."""
    return (
        _lon(x - margin, z),
        _lat(y + 1 + margin, z),
        _lon(x + 1 + margin, z),
        _lat(y - margin, z),
    )


def _lon(column: float, z: int) -> float:
    return float(min(max(column / 2**z * 360 - 180, -180.0), 180.0))


def _lat(row: float, z: int) -> float:
    angle = math.pi * (1 - 2 * row / 2**z)
    return math.degrees(math.atan(math.sinh(angle)))
