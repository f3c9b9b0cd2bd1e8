"""Published proposals as everyone may read them; every place is the public one."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from mapper.db.criteria import Criteria
from mapper.db.views import PROPOSAL
from mapper.geo.crs import clip_to_zone

_LONLAT = func.ST_Transform(PROPOSAL.c.public_geom, 4326)
COLUMNS = (
    *("public_id", "title", "body", "display_name", "action_field", "district"),
    *("district_name", "municipality", "municipality_name", "round", "response_status"),
    *("place_certainty", "public_precision", "support_count", "created_at", "demo"),
)

# A parallel is a curve in metres: with its corners alone a box 30 km wide is 20 m off.
_EDGE_PARTS = 50
_LEAST_STEP = 1e-6


def select_proposals() -> Select[Any]:
    """All public columns with `lon, lat` of the public place (null where there is none)."""
    return select(
        *(PROPOSAL.c[name] for name in COLUMNS),
        func.ST_X(_LONLAT).label("lon"),
        func.ST_Y(_LONLAT).label("lat"),
    )


def newest_first(query: Select[Any]) -> Select[Any]:
    """In the order of lists: the newest first, ties by id."""
    return query.order_by(PROPOSAL.c.created_at.desc(), PROPOSAL.c.id.desc())


def matching(
    criteria: Criteria, bbox: tuple[float, float, float, float] | None
) -> list[ColumnElement[bool]]:
    """The conditions of the filters; `bbox` (EPSG:4326) looks at the public position."""
    named = (
        (PROPOSAL.c.round_id, criteria.rounds),
        (PROPOSAL.c.action_field_id, criteria.action_fields),
        (PROPOSAL.c.municipality_id, criteria.municipalities),
        (PROPOSAL.c.district_id, criteria.districts),
        (PROPOSAL.c.response_status, [str(status) for status in criteria.response_statuses]),
    )
    conditions: list[ColumnElement[bool]] = [column.in_(ids) for column, ids in named if ids]
    if criteria.first_day:
        conditions.append(PROPOSAL.c.created_day >= criteria.first_day)
    if criteria.last_day:
        conditions.append(PROPOSAL.c.created_day <= criteria.last_day)
    if bbox:
        west, south, east, north = clip_to_zone(bbox)
        step = max(east - west, north - south, _LEAST_STEP) / _EDGE_PARTS
        edges = func.ST_Segmentize(func.ST_MakeEnvelope(west, south, east, north, 4326), step)
        box = func.ST_Transform(edges, 25833)
        conditions.append(func.ST_Intersects(PROPOSAL.c.public_geom, box))
    return conditions
