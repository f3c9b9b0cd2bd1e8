"""What charts are drawn with: elements of SVG, lines of text, and axes that read well."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from mapper.geo.classes import nice_number
from mapper.markup import join, without_direction

SIZE = 13
"""Of letters, in pixels where a drawing is as wide as it says."""

_LETTER = 0.54
"""The mean width of a letter, in its size."""

INK, QUIET, LINE, BEECH, PAPER = "#1f2a24", "#55615a", "#d9d5ca", "#1e6b45", "#ffffff"
_CLASSES = {INK: "ink", QUIET: "quiet", LINE: "line", BEECH: "beech", PAPER: "paper"}

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

WriteNumber = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The width to draw for, in pixels; a narrow one puts names above what they name."""

    width: int
    narrow: bool


WIDE, NARROW = Layout(640, False), Layout(300, True)


def figure(caption: str, draw: Callable[[Layout], Markup]) -> Markup:
    """A chart under its caption, drawn for a wide place and for a narrow one; CSS shows one.

    All in one line: a page that takes it for Markdown sees one block of markup.
    """
    return Markup(
        '<figure class="ik-chart"><figcaption>{}</figcaption>'
        '<div class="ik-chart-wide">{}</div><div class="ik-chart-narrow">{}</div></figure>'
    ).format(clean(caption), draw(WIDE), draw(NARROW))


def picture(layout: Layout, height: float, says: str, parts: Iterable[Markup]) -> Markup:
    """The whole drawing; `says` is read to those who do not see it."""
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="{says}" font-family="Atkinson Hyperlegible Next, sans-serif" '
        'font-size="{size}">{body}</svg>'
    ).format(
        width=layout.width, height=_number(height), says=clean(says), size=SIZE, body=join(parts)
    )


def write(
    words: str, x: float, y: float, *, colour: str = INK, anchor: str = "start", over: bool = False
) -> Markup:
    """A line of text; `y` is where its letters stand. One `over` lines has an edge of paper."""
    edge = (
        Markup(' stroke="{}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"').format(
            PAPER
        )
        if over
        else Markup("")
    )
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}" class="{}"{}>{}</text>').format(
        _number(x),
        _number(y),
        anchor,
        colour,
        f"f-{_CLASSES[colour]}{' s-paper' if over else ''}",
        edge,
        clean(words),
    )


def box(x: float, y: float, width: float, height: float, fill: Markup) -> Markup:
    """A rectangle; `fill` as `paint` gives it."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" {}/>').format(
        *map(_number, (x, y, width, height)), fill
    )


def stroke(
    x: float,
    y: float,
    x2: float,
    y2: float,
    *,
    colour: str = LINE,
    width: float = 1,
    dash: str = "",
) -> Markup:
    """A straight line."""
    dashes = Markup(' stroke-dasharray="{}"').format(dash) if dash else ""
    return Markup(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}" class="{}"{}/>'
    ).format(*map(_number, (x, y, x2, y2)), colour, width, f"s-{_CLASSES[colour]}", dashes)


def hint(words: str, parts: Iterable[Markup]) -> Markup:
    """Parts that tell more when the pointer rests on them."""
    return Markup("<g><title>{}</title>{}</g>").format(clean(words), join(parts))


def paint(colour: str) -> Markup:
    """The attributes that fill with one of the colours named here."""
    return Markup('fill="{}" class="f-{}"').format(colour, _CLASSES[colour])


def clean(words: str) -> str:
    """Words in one line, without what XML does not allow or what turns the text around."""
    return " ".join(_NOT_XML.sub("", without_direction(words)).split())


def width_of(words: str) -> float:
    """About how wide a line of text is, in pixels."""
    return len(words) * _LETTER * SIZE


def fold(words: str, width: float, lines: int = 1) -> list[str]:
    """Words on at most so many lines of a width; what does not fit ends with an ellipsis."""
    most = max(4, int(width / (_LETTER * SIZE)))
    folded: list[str] = []
    rest = clean(words)
    while len(rest) > most and len(folded) < lines - 1:
        cut = max(rest.rfind(" ", 0, most + 1), rest.rfind("-", 0, most) + 1)
        cut = cut if cut > 0 else most
        folded.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*folded, rest if len(rest) <= most else f"{rest[: most - 1].rstrip()}…"]


def ticks(largest: float, most: int = 5, *, whole: bool = False) -> list[float]:
    """Numbers for an axis from 0 to at least `largest`, evenly spaced and easy to read."""
    if largest <= 0:
        return [0.0, 1.0]
    step = nice_number(largest / (most - 1))
    step = max(1.0, float(round(step))) if whole else step
    return [index * step for index in range(math.ceil(largest / step - 1e-9) + 1)]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
