"""All clusters: as a list beside the map, and as the table behind it."""

import streamlit as st
from markupsafe import Markup, escape

from mapper.i18n import Translator
from mapper.markup import text
from mapper.planning.clusters_found import Found, tell_counts
from mapper.planning.clusters_said import cluster_heads, cluster_rows, tell_all
from mapper.services.clusters import Cluster
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_clusters_choice import choose, focus_token
from mapper.ui.components.planning_told import make_table, show_numbers, show_sentences

_AT_FIRST = 6


def show_list(bench: Workbench, found: Found) -> None:
    """How many clusters there are, and each with its way to look at it."""
    words = bench.words
    show_sentences(bench.survey, tell_all(found, bench.wanted.cluster, words), words)
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


def show_all(found: Found, words: Translator) -> None:
    """The numbers behind the map."""
    if not found.shown:
        return
    _, rows = words.gettext, cluster_rows(found, words)
    table = make_table(_("Clusters, the one with the most ideas first"), cluster_heads(words), rows)
    show_numbers(_("The numbers behind the map"), table, len(rows))


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
