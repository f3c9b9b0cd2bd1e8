"""Rows as the reading process sends them, read again."""

import struct
from dataclasses import dataclass
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class KeptRow:
    """A row of `feature` before it is stored."""

    key: str | None
    name: str | None
    kind: str | None
    attributes: dict[str, Any]
    shape: BaseGeometry


def read_rows(body: bytes) -> list[KeptRow]:
    """Rows of a binary COPY without head and end."""
    rows, at = [], 0
    while at < len(body):
        (count,) = struct.unpack_from("!h", body, at)
        at += 2
        cells: list[bytes | None] = []
        for _ in range(count):
            (length,) = struct.unpack_from("!i", body, at)
            at += 4
            cells.append(None if length < 0 else bytes(body[at : at + length]))
            at += max(length, 0)
        version, key, name, kind, attributes, shape = cells
        assert version == struct.pack("!i", 1)
        assert attributes is not None
        texts = (None if cell is None else cell.decode() for cell in (key, name, kind))
        shape_read = shapely.from_wkb(shape)
        assert isinstance(shape_read, BaseGeometry)
        assert shapely.get_srid(shape_read) == 25833
        key_read, name_read, kind_read = texts
        values = orjson.loads(attributes[1:])
        rows.append(KeptRow(key_read, name_read, kind_read, values, shape_read))
    return rows
