"""Clusters on a picture: where ideas lie, outlines, and a disc with the number of each."""

from collections.abc import Iterator, Sequence

import numpy as np
from markupsafe import Markup

from mapper.charts.drawing import clean
from mapper.domain.filters import CELL_SIZES
from mapper.geo.hexgrid import cell_ids, cell_rings
from mapper.mapview import palette
from mapper.mapview.clusters import FILL, LINE
from mapper.markup import join
from mapper.report.frame import Frame
from mapper.report.labels import BOLD, Box, width_of
from mapper.services.clusters import Cluster, Clusters

BENEATH = palette.HEAT[0]
"""Of hexagons in which an idea lies."""
_BENEATH_PX = 7
_DISC_SIZE = 15
_BEFORE_NAMES = 12
"""So many clusters go before the names of the towns."""
_OPACITY = 0.25


def draw_beneath(clusters: Clusters, frame: Frame) -> Markup:
    """Small hexagons where an idea lies; nothing where only some of the ideas were looked at."""
    points = clusters.membership.points
    if clusters.membership.squares is not None or not len(points):
        return Markup("")
    size = min(CELL_SIZES, key=lambda size: abs(size / frame.metres - _BENEATH_PX))
    rings = cell_rings(np.unique(cell_ids(points[:, 0], points[:, 1], size)), size)
    return Markup('<path class="beneath" d="{}" fill="{}" fill-opacity="{}"/>').format(
        frame.trace_rings(rings), BENEATH, palette.HEAT_OPACITY
    )


def draw_clusters(clusters: Sequence[Cluster], frame: Frame, texts: Sequence[str] = ()) -> Markup:
    """Their outlines; `texts` are their lines for the pointer, or none at all."""
    return join(
        Markup(
            '<path class="cluster" d="{}" fill="{}" fill-opacity="{}" stroke="{}" '
            'stroke-width="2"><title>{}</title></path>'
        ).format(frame.trace(one.outline), FILL, _OPACITY, LINE, clean(texts[at]) if texts else "")
        for at, one in enumerate(clusters)
    )


def place_discs(
    clusters: Sequence[Cluster], frame: Frame, names: Sequence[Box] = ()
) -> list[tuple[Cluster, Box]]:
    """The discs that are in the picture; one that would lie on one before it is left out.

    So is one that would lie on `names`, but for those of the largest clusters.
    """
    placed: list[tuple[Cluster, Box]] = []
    for one in clusters:
        box = _box(one, frame)
        inside = min(box[:2]) >= 0 and box[2] <= frame.width and box[3] <= frame.height
        others = [other for _, other in placed] + list(names if one.number > _BEFORE_NAMES else ())
        if inside and not any(_meet(box, other) for other in others):
            placed.append((one, box))
    return placed


def draw_discs(discs: Sequence[tuple[Cluster, Box]]) -> Markup:
    """Numbers on paper."""
    return join(part for one, box in discs for part in _disc(one, box))


def _disc(one: Cluster, box: Box) -> Iterator[Markup]:
    left, top, right, bottom = box
    yield Markup(
        '<rect class="disc" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}" '
        'fill="{}" stroke="{}" stroke-width="2"/>'
    ).format(left, top, right - left, bottom - top, (bottom - top) / 2, palette.PAPER, LINE)
    yield Markup(
        '<text class="number" x="{:.1f}" y="{:.1f}" text-anchor="middle" font-size="{}" '
        'font-weight="{}" fill="{}">{}</text>'
    ).format(
        (left + right) / 2,
        (top + bottom) / 2 + _DISC_SIZE * 0.34,
        _DISC_SIZE,
        BOLD,
        palette.INK,
        one.number,
    )


def _box(one: Cluster, frame: Frame) -> Box:
    x, y = frame.place(np.array([one.easting, one.northing])).tolist()
    high = _DISC_SIZE * 1.6
    wide = max(high, width_of(str(one.number), _DISC_SIZE, BOLD) + _DISC_SIZE * 0.9)
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _meet(one: Box, other: Box) -> bool:
    apart = one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    return not apart
