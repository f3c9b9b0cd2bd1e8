"""The section with clusters: where ideas lie close together, how many, what they are about."""

from functools import partial

import numpy as np
import streamlit as st

from mapper.errors import TakesTooLongError
from mapper.geo.clusters import Proposal, propose
from mapper.mapview.clusters import cluster_layer
from mapper.mapview.heat import empty_layer
from mapper.planning.clusters_found import Found, find, name_cluster, tell_counts
from mapper.services.places import list_places
from mapper.ui import look
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_canvas import show_canvas
from mapper.ui.components.planning_clusters_choice import page_of
from mapper.ui.components.planning_clusters_controls import show_controls, show_method, show_wait
from mapper.ui.components.planning_clusters_detail import show_detail, show_members
from mapper.ui.components.planning_clusters_list import show_all, show_list
from mapper.ui.errors import show_notice


def show_clusters_section(bench: Workbench) -> None:
    """All clusters, or the one that was chosen; what to do where it would take too long."""
    with bench.places.controls:
        look.add_style("charts")
        look.add_style("planning_clusters")
        wait = st.empty()
    try:
        found = find(
            bench.here.backoffice,
            bench.here.who,
            bench.wanted,
            list_places(bench.here.profile),
            bench.words,
            waiting=partial(show_wait, wait, bench.words),
            page_of=page_of,
        )
    except TakesTooLongError:
        _show_too_long(bench)
    else:
        wait.empty()
        _show_found(bench, found)


def _show_found(bench: Workbench, found: Found) -> None:
    words, places, clusters, chosen = bench.words, bench.places, found.clusters, found.chosen
    with places.controls:
        asked = Proposal(clusters.distance_m, clusters.least)
        show_controls(asked, clusters.proposed if clusters.with_point else None, words)
    with places.map:
        texts = [
            f"{name_cluster(found, one, words)}: {tell_counts(one, words)}" for one in found.shown
        ]
        layer = cluster_layer(found.shown, texts, chosen.cluster.number if chosen else None)
        show_canvas(layer, bench.wanted, bench.here)
    with places.legend:
        show_method(found, words)
    with places.findings:
        if chosen:
            show_detail(bench, found, chosen)
        else:
            show_list(bench, found)
    with places.below:
        with st.container(key="planning_cluster_members"):
            if chosen:
                show_members(bench, chosen)
        show_all(found, words)


def _show_too_long(bench: Workbench) -> None:
    usual = propose(np.empty((0, 2)), 0)
    wanted, places = bench.wanted, bench.places
    with places.controls:
        asked = Proposal(wanted.distance_m or usual.distance_m, wanted.least or usual.least)
        show_controls(asked, None, bench.words)
    with places.map:
        show_canvas(empty_layer(), wanted, bench.here)
    with places.findings:
        show_notice(
            bench.words.gettext(
                "Looking for clusters takes too long just now. Choose a smaller distance, or fewer "
                "ideas by a filter."
            )
        )
