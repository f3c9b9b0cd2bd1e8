"""Shapes out of WKB as GDAL writes it, in the plane; what is wrong with them is noted."""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]

_MULTI_POINT, _COLLECTION = 4, 7
_IN_SPACE = (15, 16, 17)
_MULTI = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)
_FLAGS = 0x2000_0000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one shape of a batch; see `mapper.domain.imports.Problem`."""

    index: int
    reason: str
    lost: bool = False
    before: float | None = None
    after: float | None = None


@dataclass(slots=True)
class Found:
    """What came to light about a batch."""

    faults: list[Fault] = field(default_factory=list)
    flattened: int = 0

    def note(self, where: NDArray[np.bool_], reason: str, *, lost: bool = False) -> None:
        """The same about all shapes where the mask is true."""
        self.faults += [Fault(int(at), reason, lost) for at in np.flatnonzero(where)]


def parse(wkb: Shapes, found: Found) -> Shapes:
    """Two-dimensional shapes, rings closed; None where there is nothing that can be read."""
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    failed = shapely.is_missing(shapes)
    if failed.any():
        _try_again(wkb, shapes, failed, found)
    for index in np.flatnonzero(shapely.get_type_id(shapes) >= _COLLECTION):
        shapes[index] = _reduce(shapes[index], int(index), found)
    raised = shapely.has_z(shapes) | shapely.has_m(shapes)
    if raised.any():
        found.flattened = int(raised.sum())
        shapes[raised] = shapely.force_2d(shapes[raised])
    empty = shapely.is_empty(shapes)
    found.note(empty, "empty_geometry", lost=True)
    shapes[empty] = None
    return shapes


def highest(shape: shapely.Geometry) -> shapely.Geometry | None:
    """The shape; of a collection its parts of the highest dimension, put together."""
    if shapely.get_type_id(shape) != _COLLECTION:
        return None if shapely.is_empty(shape) else shape
    return _together(_simple_parts(shape))


def _together(parts: list[shapely.Geometry]) -> shapely.Geometry | None:
    if not parts:
        return None
    most = max(shapely.get_dimensions(part) for part in parts)
    kept = [part for part in parts if shapely.get_dimensions(part) == most]
    return kept[0] if len(kept) == 1 else _MULTI[most](kept)  # type: ignore[arg-type]


def _simple_parts(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Points, lines and polygons in it, however deep, without empty ones."""
    kind = shapely.get_type_id(shape)
    if kind < _MULTI_POINT:
        return [] if shapely.is_empty(shape) else [shape]
    if kind > _COLLECTION:
        raise NotImplementedError
    return [one for part in shapely.get_parts(shape) for one in _simple_parts(part)]


def _reduce(shape: shapely.Geometry, index: int, found: Found) -> shapely.Geometry | None:
    try:
        parts = _simple_parts(shape)
    except NotImplementedError:
        # A curve inside a collection: neither GDAL nor shapely straightens it.
        found.faults.append(Fault(index, "unreadable_geometry", lost=True))
        return None
    if not parts:
        found.faults.append(Fault(index, "empty_geometry", lost=True))
    if len({shapely.get_dimensions(part) for part in parts}) > 1:
        found.faults.append(Fault(index, "mixed_collection"))
    return _together(parts)


def _try_again(wkb: Shapes, shapes: Shapes, failed: NDArray[np.bool_], found: Found) -> None:
    """Tell apart what is absent, what lies in space, and rings that only need to be closed."""
    for index in np.flatnonzero(failed).tolist():
        body = wkb[index]
        if body is None:
            reason, lost = "no_geometry", True
        elif _kind_of(body) in _IN_SPACE:
            reason, lost = "surface_in_space", True
        else:
            shapes[index] = shapely.from_wkb(body, on_invalid="fix")
            lost = shapes[index] is None
            reason = "unreadable_geometry" if lost else "ring_closed"
        found.faults.append(Fault(index, reason, lost))


def _kind_of(wkb: bytes) -> int:
    """The type in WKB, whatever dialect says that it has heights."""
    return int.from_bytes(wkb[1:5], "little" if wkb[0] else "big") % _FLAGS % 1000
