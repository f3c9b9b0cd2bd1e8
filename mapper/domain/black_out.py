"""Personal data taken out of a text: stretches of it replaced by a mark, nothing else changed."""

import re
from collections.abc import Iterable

MARK = "[…]"
"""What stands for words that were taken out; read aloud it says so, which a black bar does not."""

_TYPED_MARK = re.compile(r"\[\s*(?:…|\.{2,})\s*\]|█+")


def normalize_marks(text: str) -> str:
    """The text with every way of typing a mark (`[...]`, `███`) as the one mark."""
    return _TYPED_MARK.sub(MARK, text)


def black_out_words(text: str, words: Iterable[str]) -> str:
    """The text with these pieces replaced wherever they stand, whatever their case.

    Longer pieces go first, so that a name inside a longer one leaves nothing of it behind. Marks
    that touch become one.
    """
    pieces = sorted({word.strip() for word in words} - {""}, key=len, reverse=True)
    if not pieces:
        return text
    pattern = re.compile("|".join(map(re.escape, pieces)), re.IGNORECASE)
    marked = pattern.sub(MARK, text)
    return re.sub(rf"{re.escape(MARK)}(?:\s*{re.escape(MARK)})+", MARK, marked)


def is_blacked_out(before: str, after: str) -> bool:
    """True when `after` is `before` with stretches of at least one sign replaced by marks.

    The same text is so too, with no stretch replaced. What stands between the marks must stand in
    `before`, in this order, beginning and end included; taking each piece as early as it comes
    leaves the most room for those after it.
    """
    pieces = after.split(MARK)
    if len(pieces) == 1:
        return before == after
    first, *middle, last = pieces
    if not before.startswith(first) or not before.endswith(last):
        return False
    at = len(first)
    for piece in middle:
        found = before.find(piece, at + 1)
        if found < 0:
            return False
        at = found + len(piece)
    return at + 1 <= len(before) - len(last)
