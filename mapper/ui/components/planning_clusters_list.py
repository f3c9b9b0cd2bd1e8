"""All clusters: as a list beside the map, and as the table behind it."""

from collections.abc import Iterator

import streamlit as st
from markupsafe import Markup, escape

from mapper.i18n import Translator
from mapper.markup import text
from mapper.planning.clusters_found import (
    MOST_DRAWN,
    Found,
    name_cluster,
    tell_counts,
)
from mapper.planning.words import FEW
from mapper.services.clusters import Cluster, DistrictShare
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_clusters_choice import choose, focus_token
from mapper.ui.components.planning_told import make_table, show_numbers, show_sentences

_AT_FIRST = 6
_MOST_DISTRICTS = 4


def show_list(bench: Workbench, found: Found) -> None:
    """How many clusters there are, and each with its way to look at it."""
    words = bench.words
    show_sentences(bench.survey, _tell_all(found, bench.wanted.cluster, words), words)
    if not found.shown:
        return
    heading = Markup('<h2 tabindex="-1" data-take-focus="{}">{}</h2>')
    count = words.ngettext("{count} cluster", "{count} clusters", len(found.clusters.clusters))
    counted = count.format(count=words.format_number(len(found.clusters.clusters)))
    st.html(heading.format(focus_token(), counted))
    with st.container(key="planning_cluster_list"):
        few = found.shown[:_AT_FIRST]
        place = st.container(key="planning_cluster_cards")
        everything = False
        if len(few) < len(found.shown):
            label = words.gettext("Show all {count} clusters")
            count_all = words.format_number(len(found.shown))
            everything = st.toggle(label.format(count=count_all), key="planning_all_clusters")
        with place:
            for one in found.shown if everything else few:
                _show_card(found, one, words)


def _tell_all(found: Found, wanted: int | None, words: Translator) -> Iterator[str]:
    """What is to be said about all of them; what to do where there are none."""
    _, clusters = words.gettext, found.clusters
    number = words.format_number
    if wanted is not None and found.shown:
        yield _("There is no cluster {number} here.").format(number=number(wanted))
    pointless = clusters.matching - clusters.with_point
    if pointless and not clusters.with_point:
        yield _("None of these ideas has a point on the map, so none lies in a cluster.")
        return
    if clusters.with_point and not clusters.clusters:
        sentence = _(
            "There is no cluster: nowhere do {count} ideas lie within {distance} m. Choose a "
            "larger distance or a smaller number."
        )
        yield sentence.format(count=number(clusters.least), distance=number(clusters.distance_m))
    elif clusters.in_none:
        yield words.ngettext(
            "{count} idea lies in no cluster.",
            "{count} ideas lie in no cluster.",
            clusters.in_none,
        ).format(count=number(clusters.in_none))
    if pointless:
        yield words.ngettext(
            "{count} idea has no point on the map and lies in no cluster.",
            "{count} ideas have no point on the map and lie in no cluster.",
            pointless,
        ).format(count=number(pointless))
    if 0 < clusters.with_point < FEW:
        yield _("These are few ideas: where some lie together, that is no pattern yet.")
    if len(clusters.clusters) > MOST_DRAWN:
        sentence = _("Map and list show the {count} largest of {total} clusters.")
        yield sentence.format(count=number(MOST_DRAWN), total=number(len(clusters.clusters)))


def show_all(found: Found, words: Translator) -> None:
    """The numbers behind the map."""
    if not found.shown:
        return
    _ = words.gettext
    heads = [
        _("Cluster"),
        _("Ideas"),
        _("Supports"),
        _("Districts"),
        _("First idea"),
        _("Last idea"),
    ]
    rows = [(name_cluster(found, one, words), _cells(one, words)) for one in found.shown]
    table = make_table(_("Clusters, the one with the most ideas first"), heads, rows)
    show_numbers(_("The numbers behind the map"), table, len(rows))


def tell_districts(cluster: Cluster, words: Translator) -> str:
    """The districts with the most of its ideas, each with their number."""
    parts = [
        f"{_name_district(share, words)} ({words.format_number(share.proposals)})"
        for share in cluster.districts[:_MOST_DISTRICTS]
    ]
    return ", ".join([*parts, *tell_others(len(cluster.districts) - _MOST_DISTRICTS, words)])


def tell_others(count: int, words: Translator) -> list[str]:
    """How many are not named, as the last entry of a list; none where all are."""
    if count <= 0:
        return []
    others = words.ngettext("{count} other", "{count} others", count)
    return [others.format(count=words.format_number(count))]


def _name_district(share: DistrictShare, words: Translator) -> str:
    if share.name:
        return share.name
    if share.municipality:
        return words.gettext("{place}, no district").format(place=share.municipality)
    return words.gettext("outside of all districts")


def _cells(one: Cluster, words: Translator) -> list[str]:
    days = (words.format_date(day, "medium") for day in (one.first_day, one.last_day))
    return [
        words.format_number(one.proposals),
        words.format_number(one.supports),
        tell_districts(one, words),
        *days,
    ]


def _show_card(found: Found, one: Cluster, words: Translator) -> None:
    spoken = found.words.of.get(one.number)
    keywords = ", ".join(word.form for word in spoken.keywords) if spoken else ""
    about = Markup('<p class="ik-words">{}</p>').format(
        escape(words.gettext("Words: {words}")).format(words=text(keywords))
    )
    number = words.format_number(one.number)
    with st.container(key=f"planning_cluster_card_{one.number}"):
        st.html(
            Markup('<h3><span class="ik-disc">{}</span> {}</h3><p>{}</p>{}').format(
                number, text(found.place(one)), tell_counts(one, words), about if keywords else ""
            )
        )
        st.button(
            words.gettext("Look at cluster {number}").format(number=number),
            key=f"planning_cluster_look_{one.number}",
            on_click=choose,
            args=(one.number,),
        )
