"""Names on a picture: where each stands, so that none lies on another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from fontTools.ttLib import TTFont
from markupsafe import Markup
from numpy.typing import NDArray

from mapper.charts.drawing import clean
from mapper.mapview import palette
from mapper.report.fonts import FOLDER
from mapper.report.frame import Frame

REGULAR, BOLD = 400, 700
_ASCENT, _DESCENT = 0.76, 0.26
"""How far letters reach above and below their line, in their size."""
_GAP = 4
_SHIFTS = (0, 1.1, -1.1)
"""In heights of a line: where a name is tried when its place is taken."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be set around a pixel; of two in the same place the earlier one stays."""

    words: str
    x: float
    y: float
    size: float
    weight: int = REGULAR

    @property
    def box(self) -> Box:
        """What its letters cover."""
        half = width_of(self.words, self.size, self.weight) / 2
        above, below = self.size * _ASCENT, self.size * _DESCENT
        middle = (above - below) / 2
        return (
            self.x - half,
            self.y + middle - above,
            self.x + half,
            self.y + middle + below,
        )

    @property
    def boxes(self) -> list[Box]:
        """What its letters cover in each place where it may stand, the best first."""
        return [replace(self, y=self.y + shift * self.size).box for shift in _SHIFTS]


def arrange(
    labels: Iterable[Label],
    frame: Frame,
    taken: Sequence[Box] = (),
    better_free: Sequence[Box] = (),
) -> list[Label]:
    """Those that lie wholly in the picture and on no other, in order; the rest is left out.

    A name may stand a line higher or lower than wanted. No name touches boxes that are `taken`;
    those that are `better_free` are touched only where there is no other place for it.
    """
    boxes, placed = list(taken), []
    free = np.array(better_free).reshape(-1, 4)
    for wanted in labels:
        places = [
            one
            for shift in _SHIFTS
            if _inside((one := replace(wanted, y=wanted.y + shift * wanted.size)).box, frame)
            and not any(_meet(one.box, box) for box in boxes)
        ]
        if places:
            one = min(places, key=lambda place: _touched(place.box, free))
            boxes.append(one.box)
            placed.append(one)
    return placed


def draw_label(label: Label) -> Markup:
    """The name with an edge of paper, so that it reads on every colour."""
    left, top, right, _bottom = label.box
    baseline = top + label.size * _ASCENT
    return Markup(
        '<text class="name" x="{:.1f}" y="{:.1f}" text-anchor="middle" font-size="{:g}" '
        'font-weight="{}" fill="{}" stroke="{}" stroke-width="{:.1f}" stroke-linejoin="round" '
        'paint-order="stroke">{}</text>'
    ).format(
        (left + right) / 2,
        baseline,
        label.size,
        label.weight,
        palette.INK,
        palette.PAPER,
        label.size / 4,
        clean(label.words),
    )


def width_of(words: str, size: float, weight: int = REGULAR) -> float:
    """How wide a line of text is in our letters, in pixels; an unknown letter counts as wide."""
    advances, widest = _advances(weight)
    return sum(advances.get(ord(one), widest) for one in clean(words)) * size


@cache
def _advances(weight: int) -> tuple[dict[int, float], float]:
    """The width of each letter by its code point, and that of an unknown one, in its size."""
    with TTFont(FOLDER / f"{weight}.ttf") as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        known = {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}
    return known, 1.0


def _inside(box: Box, frame: Frame) -> bool:
    left, top, right, bottom = box
    return (
        left >= _GAP
        and top >= _GAP
        and right <= frame.width - _GAP
        and bottom <= frame.height - _GAP
    )


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _GAP
        and other[0] < one[2] + _GAP
        and one[1] < other[3]
        and other[1] < one[3]
    )


def _touched(box: Box, others: NDArray[np.float64]) -> int:
    """How many of n boxes it touches."""
    left, top, right, bottom = others.T
    apart = (right < box[0]) | (box[2] < left) | (bottom < box[1]) | (box[3] < top)
    return int(np.count_nonzero(~apart))
