"""Published layers as GeoJSON, and what is known of them without drawing them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Row, select

from mapper.db.engine import Sessions, transaction
from mapper.db.features import select_features
from mapper.db.views import LAYER
from mapper.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class PublishedLayer:
    """A public layer and where its active version comes from."""

    slug: str
    title: str
    role: str
    version_id: int
    source: str
    licence: str | None
    attribution: str | None
    data_date: date | None
    schematic: bool
    feature_count: int
    sha256: str | None
    activated_at: datetime | None

    @property
    def version(self) -> str:
        """Changes whenever the layer's content does, also in another database."""
        moment = self.activated_at.timestamp() if self.activated_at else 0
        return f"{self.slug}-{self.version_id}-{moment:.6f}"


_NAMES = (
    *("slug", "title", "role", "version_id", "source", "licence", "attribution", "data_date"),
    *("schematic", "feature_count", "sha256", "activated_at"),
)


def list_layers(sessions: Sessions) -> list[PublishedLayer]:
    """All public layers with an active version, by slug."""
    query = select(*(LAYER.c[name] for name in _NAMES)).order_by(LAYER.c.slug)
    with transaction(sessions) as session:
        return [PublishedLayer(*row) for row in session.execute(query)]


def find_layer(sessions: Sessions, slug: str) -> PublishedLayer:
    """The public layer with this slug.

    Raises
    ------
    NotFoundError
        There is none, or it is not public.
    """
    query = select(*(LAYER.c[name] for name in _NAMES)).where(LAYER.c.slug == slug)
    with transaction(sessions) as session:
        row = session.execute(query).first()
    if row is None:
        raise NotFoundError("layer", slug)
    return PublishedLayer(*row)


def layer_geojson(sessions: Sessions, layer: PublishedLayer) -> bytes:
    """The layer's features in EPSG:4326 with six decimals, about a decimetre."""
    with transaction(sessions) as session:
        rows = session.execute(select_features(layer.slug)).all()
    head = {
        "type": "FeatureCollection",
        "attribution": layer.attribution,
        "licence": layer.licence,
        "schematic": layer.schematic,
    }
    return orjson.dumps({**head, "features": list(_features(rows))})


def _features(rows: Sequence[Row[Any]]) -> Iterator[dict[str, object]]:
    for row in rows:
        properties = {
            "name": row.name,
            "kind": row.kind,
            "key": row.key,
            "municipality": _municipality(row),
            "schematic": row.schematic,
        }
        yield {
            "type": "Feature",
            "properties": properties,
            "geometry": orjson.Fragment(row.geometry),
        }


def _municipality(row: Row[Any]) -> str | None:
    """The AGS: a municipality's key is one, a district's begins with it."""
    if row.key:
        return str(row.key).partition("/")[0]
    found = row.attributes.get("municipality")
    return str(found) if found else None
