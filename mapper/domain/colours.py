"""Colours of pins and layers: whether they stand out from the map, and what is read on them."""

import re

from mapper.errors import InvalidFieldError, PaleColourError, PaleLayerColourError

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PAPER = "#FBFAF6"
_LEAST_ON_PAPER = 2.0


def check_pin_colour(given: str) -> str:
    """The colour as #RRGGBB in capitals.

    A pin has a light outline and lies on light ground, so its colour must be twice as dark; what
    is drawn on it is white or dark, whichever can be seen.

    Raises
    ------
    InvalidFieldError, PaleColourError
    """
    colour = _read(given)
    if contrast(colour, _PAPER) < _LEAST_ON_PAPER:
        raise PaleColourError(colour)
    return colour


def check_layer_colour(given: str) -> str:
    """The colour as #RRGGBB in capitals, dark enough for thin lines on light ground.

    Raises
    ------
    InvalidFieldError, PaleLayerColourError
    """
    colour = _read(given)
    if contrast(colour, _PAPER) < _LEAST_ON_PAPER:
        raise PaleLayerColourError(colour)
    return colour


def _read(given: str) -> str:
    colour = given.strip().upper()
    if not _COLOUR.fullmatch(colour):
        raise InvalidFieldError("colour", "a colour such as #1E6B45", colour)
    return colour


def contrast(one: str, other: str) -> float:
    """The contrast of two colours #RRGGBB, from 1 to 21.

    Source
    ------
    WCAG 2.1, "contrast ratio".
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB.

    Source
    ------
    WCAG 2.1, "relative luminance".
    """
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
