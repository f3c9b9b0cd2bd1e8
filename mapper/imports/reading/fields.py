"""The fields of an opened layer: how each is read, which holds the names, which the kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from mapper.domain.imports import FieldInfo, ImportLimits, ImportOptions
from mapper.imports.reading.batches import Batch
from mapper.imports.reading.columns import (
    Column,
    as_text,
    choose_column,
    make_columns,
    propose_name,
)
from mapper.imports.reading.open_table import TableLayer
from mapper.imports.reading.opened import OpenLayer
from mapper.imports.reading.values import Value, reading_of

_ROWS_SHOWN = 20
_SIGNS_SHOWN = 200
Texts = list[str | None]
AnyLayer = OpenLayer | TableLayer


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a batch: values column by column, names and kinds."""

    values: list[list[Value]]
    names: Texts
    kinds: Texts


class Fields:
    """Makes rows of batches; keeps the first ones to be shown."""

    def __init__(self, layer: AnyLayer, options: ImportOptions, limits: ImportLimits) -> None:
        encoding = layer.encoding.encoding if layer.raw else None
        self._columns = make_columns(
            layer.names, layer.types, encoding, options.renames, limits.fields
        )
        self._options = options
        self._layer = layer
        self._name: Column | None = None
        self._kind: Column | None = None
        self.shown: list[tuple[str | None, ...]] = []

    @property
    def names(self) -> list[str]:
        """Names of fields, as they are kept."""
        return [column.name for column in self._columns]

    @property
    def name_field(self) -> str | None:
        """The field that holds the names."""
        return self._name.name if self._name else None

    def infos(self) -> tuple[FieldInfo, ...]:
        """What the report says of the fields."""
        return tuple(column.info() for column in self._columns)

    @property
    def rounded(self) -> int:
        """How many whole numbers may have lost their last digits."""
        return sum(column.rounded for column in self._columns)

    def settle(self, first: Batch, *, whole: bool) -> None:
        """Decide how the fields are read, by the first rows, and by all where those mean numbers.

        Parameters
        ----------
        whole
            These are all rows there are.
        """
        for column in self._columns:
            if column.type == "text" and len(first):
                self._read_as(column, first, whole)
        chosen = choose_column(self._columns, self._options.name_field)
        self._name = chosen or propose_name(
            self._columns, lambda column: _texts(column, first) if len(first) else []
        )
        self._kind = choose_column(self._columns, self._options.kind_field)

    def table(self, batch: Batch) -> Table:
        """The rows of a batch as they are kept."""
        values = [column.values(batch.columns[column.at]) for column in self._columns]
        if len(self.shown) < _ROWS_SHOWN:
            for row in zip(*values, strict=True):
                self.shown.append(tuple(map(_shown, row)))
                if len(self.shown) == _ROWS_SHOWN:
                    break
        return Table(
            values, self._pick(self._name, values, batch), self._pick(self._kind, values, batch)
        )

    def _pick(self, column: Column | None, values: Sequence[list[Value]], batch: Batch) -> Texts:
        if column is None:
            return [None] * len(batch)
        found = values[self._columns.index(column)]
        if column.type == "text" and _are_texts(found):
            return [one.strip() or None for one in found]
        return [None if one is None else as_text(one).strip() or None for one in found]

    def _read_as(self, column: Column, first: Batch, whole: bool) -> None:
        loose = not self._layer.raw
        if not any(isinstance(one, str) for one in first.columns[column.at].tolist()):
            return
        texts = _texts(column, first)
        reading = reading_of((text for text in texts if text), loose=loose)
        if reading and not whole:
            texts = [
                text
                for batch in self._layer.batches()
                if len(batch)
                for text in _texts(column, batch)
            ]
            reading = reading_of((text for text in texts if text), loose=loose)
        if reading:
            column.type, column.reading = reading[0], reading


def _are_texts(values: Sequence[Value]) -> TypeGuard[Sequence[str]]:
    return set(map(type, values)) == {str}


def _texts(column: Column, batch: Batch) -> Texts:
    return column.texts(batch.columns[column.at].tolist())


def _shown(value: Value) -> str | None:
    return None if value is None else as_text(value)[:_SIGNS_SHOWN]
