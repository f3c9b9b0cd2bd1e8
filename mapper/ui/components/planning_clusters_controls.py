"""How close and how many: the sliders of clusters, what the data suggest, how it was found."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from mapper.geo.clusters import DISTANCES, Proposal
from mapper.i18n import Translator
from mapper.markup import join
from mapper.planning.clusters_found import Found
from mapper.planning.clusters_said import tell_method
from mapper.ui import widget_keys
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
    lines = join(Markup("<p>{}</p>").format(line) for line in tell_method(found, words))
    st.html(Markup('<div class="ik-legend ik-method">{}</div>').format(lines))


def _slider(
    title: str, name: str, usual: Sequence[int], asked: Proposal, words: Translator
) -> None:
    value = asked.distance_m if name == _DISTANCE else asked.least
    widget_keys.write(name, value)
    st.select_slider(
        title,
        sorted({*usual, value}),
        format_func=lambda one: _tell(name, one, words),
        key=widget_keys.key_of(name),
        on_change=widget_keys.hear(_changed, name, _DISTANCE, _LEAST),
    )


def _tell(name: str, value: int, words: Translator) -> str:
    number = words.format_number(value)
    return f"{number} m" if name == _DISTANCE else number


def _changed() -> None:
    wanted = planning_store.stored()
    distance, least = (widget_keys.entered(name) for name in (_DISTANCE, _LEAST))
    planning_store.apply(replace(wanted, distance_m=distance, least=least))


def _use_suggestion() -> None:
    planning_store.apply(replace(planning_store.stored(), distance_m=None, least=None))
