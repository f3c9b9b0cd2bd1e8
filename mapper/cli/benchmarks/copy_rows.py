"""Proposals as PostgreSQL's binary COPY reads them, made from whole arrays at once.

Source: PostgreSQL, COPY, file formats, binary format; PostGIS, extended WKB.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mapper.cli.benchmarks.proposals import PRECISIONS, STATUSES, Proposals
from mapper.cli.benchmarks.texts import BODIES, TITLES
from mapper.cli.benchmarks.world import World
from mapper.db.tables import STORAGE_SRID
from mapper.domain.filters import CELL_SIZES
from mapper.geo.hexgrid import cell_ids

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
COLUMNS = (
    *("public_id", "client_key", "round_id", "place_certainty", "geom", "public_geom"),
    *("public_precision", "title", "body", "action_field_id", "municipality_id", "district_id"),
    *("moderation_status", "response_status", "support_count", "created_at", "published_at"),
    *(f"{scope}cell_{size}" for scope in ("", "public_") for size in CELL_SIZES),
)
_EWKB_POINT_WITH_SRID = 0x20000001
_POINT = np.dtype(
    [("order", "u1"), ("kind", "<u4"), ("srid", "<u4"), ("easting", "<f8"), ("northing", "<f8")]
)
_EPOCH_2000 = 946_684_800
_ALPHABET = np.frombuffer(b"23456789abcdefghjkmnpqrstuvwxyz", dtype="S1")
_PUBLIC_ID = 9
_STRIDE = 12_345_678_901  # no multiple of the alphabet's length, so no two numbers meet

Column = NDArray[np.generic] | bytes | None


def copy_chunks(world: World, proposals: Proposals, chance: np.random.Generator) -> Iterator[bytes]:
    """The rows of some proposals, one chunk for each kind of row with fields of equal length."""
    for precision in range(len(PRECISIONS)):
        for status in range(len(STATUSES)):
            alike = (proposals.precision == precision) & (proposals.status == status)
            chosen = np.flatnonzero(alike)
            if len(chosen):
                yield _pack(len(chosen), _columns(world, proposals, chosen, chance))


def _columns(
    world: World, proposals: Proposals, chosen: NDArray[np.int64], chance: np.random.Generator
) -> list[Column]:
    count, first = len(chosen), chosen[0]
    area = proposals.area[chosen]
    town = np.array([one.municipality_id for one in world.areas])
    exact = proposals.easting[chosen], proposals.northing[chosen]
    public = proposals.public_easting[chosen], proposals.public_northing[chosen]
    precision = PRECISIONS[proposals.precision[first]]
    created = ((proposals.created[chosen] - _EPOCH_2000) * 1e6).astype(">i8")
    hidden = precision == "district"
    sizes: list[Column] = [cell_ids(*exact, size).astype(">i4") for size in CELL_SIZES]
    public_sizes: list[Column] = [
        None if hidden else cell_ids(*public, size).astype(">i4") for size in CELL_SIZES
    ]
    return [
        _public_ids(proposals.number[chosen]),
        np.frombuffer(chance.bytes(16 * count), dtype="V16"),
        np.full(count, world.round_id, ">i4"),
        b"point",
        _points(*exact),
        None if hidden else _points(*public),
        precision.encode(),
        TITLES[proposals.text[chosen]],
        BODIES[proposals.text[chosen]],
        proposals.action_field_id[chosen].astype(">i4"),
        town[area].astype(">i4"),
        _district_ids(world, area),
        b"published",
        STATUSES[proposals.status[first]].encode(),
        proposals.supports[chosen].astype(">i4"),
        created,
        created,
        *sizes,
        *public_sizes,
    ]


def _public_ids(numbers: NDArray[np.int64]) -> NDArray[np.generic]:
    """Different ids for different numbers: ten million drawn at random would hold a pair."""
    left = numbers * _STRIDE % len(_ALPHABET) ** _PUBLIC_ID
    signs = np.empty((len(numbers), _PUBLIC_ID), "S1")
    for place in range(_PUBLIC_ID):
        left, digit = np.divmod(left, len(_ALPHABET))
        signs[:, place] = _ALPHABET[digit]
    return signs.view(f"S{_PUBLIC_ID}").ravel()


def _district_ids(world: World, area: NDArray[np.int64]) -> Column:
    ids = [one.district_id for one in world.areas]
    return None if None in ids else np.array(ids)[area].astype(">i4")


def _points(easting: NDArray[np.float64], northing: NDArray[np.float64]) -> NDArray[np.generic]:
    points = np.empty(len(easting), _POINT)
    points["order"], points["kind"], points["srid"] = 1, _EWKB_POINT_WITH_SRID, STORAGE_SRID
    points["easting"], points["northing"] = easting, northing
    return points.view("V25")


def _pack(count: int, columns: list[Column]) -> bytes:
    """Rows of equal fields: bytes stand for the same text in each row, None for null."""
    parts: list[tuple[str, object]] = [("fields", ">i2")]
    for number, column in enumerate(columns):
        parts.append((f"length{number}", ">i4"))
        if column is not None:
            kind = f"V{len(column)}" if isinstance(column, bytes) else column.dtype
            parts.append((f"value{number}", kind))
    rows = np.empty(count, np.dtype(parts))
    rows["fields"] = len(columns)
    for number, column in enumerate(columns):
        if column is None:
            rows[f"length{number}"] = -1
            continue
        value = np.void(column) if isinstance(column, bytes) else column
        rows[f"length{number}"] = rows.dtype[f"value{number}"].itemsize
        rows[f"value{number}"] = value
    return rows.tobytes()
