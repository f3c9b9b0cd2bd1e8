"""What the objects of a layer version have: attributes and their types, kinds, shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mapper.db.tables import Feature
from mapper.domain.imports import FieldInfo

_LOOKED_AT = 1_000
_JSON_TYPES = {"number": "number", "boolean": "boolean"}


def fields_of(session: Session, version_id: int, report: Mapping[str, object]) -> list[FieldInfo]:
    """The attributes: as the import's report tells, else as the first objects have them.

    Values of several types in one attribute make it text.
    """
    told = report.get("fields")
    if isinstance(told, list):
        return [_told(one) for one in told if isinstance(one, Mapping)]
    first = _first(Feature.attributes, version_id)
    pair = func.jsonb_each(first.c.attributes).table_valued("key", "value").lateral()
    kind = func.jsonb_typeof(pair.c.value)
    rows = session.execute(
        select(pair.c.key, func.array_agg(kind.distinct()))
        .select_from(first.join(pair, onclause=func.coalesce(True)))
        .group_by(pair.c.key)
        .order_by(pair.c.key)
    )
    return [FieldInfo(key, key, _type_of(types), nulls=0) for key, types in rows]


def kinds_of(session: Session, version_id: int, most: int) -> list[str]:
    """The kinds of objects there are, by name, at most so many."""
    return _distinct(session, Feature.kind, version_id, most)


def names_of(session: Session, version_id: int, most: int) -> list[str]:
    """The names of objects there are, in order, at most so many."""
    return _distinct(session, Feature.name, version_id, most)


def shapes_of(session: Session, version_id: int, report: Mapping[str, object]) -> tuple[str, ...]:
    """What the objects are: point, line, area; as the report tells, else as the first ones are."""
    told = report.get("geometry_types")
    if isinstance(told, Mapping) and told:
        names = [str(name).upper() for name in told]
    else:
        first = _first(Feature.geom, version_id)
        names = list(session.scalars(select(func.GeometryType(first.c.geom)).distinct()))
    shapes = ("POINT", "point"), ("LINE", "line"), ("POLYGON", "area"), ("SURFACE", "area")
    return tuple(dict.fromkeys(shape for part, shape in shapes for name in names if part in name))


def _distinct(
    session: Session, column: InstrumentedAttribute[str | None], version_id: int, most: int
) -> list[str]:
    query = (
        select(column)
        .where(Feature.layer_version_id == version_id, column.is_not(None))
        .distinct()
        .order_by(column)
        .limit(most)
    )
    return [str(one) for one in session.scalars(query)]


def _first(column: InstrumentedAttribute[Any], version_id: int) -> Subquery:
    """A column of the first objects."""
    return (
        select(column)
        .where(Feature.layer_version_id == version_id)
        .order_by(Feature.id)
        .limit(_LOOKED_AT)
        .subquery()
    )


def _told(one: Mapping[str, object]) -> FieldInfo:
    name = str(one.get("name"))
    return FieldInfo(name, str(one.get("title") or name), str(one.get("type")), nulls=0)


def _type_of(types: Sequence[str]) -> str:
    found = {one for one in types if one != "null"}
    return _JSON_TYPES.get(found.pop(), "text") if len(found) == 1 else "text"
