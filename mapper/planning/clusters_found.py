"""What the section with clusters shows: found anew at every change, with words for places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mapper.i18n import Translator
from mapper.planning.rows import describe_places
from mapper.planning.wanted import Wanted
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.cluster_ideas import ClusterArea, MemberPage, area_of, list_members
from mapper.services.cluster_words import WordsOfClusters, read_cluster_words
from mapper.services.clusters import Cluster, Clusters, find_clusters, turn
from mapper.services.places import NamedPlace
from mapper.services.plan import Counter, counting

MOST_DRAWN = 300
"""Clusters after these are counted, but neither drawn nor listed."""
SPOKEN = 50
"""Of so many the words are given in the list."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cluster that is looked at, the area that holds it, and a page of its ideas."""

    cluster: Cluster
    area: ClusterArea
    members: MemberPage


@dataclass(frozen=True, slots=True)
class Found:
    """All clusters, those that are shown with the name of the place of each, and their words."""

    clusters: Clusters
    shown: tuple[Cluster, ...]
    places: tuple[str, ...]
    words: WordsOfClusters
    chosen: Chosen | None

    def place(self, cluster: Cluster) -> str:
        """Where one of those that are shown lies."""
        return self.places[cluster.number - 1]


def find(
    office: Backoffice,
    who: Who,
    wanted: Wanted,
    named: Sequence[NamedPlace],
    words: Translator,
    waiting: Callable[[], None],
    page_of: Callable[[int], int],
) -> Found:
    """The clusters of what is wanted; `waiting` is called while others are served.

    `page_of` gives the page of ideas to list of a cluster by its number, from 1.

    Raises
    ------
    TakesTooLongError
    """
    with turn(waiting), counting(office, who) as counter:
        return find_by(counter, wanted, named, words, page_of)


def find_by(
    counter: Counter,
    wanted: Wanted,
    named: Sequence[NamedPlace],
    words: Translator,
    page_of: Callable[[int], int] = lambda _number: 1,
) -> Found:
    """The same in a transaction that has begun, when it is one's turn."""
    clusters = find_clusters(counter, wanted.filters, wanted.distance_m, wanted.least)
    shown = clusters.clusters[:MOST_DRAWN]
    one = next((one for one in shown if one.number == wanted.cluster), None)
    chosen = _look_at(counter, clusters, one, page_of(one.number)) if one else None
    spoken = [one.number] if one else [one.number for one in shown[:SPOKEN]]
    of_clusters = read_cluster_words(counter.session, clusters, spoken)
    centres = np.array([(one.easting, one.northing) for one in shown]).reshape(-1, 2)
    places = describe_places(centres, named, words) if shown else []
    return Found(clusters, shown, tuple(places), of_clusters, chosen)


def _look_at(counter: Counter, clusters: Clusters, one: Cluster, page: int) -> Chosen:
    members = list_members(counter, clusters, one, page)
    return Chosen(one, area_of(clusters, one), members)


def name_cluster(found: Found, cluster: Cluster, words: Translator) -> str:
    """Its number and its place."""
    sentence = words.gettext("Cluster {number}: {place}")
    return sentence.format(number=words.format_number(cluster.number), place=found.place(cluster))


def count_ideas(count: int, words: Translator) -> str:
    """So many ideas, in words."""
    ideas = words.ngettext("{count} idea", "{count} ideas", count)
    return ideas.format(count=words.format_number(count))


def tell_counts(cluster: Cluster, words: Translator) -> str:
    """Its ideas and their supports."""
    supports = words.ngettext("{count} support", "{count} supports", cluster.supports)
    counted = supports.format(count=words.format_number(cluster.supports))
    return f"{count_ideas(cluster.proposals, words)} · {counted}"
