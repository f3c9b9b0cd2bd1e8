"""The likeness of many pairs of ideas, whose words are looked at once."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from mapper.domain.alike import Words, are_nearly, blend, least_shared, trigrams, weigh


class Compared:
    """Ideas to be compared with each other, by their place in the sequence."""

    def __init__(self, ideas: Sequence[Words]) -> None:
        fellows = _fellows({word for idea in ideas for word in idea.title})
        self._ideas = ideas
        self._reach = [
            frozenset[str]().union(*(fellows[word] for word in idea.title)) for idea in ideas
        ]
        self._titles = [weigh(idea.title) for idea in ideas]
        self._weights = [weigh(idea.everything) for idea in ideas]

    def likeness(self, one: int, other: int) -> float:
        """Of two ideas the same as `mapper.domain.alike.likeness`."""
        first, second = self._ideas[one], self._ideas[other]
        total = self._weights[one] + self._weights[other]
        shared = weigh(first.everything & second.everything)
        everything = 2 * shared / total if total else 0.0
        if not first.title or not second.title:
            return everything
        matched = weigh(first.title & self._reach[other]) + weigh(second.title & self._reach[one])
        return blend(matched / (self._titles[one] + self._titles[other]), everything)


def _fellows(words: set[str]) -> dict[str, frozenset[str]]:
    """For each word those of all that count as the same, itself among them."""
    holding: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for part in trigrams(word):
            holding[part].append(word)
    found = {}
    for word in words:
        shared: Counter[str] = Counter()
        for part in trigrams(word):
            shared.update(holding[part])
        found[word] = frozenset(
            other
            for other, count in shared.items()
            if count >= least_shared(word, other) and are_nearly(word, other)
        )
    return found
