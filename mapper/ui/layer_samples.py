"""Samples of how layers are drawn, on the ground of the map."""

from collections.abc import Collection, Mapping
from urllib.parse import quote

from markupsafe import Markup

from mapper.domain.styles import SHAPES, Dash, LayerStyle

_PAPER = "#FBFAF5"


def swatch(style: LayerStyle, shapes: Collection[str]) -> Markup:
    """A small sample for a list, where the name stands beside it."""
    return _image(_swatch(style, shapes), 36, 26)


def large_sample(
    style: LayerStyle, shapes: Collection[str], kinds: Mapping[str, str], label: str
) -> Markup:
    """An area, a line and signs as on the map, as far as the layer has them, with a name."""
    there = set(shapes) or {"area"}
    colours = list(kinds.values())[:3] if style.by_kind and kinds else [style.colour] * 3
    parts = []
    if "area" in there:
        areas = (
            "10,14 96,8 112,62 30,84",
            "112,62 96,8 176,16 190,70",
            "30,84 112,62 104,112 20,108",
        )
        parts += [
            f'<polygon points="{points}" {_line(style, colour)} fill="{colour}" '
            f'fill-opacity="{style.fill_opacity / 100}"/>'
            for points, colour in zip(areas, _three(colours), strict=True)
        ]
    if "line" in there:
        lines = ("M6 96C70 60 90 130 150 84S230 70 296 20", "M120 118C170 60 220 110 296 74")
        parts += [
            f'<path d="{path}" fill="none" {_line(style, colour)}/>'
            for path, colour in zip(lines, _three(colours), strict=False)
        ]
    if "point" in there:
        places = ((212, 34), (252, 70), (160, 48))
        parts += [
            _sign(style, colour, x, y)
            for (x, y), colour in zip(places, _three(colours), strict=True)
        ]
    if label:
        parts.append(
            '<text x="226" y="112" text-anchor="middle" font-size="13" fill="#1F2A24" '
            f'font-family="sans-serif">{Markup.escape(label[:24])}</text>'
        )
    return _image("".join(parts), 300, 124)


def _three(colours: list[str]) -> list[str]:
    return [colours[index % len(colours)] for index in range(3)]


def _swatch(style: LayerStyle, shapes: Collection[str]) -> str:
    if set(shapes) == {"point"}:
        return _sign(style, style.colour, 18, 13)
    if set(shapes) == {"line"}:
        return f'<path d="M3 13h30" fill="none" {_line(style, style.colour)}/>'
    return (
        f'<rect x="4" y="4" width="28" height="18" rx="2" {_line(style, style.colour)} '
        f'fill="{style.colour}" fill-opacity="{style.fill_opacity / 100}"/>'
    )


def _line(style: LayerStyle, colour: str) -> str:
    width = style.line_width
    dashes = {
        Dash.SOLID: "",
        Dash.DASHED: f'stroke-dasharray="{3 + 2 * width} {2 + 1.5 * width}"',
        Dash.DOTTED: f'stroke-dasharray="0.01 {2 * width + 1}" stroke-linecap="round"',
    }
    return f'stroke="{colour}" stroke-width="{width}" {dashes[style.dash]}'


def _sign(style: LayerStyle, colour: str, x: float, y: float) -> str:
    return (
        f'<path transform="translate({x - 8} {y - 8}) scale(.8)" d="{SHAPES[style.symbol]}" '
        f'fill="{colour}" stroke="#fff" stroke-width="2.5" paint-order="stroke"/>'
    )


def _image(drawing: str, width: int, height: int) -> Markup:
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" rx="4" fill="{_PAPER}"/>{drawing}</svg>'
    )
    return Markup('<img class="ik-layer-sample" alt="" width="{}" height="{}" src="{}">').format(
        width, height, f"data:image/svg+xml,{quote(picture)}"
    )
