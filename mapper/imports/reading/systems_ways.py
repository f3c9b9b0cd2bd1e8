"""The way from a coordinate reference system to EPSG:25833, and how exact it is."""

import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer, datadir
from pyproj.aoi import AreaOfInterest
from pyproj.exceptions import ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]
from pyproj.transformer import TransformerGroup

from mapper.domain.imports import LonLatBox
from mapper.imports.reading.systems_known import SHIFTS, STORED

Positions = NDArray[np.float64]
"""Shape (n, 2): x, y as GIS programs have them, east first."""

GRID_FOLDERS = (Path("/usr/local/share/proj"), Path("/usr/share/proj"))
"""Where shift grids such as BETA2007.gsb are looked for; they are never fetched."""
GERMANY: LonLatBox = (5.5, 46.9, 15.5, 55.3)
UNKNOWN_ACCURACY = -1.0


@dataclass(frozen=True, slots=True)
class Way:
    """How positions are converted.

    `shift` is taken from the easting where that is all (an exact way). Otherwise `pipelines` are
    PROJ's, the best first; the others are for positions that the best cannot do, such as those
    off its grid. `accuracy_m` is None for an exact one and negative where nobody states it.
    `missing_grid` would make it better and is not on this machine.
    """

    shift: float | None = None
    pipelines: tuple[str, ...] = ()
    accuracy_m: float | None = None
    operation: str | None = None
    missing_grid: str | None = None

    def projection(self, *, swapped: bool = False) -> Callable[[Positions], Positions]:
        """What converts positions, also in several threads at once.

        A contiguous array of float64 is changed in place and handed back. What cannot be
        converted becomes infinite; nan stays nan.
        """
        own = threading.local()

        def project(positions: Positions) -> Positions:
            out = np.require(positions, np.float64, ["C", "W"])
            if swapped:
                out[:] = out[:, ::-1]
            if self.shift is not None:
                if self.shift:
                    out[:, 0] -= self.shift
                return out
            if not hasattr(own, "steps"):
                own.steps = [Transformer.from_pipeline(one) for one in self.pipelines]
            _convert(own.steps, out)
            return out

        return project


def _convert(steps: list[Transformer], positions: Positions) -> None:
    first, *others = steps
    given = positions.copy() if others else positions
    x, y = np.ascontiguousarray(positions[:, 0]), np.ascontiguousarray(positions[:, 1])
    positions[:, 0], positions[:, 1] = first.transform(x, y, inplace=True)
    for other in others:
        lost = np.isinf(positions[:, 0]) & np.isfinite(given).all(axis=1)
        if not lost.any():
            return
        positions[lost] = np.column_stack(other.transform(given[lost, 0], given[lost, 1]))


@lru_cache(maxsize=256)
def find_way(code: str, box: LonLatBox | None = None) -> Way | None:
    """The best way for what lies in a box; None where only a guess would lead to EPSG:25833.

    Parameters
    ----------
    box
        Germany when not given.
    """
    if code in SHIFTS:
        return Way(shift=SHIFTS[code])
    look_for_grids()
    west, south, east, north = box or GERMANY
    group = _ways(code, west, south, east, north)
    stated = True
    if group is None or not group.transformers:
        # Made for another place, so nobody says how exact it is here.
        group, stated = _ways(code, -180.0, -90.0, 180.0, 90.0), False
    if group is None or not group.transformers:
        return None
    best = group.transformers[0]
    accuracy = best.accuracy if stated else UNKNOWN_ACCURACY
    better = [one for one in group.unavailable_operations if 0 < one.accuracy < best.accuracy]
    return Way(
        pipelines=tuple(one.definition for one in group.transformers),
        accuracy_m=accuracy or None,
        operation=_datum_step(best.description),
        missing_grid=next((grid.short_name for one in better for grid in one.grids), None),
    )


def _ways(
    code: str, west: float, south: float, east: float, north: float
) -> TransformerGroup | None:
    area = AreaOfInterest(west, south, east, north)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that there would be a better one with a grid
            return TransformerGroup(
                code,
                STORED,
                always_xy=True,
                area_of_interest=area,  # type: ignore[arg-type]
                allow_ballpark=False,
            )
    except ProjError:
        return None


def _datum_step(description: str) -> str | None:
    """Of the steps of a way the one between two datums, as the register calls it."""
    steps = [one.removeprefix("Inverse of ") for one in description.split(" + ")]
    return next((one for one in steps if " to " in one), None)


@cache
def look_for_grids() -> None:
    """Let PROJ use the grids that are on this machine, and never the network."""
    set_network_enabled(active=False)
    for folder in GRID_FOLDERS:
        if folder.is_dir():
            datadir.append_data_dir(str(folder))
