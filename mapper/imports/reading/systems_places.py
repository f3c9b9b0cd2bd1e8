"""Where positions lie with regard to the municipalities."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.domain.imports import Ground, LonLatBox
from mapper.geo.crs import to_degrees
from mapper.imports.reading.systems_ways import Positions

ON_M = 100.0
NEAR_M = 3_000.0
FAR_M = 100_000.0
_OUTLINE_M = 50.0
_FEW = 100
"""Below so many positions none is left out as stray."""
_STRAY = 0.01
_SOME = 0.01
_MARGIN_DEG = 0.2
_NOWHERE = -1e12
_FURTHEST = 1e8
"""Metres in a projection that are more than the Earth has."""


@dataclass(frozen=True, slots=True)
class Place:
    """The municipalities, made ready for many questions; all in EPSG:25833."""

    area: shapely.Geometry
    on: shapely.Geometry
    near: shapely.Geometry
    box: LonLatBox

    @classmethod
    def of(cls, ground: Ground) -> "Place | None":
        """None where no municipality is known yet."""
        if ground.area is None:
            return None
        area = shapely.make_valid(shapely.from_wkb(ground.area))
        if area.is_empty:
            return None
        outline = shapely.simplify(area, _OUTLINE_M)
        on, near = (shapely.buffer(outline, by, quad_segs=4) for by in (ON_M, NEAR_M))
        shapely.prepare([on, near])
        west, south, east, north = area.bounds
        corners = to_degrees(np.array([(west, south), (west, north), (east, south), (east, north)]))
        (low_lon, low_lat), (high_lon, high_lat) = corners.min(axis=0), corners.max(axis=0)
        box = (
            round(float(low_lon) - _MARGIN_DEG, 2),
            round(float(low_lat) - _MARGIN_DEG, 2),
            round(float(high_lon) + _MARGIN_DEG, 2),
            round(float(high_lat) + _MARGIN_DEG, 2),
        )
        return cls(outline, on, near, box)

    def inside(self, positions: Positions) -> float:
        """The share of positions on or within 3 km of the municipalities; 0 of none."""
        return _share(self.near, positions)

    def on_area(self, positions: Positions) -> float:
        """The share of positions on the municipalities or within 100 m; 0 of none.

        It tells systems apart that differ by some hundred metres.
        """
        return _share(self.on, positions)

    def is_elsewhere(self, positions: Positions) -> bool:
        """Whether positions are nowhere near: a file of that place would not be offered here.

        A file of the whole county or state has few positions here, but lies around the
        municipalities; one of a neighbour lies beside them. Both are near. Strays, such as
        positions at 0, 0, do not make a file near.
        """
        if self.inside(positions) >= _SOME:
            return False
        core = _core(positions[on_earth(positions)])
        if not len(core):
            return bool(len(positions))
        hull = shapely.convex_hull(shapely.multipoints(core))
        return bool(shapely.distance(hull, self.area) > FAR_M)

    def lies_within(self, positions: Positions) -> bool:
        """Whether the municipalities lie among the positions."""
        core = _core(positions[on_earth(positions)])
        if not len(core):
            return False
        return bool(shapely.intersects(shapely.convex_hull(shapely.multipoints(core)), self.area))


def on_earth(positions: Positions) -> NDArray[np.bool_]:
    """Which positions are somewhere at all: neither nan nor infinite nor absurdly far."""
    return np.asarray((np.abs(positions) < _FURTHEST).all(axis=1))


def usable(sample: Positions, most: int) -> Positions:
    """At most so many of the positions that are numbers, from all over the sample; a copy."""
    sample = np.asarray(sample, dtype=np.float64).reshape(-1, 2)
    positions = sample[np.isfinite(sample).all(axis=1)]
    if len(positions) > most:
        positions = positions[spread(len(positions), most)]
    return np.array(positions, order="C")


def spread(count: int, most: int) -> NDArray[np.intp]:
    """At most so many of the numbers below `count`, evenly."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.intp))


def _share(area: shapely.Geometry, positions: Positions) -> float:
    if not len(positions):
        return 0.0
    finite = np.where(np.isfinite(positions), positions, _NOWHERE)
    return float(shapely.contains_xy(area, finite[:, 0], finite[:, 1]).mean())


def _core(positions: Positions) -> Positions:
    if len(positions) < _FEW:
        return positions
    low, high = np.quantile(positions, [_STRAY, 1 - _STRAY], axis=0)
    kept: Positions = positions[((positions >= low) & (positions <= high)).all(axis=1)]
    return kept
