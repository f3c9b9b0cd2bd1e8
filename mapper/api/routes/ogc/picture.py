"""A small picture of items: their outlines as paths, without a map beneath."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

_WIDTH = 800
_MARGIN = 0.06
_LEAST_SIDE_M = 400.0
_MOST_RATIO = 1.25


@dataclass(frozen=True, slots=True)
class Picture:
    """Paths for an SVG of this size; areas and lines, then points."""

    width: int
    height: int
    outlines: tuple[str, ...]
    points: str


def draw_items(geometries: Sequence[object]) -> Picture | None:
    """Geometries (GeoJSON in EPSG:25833, or None) as a picture; None where there is nothing."""
    shapes = [
        shape
        for one in geometries
        if one is not None and not (shape := shapely.from_geojson(orjson.dumps(one))).is_empty
    ]
    if not shapes:
        return None
    frame = _Frame.around(shapes)
    drawn = [shapely.simplify(shape, frame.metres, preserve_topology=False) for shape in shapes]
    parts = [part for shape in drawn for part in shapely.get_parts(shape)]
    return Picture(
        _WIDTH,
        frame.height,
        tuple(path for part in parts if (path := "".join(_outline(part, frame)))),
        "".join(f"M{frame.place(*part.coords[0])}h0" for part in parts if _is_point(part)),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    metres: float
    """Per unit of the picture."""

    height: int

    @classmethod
    def around(cls, shapes: Sequence[BaseGeometry]) -> "_Frame":
        west, south, east, north = (float(one) for one in shapely.total_bounds(shapes))
        middle = (west + east) / 2, (south + north) / 2
        tall = max(north - south, _LEAST_SIDE_M)
        wide = max(east - west, _LEAST_SIDE_M, tall / _MOST_RATIO)
        wide, tall = wide * (1 + 2 * _MARGIN), max(tall, wide / 3) * (1 + 2 * _MARGIN)
        metres = wide / _WIDTH
        corner = middle[0] - wide / 2, middle[1] + tall / 2
        return cls(corner[0], corner[1], metres, round(tall / metres))

    def place(self, easting: float, northing: float, *_height: float) -> str:
        """Where a point lies in the picture."""
        across, down = (easting - self.west) / self.metres, (self.north - northing) / self.metres
        return f"{across:.1f} {down:.1f}"


def _outline(shape: BaseGeometry, frame: _Frame) -> Iterator[str]:
    if isinstance(shape, shapely.Polygon):
        for ring in (shape.exterior, *shape.interiors):
            yield _line(ring, frame) + "Z"
    elif shape.geom_type in ("LineString", "LinearRing"):
        yield _line(shape, frame)


def _line(line: BaseGeometry, frame: _Frame) -> str:
    return "M" + "L".join(frame.place(*point) for point in line.coords)


def _is_point(shape: BaseGeometry) -> bool:
    return str(shape.geom_type) == "Point"
