"""Nothing is timed before it was seen to be right: rollup, stored cells and peer agree."""

import json

import numpy as np
import psycopg
from psycopg import sql

from mapper.domain.filters import CELL_SIZES, Filters
from mapper.errors import MapperError
from mapper.geo.crs import bbox_to_metres
from mapper.geo.hexgrid import cell_centres

_TOTALS = """
with now as (
  select cell, sum(proposals)::bigint as proposals, sum(supports)::bigint as supports
    from rollup_now where scope = {scope} and grain = 0 and cell_size = {size} group by cell
), recount as (
  select {cell}, count(*), sum(support_count)
    from proposal where moderation_status = 'published' and {cell} is not null group by 1
)
select (select count(*) from (table now except table recount) surplus)
     + (select count(*) from (table recount except table now) missing)
"""
_SAMPLE = """
select count(*) from proposal tablesample system (%(percent)s)
 where {cell} is distinct from hex_cell(ST_X({geom}), ST_Y({geom}), {size})
"""
_SAMPLED_ROWS = 20_000


class DisagreementError(MapperError):
    """Two ways of counting differ, so their times mean nothing."""

    code = "bench_disagreement"
    http_status = 500

    def __init__(self, what: str, count: int) -> None:
        super().__init__(f"{what} differ in {count} hexagons, so nothing was measured.", got=count)


def check_rollup(connection: psycopg.Connection, rows: int) -> None:
    """Compare both rollups without any dimension with a recount, at every size.

    Raises
    ------
    DisagreementError
    """
    percent = min(100.0, 100 * _SAMPLED_ROWS / max(1, rows))
    for scope, prefix in (("public", "public_"), ("internal", "")):
        for size in CELL_SIZES:
            names = {
                "scope": sql.Literal(scope),
                "size": sql.Literal(size),
                "cell": sql.Identifier(f"{prefix}cell_{size}"),
                "geom": sql.Identifier(f"{prefix}geom"),
            }
            _expect_none(connection, sql.SQL(_TOTALS).format(**names), "Rollup and recount")
            sample = sql.SQL(_SAMPLE).format(**names)
            _expect_none(connection, sample, "Stored and computed cells", percent=percent)


def _expect_none(
    connection: psycopg.Connection, query: sql.Composed, what: str, **values: float
) -> None:
    row = connection.execute(query, values or None).fetchone()
    if row is None or row[0]:
        raise DisagreementError(what, row[0] if row else -1)


def check_answers(ours: bytes | str, peers: str, filters: Filters) -> int:
    """Compare two heatmaps; the number of hexagons both hold.

    In a window those are compared whose centre lies in it: which ones along its edge are given
    out besides is a matter of taste.

    Raises
    ------
    DisagreementError
    """
    mine, others = _counts(ours, filters), _counts(peers, filters)
    if mine != others:
        raise DisagreementError("Our answer and the peer's", len(mine.items() ^ others.items()))
    return len(mine)


def _counts(answer: bytes | str, filters: Filters) -> dict[int, tuple[int, int]]:
    found = [feature["properties"] for feature in json.loads(answer)["features"]]
    counts = {one["cell"]: (one["count"], one["supports"]) for one in found}
    if not filters.bbox or not counts:
        return counts
    west, south, east, north = bbox_to_metres(filters.bbox)
    cells = np.array(list(counts), dtype=np.int32)
    easting, northing = cell_centres(cells, filters.cell_size).T
    inside = (west < easting) & (easting < east) & (south < northing) & (northing < north)
    return {int(cell): counts[int(cell)] for cell in cells[inside]}
