"""Tables with coordinates, as spreadsheets and offices write them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.domain.imports import EncodingFinding, ImportOptions, Problem
from mapper.errors import ImportRefusedError
from mapper.imports.reading.coordinates import Parse, number_parser
from mapper.imports.reading.encodings import find_encoding
from mapper.imports.reading.table_heads import (
    Place,
    find_place,
    find_separator,
    has_head,
    name_columns,
)
from mapper.imports.reading.table_rows import codec_of, read_rows

_SAMPLE_BYTES = 1 << 20
_SAMPLE_ROWS = 500
_SAMPLE_LINES = 200
_SAMPLE_SIGNS = 20_000
_MOST_COLLECTIONS = 20
_MOST_COLUMNS = 2_000
"""Whatever the settings allow: each is looked at before anything is read."""


@dataclass(frozen=True, slots=True)
class TableBatch:
    """Rows with a place, by their number counted from 1 below the head, their shapes as WKB, and
    their cells as texts (None: empty) column by column; `problems` also tell of the rows left out.
    """

    rows: NDArray[np.int64]
    wkb: NDArray[np.object_]
    columns: Sequence[NDArray[np.object_]]
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, opened; `x` and `y` or `shape` are None where nobody can tell which they are.

    `head` is the number of rows above the first of the data. `words` is the
    coordinate reference system that the table names, None where it names none.
    """

    path: Path
    columns: tuple[str, ...]
    encoding: EncodingFinding
    place: Place
    separator: str
    head: int
    parse: Parse

    @property
    def x(self) -> str | None:
        return None if self.place.x is None else self.columns[self.place.x]

    @property
    def y(self) -> str | None:
        return None if self.place.y is None else self.columns[self.place.y]

    @property
    def shape(self) -> str | None:
        return None if self.place.shape is None else self.columns[self.place.shape]

    @property
    def words(self) -> str | None:
        return self.place.words

    def batches(self, size: int) -> Iterator[TableBatch]:
        """All rows, at most `size` at once.

        Raises
        ------
        ImportRefusedError
        """
        rows = read_rows(self.path, self.encoding.encoding, self.separator, len(self.columns))
        numbered = enumerate(islice(rows, self.head, None), 1)
        while several := list(islice(numbered, size)):
            yield self._batch(several)

    def _batch(self, several: Sequence[tuple[int, list[str]]]) -> TableBatch:
        width = len(self.columns)
        kept: list[tuple[int, list[str]]] = []
        problems: dict[int, Problem] = {}
        for number, cells in several:
            if not any(cells):
                continue
            if any(cells[width:]):
                problems[number] = Problem(number, "too_many_cells", lost=True)
                continue
            if len(cells) < width:
                problems[number] = Problem(number, "too_few_cells", lost=False)
            kept.append((number, (cells + [""] * width)[:width]))
        shapes = self._shapes([cells for _, cells in kept])
        placed = ~shapely.is_missing(shapes)
        for (number, _), there in zip(kept, placed, strict=True):
            if not there:
                problems[number] = Problem(number, "no_position", lost=True)
        rows = [row for row, there in zip(kept, placed, strict=True) if there]
        columns = [
            np.array([cells[at] or None for _, cells in rows], dtype=object) for at in range(width)
        ]
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        wkb = np.asarray(shapely.to_wkb(shapes[placed]), dtype=object)
        return TableBatch(numbers, wkb, columns, tuple(problems[key] for key in sorted(problems)))

    def _shapes(self, rows: Sequence[Sequence[str]]) -> NDArray[np.object_]:
        """Shapes, None where there is none."""
        place = self.place
        if place.shape is not None:
            return _parse_shapes([row[place.shape] for row in rows])
        if place.x is None or place.y is None:
            raise ImportRefusedError("undecided_coordinates", names=", ".join(self.columns))
        positions = np.array(
            [(self.parse(row[place.x]), self.parse(row[place.y])) for row in rows], dtype=float
        ).reshape(-1, 2)
        shapes = np.full(len(rows), None, dtype=object)
        usable = np.isfinite(positions).all(axis=1)
        shapes[usable] = shapely.points(positions[usable])
        return shapes


def open_table(path: Path, options: ImportOptions) -> Table:
    """A table as it says of itself and as somebody decided.

    Raises
    ------
    ImportRefusedError
    """
    sample = _sample(path)
    encoding = find_encoding(sample, None, options.encoding)
    lines = sample.decode(codec_of(encoding.encoding), "replace").splitlines(keepends=True)
    separator, named = find_separator([line[:_SAMPLE_SIGNS] for line in lines[:_SAMPLE_LINES]])
    first = list(islice(read_rows(path, encoding.encoding, separator), _SAMPLE_ROWS))
    filled = [at for at, row in enumerate(first) if any(row)][named:]
    if not filled:
        raise ImportRefusedError("no_features")
    rows = [first[at] for at in filled]
    head = has_head(rows)
    width = len(rows[0]) if head else max(map(len, rows))
    if width > _MOST_COLUMNS:
        raise ImportRefusedError("too_many_fields", got=width, most=_MOST_COLUMNS)
    names = name_columns(rows[0] if head else [""] * width)
    cells = [
        [row[at].strip() for row in rows[head:] if at < len(row) and row[at].strip()]
        for at in range(width)
    ]
    place = _chosen(names, options, find_place(names, cells))
    both = [cell for at in (place.x, place.y) if at is not None for cell in cells[at]]
    return Table(path, names, encoding, place, separator, filled[0] + head, number_parser(both))


def _chosen(names: Sequence[str], options: ImportOptions, found: Place) -> Place:
    x, y = found.x, found.y
    for chosen in (options.x_field, options.y_field):
        if chosen and chosen not in names:
            raise ImportRefusedError("no_such_field", got=chosen, names=", ".join(names))
    if options.x_field:
        x = names.index(options.x_field)
    if options.y_field:
        y = names.index(options.y_field)
    return found if (x, y) == (found.x, found.y) else Place(x, y)


def _parse_shapes(texts: Sequence[str]) -> NDArray[np.object_]:
    plain = [text.strip().rpartition(";")[2] for text in texts]
    parse = shapely.from_wkb if any(text[:1] == "0" for text in plain) else shapely.from_wkt
    # The parser calls itself for each collection in a collection, until its stack is full.
    given = [
        text if text and text.upper().count("COLLECTION") <= _MOST_COLLECTIONS else None
        for text in plain
    ]
    return np.asarray(parse(given, on_invalid="ignore"), dtype=object)


def _sample(path: Path) -> bytes:
    """The beginning, and lines from anywhere that are not ASCII: only they tell the encoding."""
    with path.open("rb") as source:
        pieces = [source.read(_SAMPLE_BYTES), source.readline(_SAMPLE_BYTES)]
        telling = 0
        for line in source:
            if not line.isascii():
                pieces.append(line[:_SAMPLE_BYTES])
                telling += len(pieces[-1])
                if telling > _SAMPLE_BYTES:
                    break
    return b"".join(pieces)
