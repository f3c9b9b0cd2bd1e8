"""Where a participation round asks, as an area to draw and to check a place against."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select

from mapper.db.engine import Sessions, transaction
from mapper.db.views import FEATURE, LAYER

_SIMPLIFIED_M = 5
_DIGITS = 6


def load_area(sessions: Sessions, keys: Sequence[str]) -> dict[str, Any] | None:
    """The union of districts (`AGS/slug`) and municipalities (AGS) as a GeoJSON geometry.

    Returns
    -------
    dict or None
        Coordinates in EPSG:4326, simplified by 5 m; None for no keys, which means everywhere,
        and where no layer knows any of them.
    """
    if not keys:
        return None
    area = func.ST_SimplifyPreserveTopology(func.ST_Union(FEATURE.c.geom), _SIMPLIFIED_M)
    query = (
        select(func.ST_AsGeoJSON(func.ST_Transform(area, 4326), _DIGITS))
        .join(LAYER, LAYER.c.slug == FEATURE.c.layer)
        .where(LAYER.c.role.in_(("districts", "municipalities")))
        .where(
            or_(FEATURE.c.key.in_(keys), func.split_part(FEATURE.c.key, "/", 1).in_(keys)),
        )
    )
    with transaction(sessions) as session:
        found = session.scalar(query)
    return json.loads(found) if found else None
