"""Features as rows of `feature` in PostgreSQL's binary COPY format.

Columns: layer_version_id int4, key text, name text, kind text, attributes jsonb, geom EWKB.
Source: PostgreSQL documentation, COPY, "Binary Format".
"""

import struct
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

COLUMNS = ("layer_version_id", "key", "name", "kind", "attributes", "geom")

_NULL = -1
_JSONB_VERSION = b"\1"
_LITTLE = b"\1"
_HAS_SRID, _SRID = 0x2000_0000, 25833
_HEAD, _MORE = 5, 4
"""Bytes of the head of WKB, and how many more that of EWKB has."""

Part = bytes | NDArray[np.generic]


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
    size = len(shapes)
    pieces: list[Sequence[bytes]] = []
    between: list[Part] = [struct.pack("!hii", len(COLUMNS), 4, version_id)]
    for texts in (keys, names, kinds):
        bodies = [b"" if text is None else text.encode() for text in texts]
        between.append(_lengths(bodies, texts))
        if any(bodies):
            pieces += [_together(between, size), bodies]
            between = []
    between += [_lengths(attributes) + 1, _JSONB_VERSION]
    pieces += [_together(between, size), attributes]
    types = np.fromiter((shape[1] for shape in shapes), "<u4", size) | _HAS_SRID
    between = [_lengths(shapes) + _MORE, _LITTLE, types, struct.pack("<I", _SRID)]
    pieces += [_together(between, size), [shape[_HEAD:] for shape in shapes]]
    return b"".join(chain.from_iterable(zip(*pieces, strict=True)))


def _lengths(bodies: Sequence[bytes], texts: Sequence[str | None] = ()) -> NDArray[np.int32]:
    """The lengths of bodies; of a text that is absent the mark for that."""
    lengths = np.fromiter(map(len, bodies), np.int32, len(bodies))
    if None in texts:
        lengths[[text is None for text in texts]] = _NULL
    return lengths


def _together(parts: Sequence[Part], size: int) -> list[bytes]:
    """Parts of one width side by side for each row; lengths as PostgreSQL wants them."""
    columns = []
    for part in parts:
        if isinstance(part, bytes):
            columns.append(np.broadcast_to(np.frombuffer(part, np.uint8), (size, len(part))))
        else:
            column = part.astype(">i4") if part.dtype == np.int32 else part
            columns.append(column.view(np.uint8).reshape(size, -1))
    rows = np.ascontiguousarray(np.concatenate(columns, axis=1))
    together: list[bytes] = rows.view(f"V{rows.shape[1]}").ravel().tolist()
    return together
