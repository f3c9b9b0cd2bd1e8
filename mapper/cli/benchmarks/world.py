"""Where benchmarks put proposals: areas and keys of the loaded geodata."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import psycopg
import shapely
from psycopg.rows import TupleRow
from shapely.geometry.base import BaseGeometry

from mapper.domain.profile import TownProfile
from mapper.errors import MapperError
from mapper.geo.crs import to_metres

_AREAS = """
select l.role, d.id, coalesce(d.municipality_id, m.id), coalesce(d.population, 150),
       ST_X(ST_PointOnSurface(f.geom)), ST_Y(ST_PointOnSurface(f.geom)), ST_AsBinary(f.geom), f.key
  from feature f
  join layer_version v on v.id = f.layer_version_id and v.state = 'active'
  join layer l on l.id = v.layer_id and l.role in ('districts', 'municipalities')
  left join district d on d.key = f.key
  left join municipality m on m.ags = f.key
 order by f.key
"""


class NoAreasError(MapperError):
    """There are no areas to put proposals into."""

    code = "no_areas"

    def __init__(self) -> None:
        super().__init__("The profile's geodata gave no areas to measure in: see 'mapper doctor'.")


@dataclass(frozen=True, slots=True)
class Area:
    """A district, or a municipality where there are none; its settlement in EPSG:25833.

    Where the profile knows no settlement inside it, a point of it takes its place.
    """

    district_id: int | None
    municipality_id: int
    population: int
    easting: float
    northing: float
    geom: BaseGeometry


@dataclass(frozen=True, slots=True)
class World:
    """What a proposal may refer to."""

    areas: tuple[Area, ...]
    round_id: int
    action_field_ids: tuple[int, ...]


def read_world(connection: psycopg.Connection, profile: TownProfile) -> World:
    """The areas, the standing round and its action fields.

    Raises
    ------
    NoAreasError
    """
    rows = connection.execute(_AREAS).fetchall()
    role = "districts" if any(row[0] == "districts" for row in rows) else "municipalities"
    settlements = {one.key: one.points for one in profile.facts.districts}
    areas = tuple(
        _settled(_area(row), settlements.get(row[7], ())) for row in rows if row[0] == role
    )
    if not areas:
        raise NoAreasError
    standing = connection.execute("select id from participation_round where standing").fetchone()
    fields = connection.execute("select min(id) from action_field group by key order by 1")
    return World(areas, standing[0] if standing else 0, tuple(row[0] for row in fields))


def _area(row: TupleRow) -> Area:
    return Area(row[1], row[2], row[3], row[4], row[5], shapely.from_wkb(bytes(row[6])))


def _settled(area: Area, points: Sequence[tuple[float, float]]) -> Area:
    """The area with its first settlement (lon, lat) that lies inside it."""
    for lon, lat in points:
        easting, northing = to_metres(lon, lat)
        if shapely.contains_xy(area.geom, easting, northing):
            return replace(area, easting=easting, northing=northing)
    return area
