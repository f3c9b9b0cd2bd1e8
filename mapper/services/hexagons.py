"""The heatmap as GeoJSON."""

import threading

import numpy as np
import orjson

from mapper.db.engine import Sessions
from mapper.domain.filters import Filters
from mapper.geo.crs import to_degrees
from mapper.geo.hexgrid import cell_area_km2, cell_rings
from mapper.services.explore import heatmap

_DECIMALS = 6
_MOST_KEPT = 60_000
_rings: dict[tuple[int, int], bytes] = {}
_lock = threading.Lock()


def heatmap_geojson(sessions: Sessions, filters: Filters) -> bytes:
    """Hexagons of the public counts with `cell, count, supports`, in EPSG:4326.

    Only those that hold an idea; `bbox` picks the hexagons that meet it.
    """
    size = filters.cell_size
    counts = heatmap(sessions, filters)
    shapes = _shapes([count.cell for count in counts], size)
    features = [
        {
            "type": "Feature",
            "properties": {
                "cell": count.cell,
                "count": count.proposals,
                "supports": count.supports,
            },
            "geometry": orjson.Fragment(shape),
        }
        for count, shape in zip(counts, shapes, strict=True)
    ]
    head = {
        "type": "FeatureCollection",
        "cell_size_m": size,
        "cell_area_km2": round(cell_area_km2(size), 6),
    }
    return orjson.dumps({**head, "features": features})


def _shapes(cells: list[int], size: int) -> list[bytes]:
    """GeoJSON of the cells; a hexagon never changes, so its text is made once."""
    kept = [_rings.get((size, cell)) for cell in cells]
    missing = [cell for cell, shape in zip(cells, kept, strict=True) if shape is None]
    made = _draw(missing, size) if missing else {}
    if made:
        with _lock:
            if len(_rings) + len(made) > _MOST_KEPT:
                _rings.clear()
            _rings.update(made)
    return [shape or made[size, cell] for cell, shape in zip(cells, kept, strict=True)]


def _draw(cells: list[int], size: int) -> dict[tuple[int, int], bytes]:
    rings = to_degrees(cell_rings(np.asarray(cells, dtype=np.int32), size)).round(_DECIMALS)
    return {
        (size, cell): orjson.dumps(
            {"type": "Polygon", "coordinates": [ring]}, option=orjson.OPT_SERIALIZE_NUMPY
        )
        for cell, ring in zip(cells, rings, strict=True)
    }
