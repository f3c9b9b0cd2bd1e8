"""The peer: what somebody would write over the proposals with PostGIS's own ST_HexagonGrid.

Two ways of writing it; which is the faster one depends on filter and machine. Ids of fields and
districts are looked up beforehand and the answer comes without HTTP, both in the peer's favour.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from mapper.cli.benchmarks.questions import Keys
from mapper.cli.benchmarks.world import World
from mapper.domain.filters import Filters
from mapper.geo.crs import bbox_to_metres

# The way of PostGIS's manual: each hexagon of the grid finds its proposals by the GiST index.
_JOIN = """
  from ST_HexagonGrid(%(size)s, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 25833)) h
  join proposal p on ST_Intersects(h.geom, p.public_geom)
 where {conditions}
 group by h.geom, h.i, h.j"""
# The other way round: each proposal finds its hexagon, which runs on all cores.
_PER_POINT = """
  from proposal p
 cross join lateral ST_HexagonGrid(%(size)s, p.public_geom) h
 where ST_Intersects(h.geom, p.public_geom) and {conditions}
 group by h.geom, h.i, h.j"""
_IN_WINDOW = (
    "p.public_geom && ST_Expand(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 25833), "
    "2 * %(size)s)"
)
_AS_GEOJSON = """
select json_build_object('type', 'FeatureCollection',
         'features', coalesce(json_agg(ST_AsGeoJSON(cells.*, 'geom', 6)::json), '[]'))::text
  from (select (h.i << 16) | h.j as cell, count(*) as count, sum(p.support_count) as supports,
               ST_Transform(h.geom, 4326) as geom {counted}) cells"""

WAYS: Mapping[str, str] = {
    "ST_HexagonGrid join": _JOIN,
    "ST_HexagonGrid per point": _PER_POINT,
}


@dataclass(frozen=True, slots=True)
class Peer:
    """One database as the peer sees it."""

    connection: psycopg.Connection
    world: World
    keys: Keys

    def ask(self, way: str, filters: Filters) -> str:
        """The heatmap as GeoJSON, with `cell, count, supports`."""
        conditions = " and ".join(self._conditions(way, filters))
        statement = _AS_GEOJSON.format(counted=WAYS[way].format(conditions=conditions))
        row = self.connection.execute(statement.encode(), self._values(filters)).fetchone()
        return str(row[0]) if row else ""

    def _conditions(self, way: str, filters: Filters) -> list[str]:
        conditions = ["p.moderation_status = 'published'"]
        if filters.action_fields:
            conditions.append("p.action_field_id = any(%(action_fields)s)")
        if filters.districts:
            conditions.append("p.district_id = any(%(districts)s)")
        if filters.first_day:
            conditions.append("p.created_day between %(first_day)s and %(last_day)s")
        if filters.bbox and WAYS[way] == _PER_POINT:
            conditions.append(_IN_WINDOW)
        return conditions

    def _values(self, filters: Filters) -> dict[str, object]:
        west, south, east, north = self._box(filters)
        return {
            "size": filters.cell_size,
            "action_fields": [self.keys.action_fields[key] for key in filters.action_fields],
            "districts": [self.keys.districts[key] for key in filters.districts],
            "first_day": filters.first_day,
            "last_day": filters.last_day,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
        }

    def _box(self, filters: Filters) -> tuple[float, float, float, float]:
        """The window, or a box around all areas."""
        if filters.bbox:
            return bbox_to_metres(filters.bbox)
        bounds = [area.geom.bounds for area in self.world.areas]
        wests, souths, easts, norths = zip(*bounds, strict=True)
        return min(wests), min(souths), max(easts), max(norths)
