"""The one way for text into folium.

Folium writes popups, tooltips, DivIcons, layer names and attributions as HTML inside JavaScript,
partly inside template literals, after Jinja and after streamlit-folium's own replacements. So
HTML escaping is not enough: a backtick or `${}` leaves the literal, `{{'name'}}` becomes a bare
variable, a line break ends a string. Here everything but letters, digits and a few harmless
signs is written as a numeric character reference, which all of those layers leave alone and
only the browser's HTML parser turns back into the character.
"""

import unicodedata
from typing import NewType

SafeText = NewType("SafeText", str)
"""HTML that shows a text and does nothing else; made by `safe_text` only."""

_HARMLESS = frozenset(" .,;:-")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FIRST_ISOLATE = "\N{FIRST STRONG ISOLATE}"
_POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
# Overrides and isolates that a text opens and never closes would reorder what stands after it.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def safe_text(value: object) -> SafeText:
    """The value's words as HTML, fit for every place where folium takes text.

    Line breaks and tabs become spaces, other control characters go. None gives no text.
    """
    words = "" if value is None else str(value)
    kept = "".join(_plain(character) for character in words)
    encoded = "".join(_encode(character) for character in kept)
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in kept):
        encoded = f"{_encode(_FIRST_ISOLATE)}{encoded}{_encode(_POP_ISOLATE)}"
    return SafeText(encoded)


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace():
        return " "
    if category == "Cc" or character in _DIRECTION_CONTROLS:
        return ""
    return _REPLACEMENT if category == "Cs" else character


def _encode(character: str) -> str:
    harmless = character.isalnum() or character in _HARMLESS
    return character if harmless else f"&#{ord(character)};"
