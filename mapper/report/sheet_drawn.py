"""A map with everything around it, as one drawing."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from mapper.charts.drawing import clean
from mapper.mapview import palette
from mapper.markup import join
from mapper.report.fonts import FAMILY
from mapper.report.labels import BOLD, REGULAR, width_of
from mapper.report.sheet import Sheet

WIDTH = 1200
MAP_WIDTH, MAP_HEIGHT = 1120, 840
"""The picture of a sheet is drawn in this size."""
_EDGE = (WIDTH - MAP_WIDTH) // 2
_RED = "#a63d2f"
_LEADING = 1.35
_SWATCH = (30, 20)
_MOST_LINES = 12
"""Filters that need more lines than this are cut: the page of the map shows them all."""


class _Flow:
    """Lines from top to bottom; `parts` is what was drawn so far."""

    def __init__(self) -> None:
        self.y = float(_EDGE)
        self.parts: list[Markup] = []

    def write(
        self,
        words: str,
        size: float,
        *,
        weight: int = REGULAR,
        colour: str = palette.INK,
        most: int = _MOST_LINES,
    ) -> None:
        """A paragraph in lines as wide as the picture."""
        lines = wrap(words, MAP_WIDTH, size, weight)
        if len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
        for line in lines:
            self.y += size * _LEADING
            self.parts.append(_line(line, _EDGE, self.y - size * 0.3, size, weight, colour))

    def skip(self, height: float) -> None:
        """Room."""
        self.y += height

    def place(self, part: Markup, height: float) -> None:
        """Something that was drawn for this place."""
        self.parts.append(part)
        self.y += height


def draw_sheet(sheet: Sheet) -> Markup:
    """One `<svg>`, `WIDTH` pixels wide and as high as it needs, with the picture inside it.

    `sheet.still` is as wide and high as said above.
    """
    flow, still = _Flow(), sheet.still
    flow.write(sheet.town, 20, colour=palette.QUIET_INK)
    flow.write(still.title, 40, weight=BOLD)
    flow.write(sheet.counted, 22, weight=BOLD)
    flow.write(sheet.filters, 20)
    if sheet.warning:
        flow.write(sheet.warning, 20, weight=BOLD, colour=_RED)
    flow.skip(18)
    flow.place(_picture(still.svg, flow.y), MAP_HEIGHT + 16)
    if still.legend:
        flow.write(still.unit, 22, weight=BOLD)
        flow.skip(6)
        _legend(sheet, flow)
        flow.skip(4)
    for note in still.notes:
        flow.write(note, 18)
    flow.skip(8)
    for term in sheet.terms:
        flow.write(term, 16, colour=palette.QUIET_INK)
    height = round(flow.y + _EDGE)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" '
        'lang="{2}" font-family="{3}, sans-serif"><title>{4}</title>'
        '<rect width="{0}" height="{1}" fill="#ffffff"/>{5}</svg>'
    ).format(
        WIDTH,
        height,
        sheet.lang,
        FAMILY,
        clean(f"{sheet.town}: {still.title}, {still.unit}"),
        join(flow.parts),
    )


def wrap(words: str, width: float, size: float, weight: int = REGULAR) -> list[str]:
    """Words in lines of at most this width; a longer word is parted."""
    lines = [""]
    for word in clean(words).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, weight) <= width:
            lines[-1] = longer
            continue
        first, *rest = _parted(word, width, size, weight)
        lines = [*lines, first, *rest] if lines[-1] else [first, *rest]
    return lines


def _parted(word: str, width: float, size: float, weight: int) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, size, weight) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _picture(svg: Markup, y: float) -> Markup:
    place = Markup('<svg x="{}" y="{:.1f}" width="{}" height="{}" ').format(
        _EDGE, y, MAP_WIDTH, MAP_HEIGHT
    )
    rim = Markup('<rect x="{}" y="{:.1f}" width="{}" height="{}" fill="none" stroke="{}"/>').format(
        _EDGE, y, MAP_WIDTH, MAP_HEIGHT, palette.QUIET_INK
    )
    return svg.replace(Markup("<svg "), place, 1) + rim


def _legend(sheet: Sheet, flow: _Flow) -> None:
    """Colours with their words, as many in a row as there is room for."""
    size, (wide, high) = 19, _SWATCH
    for row in _rows(sheet.still.legend, size):
        for at, x, colour, label in row:
            dashed = Markup(' stroke-dasharray="5 4"') if at < sheet.still.fewer else Markup("")
            flow.parts.append(
                Markup(
                    '<rect x="{:.1f}" y="{:.1f}" width="{}" height="{}" rx="3" fill="{}" '
                    'stroke="{}"{}/>'
                ).format(
                    *(x, flow.y, wide, high, colour),
                    *(palette.INK if dashed else palette.QUIET_INK, dashed),
                )
            )
            flow.parts.append(_line(label, x + wide + 9, flow.y + high - 3, size))
        flow.skip(high + 10)


def _rows(
    legend: Sequence[tuple[str, str]], size: float
) -> Iterator[list[tuple[int, float, str, str]]]:
    """Index, place, colour and words of each entry, row by row."""
    row: list[tuple[int, float, str, str]] = []
    x = float(_EDGE)
    for at, (colour, label) in enumerate(legend):
        wide = _SWATCH[0] + 9 + width_of(label, size) + 28
        if row and x + wide > _EDGE + MAP_WIDTH + 28:
            yield row
            row, x = [], float(_EDGE)
        row.append((at, x, colour, label))
        x += wide
    yield row


def _line(
    words: str,
    x: float,
    y: float,
    size: float,
    weight: int = REGULAR,
    colour: str = palette.INK,
) -> Markup:
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" font-size="{:g}" font-weight="{}" fill="{}">{}</text>'
    ).format(x, y, size, weight, colour, clean(words))
