"""Objects of layers: those shown to everyone by the public views, others from the table."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select

from mapper.db.tables import Feature, LayerVersion
from mapper.db.views import FEATURE

_DECIMALS = 6


def features_of(version_id: int, *, public: bool) -> Subquery:
    """The objects of a version: `id, key, name, kind, attributes, schematic, geom`.

    Of a version that is not shown to everyone `public` finds none.
    """
    if public:
        names = ("id", "key", "name", "kind", "attributes", "schematic", "geom")
        columns = (FEATURE.c[name] for name in names)
        return select(*columns).where(FEATURE.c.version_id == version_id).subquery("feature")
    return (
        select(
            Feature.id,
            Feature.key,
            Feature.name,
            Feature.kind,
            Feature.attributes,
            LayerVersion.schematic,
            Feature.geom,
        )
        .join(LayerVersion, LayerVersion.id == Feature.layer_version_id)
        .where(Feature.layer_version_id == version_id)
        .subquery("feature")
    )


def select_features(features: Subquery) -> Select[Any]:
    """Rows `key, name, kind, schematic, attributes, geometry` (GeoJSON text, EPSG:4326)."""
    columns = features.c
    names = ("key", "name", "kind", "schematic", "attributes")
    return select(
        *(columns[name] for name in names), _as_geojson(columns.geom).label("geometry")
    ).order_by(columns.id)


def _as_geojson(geometry: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.ST_AsGeoJSON(func.ST_Transform(geometry, 4326), _DECIMALS)
