"""The objects of a layer as rows for files."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import Session

_COLLECTION = "GEOMETRYCOLLECTION"


@dataclass(frozen=True, slots=True)
class Shape:
    """Objects of one dimension: 0 points, 1 lines, 2 areas; `kind` is what to call them all."""

    dimension: int
    kind: str


def shapes_in(session: Session, features: Subquery) -> tuple[list[Shape], bool]:
    """What the objects are, by dimension, and whether some are collections of several kinds."""
    geom = features.c.geom
    kind = func.GeometryType(geom)
    rows = session.execute(
        select(func.ST_Dimension(geom), func.array_agg(kind.distinct()))
        .group_by(func.ST_Dimension(geom))
        .order_by(func.ST_Dimension(geom))
    ).all()
    names = ("Point", "LineString", "Polygon")
    shapes = [
        Shape(dimension, f"{'Multi' * any(map(_is_multi, kinds))}{names[dimension]}")
        for dimension, kinds in rows
    ]
    return shapes, any(_COLLECTION in kinds for _, kinds in rows)


def names_in(session: Session, features: Subquery) -> list[str]:
    """Which of `name`, `kind` and `key` any object has."""
    names = ("name", "kind", "key")
    used = session.execute(
        select(*(func.bool_or(features.c[name].is_not(None)) for name in names))
    ).one()
    return [name for name, there in zip(names, used, strict=True) if there]


def select_rows(features: Subquery, shape: Shape | None, *, collections: bool) -> Select[Any]:
    """Rows `name, kind, key, attributes, wkb` in their order, EPSG:25833.

    Of one shape only those of its dimension, all of one kind; of a collection the part.
    """
    columns = features.c
    query = select(
        columns.name,
        columns.kind,
        columns.key,
        columns.attributes,
        func.ST_AsBinary(_drawn(columns.geom, shape, collections)).label("wkb"),
    ).order_by(columns.id)
    if shape is None:
        return query
    return query.where(func.ST_Dimension(columns.geom) == shape.dimension)


def _drawn(geom: ColumnElement[Any], shape: Shape | None, collections: bool) -> ColumnElement[Any]:
    if shape is None:
        return geom
    if collections:
        geom = func.ST_CollectionExtract(geom, shape.dimension + 1)
    return func.ST_Multi(geom) if shape.kind.startswith("Multi") else geom


def _is_multi(kind: str) -> bool:
    return kind.startswith("MULTI") or kind == _COLLECTION
