"""Published ideas as files: GeoJSON and CSV piece by piece, GeoPackage as a whole."""

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

import orjson

from mapper.db.engine import Sessions
from mapper.domain.filters import Filters
from mapper.domain.profile import TownProfile
from mapper.domain.spreadsheets import MARK, csv_lines, safe_cell
from mapper.services.explore import PublicProposal, stream_published

COLUMNS = (
    *("public_id", "title", "body", "action_field", "district", "municipality", "round"),
    *("response_status", "public_precision", "support_count", "created_at"),
)
"""What a public export says of an idea, beside its public place."""

T = TypeVar("T")

_AT_ONCE = 500
_DECIMALS = 6


def provenance(profile: TownProfile) -> dict[str, str]:
    """Who publishes the ideas, and under which licence."""
    return {
        "attribution": profile.operator,
        "licence": profile.licence.name,
        "licence_url": profile.licence.url,
    }


def to_record(proposal: PublicProposal) -> dict[str, object]:
    """The columns of one idea; its moment to the second, in UTC."""
    record: dict[str, object] = {name: getattr(proposal, name) for name in COLUMNS}
    record["created_at"] = proposal.created_at.isoformat(timespec="seconds")
    return record


def geojson_pieces(sessions: Sessions, filters: Filters, profile: TownProfile) -> Iterator[bytes]:
    """A feature collection in EPSG:4326; geometry is null where an idea has no public point."""
    head = orjson.dumps({"type": "FeatureCollection", **provenance(profile)})
    yield head[:-1] + b',"features":['
    separator = b""
    for batch in batches(stream_published(sessions, filters)):
        yield separator + b",".join(map(_feature, batch))
        separator = b","
    yield b"]}"


def _feature(proposal: PublicProposal) -> bytes:
    geometry = None
    if proposal.lon is not None and proposal.lat is not None:
        place = [round(proposal.lon, _DECIMALS), round(proposal.lat, _DECIMALS)]
        geometry = {"type": "Point", "coordinates": place}
    return orjson.dumps(
        {
            "type": "Feature",
            "id": proposal.public_id,
            "properties": to_record(proposal),
            "geometry": geometry,
        }
    )


def csv_pieces(sessions: Sessions, filters: Filters) -> Iterator[bytes]:
    """A table as German spreadsheets open it: UTF-8 with its mark, semicolons, CRLF.

    `lon, lat` are in EPSG:4326 with a point as decimal mark. A text that a spreadsheet would
    take for a formula gets an apostrophe in front.
    """
    yield MARK + csv_lines([[*COLUMNS, "lon", "lat"]])
    for batch in batches(stream_published(sessions, filters)):
        yield csv_lines([_cells(proposal) for proposal in batch])


def _cells(proposal: PublicProposal) -> list[object]:
    cells = [safe_cell(value) for value in to_record(proposal).values()]
    if proposal.lon is None or proposal.lat is None:
        return [*cells, "", ""]
    return [*cells, f"{proposal.lon:.{_DECIMALS}f}", f"{proposal.lat:.{_DECIMALS}f}"]


def batches(rows: Iterator[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    """The rows in lists of at most so many."""
    while batch := list(islice(rows, size)):
        yield batch
