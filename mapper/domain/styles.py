"""How a layer is drawn: its colour, lines, signs and names, and what it looks like untold."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from mapper.domain.colours import check_layer_colour
from mapper.errors import InvalidFieldError

PALETTE = (
    *("#332288", "#CC6677", "#117733", "#882255", "#997700"),
    *("#4477AA", "#AA4499", "#44AA99", "#7A5C3E", "#5F6B64"),
)
"""Colours that are told apart also by people who see few of them."""

SHAPES: Mapping[str, str] = {
    "circle": "M3 10a7 7 0 1 0 14 0 7 7 0 1 0-14 0z",
    "square": "M4 4h12v12H4z",
    "triangle": "M10 2.5 18 16.5H2z",
    "diamond": "M10 1.5 18.5 10 10 18.5 1.5 10z",
    "star": "M10 1.5 12.5 7.4 18.9 8 14 12.2 15.5 18.5 10 15.1 4.5 18.5 6 12.2 1.1 8 7.5 7.4z",
    "cross": "M7 2h6v5h5v6h-5v5H7v-5H2V7h5z",
    "hexagon": "M10 1.5 17.4 5.8v8.4L10 18.5 2.6 14.2V5.8z",
    "drop": "M10 18.5C8 13.5 3.5 12 3.5 7.5a6.5 6.5 0 0 1 13 0C16.5 12 12 13.5 10 18.5z",
}
"""Signs of points, filled, in a box of 20 by 20."""

OF_EVERY_OBJECT = ("name", "kind")
"""What may be written on the map besides attributes."""

MOST_ZOOM = 18
MOST_KINDS = len(PALETTE)


class Dash(StrEnum):
    """How a line or an outline is drawn."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """How the objects of a layer are drawn.

    `fill_opacity` is in percent, `line_width` in pixels. `label_field` names what is written on
    the map: an attribute, or `name` or `kind`; None for nothing. `by_kind` gives each kind of
    object a colour of its own in place of the one colour.
    """

    colour: str = PALETTE[0]
    fill_opacity: int = 25
    line_width: int = 2
    dash: Dash = Dash.SOLID
    symbol: str = "circle"
    label_field: str | None = None
    by_kind: bool = False


_OF_ROLE: Mapping[str, LayerStyle] = {
    "districts": LayerStyle("#55615A", 0, 1, Dash.DOTTED, label_field="name"),
    "municipalities": LayerStyle("#55615A", 0, 2, label_field="name"),
    "green_spaces": LayerStyle("#3D7A4C", 40, 1, label_field="name"),
    "base": LayerStyle("#5F6B64", 10, 1),
}
_NAMES = tuple(one.name for one in fields(LayerStyle))


def default_style(role: str) -> LayerStyle:
    """What a layer of this role looks like as long as nobody says otherwise."""
    return _OF_ROLE.get(role, LayerStyle())


def read_style(stored: Mapping[str, object], role: str) -> LayerStyle:
    """The style as stored; what it does not say, or says in words unknown, is the default."""
    known = {name: stored[name] for name in _NAMES if name in stored}
    default = default_style(role)
    try:
        return check_style(LayerStyle(**{**asdict(default), **known}))
    except (InvalidFieldError, TypeError, ValueError):
        return default


def check_style(style: LayerStyle) -> LayerStyle:
    """The style with its colour as #RRGGBB in capitals.

    Raises
    ------
    InvalidFieldError, PaleLayerColourError
    """
    _check_range("fill_opacity", style.fill_opacity, 0, 100)
    _check_range("line_width", style.line_width, 1, 8)
    if style.symbol not in SHAPES:
        raise InvalidFieldError("point_symbol", f"one of {', '.join(SHAPES)}", style.symbol)
    if style.dash not in tuple(Dash):
        raise InvalidFieldError("dash", f"one of {', '.join(Dash)}", style.dash)
    return LayerStyle(
        colour=check_layer_colour(style.colour),
        fill_opacity=style.fill_opacity,
        line_width=style.line_width,
        dash=Dash(style.dash),
        symbol=style.symbol,
        label_field=style.label_field or None,
        by_kind=bool(style.by_kind),
    )


def to_stored(style: LayerStyle, role: str) -> dict[str, object]:
    """What is stored of a style: what differs from the default of the role."""
    default = asdict(default_style(role))
    return {name: value for name, value in asdict(style).items() if value != default[name]}


def unused_colour(used: Collection[str]) -> str:
    """The colour of the palette that the fewest layers have; the first of several."""
    counts = [sum(one.upper() == colour for one in used) for colour in PALETTE]
    return PALETTE[counts.index(min(counts))]


def kind_colours(kinds: Collection[str]) -> dict[str, str]:
    """A colour for each kind, in the order of their names; of more than there are colours none."""
    return dict(zip(sorted(kinds), PALETTE, strict=False))


def _check_range(field: str, value: int, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InvalidFieldError(field, f"a whole number from {least} to {most}", value)
