"""How close and how many: the sliders of clusters, what the data suggest, how it was found."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from mapper.geo.clusters import DISTANCES, Proposal
from mapper.i18n import Translator
from mapper.markup import join
from mapper.planning.clusters_found import Found
from mapper.services.clusters import MOST_POINTS, Clusters, Method
from mapper.ui.components import planning_store
from mapper.ui.components.planning_store import WIDGETS

_LEASTS = (*range(2, 13), 15, 20, 25, 30, 40, 50, 75, 100)
_DISTANCE = f"{WIDGETS}cluster_distance"
_LEAST = f"{WIDGETS}cluster_least"


def show_wait(place: DeltaGenerator, words: Translator) -> None:
    """Why nothing happens yet."""
    sentence = words.gettext(
        "Clusters are just being looked for by others. Yours follow in a moment."
    )
    place.html(Markup('<p class="ik-note" role="status">{}</p>').format(sentence))


def show_controls(asked: Proposal, proposed: Proposal | None, words: Translator) -> None:
    """The sliders as they stand, and the way back to what the data suggest."""
    _ = words.gettext
    with st.container(key="planning_cluster_sliders"):
        _slider(
            _("Largest distance between neighbouring ideas"), _DISTANCE, DISTANCES, asked, words
        )
        _slider(_("At least so many ideas"), _LEAST, _LEASTS, asked, words)
    with st.container(key="planning_cluster_proposal"):
        if proposed is None:
            return
        sentence = words.ngettext(
            "Suggested by the data: {distance} m, {count} idea.",
            "Suggested by the data: {distance} m, {count} ideas.",
            proposed.least,
        ).format(
            distance=words.format_number(proposed.distance_m),
            count=words.format_number(proposed.least),
        )
        st.html(Markup("<p>{}</p>").format(sentence))
        st.button(
            _("Use the suggestion"),
            key="planning_cluster_suggested",
            disabled=asked == proposed,
            on_click=_use_suggestion,
        )


def show_method(found: Found, words: Translator) -> None:
    """How the clusters were found, under the map."""
    lines = join(Markup("<p>{}</p>").format(line) for line in _tell_method(found, words))
    st.html(Markup('<div class="ik-legend ik-method">{}</div>').format(lines))


def _slider(name: str, key: str, usual: Sequence[int], asked: Proposal, words: Translator) -> None:
    value = asked.distance_m if key == _DISTANCE else asked.least
    # Written only where it differs: each writing sends the slider anew.
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.select_slider(
        name,
        sorted({*usual, value}),
        format_func=lambda one: _tell(key, one, words),
        key=key,
        on_change=_changed,
    )


def _tell(key: str, value: int, words: Translator) -> str:
    number = words.format_number(value)
    return f"{number} m" if key == _DISTANCE else number


def _changed() -> None:
    if not all(planning_store.is_entered(key) for key in (_DISTANCE, _LEAST)):
        return
    wanted = planning_store.stored()
    distance, least = st.session_state[_DISTANCE], st.session_state[_LEAST]
    planning_store.apply(replace(wanted, distance_m=distance, least=least))


def _use_suggestion() -> None:
    planning_store.apply(replace(planning_store.stored(), distance_m=None, least=None))


def _tell_method(found: Found, words: Translator) -> Iterator[str]:
    clusters = found.clusters
    if clusters.clusters:
        yield (_tell_squares if clusters.method is Method.SQUARES else _tell_dbscan)(
            clusters, words
        )
        yield words.gettext(
            "The numbers run from the cluster with the most ideas to the one with the fewest."
        )
    if found.words.read < clusters.with_point:
        sentence = words.gettext("For the words, {read} of {count} ideas were read.")
        read, count = map(words.format_number, (found.words.read, clusters.with_point))
        yield sentence.format(read=read, count=count)


def _tell_dbscan(clusters: Clusters, words: Translator) -> str:
    sentence = words.ngettext(
        "Within {distance} m of an idea there is at least {count} other one. Ideas that are "
        "connected so make a cluster, with those at its rim (method: DBSCAN).",
        "Within {distance} m of an idea there are at least {count} other ones. Ideas that are "
        "connected so make a cluster, with those at its rim (method: DBSCAN).",
        clusters.least - 1,
    )
    return sentence.format(
        distance=words.format_number(clusters.distance_m),
        count=words.format_number(clusters.least - 1),
    )


def _tell_squares(clusters: Clusters, words: Translator) -> str:
    squares = clusters.membership.squares
    side = words.format_number(round(squares.side_m)) if squares else ""
    why = (
        words.gettext("These are more than {most} ideas.")
        if clusters.with_point > MOST_POINTS
        else words.gettext("Too many ideas lie within this distance of one another.")
    ).format(most=words.format_number(MOST_POINTS))
    sentence = words.gettext(
        "They were counted in squares {side} m wide, in which no two ideas lie more than "
        "{distance} m apart: squares of at least {count} ideas that touch make a cluster."
    )
    told = sentence.format(
        side=side,
        distance=words.format_number(clusters.distance_m),
        count=words.format_number(clusters.least),
    )
    return f"{why} {told}"
