"""Stacked columns over time, with a legend."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mapper.charts.drawing import (
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

_HEIGHT, _TOP, _LEFT = 220, 18, 40
_WIDEST = 56
_SWATCH, _LEGEND_ROW = 14, 22


@dataclass(frozen=True, slots=True)
class Series:
    """A part of every column: its name and its colour as #RRGGBB."""

    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Column:
    """Counts in the order of the series.

    `short` stands under the column where there is room, `group` (a year) where it begins; `hints`
    tell more of each count, in finished words.
    """

    short: str
    group: str
    counts: Sequence[int]
    hints: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Frame:
    layout: Layout
    name: str
    slot: float
    scale: float
    bottom: float

    def x(self, place: int) -> float:
        return _LEFT + place * self.slot

    def y(self, count: float) -> float:
        return self.bottom - count * self.scale


def draw_columns(
    columns: Sequence[Column],
    series: Sequence[Series],
    layout: Layout,
    *,
    says: str,
    number: WriteNumber,
    name: str,
) -> Markup:
    """One column each, the first series at its foot; the legend lists them from top to bottom.

    Every second series is hatched, so that neighbours differ without their colours. `name` keeps
    the hatchings of two drawings of one page apart.
    """
    largest = max((sum(one.counts) for one in columns), default=0)
    marks = ticks(largest, whole=True)
    frame = _Frame(
        layout,
        f"{name}-{'narrow' if layout.narrow else 'wide'}",
        (layout.width - _LEFT) / max(1, len(columns)),
        _HEIGHT / marks[-1],
        _TOP + _HEIGHT,
    )
    below = frame.bottom + 2 * SIZE + 24
    legend, height = _legend(series, frame, below)
    parts = [
        _hatchings(frame),
        *_axis(frame, marks, number),
        *(part for place, one in enumerate(columns) for part in _column(one, series, frame, place)),
        *_totals(columns, frame, number),
        *_labels(columns, frame),
        *legend,
    ]
    return picture(layout, below + height, says, parts)


def _axis(frame: _Frame, marks: Sequence[float], number: WriteNumber) -> Iterator[Markup]:
    for mark in marks:
        y = frame.y(mark)
        colour = QUIET if mark == 0 else "#d9d5ca"
        yield stroke(_LEFT, y, frame.layout.width, y, colour=colour)
        yield write(number(mark), _LEFT - 8, y + 4, colour=QUIET, anchor="end")


def _column(
    column: Column, series: Sequence[Series], frame: _Frame, place: int
) -> Iterator[Markup]:
    width = min(_WIDEST, frame.slot * 0.78)
    left = frame.x(place) + (frame.slot - width) / 2
    below = 0
    for at, (count, told) in enumerate(zip(column.counts, column.hints, strict=True)):
        if count:
            top, height = frame.y(below + count), count * frame.scale
            yield hint(told, _filled(left, top, width, height, series[at], at, frame))
            below += count


def _filled(
    left: float, top: float, width: float, height: float, one: Series, at: int, frame: _Frame
) -> Iterator[Markup]:
    """A rectangle with a thin edge of paper on top, hatched where its place is odd."""
    yield box(left, top, width, height, _colour(one))
    if at % 2:
        kind = at // 2 % 2
        yield box(left, top, width, height, Markup('fill="url(#{}-{})"').format(frame.name, kind))
    yield box(left, top, width, min(1, height / 3), paint(PAPER))


def _colour(one: Series) -> Markup:
    """Both ways of saying it: on paper by `fill`, on pages by the class and `color`."""
    return Markup('fill="{0}" color="{0}" class="series"').format(one.colour)


def _hatchings(frame: _Frame) -> Markup:
    slanted = Markup('<path d="M0 6 6 0M-1 1 1-1M5 7 7 5" stroke="{}" class="s-paper"/>')
    dots = Markup('<circle cx="3" cy="3" r="1.1" {}/>')
    return Markup("<defs>{}</defs>").format(
        join(
            Markup(
                '<pattern id="{}-{}" width="6" height="6" '
                'patternUnits="userSpaceOnUse">{}</pattern>'
            ).format(frame.name, kind, sign)
            for kind, sign in enumerate((slanted.format(PAPER), dots.format(paint(PAPER))))
        )
    )


def _totals(columns: Sequence[Column], frame: _Frame, number: WriteNumber) -> Iterator[Markup]:
    """The number above each column, where there is room for the widest."""
    texts = [number(sum(one.counts)) for one in columns]
    if max(map(width_of, texts), default=0) > frame.slot - 4:
        return
    for place, (one, words) in enumerate(zip(columns, texts, strict=True)):
        middle = frame.x(place) + frame.slot / 2
        yield write(words, middle, frame.y(sum(one.counts)) - 5, anchor="middle", over=True)


def _labels(columns: Sequence[Column], frame: _Frame) -> Iterator[Markup]:
    """Names under the columns, as many as have room; groups where they begin."""
    widest = max((width_of(one.short) for one in columns), default=0) + 8
    every = max(1, math.ceil(widest / frame.slot))
    group, free_from = "", 0.0
    for place, one in enumerate(columns):
        middle = frame.x(place) + frame.slot / 2
        if place % every == 0:
            at = min(middle, frame.layout.width - widest / 2 + 4)
            yield write(one.short, at, frame.bottom + SIZE + 5, colour=QUIET, anchor="middle")
        half = width_of(one.group) / 2
        start = max(middle - half, _LEFT)
        if one.group != group and start >= free_from:
            at, y = start + half, frame.bottom + 2 * SIZE + 10
            yield write(one.group, at, y, colour=QUIET, anchor="middle")
            free_from = start + 2 * half + 8
        group = one.group


def _legend(series: Sequence[Series], frame: _Frame, top: float) -> tuple[list[Markup], float]:
    """Swatch and name of each series, the uppermost first; and how high all of it is."""
    across = 1 if frame.layout.narrow else 2
    down = math.ceil(len(series) / across)
    width = frame.layout.width / across
    parts: list[Markup] = []
    for place, at in enumerate(reversed(range(len(series)))):
        left, y = place // down * width, top + place % down * _LEGEND_ROW
        parts += _filled(left, y, _SWATCH, _SWATCH, series[at], at, frame)
        words = fold(series[at].name, width - _SWATCH - 16)[0]
        parts.append(write(words, left + _SWATCH + 8, y + 12))
    return parts, down * _LEGEND_ROW + 4
