"""A whole picture: the ground, what lies on it, names, and how long a kilometre is."""

from collections.abc import Sequence

from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from mapper.charts.drawing import clean
from mapper.i18n import Translator
from mapper.mapview import palette
from mapper.markup import join
from mapper.report.fonts import FAMILY
from mapper.report.frame import Frame, scale_bar
from mapper.report.ground_drawn import draw_above, draw_below, draw_names
from mapper.report.labels import Box, width_of
from mapper.services.ground import Ground

_WIDE = 900
"""From so many pixels on a picture has larger letters."""
_EDGE = 14
"""Between the scale and the picture's edges, in pixels."""


def compose(
    ground: Ground,
    frame: Frame,
    words: Translator,
    counts: Markup,
    *,
    says: str,
    area: BaseGeometry | None = None,
    discs: Markup | None = None,
    taken: Sequence[Box] = (),
    better_free: Sequence[Box] = (),
) -> Markup:
    """The whole `<svg>`.

    Parameters
    ----------
    says
        What is read to those who do not see it.
    area
        An outline in EPSG:25833 that was drawn by hand.
    discs
        What lies above all names; `taken` are the boxes it covers.
    better_free
        Boxes that names should rather not cover.
    """
    size = letter_size(frame)
    scale, covered = _scale(frame, words, size)
    parts = (
        draw_below(ground, frame),
        counts,
        draw_above(ground, frame),
        *([_outline(area, frame)] if area is not None else []),
        draw_names(ground, frame, size, (*taken, covered), better_free),
        discs or Markup(""),
        scale,
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'font-family="{}, sans-serif">{}</svg>'
    ).format(frame.width, frame.height, clean(says), FAMILY, join(parts))


def letter_size(frame: Frame) -> int:
    """Of names and the scale, in pixels."""
    return 15 if frame.width >= _WIDE else 12


def _outline(area: BaseGeometry, frame: Frame) -> Markup:
    return Markup(
        '<path class="area" d="{}" fill="none" stroke="{}" stroke-width="3" '
        'stroke-dasharray="8 5"/>'
    ).format(frame.trace(area), palette.BEECH)


def _scale(frame: Frame, words: Translator, size: int) -> tuple[Markup, Box]:
    """A bar with its length in the lower left corner, on paper, and the box it covers."""
    km, length = scale_bar(frame)
    told = f"{words.format_number(km)} km"
    wide = max(length, width_of(told, size)) + 16
    high = size + 18
    left, top = _EDGE, frame.height - _EDGE - high
    base = top + high - 8
    drawn = Markup(
        '<g class="scale"><rect x="{}" y="{}" width="{:.1f}" height="{}" rx="4" fill="{}" '
        'opacity="0.9"/><path d="M{} {:.1f}v5h{:.1f}v-5" fill="none" stroke="{}" '
        'stroke-width="2"/><text x="{}" y="{:.1f}" font-size="{}" fill="{}">{}</text></g>'
    ).format(
        *(left, top, wide, high, palette.PAPER),
        *(left + 8, base - 5, length, palette.INK),
        *(left + 8, base - 8, size, palette.INK, told),
    )
    return drawn, (left, top, left + wide, top + high)
