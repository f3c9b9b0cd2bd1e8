"""Names of places as different offices write them, and whether two mean the same."""

import re

from mapper.domain.spelling import slug_of

_BEFORE = re.compile(
    r"^(?:ot|ortsteil|ortst\.?|gemarkung|gem\.|gemeindeteil|stadtteil|stadt|gemeinde|dorf)[\s.:]+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:[/(,;]|\bot\b|\s-\s).*$", re.IGNORECASE)
_UMLAUT = re.compile("([aou])e")
_SHORT, _LONG = 5, 9


def fold(name: str) -> str:
    """The name in plain small letters: without what stands before it, hyphens, umlauts."""
    return _UMLAUT.sub(r"\1", slug_of(_BEFORE.sub("", name.strip())).replace("-", ""))


def core(name: str) -> str:
    """Folded, without what only tells it from others: `Neudorf` of `Neudorf/Heide`."""
    bare = _BEFORE.sub("", name.strip())
    return fold(_AFTER.sub("", bare)) or fold(bare)


def most_slips(name: str) -> int:
    """How many letters may be wrong in a folded name: none in short ones, two in long ones."""
    return (len(name) >= _SHORT) + (len(name) >= _LONG)


def slips(one: str, other: str, most: int) -> int:
    """Letters to be changed, added, dropped or swapped with the next; `most` + 1: more.

    Source: Damerau-Levenshtein distance, optimal string alignment.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (sign != against))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], most + 1)
