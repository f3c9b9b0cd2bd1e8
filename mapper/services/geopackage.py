"""Published ideas as a GeoPackage, for GIS programs."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.db.engine import Sessions
from mapper.domain.filters import Filters
from mapper.domain.profile import TownProfile
from mapper.geo.crs import STORAGE_SRID, all_to_metres
from mapper.services.explore import PublicProposal, stream_published
from mapper.services.export import COLUMNS, batches, provenance

LAYER = "proposals"
_MILLIMETRES = 3
# The file is opened anew for each.
_AT_ONCE = 10_000
_NUMBERS = {"support_count": np.int32}


def write_geopackage(
    path: Path, sessions: Sessions, filters: Filters, profile: TownProfile
) -> None:
    """Write the layer `proposals`: points in EPSG:25833, none where an idea has no public point.

    Texts as written, `created_at` as a moment in UTC; publisher and licence stand in the file's
    metadata.
    """
    append = False
    for batch in batches(stream_published(sessions, filters), _AT_ONCE):
        _write(path, batch, profile, append=append)
        append = True
    if not append:
        _write(path, [], profile, append=False)


def _write(path: Path, batch: list[PublicProposal], profile: TownProfile, *, append: bool) -> None:
    # Here, since it brings pandas and geopandas along and a server is to start quickly.
    from pyogrio import raw  # noqa: PLC0415

    metadata = {} if append else {"dataset_metadata": provenance(profile)}
    raw.write(
        path,
        geometry=_points(batch),
        field_data=[_column(batch, name) for name in COLUMNS],
        fields=list(COLUMNS),
        layer=LAYER,
        driver="GPKG",
        geometry_type="Point",
        crs=f"EPSG:{STORAGE_SRID}",
        append=append,
        **metadata,
    )


def _points(batch: list[PublicProposal]) -> NDArray[np.object_]:
    """Well-known binary, None where there is no point."""
    degrees = np.array(
        [(one.lon, one.lat) if one.lon is not None else (np.nan, np.nan) for one in batch],
        dtype=float,
    ).reshape(-1, 2)
    known = np.isfinite(degrees[:, 0])
    points = np.full(len(batch), None, dtype=object)
    metres = all_to_metres(degrees[known]).round(_MILLIMETRES)
    points[known] = shapely.to_wkb(shapely.points(metres))
    return points


def _column(batch: list[PublicProposal], name: str) -> NDArray[np.generic]:
    values = [getattr(one, name) for one in batch]
    if name == "created_at":
        return np.array([one.replace(tzinfo=None) for one in values], dtype="datetime64[ms]")
    if name in _NUMBERS:
        return np.array(values, dtype=_NUMBERS[name])
    return np.array([None if one is None else str(one) for one in values], dtype=object)
