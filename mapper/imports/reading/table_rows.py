"""The rows of a table, as texts."""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from mapper.errors import ImportRefusedError

_LONGEST_CELL = 50_000_000
_MOST_LINES = 500
"""A cell over more lines than that begins with a quotation mark that nobody closed."""


def codec_of(encoding: str) -> str:
    """How Python calls it; some programs begin UTF-8 with a mark."""
    return "utf-8-sig" if encoding == "UTF-8" else encoding


def read_rows(
    path: Path, encoding: str, separator: str, width: int | None = None
) -> Iterator[list[str]]:
    """All rows, cell by cell without spaces around; what cannot be decoded becomes a sign for it.

    `width` is the number of cells that rows should have, where it is known.

    Raises
    ------
    ImportRefusedError
    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding=codec_of(encoding), errors="replace", newline="") as lines:
            for row in _parse(_Feed(lines), separator, width):
                yield [cell.strip() for cell in row]
    except (csv.Error, UnicodeError):
        raise ImportRefusedError("unreadable") from None


def _parse(feed: "_Feed", separator: str, width: int | None) -> Iterator[list[str]]:
    """A row with a quotation mark too many is read without regard to it, and only that row."""
    while True:
        for row in csv.reader(feed, delimiter=separator):
            if width is not None and len(feed.row) > 1 and len(row) != width:
                feed.take_back()
            if feed.taken_back:
                break
            feed.row.clear()
            yield row
        if not feed.taken_back:
            return
        first = feed.taken_back.popleft()
        feed.go_on()
        yield next(csv.reader([first], delimiter=separator, quoting=csv.QUOTE_NONE), [])


class _Feed:
    """Lines for a reader; takes them back when a row wants too many of them."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.row: deque[str] = deque()
        self.taken_back: deque[str] = deque()

    def take_back(self) -> None:
        """The lines of the row at hand are to be read anew."""
        self.taken_back, self.row = self.row, deque()

    def go_on(self) -> None:
        """Give out again what was taken back."""
        self._again = self.taken_back + self._again
        self.taken_back = deque()

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = None
        if len(self.row) < _MOST_LINES:
            line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            # A row is still open here, if any: so is its quotation mark.
            self.take_back()
            raise StopIteration
        self.row.append(line)
        return line
