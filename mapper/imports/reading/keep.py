"""Rows that are kept, on their way out; counts what they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import orjson
import shapely

from mapper.imports.reading.frames import Frames
from mapper.imports.reading.parse_shapes import Shapes
from mapper.imports.reading.preview import Preview
from mapper.imports.reading.rows import encode_rows

Texts = Sequence[str | None]

_LITTLE = 1
_TYPES = (
    *("Point", "LineString", "LineString", "Polygon", "MultiPoint", "MultiLineString"),
    *("MultiPolygon", "GeometryCollection"),
)


@dataclass(slots=True)
class Rows:
    """What of a batch is kept: shapes in EPSG:25833, and attributes as JSON."""

    numbers: list[int]
    shapes: Shapes
    attributes: list[bytes]
    names: list[str | None]
    kinds: list[str | None]
    keys: list[str] = field(default_factory=list)

    def only(self, places: Sequence[int]) -> "Rows":
        """Those at some places; none of them has a key yet."""
        return Rows(
            [self.numbers[at] for at in places],
            self.shapes[list(places)],
            [self.attributes[at] for at in places],
            [self.names[at] for at in places],
            [self.kinds[at] for at in places],
        )


class Keeper:
    """Sends rows, and keeps what the report says of all of them."""

    def __init__(self, version_id: int, frames: Frames, preview: Preview | None) -> None:
        self._version_id, self._frames, self.preview = version_id, frames, preview
        self._seen: set[int] = set()
        self.types: Counter[str] = Counter()
        self.features = 0
        self.vertices = 0
        self.bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def send(self, rows: Rows) -> list[int]:
        """Send some rows; returns the numbers of those that came before just the same."""
        shapes = rows.shapes
        if not len(shapes):
            return []
        wkb = shapely.to_wkb(shapes, byte_order=_LITTLE).tolist()
        keys: Texts = rows.keys or [None] * len(shapes)
        kept = encode_rows(self._version_id, keys, rows.names, rows.kinds, rows.attributes, wkb)
        self._frames.rows(kept)
        self._look(shapes)
        if self.preview is not None:
            self.preview.add(shapes, rows.names)
        return self._twice(rows, wkb)

    def _look(self, shapes: Shapes) -> None:
        self.features += len(shapes)
        self.vertices += int(shapely.get_num_coordinates(shapes).sum())
        for kind, number in enumerate(np.bincount(shapely.get_type_id(shapes)).tolist()):
            if number:
                self.types[_TYPES[kind]] += number
        west, south, east, north = shapely.total_bounds(shapes)
        self.bounds[:2] = np.minimum(self.bounds[:2], (west, south))
        self.bounds[2:] = np.maximum(self.bounds[2:], (east, north))

    def _twice(self, rows: Rows, wkb: Sequence[bytes]) -> list[int]:
        both = zip(map(hash, wkb), map(hash, rows.attributes), strict=True)
        marks = [one ^ other for one, other in both]
        if len(set(marks)) == len(marks) and self._seen.isdisjoint(marks):
            self._seen.update(marks)
            return []
        found = []
        for number, mark in zip(rows.numbers, marks, strict=True):
            if mark in self._seen:
                found.append(number)
            self._seen.add(mark)
        return found


def to_json(names: Sequence[str], values: Sequence[Sequence[object]], size: int) -> list[bytes]:
    """The rows of columns as JSON objects."""
    if not names:
        return [b"{}"] * size
    return [orjson.dumps(dict(zip(names, row, strict=True))) for row in zip(*values, strict=True)]
