"""The columns of a layer in files: attributes with their types, and what every object has."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import orjson

from mapper.domain.imports import FieldInfo

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY = "geom"
DBASE_NAME_MOST = 10
DBASE_TEXT_MOST = 254
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the file, where its values come from, and their type.

    Texts are cut after `most_bytes`.
    """

    name: str
    source: str
    type: str
    title: str
    attribute: bool = True
    most_bytes: int | None = None

    def value(self, row: Any) -> object:
        """The value of a row, as its type wants it; None for what is none of this type."""
        found = row.attributes.get(self.source) if self.attribute else getattr(row, self.source)
        if found is None:
            return None
        try:
            value = _READ.get(self.type, _text)(found)
            if self.most_bytes and isinstance(value, str):
                return value.encode()[: self.most_bytes].decode(errors="ignore")
            return value
        except (TypeError, ValueError, OverflowError):
            return None


def columns_of(fields: Sequence[FieldInfo], of_every_object: Iterable[str]) -> list[Column]:
    """The attributes, and before them what no attribute of the same name tells."""
    taken = {field.name.casefold() for field in fields}
    own = [
        Column(name, name, "text", name, attribute=False)
        for name in of_every_object
        if name not in taken
    ]
    named: list[Column] = []
    for field in fields:
        name = _free(
            field.name, {one.name.casefold() for one in (*own, *named)} | {GEOMETRY, "fid"}
        )
        named.append(Column(name, field.name, field.type, field.title))
    return [*own, *named]


def with_short_names(columns: Sequence[Column]) -> list[Column]:
    """The columns as dBase takes them: names of at most ten letters, digits and underscores."""
    short: list[Column] = []
    for column in columns:
        plain = "".join(
            sign if sign.isascii() and (sign.isalnum() or sign == "_") else "_"
            for sign in _without_umlauts(column.name)
        )
        taken = {one.name.casefold() for one in short}
        name = _free(plain[:DBASE_NAME_MOST] or "field", taken, DBASE_NAME_MOST)
        short.append(replace(column, name=name, most_bytes=DBASE_TEXT_MOST))
    return short


def to_batch(
    rows: Sequence[Any], columns: Sequence[Column], schema: "pa.Schema"
) -> "pa.RecordBatch":
    """Rows as a batch of a stream."""
    import pyarrow as pa  # noqa: PLC0415 - as below

    arrays = [
        pa.array([column.value(row) for row in rows], type=schema.field(column.name).type)
        for column in columns
    ]
    geometry = pa.array([bytes(row.wkb) for row in rows], type=pa.binary())
    return pa.record_batch([*arrays, geometry], schema=schema)


def schema_of(columns: Sequence[Column]) -> "pa.Schema":
    """The types of a stream with these columns and a geometry."""
    # Here, since it takes long to load and a server is to start quickly.
    import pyarrow as pa  # noqa: PLC0415

    types = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "moment": pa.timestamp("ms", tz="UTC"),
    }
    fields = [pa.field(one.name, types.get(one.type, pa.string())) for one in columns]
    geometry = pa.field(GEOMETRY, pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    return pa.schema([*fields, geometry])


def _free(name: str, taken: set[str], most: int = 60) -> str:
    """The name, with a number at its end where it is taken."""
    found, number = name, 1
    while found.casefold() in taken:
        end = f"_{number}"
        found, number = name[: most - len(end)] + end, number + 1
    return found


def _without_umlauts(name: str) -> str:
    pairs = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
    for umlaut, letters in pairs:
        name = name.replace(umlaut, letters).replace(umlaut.upper(), letters.capitalize())
    return name


def _text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _whole(value: Any) -> int:
    return int(value)


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    # The first and the last day there are may be none in UTC.
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


_READ: Mapping[str, Callable[[Any], object]] = {
    "integer": _whole,
    "number": float,
    "boolean": bool,
    "date": date.fromisoformat,
    "moment": _moment,
}
