"""Fields of a file: their names, types and values as they are kept."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from mapper.domain.imports import FieldInfo
from mapper.errors import ImportRefusedError
from mapper.imports.reading.encodings import texts_in
from mapper.imports.reading.values import Reading, Value, clean_text, finite, is_clean

MOST_NAME_SIGNS = 100
_EXAMPLES = 3
_EXACT = 2**53
"""Floats hold all whole numbers below."""
_EXAMPLE_SIGNS = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
_TYPES = {
    **{"OFTInteger": "integer", "OFTInteger64": "integer", "OFTReal": "number"},
    **{"OFTDate": "date", "OFTDateTime": "moment"},
}
_NAMES = (
    *("name", "bez", "bezeichnung", "bezeichn", "gen", "ortsteil", "ortsteilname", "ot_name"),
    *("ortst_name", "gemarkung", "gemeinde", "gemeindename", "titel", "title", "label", "text"),
)
"""Fields that hold names, most likely first."""
_DISTINCT = 0.5


@dataclass(slots=True)
class Column:
    """One field; `at` is its place among those read.

    `encoding` is that of its texts, which were read as ISO-8859-1; None: they are read already.
    `rounded` counts whole numbers that may have lost their last digits.
    """

    name: str
    title: str
    type: str
    at: int
    encoding: str | None = None
    reading: Reading | None = None
    nulls: int = 0
    rounded: int = 0
    examples: list[str] = field(default_factory=list)

    def values(self, raw: "np.ndarray[tuple[int], np.dtype[np.generic]]") -> list[Value]:
        """The values of a batch as they are kept; counts what is absent."""
        values = self._kept(raw)
        self.nulls += values.count(None)
        if len(self.examples) < _EXAMPLES:
            self._show(values)
        return values

    def info(self) -> FieldInfo:
        """What the report says of it."""
        return FieldInfo(self.name, self.title, self.type, self.nulls, tuple(self.examples))

    def texts(self, raw: Sequence[object]) -> list[str | None]:
        """The values of a batch as texts, cleaned; None where absent."""
        given = [one if isinstance(one, str) else str(one) for one in raw if one is not None]
        if self.encoding:
            given = texts_in(given, self.encoding)
        if not is_clean(given):
            given = [clean_text(one) for one in given]
        if len(given) == len(raw):
            return [*given]
        left = iter(given)
        return [None if one is None else next(left) for one in raw]

    def _kept(self, raw: "np.ndarray[tuple[int], np.dtype[np.generic]]") -> list[Value]:
        listed = raw.tolist()
        if self.type in ("integer", "boolean") and not self.reading:
            keep = int if self.type == "integer" else bool
            if raw.dtype.kind == "f":
                # Where some are absent they come as floats.
                self.rounded += int((np.abs(raw) >= _EXACT).sum())
            if raw.dtype.kind == "f" and not np.isfinite(raw).all():
                listed = [finite(one) for one in listed]
            return [None if one is None else keep(one) for one in listed]
        if raw.dtype.kind == "f":
            return listed if np.isfinite(raw).all() else [finite(one) for one in listed]
        if not {np.ndarray, list, tuple}.isdisjoint(map(type, listed)):
            return [self._list(one) for one in listed]
        texts = self.texts(listed)
        if self.reading is None:
            return list(texts)
        return [self.reading[1](one.strip()) if one and one.strip() else None for one in texts]

    def _list(self, one: object) -> Value:
        if not isinstance(one, np.ndarray | list | tuple):
            return None
        items = list(one.tolist() if isinstance(one, np.ndarray) else one)
        return [*self.texts(items)] if any(isinstance(item, str) for item in items) else items

    def _show(self, values: Sequence[Value]) -> None:
        for value in values:
            shown = "" if value is None else as_text(value)[:_EXAMPLE_SIGNS]
            if shown and shown not in self.examples:
                self.examples.append(shown)
                if len(self.examples) == _EXAMPLES:
                    return


def as_text(value: Value) -> str:
    """A value as a table shows it."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def make_columns(
    names: Sequence[str],
    types: Sequence[tuple[str, str]],
    encoding: str | None,
    renames: Mapping[str, str],
    most: int,
) -> list[Column]:
    """Columns of the fields that can be kept; those with bytes cannot.

    Parameters
    ----------
    types
        GDAL's type and subtype.
    encoding
        That of names and texts, which were read as ISO-8859-1; None: they are read already.

    Raises
    ------
    ImportRefusedError
        There are too many.
    """
    if len(names) > most:
        raise ImportRefusedError("too_many_fields", got=len(names), most=most)
    columns: list[Column] = []
    taken: set[str] = set()
    for at, (name, (kind, subtype)) in enumerate(
        zip(texts_in(names, encoding) if encoding else names, types, strict=True)
    ):
        kept = _free_name(name, at, taken)
        if kind == "OFTBinary":
            continue
        type_ = "boolean" if subtype == "OFSTBoolean" else _TYPES.get(kind, "text")
        title = clean_text(renames.get(kept, "").strip()) or kept
        columns.append(Column(kept, title, type_, at, encoding))
    return columns


def choose_column(columns: Sequence[Column], name: str | None) -> Column | None:
    """The column somebody chose; None: nobody did.

    Raises
    ------
    ImportRefusedError
        There is none of that name.
    """
    if not name:
        return None
    for column in columns:
        if column.name == name:
            return column
    for column in columns:
        if column.name.casefold() == name.casefold():
            return column
    names = ", ".join(column.name for column in columns)
    raise ImportRefusedError("no_such_field", got=name, names=names)


def propose_name(
    columns: Sequence[Column], texts_of: Callable[[Column], Sequence[str | None]]
) -> Column | None:
    """The column that most likely holds names: called so, texts, and mostly different ones."""
    texts = [column for column in columns if column.type == "text"]
    ranked = sorted(texts, key=_rank)
    named = [column for column in ranked if _rank(column) < len(_NAMES)]
    for column in named:
        if _is_distinct(texts_of(column)):
            return column
    if named:
        return named[0]
    return next((column for column in ranked if _is_distinct(texts_of(column))), None)


def _rank(column: Column) -> int:
    small = column.name.casefold()
    return _NAMES.index(small) if small in _NAMES else len(_NAMES)


def _is_distinct(texts: Sequence[str | None]) -> bool:
    given = [text for text in texts if text and not text.isdigit()]
    return (
        bool(given) and len(given) * 2 >= len(texts) and len(set(given)) >= _DISTINCT * len(given)
    )


def _free_name(name: str, at: int, taken: set[str]) -> str:
    kept = _CONTROL.sub("", clean_text(name)).strip()[:MOST_NAME_SIGNS] or f"field_{at + 1}"
    free, number = kept, 1
    while free in taken:
        number += 1
        free = f"{kept}_{number}"
    taken.add(free)
    return free
