"""Shapes as the database keeps them: in the plane, valid, in EPSG:25833."""

import time
from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from mapper.errors import ImportRefusedError
from mapper.imports.reading.parse_shapes import Fault, Found, Shapes, highest, parse

Positions = NDArray[np.float64]

SRID = 25833
_FARTHEST_M = 20_000_000.0
"""Nothing on Earth lies farther from the origin of EPSG:25833."""
_POLYGONAL = (3, 6)
_TANGLED = 20_000.0
"""Square of outline by diagonal: that of a scrambled outline, which takes a third of a second."""
_REPAIR_S = 60.0
_AT_ONCE = 50
_THIN_M = 0.5
_TINY_M2 = 1.0


class Shaper:
    """Makes shapes fit to be kept, batch by batch; what cannot be, becomes None."""

    def __init__(self, project: Callable[[Positions], Positions], most_vertices: int) -> None:
        self._project = project
        self._most_vertices = most_vertices
        self._left_s = _REPAIR_S
        self.vertices = 0

    def shape(self, wkb: Shapes) -> tuple[Shapes, Found]:
        """Shapes from WKB as GDAL writes it; None where nothing can be kept.

        Raises
        ------
        ImportRefusedError
            All of it together has too many corner points.
        """
        found = Found()
        shapes = parse(wkb, found)
        self._count(shapes)
        shapes = self._place(shapes, found)
        self._repair(shapes, found)
        _note_slivers(shapes, found)
        return shapes, found

    def _count(self, shapes: Shapes) -> None:
        self.vertices += int(shapely.get_num_coordinates(shapes).sum())
        if self.vertices > self._most_vertices:
            raise ImportRefusedError("too_many_vertices", most=self._most_vertices)

    def _place(self, shapes: Shapes, found: Found) -> Shapes:
        """Bring them to EPSG:25833; None where a corner has no place there."""
        positions, owners = shapely.get_coordinates(shapes, return_index=True)
        if not _all_within(positions, np.inf):
            broken = np.logical_not(np.isfinite(positions).all(axis=1))
            positions, owners = self._lose(broken, shapes, positions, owners, found)
        placed = self._project(positions)
        if not _all_within(placed, _FARTHEST_M):
            beyond = np.logical_not((np.abs(placed) < _FARTHEST_M).all(axis=1))
            placed, _ = self._lose(beyond, shapes, placed, owners, found)
        return np.asarray(shapely.set_coordinates(shapes, placed), dtype=object)

    def _lose(
        self,
        where: NDArray[np.bool_],
        shapes: Shapes,
        positions: Positions,
        owners: NDArray[np.intp],
        found: Found,
    ) -> tuple[Positions, NDArray[np.intp]]:
        """Positions and owners without the shapes that have a corner where the mask is true."""
        lost = np.zeros(len(shapes), dtype=bool)
        lost[owners[where]] = True
        found.note(lost, "bad_coordinates", lost=True)
        shapes[lost] = None
        kept = ~lost[owners]
        return positions[kept], owners[kept]

    def _repair(self, shapes: Shapes, found: Found) -> None:
        invalid = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
        if not len(invalid):
            return
        broken = shapes[invalid]
        tangle = np.square(shapely.length(broken) / np.maximum(_diagonals(broken), 1e-9))
        before = shapely.area(broken)
        for begin in range(0, len(invalid), _AT_ONCE):
            piece = slice(begin, begin + _AT_ONCE)
            mended = self._mend(broken[piece], tangle[piece])
            for index, area, new in zip(
                invalid[piece].tolist(), before[piece], mended, strict=True
            ):
                shapes[index], fault = _judge(index, area, new)
                found.faults.append(fault)

    def _mend(self, broken: Shapes, tangle: Positions) -> list[shapely.Geometry | str]:
        """A valid shape for each, or the reason why there is none."""
        if self._left_s <= 0:
            return ["repair_too_slow"] * len(broken)
        began = time.monotonic()
        mended: list[shapely.Geometry | str] = [
            "too_tangled" if knots > _TANGLED else mend(shape)
            for shape, knots in zip(broken, tangle, strict=True)
        ]
        self._left_s -= time.monotonic() - began
        return mended


def mend(shape: shapely.Geometry) -> shapely.Geometry | str:
    """A valid shape of the same dimension, or the reason why there is none."""
    try:
        valid = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    except GEOSException:
        return "unreadable_geometry"
    kept = highest(valid)
    if kept is None or shapely.get_dimensions(kept) < shapely.get_dimensions(shape):
        return "collapsed"
    return kept


def _judge(
    index: int, before: float, mended: shapely.Geometry | str
) -> tuple[shapely.Geometry | None, Fault]:
    if isinstance(mended, str):
        return None, Fault(index, mended, lost=True)
    if shapely.get_type_id(mended) not in _POLYGONAL:
        return mended, Fault(index, "self_crossing")
    after = float(shapely.area(mended))
    return mended, Fault(index, "self_crossing", before=before, after=after)


def _all_within(positions: Positions, farthest: float) -> bool:
    """Whether all lie nearer than that; nan lies nowhere."""
    return not positions.size or -farthest < positions.min() <= positions.max() < farthest


def _diagonals(shapes: Shapes) -> Positions:
    bounds = shapely.bounds(shapes)
    return np.asarray(np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]))


def _note_slivers(shapes: Shapes, found: Found) -> None:
    """Polygons that are less than half a metre wide on average, or smaller than 1 m²."""
    areas, outlines = shapely.area(shapes), shapely.length(shapes)
    polygons = np.isin(shapely.get_type_id(shapes), _POLYGONAL)
    thin = polygons & ((areas < _TINY_M2) | (2 * areas < _THIN_M * outlines))
    found.faults += [
        Fault(int(at), "sliver", after=float(areas[at])) for at in np.flatnonzero(thin)
    ]
