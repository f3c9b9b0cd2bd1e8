"""The section on clusters: all on a map, the largest in words."""

from collections.abc import Iterator

from mapper.i18n import Translator
from mapper.planning.clusters_found import name_cluster, tell_counts
from mapper.planning.clusters_said import (
    cluster_heads,
    cluster_rows,
    tell_all,
    tell_districts,
    tell_fields,
    tell_period,
)
from mapper.report.blocks import Block, Heading, Picture, Points, Section, Table, Terms, Text
from mapper.report.gather import Gathered
from mapper.services.cluster_words import TypicalIdea
from mapper.services.clusters import Cluster

SUMMED_UP = 20
"""Clusters after these stand in the table only."""
_LISTED = 50


def tell_clusters(gathered: Gathered, picture: Picture | None) -> Section:
    """`picture` is the map with their numbers, and all that is to be said of them."""
    found, words = gathered.found, gathered.view.words
    _ = words.gettext
    blocks: list[Block] = []
    if picture is None:
        blocks.append(Points(list(tell_all(found, None, words))))
    else:
        blocks.append(picture)
        rows = [[name, *cells] for name, cells in cluster_rows(found, words)[:_LISTED]]
        caption = _("Clusters, the one with the most ideas first")
        blocks.append(
            Table(caption, cluster_heads(words), rows, (30, 0, 0, 40, 0, 0), numbers=(1, 2))
        )
        if len(found.shown) > _LISTED:
            sentence = _("The table holds the {count} largest of {total} clusters.")
            number = words.format_number
            total = number(len(found.clusters.clusters))
            blocks.append(Text(sentence.format(count=number(_LISTED), total=total), "note"))
        for one in found.shown[:SUMMED_UP]:
            blocks += _summary(one, gathered)
    return Section(_("Clusters"), blocks)


def _summary(one: Cluster, gathered: Gathered) -> Iterator[Block]:
    found, words = gathered.found, gathered.view.words
    _ = words.gettext
    yield Heading(name_cluster(found, one, words), listed=False)
    spoken = found.words.of.get(one.number)
    keywords = ", ".join(word.form for word in spoken.keywords) if spoken else ""
    terms = [
        (_("Ideas"), tell_counts(one, words)),
        (_("Districts"), tell_districts(one, words)),
        (_("Action fields"), tell_fields(one, gathered.view.names.action_fields, words)),
        (_("Period"), tell_period(one, words)),
        (_("Words"), keywords or _("None stands out here.")),
    ]
    if spoken and spoken.typical:
        named = (_name(idea, words) for idea in spoken.typical)
        terms.append((_("Typical ideas"), "\n".join(named)))
    yield Terms(terms, kept=True)


def _name(idea: TypicalIdea, words: Translator) -> str:
    sentence = words.gettext("“{title}” (number {number})")
    return sentence.format(title=idea.title, number=idea.public_id)
