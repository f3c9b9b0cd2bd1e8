"""HTML for `st.html`: every value is escaped where it is put in.

Texts of citizens reach the screen through here only. `st.markdown` is not for them: its
pictures would be fetched from anywhere, and its `$` and `:` have a meaning of their own.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text(value: str) -> Markup:
    """A person's words in their own direction of writing, so that marks for it end with them."""
    return Markup('<bdi dir="auto">{}</bdi>').format(value)


def without_direction(value: str) -> str:
    """A person's words for a place without markup, such as the browser's tab.

    Marks for the direction of writing go: there they would turn around what follows.
    """
    return _DIRECTION.sub("", value)


def paragraphs(value: str) -> Markup:
    """A longer text with its line breaks; an empty line begins a new paragraph."""
    blocks = [block for block in value.split("\n\n") if block.strip()]
    return join(Markup('<p dir="auto" class="ik-text">{}</p>').format(block) for block in blocks)


def link(address: str, words: str, **attributes: str) -> Markup:
    """A link; attributes are written with `_` for `-` (`aria_current="page"`)."""
    extra = join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), value)
        for name, value in attributes.items()
    )
    return Markup('<a href="{}"{}>{}</a>').format(address, extra, words)


def items(entries: Iterable[Markup], **attributes: str) -> Markup:
    """A list without bullets of its own look."""
    extra = join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), value)
        for name, value in attributes.items()
    )
    body = join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return Markup("<ul{}>{}</ul>").format(extra, body)


def join(parts: Iterable[Markup]) -> Markup:
    """Markup one after the other; a plain string among it is escaped."""
    return Markup("").join(escape(part) for part in parts)
