"""Tables as text, piece by piece: CSV for spreadsheets, GeoJSON for programs."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from mapper.domain.spreadsheets import MARK, csv_lines, safe_cell
from mapper.geo.crs import to_degrees
from mapper.handout.origin import Fact, as_metadata
from mapper.services.plan_tables import Piece, Table

_DECIMALS = 6


def csv_pieces(table: Table) -> Iterator[bytes]:
    """A table as German spreadsheets open it: UTF-8 with its mark, semicolons, decimal commas.

    A point as decimal mark would be taken for one that parts thousands: 331234.567 m would be
    331 million. A text that would be taken for a formula gets an apostrophe in front.
    """
    yield MARK + csv_lines([[column.name for column in table.columns]])
    for piece in table.pieces:
        yield csv_lines([[_cell(value) for value in row] for row in piece.rows])


def _cell(value: object) -> object:
    if isinstance(value, float):
        return _plain(value).replace(".", ",")
    return value.isoformat() if isinstance(value, date) else safe_cell(value)


def _plain(number: float) -> str:
    """Without an exponent and without zeros at its end."""
    return re.sub(r"\.?0+$", "", f"{number:.{_DECIMALS}f}")


def geojson_pieces(table: Table, facts: Sequence[Fact]) -> Iterator[bytes]:
    """A feature collection in EPSG:4326; geometry is null where a row has no place."""
    head = orjson.dumps({"type": "FeatureCollection", **as_metadata(facts)})
    yield head[:-1] + b',"features":['
    names = [column.name for column in table.columns]
    separator = b""
    for piece in table.pieces:
        yield separator + b",".join(_features(piece, names))
        separator = b","
    yield b"]}"


def _features(piece: Piece, names: Sequence[str]) -> Iterator[bytes]:
    shapes = shapely.to_geojson(shapely.transform(piece.shapes, _rounded_degrees))
    for row, shape in zip(piece.rows, shapes, strict=True):
        feature = {
            "type": "Feature",
            "id": row[0],
            "properties": dict(zip(names, row, strict=True)),
            "geometry": None if shape is None else orjson.Fragment(shape),
        }
        yield orjson.dumps(feature)


def _rounded_degrees(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    return to_degrees(metres).round(_DECIMALS)
