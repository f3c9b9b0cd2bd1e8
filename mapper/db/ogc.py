"""Items of the OGC API as GeoJSON text, put together by the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, cast, func, literal, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import Text

from mapper.db.tables import STORAGE_SRID
from mapper.db.views import FEATURE, PROPOSAL
from mapper.domain.ogc import Box, Span, System, Window
from mapper.geo.crs import clip_to_zone

# A parallel is a curve in metres: with its corners alone a box 30 km wide is 20 m off.
_EDGE_PARTS = 50
_LEAST_STEP = 1e-6
_NO_CRS_MEMBER = 0
_OWN = ("name", "kind", "key")
_IDEA_PROPERTIES = (
    *("public_id", "title", "body", "action_field", "district", "municipality", "round"),
    *("response_status", "public_precision", "support_count"),
)

Conditions = list[ColumnElement[bool]]


def of_layer(version_id: int, window: Window | None, equals: Mapping[str, str]) -> Conditions:
    """Conditions on `FEATURE`; the version is a constant, by which the index serves."""
    return [
        FEATURE.c.version_id == version_id,
        *(FEATURE.c[name] == value for name, value in equals.items()),
        *([_meets(FEATURE.c.geom, window)] if window else []),
    ]


def of_ideas(window: Window | None, span: Span | None, equals: Mapping[str, str]) -> Conditions:
    """Conditions on `PROPOSAL`; an idea without a public point lies in every window.

    The standard asks for that: what has no place cannot be outside.
    """
    moment = PROPOSAL.c.created_at
    return [
        *(PROPOSAL.c[name] == value for name, value in equals.items()),
        *([moment >= span.first] if span and span.first else []),
        *([moment <= span.last] if span and span.last else []),
        *([_meets(PROPOSAL.c.public_geom, window, nowhere=True)] if window else []),
    ]


def select_features(conditions: Conditions, system: System) -> Select[Any]:
    """Rows `id, item` of a layer, by id."""
    item = _item(cast(FEATURE.c.id, Text), FEATURE.c.geom, _properties(), system)
    return select(FEATURE.c.id, item).where(*conditions).order_by(FEATURE.c.id)


def select_ideas(conditions: Conditions, system: System) -> Select[Any]:
    """Rows `id, item` of published ideas, the oldest first: new ones come after the last page."""
    number = func.to_json(PROPOSAL.c.public_id)
    item = _item(cast(number, Text), PROPOSAL.c.public_geom, _idea_properties(), system)
    return select(PROPOSAL.c.id, item).where(*conditions).order_by(PROPOSAL.c.id)


def select_numbers(query: Select[Any]) -> Select[Any]:
    """The ids of the rows, in their order, without any item being put together."""
    return query.with_only_columns(query.selected_columns[0])


def select_count(query: Select[Any]) -> Select[int]:
    """How many rows there are."""
    return select(func.count()).select_from(select_numbers(query).order_by(None).subquery())


def select_extent(version_id: int) -> Select[Any]:
    """West, south, east, north of a layer version in EPSG:4326, then in EPSG:25833; maybe null."""
    around = select(
        func.ST_SetSRID(func.ST_Extent(FEATURE.c.geom), STORAGE_SRID).label("metres")
    ).where(FEATURE.c.version_id == version_id)
    box = around.subquery()
    side = func.greatest(func.ST_Perimeter(box.c.metres) / (4 * _EDGE_PARTS), 1)
    degrees = func.ST_Transform(func.ST_Segmentize(box.c.metres, side), 4326)
    corners = (func.ST_XMin, func.ST_YMin, func.ST_XMax, func.ST_YMax)
    return select(*(corner(shape) for shape in (degrees, box.c.metres) for corner in corners))


def select_first_moment() -> Select[Any]:
    """When the oldest published idea was handed in."""
    return select(PROPOSAL.c.created_at).order_by(PROPOSAL.c.created_at).limit(1)


def _item(
    number: ColumnElement[Any],
    geom: ColumnElement[Any],
    properties: ColumnElement[Any],
    system: System,
) -> ColumnElement[str]:
    placed = func.ST_Transform(geom, system.srid) if system.srid != STORAGE_SRID else geom
    turned = func.ST_FlipCoordinates(placed) if system.flipped else placed
    drawn = func.ST_AsGeoJSON(turned, system.decimals, _NO_CRS_MEMBER)
    return func.concat(
        *(literal('{"type":"Feature","id":'), number),
        *(literal(',"geometry":'), func.coalesce(drawn, literal("null"))),
        *(literal(',"properties":'), cast(properties, Text), literal("}")),
    ).label("item")


def _properties() -> ColumnElement[Any]:
    """All attributes with name, kind and key; an attribute stays where its namesake is null."""
    own = func.jsonb_build_object(*_pairs(FEATURE, _OWN))
    empty = dict.fromkeys(_OWN)
    attributes = type_coerce(FEATURE.c.attributes, JSONB)
    return (
        cast(literal(empty, JSONB), JSONB)
        .op("||")(attributes)
        .op("||")(func.jsonb_strip_nulls(own))
    )


def _idea_properties() -> ColumnElement[Any]:
    utc = func.timezone("UTC", PROPOSAL.c.created_at)
    moment = func.to_char(utc, 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')
    return func.json_build_object(
        *_pairs(PROPOSAL, _IDEA_PROPERTIES), literal("created_at"), moment
    )


def _pairs(view: Any, names: tuple[str, ...]) -> list[ColumnElement[Any]]:
    return [part for name in names for part in (literal(name), view.c[name])]


def _meets(
    geom: ColumnElement[Any], window: Window, *, nowhere: bool = False
) -> ColumnElement[bool]:
    shapes = [_shape(box, window.srid) for box in window.boxes]
    found = [and_(geom.op("&&")(shape), func.ST_Intersects(geom, shape)) for shape in shapes]
    return or_(*found, geom.is_(None)) if nowhere else or_(*found)


def _shape(box: Box, srid: int) -> ColumnElement[Any]:
    if srid == STORAGE_SRID:
        return func.ST_MakeEnvelope(*_with_sides(box, 0.001), STORAGE_SRID)
    west, south, east, north = _with_sides(clip_to_zone(box), 1e-8)
    step = max(east - west, north - south, _LEAST_STEP) / _EDGE_PARTS
    edges = func.ST_Segmentize(func.ST_MakeEnvelope(west, south, east, north, srid), step)
    return func.ST_Transform(edges, STORAGE_SRID)


def _with_sides(box: Box, least: float) -> Box:
    """A box of no width would be no polygon."""
    west, south, east, north = box
    return west, south, max(east, west + least), max(north, south + least)
