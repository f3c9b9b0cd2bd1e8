"""The peers of the analyses, each over the same rows and in its own favour: loaded already."""

import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray

from mapper.domain.filters import Filters
from mapper.errors import MapperError
from mapper.geo.hexgrid import cell_centres, cell_ids
from mapper.geo.hotspots import hot_spots, study_cells

if TYPE_CHECKING:
    import duckdb

_STUDY_SIZE_M = 250
_ROWS = """
select f.cell_500::int8, f.created_day - date '2000-01-01', a.key, f.easting, f.northing
  from proposal_fact f join action_field a on a.id = f.action_field_id order by f.proposal_id
"""
_POINTS_TILE = """
select ST_AsMVT(t.*, 'proposals') from (
  select ST_AsMVTGeom(ST_Transform(public_geom, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s))
           as geom, public_id, title, support_count
    from proposal
   where moderation_status = 'published'
     and public_geom && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 25833)
   limit 10000) t
"""


class PeerMissingError(MapperError):
    """A library to compare with is missing."""

    code = "bench_peer"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is missing, which is compared with: run 'make setup-dev'.")


@dataclass(frozen=True, slots=True)
class Columns:
    """All published proposals as a table of DuckDB, and where they lie."""

    table: "duckdb.DuckDBPyConnection"
    points: NDArray[np.float64]

    def aggregate(self, filters: Filters) -> dict[int, int]:
        """Ideas by hexagon of 500 m, of one action field and period."""
        rows = self.table.execute(
            "select cell, count(*) from facts where field = ? and day between ? and ?"
            " and cell is not null group by cell",
            [filters.action_fields[0], _day(filters.first_day), _day(filters.last_day)],
        ).fetchall()
        return dict(rows)

    def dbscan(self, points: NDArray[np.float64], distance_m: int, least: int) -> NDArray[Any]:
        """Clusters of points by scikit-learn."""
        from sklearn.cluster import DBSCAN  # noqa: PLC0415 - for measuring only

        labels: NDArray[Any] = DBSCAN(eps=distance_m, min_samples=least).fit_predict(points)
        return labels

    def study(self, url: str) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """All hexagons of the municipalities' area and the ideas in each."""
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "select ST_AsBinary(ST_Union(geom)) from area_part where role = 'municipalities'"
            ).fetchone()
        area = shapely.from_wkb(bytes(row[0])) if row else shapely.Polygon()
        cells = study_cells(area, _STUDY_SIZE_M)
        mine = cell_ids(self.points[:, 0], self.points[:, 1], _STUDY_SIZE_M)
        found, counts = np.unique(mine, return_counts=True)
        kept = np.isin(found, cells)
        values = np.zeros(len(cells))
        values[np.searchsorted(cells, found[kept])] = counts[kept]
        return cells, values

    def hot_spots(self, cells: NDArray[np.int32], counts: NDArray[np.float64]) -> float:
        """Seconds of our own."""
        begin = time.perf_counter()
        hot_spots(cells, counts)
        return time.perf_counter() - begin

    def esda_hot_spots(self, cells: NDArray[np.int32], counts: NDArray[np.float64]) -> None:
        """The same by esda; weights by distance, as there are none by hexagon."""
        from esda import G_Local  # noqa: PLC0415 - for measuring only
        from libpysal.weights import DistanceBand  # noqa: PLC0415

        centres = cell_centres(cells, _STUDY_SIZE_M)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            weights = DistanceBand(centres, 2 * _STUDY_SIZE_M, binary=True, silence_warnings=True)
            G_Local(counts, weights, transform="B", star=True, permutations=0)

    def points_tile(self, connection: psycopg.Connection, z: int, x: int, y: int) -> bytes:
        """A tile of the ideas themselves."""
        row = connection.execute(_POINTS_TILE, {"z": z, "x": x, "y": y}).fetchone()
        return bytes(row[0]) if row else b""


def read_columns(connection: psycopg.Connection) -> Columns:
    """Load the peers' copies.

    Raises
    ------
    PeerMissingError
    """
    try:
        import duckdb  # noqa: PLC0415 - not part of every installation
        import esda  # noqa: F401, PLC0415
        import sklearn  # noqa: F401, PLC0415
    except ModuleNotFoundError as missing:
        raise PeerMissingError(missing.name or "A library") from None
    import pandas as pd  # noqa: PLC0415

    rows = connection.execute(_ROWS).fetchall()
    facts = pd.DataFrame(rows, columns=["cell", "day", "field", "easting", "northing"])
    table = duckdb.connect()
    table.register("frame", facts[["cell", "day", "field"]])
    table.execute("create table facts as select * from frame")
    points = facts[["easting", "northing"]].dropna().to_numpy(dtype=np.float64)
    return Columns(table, points)


def _day(day: object) -> int:
    return int((np.datetime64(str(day)) - np.datetime64("2000-01-01")).astype(int))
