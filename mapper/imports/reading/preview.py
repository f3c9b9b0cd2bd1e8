"""A light picture of what was read, to be looked at before anything is stored."""

from pathlib import Path

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from mapper.domain.imports import LonLatBox
from mapper.imports.reading.parse_shapes import Shapes, highest
from mapper.imports.reading.shapes import SRID

FILE_NAME = "preview.geojson"
MOST_FEATURES = 2_000
MOST_BYTES = 1_000_000
_MOST_PARTS = 10_000
"""More than fit into so many bytes."""
_DECIMALS = 6
_PIXELS = 1_500
"""A map of so many pixels shows nothing finer."""
_TO_LON_LAT = 4326


class Preview:
    """Keeps at most 2,000 features from all over the file; writes them simplified."""

    def __init__(self) -> None:
        self._shapes: list[shapely.Geometry] = []
        self._names: list[str | None] = []
        self._step = 1
        self._seen = 0

    def add(self, shapes: Shapes, names: list[str | None]) -> None:
        """Look at some more features, in EPSG:25833."""
        first = -self._seen % self._step
        self._seen += len(shapes)
        self._shapes += shapes[first :: self._step].tolist()
        self._names += names[first :: self._step]
        while len(self._shapes) > MOST_FEATURES:
            self._shapes, self._names = self._shapes[::2], self._names[::2]
            self._step *= 2

    def write(self, folder: Path, bounds: NDArray[np.float64]) -> None:
        """Write preview.geojson, of at most 1 MB, in EPSG:4326."""
        extent = float(np.max(bounds[2:] - bounds[:2])) if self._shapes else 0.0
        tolerance = max(extent / _PIXELS / 4, 0.1)
        while shapely.get_num_geometries(self._shapes).sum() > _MOST_PARTS:
            self._thin()
        while True:
            body = self._render(tolerance)
            if len(body) <= MOST_BYTES:
                (folder / FILE_NAME).write_bytes(body)
                return
            if tolerance < extent / 50:
                tolerance *= 3
            else:
                self._thin()

    def _thin(self) -> None:
        """Keep every second feature, or part of one, whatever there are more of."""
        parts = int(shapely.get_num_geometries(self._shapes).max())
        if parts == len(self._shapes) == 1:
            self._shapes = [shapely.envelope(self._shapes[0])]
        elif parts > len(self._shapes):
            self._shapes = [_every_second_part(shape) for shape in self._shapes]
        else:
            self._shapes, self._names = self._shapes[::2], self._names[::2]

    def _render(self, tolerance: float) -> bytes:
        shapes = np.array(self._shapes, dtype=object)
        simple = shapely.transform(_simplified(shapes, tolerance), _to_lon_lat)
        features = [
            {"type": "Feature", "properties": {"name": name}, "geometry": _rounded(shape)}
            for shape, name in zip(simple, self._names, strict=True)
        ]
        return orjson.dumps({"type": "FeatureCollection", "features": features})


def to_box(bounds: NDArray[np.float64]) -> LonLatBox | None:
    """The extent in EPSG:4326 of one in EPSG:25833; None where nothing was stored."""
    if not np.isfinite(bounds).all():
        return None
    transformer = Transformer.from_crs(SRID, _TO_LON_LAT, always_xy=True)
    west, south, east, north = transformer.transform_bounds(*bounds.tolist())
    return (
        round(west, _DECIMALS),
        round(south, _DECIMALS),
        round(east, _DECIMALS),
        round(north, _DECIMALS),
    )


def _to_lon_lat(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    transformer = Transformer.from_crs(SRID, _TO_LON_LAT, always_xy=True)
    lon, lat = transformer.transform(positions[:, 0], positions[:, 1])
    return np.round(np.column_stack([lon, lat]), _DECIMALS)


def _simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Simpler part by part: keeping thousands of them apart from each other takes minutes."""
    if not len(shapes):
        return shapes
    parts, owners = shapely.get_parts(shapes, return_index=True)
    simple = shapely.simplify(parts, tolerance, preserve_topology=False)
    gone = shapely.is_empty(simple)
    simple[gone] = shapely.envelope(parts[gone])
    together = np.asarray(shapely.geometrycollections(simple, indices=owners))
    return np.array([highest(one) for one in together], dtype=object)


def _every_second_part(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)[::2]
    return highest(shapely.GeometryCollection(parts.tolist())) or shape


def _rounded(shape: shapely.Geometry) -> dict[str, object]:
    found: dict[str, object] = orjson.loads(shapely.to_geojson(shape))
    return found
