"""Features of published layers."""

from typing import Any

from sqlalchemy import Select, func, select

from mapper.db.views import FEATURE

_DECIMALS = 6


def select_features(slug: str) -> Select[Any]:
    """Rows `key, name, kind, schematic, attributes, geometry` (GeoJSON text, EPSG:4326)."""
    geometry = func.ST_AsGeoJSON(func.ST_Transform(FEATURE.c.geom, 4326), _DECIMALS)
    return (
        select(
            *(FEATURE.c[name] for name in ("key", "name", "kind", "schematic", "attributes")),
            geometry.label("geometry"),
        )
        .where(FEATURE.c.layer == slug)
        .order_by(FEATURE.c.id)
    )
