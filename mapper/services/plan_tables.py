"""Tables of planning: their columns, and their rows with a geometry, piece by piece."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.geo.crs import to_degrees

Kind = Literal["text", "whole", "number", "day"]
_METRES, _DEGREES = 3, 6
"""Decimals."""


class What(StrEnum):
    """What can be taken away."""

    IDEAS = "ideas"
    CELLS = "cells"
    CLUSTERS = "clusters"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name; `short` is the name where only ten letters fit."""

    name: str
    kind: Kind = "text"
    short: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows, their values in the order of the columns, None for none.

    `shapes` are as many geometries in EPSG:25833, None where a row has no place.
    """

    rows: list[tuple[object, ...]]
    shapes: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to read once; `exact` when they tell more than everybody may see.

    `parameters` are numbers by which the rows were made, by name.
    """

    what: What
    columns: tuple[Column, ...]
    geometry: Literal["Point", "Polygon"]
    pieces: Iterator[Piece]
    exact: bool
    parameters: Mapping[str, int] = field(default_factory=dict)


PLACE = (
    Column("easting", "number", "easting"),
    Column("northing", "number", "northing"),
    Column("lon", "number", "lon"),
    Column("lat", "number", "lat"),
)
"""A point in EPSG:25833 and in EPSG:4326, the last columns of every table."""
CHANNEL = Column("channel", "text", "channel")
IDEA_COLUMNS = (
    Column("public_id", short="number"),
    Column("title", short="title"),
    Column("body", short="body"),
    Column("action_field", "text", "field"),
    Column("municipality", "text", "munic"),
    Column("district", "text", "district"),
    Column("round", "text", "round"),
    Column("response_status", "text", "status"),
    Column("support_count", "whole", "supports"),
    Column("created_on", "day", "created_on"),
    Column("place_certainty", "text", "place"),
    Column("public_precision", "text", "precision"),
)
CELL_COLUMNS = (
    Column("cell", "whole", "cell"),
    Column("edge_m", "whole", "edge_m"),
    Column("ideas", "whole", "ideas"),
    Column("support_count", "whole", "supports"),
)
CLUSTER_COLUMNS = (
    Column("cluster", "whole", "cluster"),
    Column("ideas", "whole", "ideas"),
    Column("support_count", "whole", "supports"),
    Column("leading_field", "text", "field"),
    Column("leading_ideas", "whole", "of_field"),
    Column("districts", "text", "districts"),
    Column("keywords", "text", "keywords"),
    Column("first_day", "day", "first_day"),
    Column("last_day", "day", "last_day"),
)


def place_columns(metres: NDArray[np.float64]) -> list[tuple[float | None, ...]]:
    """The values of `PLACE` for n points, shape (n, 2) in EPSG:25833; all None for nan, nan."""
    values = np.concatenate(
        [metres.round(_METRES), to_degrees(metres).round(_DEGREES)], axis=-1
    ).tolist()
    known = np.isfinite(metres[:, 0])
    nowhere = (None,) * len(PLACE)
    return [tuple(one) if there else nowhere for one, there in zip(values, known, strict=True)]


def points(metres: NDArray[np.float64]) -> NDArray[np.object_]:
    """A point for each of n places, shape (n, 2); None for nan, nan."""
    found = np.full(len(metres), None, dtype=object)
    known = np.isfinite(metres[:, 0])
    found[known] = shapely.points(metres[known].round(_METRES))
    return found
