"""Features as rows of `feature` in PostgreSQL's binary COPY format.

Columns: layer_version_id int4, key text, name text, kind text, attributes jsonb, geom EWKB.
Source: PostgreSQL documentation, COPY, "Binary Format".
"""

import struct
from collections.abc import Iterable

COLUMNS = ("layer_version_id", "key", "name", "kind", "attributes", "geom")

_NULL = struct.pack("!i", -1)
_LENGTH = struct.Struct("!i")
_JSONB = struct.Struct("!iB")
_JSONB_VERSION = 1
_HAS_SRID, _SRID = 0x2000_0000, 25833
_KINDS, _HEAD = range(1, 8), 5
_EWKB = {kind: struct.pack("<BII", 1, kind | _HAS_SRID, _SRID) for kind in _KINDS}
"""Heads of little-endian EWKB by type, in place of those of WKB, which are four bytes shorter."""


def encode_rows(
    version_id: int,
    features: Iterable[tuple[str | None, str | None, str | None, bytes, bytes]],
) -> bytearray:
    """Rows of a binary COPY.

    Parameters
    ----------
    features
        Key, name, kind, attributes as JSON, and geometry as little-endian WKB in two dimensions.
    """
    begin = struct.pack("!hii", len(COLUMNS), 4, version_id)
    rows = bytearray()
    for key, name, kind, attributes, geometry in features:
        rows += begin
        for text in (key, name, kind):
            if text is None:
                rows += _NULL
            else:
                body = text.encode()
                rows += _LENGTH.pack(len(body)) + body
        rows += _JSONB.pack(len(attributes) + 1, _JSONB_VERSION) + attributes
        rows += _LENGTH.pack(len(geometry) + 4) + _EWKB[geometry[1]]
        rows += memoryview(geometry)[_HEAD:]
    return rows
