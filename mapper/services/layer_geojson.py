"""Layers as GeoJSON, piece by piece: with what maps need, or with every attribute."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Row

from mapper.db.engine import Sessions
from mapper.db.features import features_of, select_features
from mapper.db.short_reads import read_shortly
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
        It has just been hidden, or replaced: also after the first pieces.
    """
    head = {
        "type": "FeatureCollection",
        **(provenance_of(layer) if attributes else {}),
        "attribution": layer.attribution,
        "licence": layer.licence,
        "schematic": layer.schematic,
    }
    yield orjson.dumps(head)[:-1] + b',"features":['
    features = features_of(layer.version_id, public=layer.public)
    query = select_features(features)
    numbers = query.with_only_columns(features.c.id)
    separator = b""
    for rows in read_shortly(sessions, query, numbers, _AT_ONCE, partial(check_shown, layer=layer)):
        yield separator + b",".join(_feature(row, attributes) for row in rows)
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
