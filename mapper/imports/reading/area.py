"""The municipalities' area, to tell what lies off it."""

import numpy as np
import shapely
from shapely.errors import GEOSException

from mapper.imports.reading.parse_shapes import Fault, Found, Shapes, highest


class Area:
    """Counts what lies off the municipalities, and cuts at their border if that is wished."""

    def __init__(self, wkb: bytes | None, *, clip: bool) -> None:
        self._area = shapely.from_wkb(wkb) if wkb else None
        self._clip = clip and self._area is not None
        self.outside = 0
        self.clipped = 0
        if self._area is not None:
            shapely.prepare(self._area)

    def look(self, shapes: Shapes, found: Found) -> None:
        """Note what lies outside; cut in place, None where nothing is left."""
        if self._area is None:
            return
        there = ~shapely.is_missing(shapes)
        off = there & ~shapely.intersects(self._area, shapes)
        self.outside += int(off.sum())
        found.note(off, "clipped_away" if self._clip else "outside", lost=self._clip)
        if self._clip:
            shapes[off] = None
            crossing = there & ~off & ~shapely.covers(self._area, shapes)
            for index in np.flatnonzero(crossing).tolist():
                shapes[index] = self._cut(shapes[index], index, found)

    def _cut(self, shape: shapely.Geometry, index: int, found: Found) -> shapely.Geometry | None:
        try:
            cut = highest(shapely.intersection(shape, self._area))  # type: ignore[arg-type]
        except GEOSException:
            return shape
        if cut is None or shapely.get_dimensions(cut) < shapely.get_dimensions(shape):
            self.outside += 1
            found.faults.append(Fault(index, "clipped_away", lost=True))
            return None
        self.clipped += 1
        found.faults.append(
            Fault(index, "clipped", False, float(shapely.area(shape)), float(shapely.area(cut)))
        )
        return cut
