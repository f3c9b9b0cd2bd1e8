"""The one way for text into folium.

Folium writes popups, tooltips, DivIcons, layer names and attributions as HTML inside JavaScript,
partly inside template literals, and streamlit-folium replaces names in the result. So HTML
escaping is not enough: a backtick or `${}` leaves the literal, a line break ends a string. Worse,
branca reads every finished script as a Jinja template once more, so `{{ }}` and `{% %}` in a text
are run on this server, also when it stood in a JSON string.

`safe_text` is for all that folium itself takes and shows as HTML: everything but letters, digits
and a few harmless signs becomes a numeric character reference, which all those layers leave
alone. `safe_json` is for data that scripts of ours set as text: the same signs become `\\u`
escapes.
"""

import json
import re
import unicodedata
from typing import NewType

SafeText = NewType("SafeText", str)
"""HTML that shows a text and does nothing else; made by `safe_text` only."""

SafeJson = NewType("SafeJson", str)
"""A JavaScript value without a sign that any template reads; made by `safe_json` only."""

_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_READ_BY_TEMPLATES = re.compile(r"[{}%#<>&'`$_]")
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


def safe_json(value: object) -> SafeJson:
    """The value as JSON, fit to stand in a script of a folium element."""
    text = json.dumps(value, separators=(",", ":"))
    return SafeJson(_JSON_STRING.sub(_escape, text))


def _escape(string: re.Match[str]) -> str:
    return _READ_BY_TEMPLATES.sub(lambda sign: f"\\u{ord(sign[0]):04x}", string[0])


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
