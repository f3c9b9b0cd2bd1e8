"""Features as rows of `feature` in PostgreSQL's binary COPY format.

Columns: layer_version_id int4, key text, name text, kind text, attributes jsonb, geom EWKB.
Source: PostgreSQL documentation, COPY, "Binary Format".
"""

import struct
from collections.abc import Sequence
from itertools import chain, repeat

import numpy as np

COLUMNS = ("layer_version_id", "key", "name", "kind", "attributes", "geom")

_NULL = struct.pack("!i", -1)
_JSONB_VERSION = b"\1"
_HAS_SRID, _SRID = 0x2000_0000, 25833
_KINDS, _HEAD, _MORE = range(1, 8), 5, 4
_EWKB = {kind: struct.pack("<BII", 1, kind | _HAS_SRID, _SRID) for kind in _KINDS}
"""Heads of little-endian EWKB by type, in place of those of WKB, which are four bytes shorter."""


def encode_rows(
    version_id: int,
    keys: Sequence[str | None],
    names: Sequence[str | None],
    kinds: Sequence[str | None],
    attributes: Sequence[bytes],
    shapes: Sequence[bytes],
) -> bytes:
    """Rows of a binary COPY, piece by piece in loops of C rather than row by row.

    Parameters
    ----------
    attributes
        JSON objects.
    shapes
        Little-endian WKB in two dimensions.
    """
    pieces = zip(
        repeat(struct.pack("!hii", len(COLUMNS), 4, version_id), len(shapes)),
        *chain.from_iterable(map(_texts, (keys, names, kinds))),
        _lengths(attributes, 1),
        repeat(_JSONB_VERSION),
        attributes,
        _lengths(shapes, _MORE),
        [_EWKB[shape[1]] for shape in shapes],
        [shape[_HEAD:] for shape in shapes],
    )
    return b"".join(chain.from_iterable(pieces))


def _texts(texts: Sequence[str | None]) -> "tuple[Sequence[bytes], Sequence[bytes]]":
    """Lengths and bodies."""
    bodies = [b"" if text is None else text.encode() for text in texts]
    lengths = _lengths(bodies, 0)
    if None in texts:
        lengths = [
            _NULL if text is None else length for text, length in zip(texts, lengths, strict=True)
        ]
    return lengths, bodies


def _lengths(bodies: Sequence[bytes], more: int) -> list[bytes]:
    found = np.fromiter(map(len, bodies), dtype=">i4", count=len(bodies)) + more
    lengths: list[bytes] = found.astype(">i4").view("V4").tolist()
    return lengths
