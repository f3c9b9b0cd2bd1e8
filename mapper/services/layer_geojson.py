"""Layers as GeoJSON, piece by piece: with what maps need, or with every attribute."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import Row

from mapper.db.engine import Sessions, transaction
from mapper.db.features import features_of, select_features
from mapper.services.layer_files import provenance_of
from mapper.services.layers import PublishedLayer, check_shown

_AT_ONCE = 1_000


def layer_pieces(
    sessions: Sessions, layer: PublishedLayer, *, attributes: bool = False
) -> Iterator[bytes]:
    """A feature collection in EPSG:4326 with six decimals, about a decimetre.

    With `attributes` each object has them all, beside what objects of every layer have; an
    attribute of the same name goes before that.

    Raises
    ------
    NotFoundError
        It has just been hidden, or replaced.
    """
    head = {
        "type": "FeatureCollection",
        **(provenance_of(layer) if attributes else {}),
        "attribution": layer.attribution,
        "licence": layer.licence,
        "schematic": layer.schematic,
    }
    yield orjson.dumps(head)[:-1] + b',"features":['
    query = select_features(features_of(layer.version_id, public=layer.public))
    separator = b""
    with transaction(sessions) as session:
        rows = session.execute(query, execution_options={"yield_per": _AT_ONCE})
        check_shown(session, layer)
        for some in rows.partitions():
            yield separator + b",".join(_feature(row, attributes) for row in some)
            separator = b","
    yield b"]}"


def _feature(row: Row[Any], attributes: bool) -> bytes:
    own: Mapping[str, object] = {
        "name": row.name,
        "kind": row.kind,
        "key": row.key,
        "municipality": _municipality(row),
        "schematic": row.schematic,
    }
    if attributes:
        own = {**own, **row.attributes}
    return orjson.dumps(
        {"type": "Feature", "properties": own, "geometry": orjson.Fragment(row.geometry)}
    )


def _municipality(row: Row[Any]) -> str | None:
    """The AGS: a municipality's key is one, a district's begins with it."""
    if row.key:
        return str(row.key).partition("/")[0]
    found = row.attributes.get("municipality")
    return str(found) if found else None
