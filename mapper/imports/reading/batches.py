"""Features of a file in batches; one that cannot be read does not take the others with it."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyogrio import raw

from mapper.domain.imports import Problem
from mapper.errors import ImportRefusedError

Array = NDArray[np.generic]

BYTES = "ISO-8859-1"
"""Texts are read in the encoding that keeps every byte, and decoded by us: GDAL drops what it
cannot read, and pyogrio gives up the whole batch."""

NUMBERED = "GML"
"""GDAL's driver for GML leaves out features whose shape it cannot read, and tells only by gaps
between the numbers of the others."""
SEEKING = ("ESRI Shapefile", "GPKG", "FlatGeobuf", "OpenFileGDB")
"""Drivers that come to a later feature without reading all before it."""
_AT_ONCE, _AT_ONCE_OF_OTHERS = 5_000, 100_000
_MOST_FAILURES = 200
_FAULTS = (RuntimeError, ValueError, OverflowError, OSError)


@dataclass(slots=True)
class Batch:
    """Rows by their number, counted from 1; their shapes as WKB, and their fields' columns.

    `problems` also tell of rows that are not here, for nothing of them can be read.
    """

    rows: NDArray[np.int64]
    wkb: NDArray[np.object_]
    columns: Sequence[Array]
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def cut(self, begin: int, end: int) -> "Batch":
        """Some of its rows."""
        part = slice(begin, end)
        columns = [column[part] for column in self.columns]
        return Batch(self.rows[part], self.wkb[part], columns)


def read_batches(
    path: Path, layer: str, driver: str, columns: Sequence[str] | None = None, total: int = 0
) -> Iterator[Batch]:
    """All features of a layer, in batches of at most some thousand rows; all columns, or some.

    Parameters
    ----------
    total
        How many there are, 0 where only reading tells.

    Raises
    ------
    ImportRefusedError
        So much of it is broken that the rest says nothing.
    """
    reader = _Reader(path, layer, columns, total if driver == NUMBERED else 0)
    at_once = _AT_ONCE if driver in SEEKING else _AT_ONCE_OF_OTHERS
    begin = 0
    while True:
        batches = list(reader.read(begin, at_once))
        got = 0
        for batch in batches:
            got += len(batch) + len(batch.problems)
            if batch.problems:
                yield Batch(batch.rows[:0], batch.wkb[:0], [], batch.problems)
            for at in range(0, len(batch), _AT_ONCE):
                yield batch.cut(at, at + _AT_ONCE)
        if got < at_once:
            break
        begin += at_once
    left_out = reader.left_out()
    if left_out:
        yield Batch(np.empty(0, np.int64), np.empty(0, object), [], left_out)


class _Reader:
    def __init__(self, path: Path, layer: str, columns: Sequence[str] | None, total: int) -> None:
        self._path, self._layer, self._columns = path, layer, columns
        self._total = total
        self._failures = 0
        self._numbers: list[NDArray[np.int64]] = []

    def read(self, begin: int, size: int) -> Iterator[Batch]:
        """So many rows from a place on; where that fails, both halves by themselves."""
        try:
            yield self._read(begin, size)
            return
        except _FAULTS:
            self._failures += 1
            if self._failures > _MOST_FAILURES:
                raise ImportRefusedError("unreadable") from None
        if size == 1:
            lost = Problem(begin + 1, "unreadable_row", lost=True)
            yield Batch(np.empty(0, np.int64), np.empty(0, object), [], (lost,))
            return
        half = size // 2
        yield from self.read(begin, half)
        yield from self.read(begin + half, size - half)

    def _read(self, begin: int, size: int) -> Batch:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, numbers, wkb, columns = raw.read(
                self._path,
                layer=self._layer,
                encoding=BYTES,
                columns=self._columns,
                skip_features=begin,
                max_features=size,
                datetime_as_string=True,
                return_fids=bool(self._total),
            )
        rows = np.arange(begin + 1, begin + 1 + len(wkb), dtype=np.int64)
        batch = Batch(rows, wkb, columns)
        if size < self._total:
            self._numbers.append(numbers)
        elif not begin and len(wkb) < self._total:
            batch.rows, batch.problems = self._find_gaps(numbers)
        return batch

    def left_out(self) -> tuple[Problem, ...]:
        """The rows that are in none of several pieces, as far as can be told."""
        got = sum(map(len, self._numbers))
        if not got or got >= self._total or self._failures:
            return ()
        return self._find_gaps(np.concatenate(self._numbers))[1]

    def _find_gaps(
        self, numbers: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], tuple[Problem, ...]]:
        """Rows by the numbers of their features, and the rows between them that are left out."""
        rows = numbers - (0 if numbers.max(initial=0) < self._total else numbers.min()) + 1
        if len(np.unique(rows)) < len(rows) or rows.max(initial=0) > self._total:
            rows = np.arange(1, len(numbers) + 1, dtype=np.int64)
        left = sorted(set(range(1, self._total + 1)) - set(rows.tolist()))
        return rows, tuple(Problem(row, "unreadable_row", lost=True) for row in left)
