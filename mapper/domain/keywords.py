"""The words that set some texts apart from others."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mapper.domain.alike import stem
from mapper.domain.function_words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTEST = 3
_FEWEST_TEXTS = 2
_PRIOR_SHARE, _PRIOR_MOST = 0.1, 100.0
_APART = 1.64
"""The standard normal's upper 5 % quantile."""

TextWords = Mapping[str, str]
"""The stems of a text's words and, for each, the form in which it stands there first."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A stem, its most frequent form, how many texts have it, and by how much it stands out."""

    stem: str
    form: str
    texts: int
    score: float


def read_words(*texts: str) -> TextWords:
    """The words of texts that carry meaning, each once, whatever its ending.

    Singular and plural have one stem. Words of fewer than three letters, numbers and function
    words are left out.
    """
    words: dict[str, str] = {}
    for text in texts:
        for form in _WORD.findall(text):
            if len(form) >= _SHORTEST and form.lower() not in FUNCTION_WORDS:
                words.setdefault(stem(form), form)
    return words


def count_words(texts: Iterable[TextWords]) -> Counter[str]:
    """How many of n texts have a word, by stem."""
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update(words.keys())
    return counts


def find_keywords(
    inside: Sequence[TextWords], outside: Mapping[str, int], most: int = 5
) -> tuple[Keyword, ...]:
    """The words of some texts that are rarer in others, the clearest first.

    Compared are log-odds of a word inside and outside, with a prior of a tenth of all words, at
    most 100, that are spread as they are in all texts together; a word stands out where the
    difference is 1.64 times its standard error. A text counts a word once, so that nobody makes one
    by repeating it, and a word of a single text is none. Of equal ones the more frequent, then
    those with a capital, which are nouns in German, then by alphabet. None where there is nothing
    outside.

    Parameters
    ----------
    inside
        n texts as `read_words` gives them.
    outside
        Counts over the others, as `count_words` gives them.

    Source: Monroe, Colaresi and Quinn (2008), Fightin' words, equations 15, 16, 20 and 22.
    """
    here = count_words(inside)
    ours, others = here.total(), sum(outside.values())
    if not others:
        return ()
    prior = min(_PRIOR_SHARE * (ours + others), _PRIOR_MOST)
    found = []
    for word, texts in here.items():
        if texts < _FEWEST_TEXTS:
            continue
        there = outside.get(word, 0)
        expected = prior * (texts + there) / (ours + others)
        score = _score((texts + expected, ours + prior), (there + expected, others + prior))
        if score >= _APART:
            found.append(Keyword(word, _usual_form(word, inside), texts, score))
    found.sort(key=lambda one: (-one.score, -one.texts, one.form.islower(), one.form))
    return tuple(found[:most])


def _score(inside: tuple[float, float], outside: tuple[float, float]) -> float:
    """The difference of log-odds in standard errors; a word's count and that of all, each."""
    here, there = (math.log(count / (total - count)) for count, total in (inside, outside))
    return (here - there) / math.sqrt(1 / inside[0] + 1 / outside[0])


def _usual_form(word: str, texts: Iterable[TextWords]) -> str:
    forms = Counter(words[word] for words in texts if word in words)
    return min(forms, key=lambda form: (-forms[form], form))
