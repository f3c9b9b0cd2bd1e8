"""Horizontal bars with intervals, against a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mapper.charts.drawing import (
    BEECH,
    INK,
    PAPER,
    QUIET,
    SIZE,
    Layout,
    WriteNumber,
    box,
    fold,
    hint,
    paint,
    picture,
    stroke,
    ticks,
    width_of,
    write,
)
from mapper.markup import join

_THICK, _GAP = 14, 10
_LONGEST_WHISKER = 2.5
"""The axis ends at so many times the longest bar: one wide interval must not flatten all bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with both ends of its interval; `shown` stands beside it, `told` is the hint.

    An interval without a length is none, and not drawn.
    """

    name: str
    value: float
    lower: float
    upper: float
    shown: str
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """A value to compare with, and its name."""

    value: float
    name: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot lies; `scale` is pixels per unit."""

    layout: Layout
    left: float
    right: float
    top: float
    row: float
    scale: float

    def x(self, value: float) -> float:
        return min(self.left + value * self.scale, self.right)

    def middle(self, place: int) -> float:
        """The middle of a bar, which lies at the foot of its row."""
        return self.top + (place + 1) * self.row - (_THICK + _GAP) / 2


def draw_bars(
    bars: Sequence[Bar], layout: Layout, *, says: str, number: WriteNumber, line: Line | None = None
) -> Markup:
    """One row per bar, in the order given, with its value and the whisker of its interval.

    An interval that reaches beyond the axis ends in an arrowhead.
    """
    frame, marks = _frame(bars, layout, line)
    bottom = frame.top + frame.row * len(bars)
    parts = [
        *(stroke(frame.x(mark), frame.top, frame.x(mark), bottom) for mark in marks),
        *(
            write(number(mark), frame.x(mark), bottom + SIZE + 4, colour=QUIET, anchor="middle")
            for mark in marks
        ),
        *(_bar(bar, frame, place) for place, bar in enumerate(bars)),
        *(_line(line, frame, bottom) if line else ()),
        *(_words(bar, frame, place) for place, bar in enumerate(bars)),
    ]
    return picture(layout, bottom + SIZE + 12, says, parts)


def _frame(bars: Sequence[Bar], layout: Layout, line: Line | None) -> tuple[_Frame, list[float]]:
    longest = max((one.value for one in bars), default=0.0)
    longest = max(longest, line.value if line else 0.0)
    highest = max((one.upper for one in bars), default=0.0)
    marks = ticks(max(longest, min(highest, _LONGEST_WHISKER * longest)), 4 if layout.narrow else 6)
    left, right = (6, layout.width - 52) if layout.narrow else (196, layout.width - 60)
    row = _THICK + _GAP + (SIZE + 6 if layout.narrow else 4)
    top = SIZE + 12 if line else 6
    return _Frame(layout, left, right, top, row, (right - left) / marks[-1]), marks


def _bar(bar: Bar, frame: _Frame, place: int) -> Markup:
    middle = frame.middle(place)
    start = frame.left
    return join(
        (
            box(start, middle - _THICK / 2, frame.x(bar.value) - start, _THICK, paint(BEECH)),
            *(_whisker(bar, frame, middle) if bar.lower < bar.upper else ()),
        )
    )


def _words(bar: Bar, frame: _Frame, place: int) -> Markup:
    """Name, value, and over the whole row the hint."""
    middle, top = frame.middle(place), frame.top + place * frame.row
    row = Markup('fill="none" pointer-events="all"')
    return hint(
        bar.told,
        [
            *_name(bar, frame, top, middle),
            write(bar.shown, frame.layout.width, middle + 5, anchor="end"),
            box(0, top, frame.layout.width, frame.row, row),
        ],
    )


def _name(bar: Bar, frame: _Frame, top: float, middle: float) -> Iterator[Markup]:
    if frame.layout.narrow:
        yield write(fold(bar.name, frame.layout.width)[0], 0, top + SIZE, over=True)
        return
    lines = fold(bar.name, frame.left - 12, lines=2)
    for place, words in enumerate(lines):
        y = middle + 5 + (place - (len(lines) - 1) / 2) * SIZE
        yield write(words, frame.left - 12, y, anchor="end")


def _whisker(bar: Bar, frame: _Frame, middle: float) -> Iterator[Markup]:
    """Paper under ink, so that it is seen on the bar and beside it."""
    start, end = frame.x(bar.lower), frame.x(bar.upper)
    cut = frame.left + bar.upper * frame.scale > frame.right + 1
    yield stroke(start, middle, end, middle, colour=PAPER, width=3.5)
    yield stroke(start, middle, end, middle, colour=INK, width=1.5)
    yield stroke(start, middle - 4, start, middle + 4, colour=INK, width=1.5)
    if cut:
        yield stroke(end - 4, middle - 4, end, middle, colour=INK, width=1.5)
        yield stroke(end - 4, middle + 4, end, middle, colour=INK, width=1.5)
    else:
        yield stroke(end, middle - 4, end, middle + 4, colour=INK, width=1.5)


def _line(line: Line, frame: _Frame, bottom: float) -> Iterator[Markup]:
    x = frame.x(line.value)
    yield stroke(x, frame.top - 4, x, bottom, colour=INK, width=1.5, dash="5 3")
    half = width_of(line.name) / 2
    at = min(max(x, half), frame.layout.width - half)
    yield write(line.name, at, SIZE, anchor="middle")
