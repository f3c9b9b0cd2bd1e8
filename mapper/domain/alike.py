"""How alike the words of two ideas are, written for German, whatever the spelling."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mapper.domain.function_words import FUNCTION_WORDS

_WORD = re.compile(r"[a-z0-9]+")
_UMLAUT = re.compile("([aou])e")
_ENDINGS = ("ungen", "ern", "nen", "en", "er", "es", "em", "e", "n", "s")
_SHORTEST_WORD = 3
_SHORTEST_STEM = 4
_SHORTEST_HEAD = 4
_SHORTEST_PART = 5
_TITLE_SHARE = 0.6
_NEARLY = 0.65
"""Two words count as one from this share of common trigrams on: slips and compounds."""

_OF_WISHES = "neu neue neuen neuer neues schoen strasse strassen wuensche bzw"
"""Words that stand in wishes of every kind."""


@dataclass(frozen=True, slots=True)
class Words:
    """An idea's words as they are compared: stems of its title, and of title and body."""

    title: frozenset[str]
    everything: frozenset[str]


def words_of(title: str, body: str) -> Words:
    """The words that carry meaning, without case, accents, endings and stop words."""
    heading = stems(title)
    return Words(heading, heading | stems(body))


def stems(text: str) -> frozenset[str]:
    """The text's words, cut down: `Bank`, `Bänke` and `Baenken` give the same."""
    return frozenset(
        _cut(word)
        for word in _WORD.findall(_spell(text))
        if len(word) >= _SHORTEST_WORD and word not in STOP_WORDS
    )


def stem(word: str) -> str:
    """One word cut down as far as that goes, so that `heiß` and `heiße` are one.

    As it is, in small letters, where nothing would be left.
    """
    spelled = _spell(word)
    while (cut := _cut(spelled)) != spelled:
        spelled = cut
    return spelled or word.casefold()


def likeness(one: Words, other: Words) -> float:
    """From 0 (nothing in common) to 1 (the same words); symmetric.

    Titles say what an idea is about and count more than all words together; a body of other words
    does not make two ideas of one title different.
    """
    everything = _weighted_dice(one.everything, other.everything)
    if not one.title or not other.title:
        return everything
    titles = _common(one.title, other.title)
    return _TITLE_SHARE * titles + (1 - _TITLE_SHARE) * max(everything, titles / 2)


def _spell(text: str) -> str:
    """The text in plain small letters; an umlaut, however written, as the vowel without it."""
    small = unicodedata.normalize("NFKD", text.casefold())
    return _UMLAUT.sub(r"\1", small.encode("ascii", "ignore").decode())


@lru_cache(maxsize=1 << 14)
def _cut(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _weighted_dice(one: frozenset[str], other: frozenset[str]) -> float:
    total = _weight(one) + _weight(other)
    return 2 * _weight(one & other) / total if total else 0.0


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words of either title that have a fellow in the other, long ones more."""
    shared = one & other
    first, second = set(shared), set(shared)
    for word in one:
        for fellow in other:
            if _is_nearly(word, fellow):
                first.add(word)
                second.add(fellow)
    return (_weight(first) + _weight(second)) / (_weight(one) + _weight(other))


def _weight(words: Iterable[str]) -> int:
    return sum(map(len, words))


@lru_cache(maxsize=1 << 16)
def _is_nearly(one: str, other: str) -> bool:
    """The head of a compound (`schlosspark`), a longer word inside another, or most trigrams.

    Kept, since the same words meet again and again where many ideas are compared.
    """
    first, second = _trigrams(one), _trigrams(other)
    if first.isdisjoint(second):
        return False
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if len(shorter) >= _SHORTEST_HEAD and longer.endswith(shorter):
        return True
    if len(shorter) >= _SHORTEST_PART and shorter in longer:
        return True
    return 2 * len(first & second) >= _NEARLY * (len(first) + len(second))


@lru_cache(maxsize=1 << 14)
def _trigrams(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


STOP_WORDS = frozenset(_spell(" ".join((*FUNCTION_WORDS, _OF_WISHES))).split())
