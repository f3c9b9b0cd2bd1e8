"""Words somebody looks for, as the database's search takes them."""

import re

from mapper.domain.function_words import FUNCTION_WORDS

_PART = re.compile(r'-?"[^"]*"|\S+')
_EITHER = {"oder": "or", "or": "or"}


def plain_question(typed: str) -> str:
    """The question without words that stand in nearly every text; empty when no other is left.

    What stands in quotation marks is kept as it is. "oder" between two words asks for either.
    """
    parts = [_EITHER.get(part.lower(), part) for part in _PART.findall(_closed(typed))]
    kept = [part for part in parts if part.startswith(('"', '-"')) or not _is_filler(part)]
    while kept and kept[0] == "or":
        kept.pop(0)
    while kept and kept[-1] == "or":
        kept.pop()
    return " ".join(kept)


def _is_filler(part: str) -> bool:
    word = re.sub(r"\W", "", part).lower()
    return not word or (word in FUNCTION_WORDS and part != "or")


def _closed(typed: str) -> str:
    """Typographic quotation marks as plain ones, and none left open."""
    plain = re.sub("[„“”«»]", '"', typed)
    return plain if plain.count('"') % 2 == 0 else plain.replace('"', " ")
