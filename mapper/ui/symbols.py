"""The drawings of action fields, the same as on the map's pins: colour and symbol together."""

import re
from functools import cache
from urllib.parse import quote

from markupsafe import Markup

from mapper.domain.colours import contrast

# Strokes in a 20 by 20 box; the component's symbols.ts draws the same.
SYMBOLS = {
    "house": "M3 10.5 10 4l7 6.5M5 9v8h10V9M8.5 17v-4.5h3V17",
    "bicycle": (
        "M2 13.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0M12 13.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0"
        "M5 13.5 8 7h5l2 6.5M8 9.5l3.5 4L13.2 9M6.5 6.5h3M13 7l-.7-2H15"
    ),
    "tree": "M10 2.5 4.5 9H7l-3.5 4.5h13L13 9h2.5zM10 13.5V18",
    "sun": (
        "M6.5 10a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M10 1.5v2.5M10 16v2.5M1.5 10H4M16 10h2.5"
        "M4 4l1.7 1.7M14.3 14.3 16 16M4 16l1.7-1.7M14.3 5.7 16 4"
    ),
    "people": (
        "M4.5 6.5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M12 7.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0"
        "M2 17c0-7 10-7 10 0M13 12c3-.7 5 1.5 5 5"
    ),
    "shop": (
        "M3 8 4.5 3.5h11L17 8M3 8c0 3 4.6 3 4.6 0 0 3 4.7 3 4.7 0 0 3 4.7 3 4.7 0"
        "M4.5 10.5V17h11v-6.5M8.5 17v-3.5h3V17"
    ),
    "mask": (
        "M4 4c4 1.5 8 1.5 12 0v6c0 4-3 7-6 7.5C7 17 4 14 4 10zM7 8.5h2M11 8.5h2"
        "M7.5 12.5c1.5 1.5 3.5 1.5 5 0"
    ),
    "signal": (
        "M9 15.5a1 1 0 1 0 2 0 1 1 0 1 0-2 0M6.5 12c2-2 5-2 7 0M4 9c3.5-3.5 8.5-3.5 12 0"
        "M1.5 6c5-5 12-5 17 0"
    ),
    "church": ("M10 1.5v4M8.3 3h3.4M10 5.5l3 3.5v2l4 2.5V18H3v-4.5l4-2.5V9zM8.7 18v-3.5h2.6V18"),
    "dot": "M6.5 10a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0",
}

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_GREY = "#5F6B64"
_LEAST_CONTRAST = 3.0


@cache
def badge(symbol: str, colour: str) -> Markup:
    """A round badge of an action field; its name stands beside it, so it is not read out."""
    fill = colour if _COLOUR.fullmatch(colour) else _GREY
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" '
        f'stroke="{_ink_on(fill)}" stroke-width="1.7" stroke-linecap="round" '
        f'stroke-linejoin="round"><path d="{SYMBOLS.get(symbol, SYMBOLS["dot"])}"/></svg>'
    )
    return Markup(
        '<span class="ik-badge" style="background:{}"><img alt="" src="{}"></span>'
    ).format(fill, f"data:image/svg+xml,{quote(drawing)}")


def _ink_on(colour: str) -> str:
    """White where it stands out at least 3:1 against the colour, else dark ink."""
    return "#FFFFFF" if contrast("#FFFFFF", colour) >= _LEAST_CONTRAST else "#1F2A24"
