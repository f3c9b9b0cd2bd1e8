"""Areas as conditions: most points are decided by their hexagon, the others one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely
from sqlalchemy import (
    ColumnElement,
    FromClause,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from mapper.db.tables import STORAGE_SRID, Feature
from mapper.domain.areas import MOST_OBJECTS, Area, Circle
from mapper.errors import InvalidFieldError
from mapper.geo.crs import to_metres
from mapper.geo.regions import CoveringCells, cover, draw_area

_QUARTER = 32
_MOST_CELLS = 60_000

Exact = Callable[[ColumnElement[Any], ColumnElement[Any]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Region:
    """An area; `exact` decides for an easting and a northing in EPSG:25833, border included."""

    cells: CoveringCells | None
    exact: Exact

    def condition(self, table: FromClause) -> ColumnElement[bool]:
        """True for the rows of `table`, which has cells, easting and northing, that lie in it."""
        decided = self.exact(table.c.easting, table.c.northing)
        if self.cells is None:
            return decided
        cell = table.c[f"cell_{self.cells.size_m}"]
        inside, border = self.cells.inside.tolist(), self.cells.border.tolist()
        # All of them first, by which an index finds the rows.
        return _among(cell, [*inside, *border]) & or_(_among(cell, inside), decided)


@lru_cache(maxsize=64)
def region_of_area(area: Area) -> Region:
    """A drawn polygon or circle."""
    drawn = draw_area(area)
    if isinstance(area, Circle):
        east, north = to_metres(area.lon, area.lat)
        square = float(area.radius_m) ** 2
        return Region(
            cover(drawn),
            lambda easting, northing: (
                (easting - east) * (easting - east) + (northing - north) * (northing - north)
                <= square
            ),
        )
    shape = func.ST_GeomFromWKB(shapely.to_wkb(drawn), STORAGE_SRID)
    return Region(cover(drawn), lambda easting, northing: func.lies_in(shape, easting, northing))


def region_near(session: Session, version_id: int, distance_m: int) -> Region:
    """Within so many metres of any object of a layer's version.

    Raises
    ------
    InvalidFieldError
        The layer has more objects than can be looked at so.
    """
    objects = Feature.layer_version_id == version_id
    drawn = select(func.ST_AsBinary(func.ST_Union(_around(distance_m)))).where(objects)
    if (session.scalar(select(func.count()).where(objects)) or 0) > MOST_OBJECTS:
        raise InvalidFieldError("near", f"a layer of at most {MOST_OBJECTS} objects")
    return Region(
        _cover_objects(session.scalar(drawn)),
        lambda easting, northing: exists().where(
            objects, func.ST_DWithin(Feature.geom, _point(easting, northing), distance_m)
        ),
    )


def region_inside(session: Session, version_id: int, name: str) -> Region:
    """Inside an object of this name of a layer's version.

    Raises
    ------
    InvalidFieldError
        The layer has none of this name.
    """
    objects = (Feature.layer_version_id == version_id) & (Feature.name == name)
    drawn = session.scalar(select(func.ST_AsBinary(func.ST_Union(Feature.geom))).where(objects))
    if drawn is None:
        raise InvalidFieldError("inside", f"an object of the layer; '{name}' is none", name)
    return Region(
        _cover_objects(drawn),
        lambda easting, northing: exists().where(
            objects, func.lies_in(Feature.geom, easting, northing)
        ),
    )


def _around(distance_m: int) -> ColumnElement[Any]:
    return func.ST_Buffer(Feature.geom, distance_m, _QUARTER)


@lru_cache(maxsize=64)
def _cover_objects(wkb: bytes | None) -> CoveringCells | None:
    """Finer than for a drawing: comparing a point with many objects takes long."""
    return cover(shapely.from_wkb(wkb) if wkb else shapely.Polygon(), _MOST_CELLS)


def _point(easting: ColumnElement[Any], northing: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.ST_SetSRID(func.ST_MakePoint(easting, northing), STORAGE_SRID)


def _among(cell: ColumnElement[Any], numbers: list[int]) -> ColumnElement[bool]:
    """One of many numbers, written out: PostgreSQL hashes a constant list and no parameter."""
    if not numbers:
        return false()
    return cell.in_(bindparam(None, numbers, expanding=True, literal_execute=True))
