"""Rows of PostgreSQL's binary COPY, as an import sends them, read back."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import shapely


@dataclass(frozen=True)
class SentRow:
    """A row of `feature`; the shape is in EPSG:25833."""

    key: str | None
    name: str | None
    attributes: dict[str, object]
    shape: shapely.Geometry


def sent_rows(body: bytes) -> list[SentRow]:
    """All rows of a piece of COPY without header and trailer."""
    return [_row(fields) for fields in _tuples(body)]


def _row(fields: list[bytes | None]) -> SentRow:
    _, key, name, _, attributes, shape = fields
    assert attributes is not None
    assert attributes[0] == 1  # the version of jsonb
    geometry = shapely.from_wkb(shape)
    assert geometry is not None
    assert shapely.get_srid(geometry) == 25833
    return SentRow(
        None if key is None else key.decode(),
        None if name is None else name.decode(),
        json.loads(attributes[1:]),
        geometry,
    )


def _tuples(body: bytes) -> Iterator[list[bytes | None]]:
    at = 0
    while at < len(body):
        (count,) = struct.unpack_from("!h", body, at)
        at += 2
        fields: list[bytes | None] = []
        for _ in range(count):
            (length,) = struct.unpack_from("!i", body, at)
            at += 4
            fields.append(None if length < 0 else body[at : at + length])
            at += max(length, 0)
        yield fields
