"""A table with coordinates, opened like any other layer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from mapper.domain.imports import EncodingFinding, ImportOptions
from mapper.imports.reading.batches import Batch
from mapper.imports.reading.kinds import TABLE
from mapper.imports.reading.table_rows import read_rows
from mapper.imports.reading.tables import Table, open_table

_AT_ONCE = 5_000
_FIRST = 200


@dataclass(frozen=True, slots=True)
class TableLayer:
    """See `mapper.imports.reading.opened.OpenLayer`; all of its values are texts."""

    table: Table

    driver = TABLE
    total = 0
    box = None
    curved = False
    measured = False
    raw = False

    @property
    def placed(self) -> bool:
        """Whether it is clear which columns hold the coordinates."""
        table = self.table
        return table.shape is not None or (table.x is not None and table.y is not None)

    @property
    def path(self) -> Path:
        return self.table.path

    @property
    def names(self) -> Sequence[str]:
        return self.table.columns

    @property
    def types(self) -> Sequence[tuple[str, str]]:
        return [("OFTString", "OFSTNone")] * len(self.table.columns)

    @property
    def encoding(self) -> EncodingFinding:
        return self.table.encoding

    @property
    def crs(self) -> str | None:
        return self.table.words

    def batches(self) -> Iterator[Batch]:
        """All rows."""
        for one in self.table.batches(_AT_ONCE):
            yield Batch(one.rows, one.wkb, one.columns, one.problems)

    def unplaced(self) -> Batch:
        """The first rows, without their shapes."""
        table = self.table
        read = read_rows(table.path, table.encoding.encoding, table.separator)
        rows = [row for row in islice(read, table.head, table.head + _FIRST) if any(row)]
        columns = [
            np.array([row[at] or None if at < len(row) else None for row in rows], dtype=object)
            for at in range(len(table.columns))
        ]
        return Batch(np.arange(1, len(rows) + 1), np.full(len(rows), None), columns)

    def spots(self) -> Iterator[Batch]:
        """None: the first rows have to do."""
        return iter(())


def open_table_layer(path: Path, options: ImportOptions) -> TableLayer:
    """A table of a file.

    Raises
    ------
    ImportRefusedError
    """
    return TableLayer(open_table(path, options))
