"""How much ground a picture shows."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from mapper.domain.filters import Filters
from mapper.geo.crs import bbox_to_metres
from mapper.geo.hexgrid import cell_rings
from mapper.geo.regions import draw_area
from mapper.planning.clusters_found import Found
from mapper.planning.drawn import Drawn
from mapper.planning.wanted import Display
from mapper.report.view import View
from mapper.services.ground import Ground

Bounds = tuple[float, float, float, float]
"""West, south, east, north in EPSG:25833."""


def extent_of(view: View, drawn: Drawn, ground: Ground) -> Bounds:
    """All municipalities where nothing is filtered; else what matches, and the area asked about.

    Where nothing matches all municipalities, or the town's extent where no ground is loaded.
    """
    found = list(_matching(drawn, ground))
    if view.survey.seen == Filters(cell_size=view.survey.seen.cell_size):
        found.append(ground.whole.bounds)
    return _around(view, found, ground)


def extent_of_clusters(view: View, found: Found, ground: Ground) -> Bounds:
    """The same for clusters: all ideas with a point, also those in none."""
    points = found.clusters.membership.points
    shapes = [one.outline.bounds for one in found.shown]
    if len(points):
        shapes.append((*points.min(axis=0), *points.max(axis=0)))
    if view.survey.seen == Filters(cell_size=view.survey.seen.cell_size):
        shapes.append(ground.whole.bounds)
    return _around(view, shapes, ground)


def extent_of_cells(ground: Ground, cells: NDArray[np.int32], size_m: int) -> Bounds:
    """All municipalities and all hexagons."""
    return _join([ground.whole.bounds, *_bounds_of(cells, size_m)]) or (0, 0, 0, 0)


def _around(view: View, found: list[Bounds], ground: Ground) -> Bounds:
    area = view.wanted.filters.area
    asked = [draw_area(area).bounds] if area else []
    return (
        _join([*found, *asked])
        or _join([ground.whole.bounds])
        or bbox_to_metres(view.profile.extent)
    )


def _matching(drawn: Drawn, ground: Ground) -> Iterator[Bounds]:
    rows = zip(drawn.values.keys, drawn.values.rows, strict=True)
    told = {key for key, row in rows if row.proposals or row.before}
    if drawn.display is Display.DISTRICTS:
        yield from (one.shape.bounds for one in ground.districts if one.key in told)
    else:
        cells = np.array([key for key in drawn.values.keys if key in told], dtype=np.int32)
        yield from _bounds_of(cells, drawn.size_m)


def _bounds_of(cells: NDArray[np.int32], size_m: int) -> list[Bounds]:
    if not len(cells):
        return []
    corners = cell_rings(cells, size_m).reshape(-1, 2)
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return [(west, south, east, north)]


def _join(found: list[Bounds]) -> Bounds | None:
    known = [one for one in found if not np.isnan(one).any()]
    if not known:
        return None
    both: Bounds = shapely.union_all([shapely.box(*one) for one in known]).bounds
    return both
