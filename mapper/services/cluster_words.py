"""What the ideas of clusters are about: the words that set each apart, and typical ideas."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from mapper.db.clusters import select_texts
from mapper.db.views import DISTRICT, MUNICIPALITY
from mapper.domain.keywords import (
    Keyword,
    TextWords,
    find_keywords,
    read_words,
)
from mapper.services.clusters import Clusters

MOST_TEXTS = 4000
"""Of more ideas so many are read evenly, and some more from the clusters asked for."""
_OWN_TEXTS, _LEAST_SHARE = 1000, 20
TYPICAL = 3

Indexes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class TypicalIdea:
    """An idea that has many of its cluster's words."""

    public_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ClusterWords:
    """The words that set a cluster apart, the clearest first, and up to three of its ideas."""

    keywords: tuple[Keyword, ...]
    typical: tuple[TypicalIdea, ...]


@dataclass(frozen=True, slots=True)
class WordsOfClusters:
    """By a cluster's number; `read` of the ideas with a point were read, all where they are few."""

    of: Mapping[int, ClusterWords]
    read: int


@dataclass(frozen=True, slots=True)
class _Text:
    public_id: str
    title: str
    supports: int
    words: TextWords


def read_cluster_words(
    session: Session, found: Clusters, numbers: Collection[int] | None = None
) -> WordsOfClusters:
    """For clusters of these numbers, or all: compared with all other filtered ideas with a point.

    Names of municipalities and districts are left out: where a cluster lies is known. Typical
    ideas have the most of their cluster's words, then the most supports; no two have one title.
    """
    wanted = [one.number for one in found.clusters] if numbers is None else list(numbers)
    labels = found.membership.labels
    evenly = _every(np.argsort(labels, kind="stable"), MOST_TEXTS)
    share = max(_OWN_TEXTS // max(len(wanted), 1), _LEAST_SHARE)
    own = {number: _every(np.flatnonzero(labels == number), share) for number in wanted}
    texts = _read(session, found.membership.ids[np.unique(np.concatenate([evenly, *own.values()]))])
    ids = found.membership.ids
    by_label = _by_label(texts, ids[evenly], labels[evenly])
    everywhere = sum((counts for counts in by_label.values()), Counter[str]())
    of = {
        number: _describe(
            [texts[one] for one in ids[mine].tolist() if one in texts],
            everywhere - by_label.get(number, Counter()),
        )
        for number, mine in own.items()
    }
    return WordsOfClusters(of, len(texts))


def _every(indexes: Indexes, most: int) -> Indexes:
    """At most so many of n, evenly."""
    return indexes[:: max(1, -(-len(indexes) // most))]


def _read(session: Session, ids: NDArray[np.int64]) -> dict[int, _Text]:
    places = union_all(select(DISTRICT.c.name), select(MUNICIPALITY.c.name))
    names = read_words(*session.scalars(places))
    texts = {}
    for row in session.execute(select_texts(ids.tolist())):
        words = read_words(row.title, row.body)
        kept = {stem: form for stem, form in words.items() if stem not in names}
        texts[int(row.id)] = _Text(row.public_id, row.title, row.support_count, kept)
    return texts


def _by_label(
    texts: Mapping[int, _Text], ids: NDArray[np.int64], labels: NDArray[np.int64]
) -> dict[int, Counter[str]]:
    """How many texts have a word, by cluster."""
    counts: dict[int, Counter[str]] = {}
    for one, label in zip(ids.tolist(), labels.tolist(), strict=True):
        if one in texts:
            counts.setdefault(label, Counter()).update(texts[one].words.keys())
    return counts


def _describe(texts: list[_Text], others: Counter[str]) -> ClusterWords:
    keywords = find_keywords([text.words for text in texts], others)
    return ClusterWords(keywords, _typical(texts, keywords))


def _typical(texts: list[_Text], keywords: tuple[Keyword, ...]) -> tuple[TypicalIdea, ...]:
    stems = {one.stem for one in keywords}
    first = sorted(
        texts, key=lambda text: (-len(stems & text.words.keys()), -text.supports, text.public_id)
    )
    by_title: dict[str, _Text] = {}
    for text in first:
        by_title.setdefault(text.title.casefold(), text)
    chosen = list(by_title.values())[:TYPICAL]
    return tuple(TypicalIdea(text.public_id, text.title) for text in chosen)
