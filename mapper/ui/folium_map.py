"""A folium map on a page: mounted once, and only the layer on its ground is exchanged."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import folium
import streamlit as st
from branca.element import MacroElement
from streamlit_folium import st_folium

from mapper.mapview.base import MapWords, Overlays, PlainMap, base_map
from mapper.mapview.overlays import offered_overlays, tell_left_out
from mapper.ui import cache
from mapper.ui.context import Context
from mapper.ui.provenance import provenance

Hear = Callable[[Mapping[str, object]], None]
"""Acts on a message of a map's frame, before the page is drawn again."""

_GROUND = ("municipalities", "districts", "green-spaces")


def show_folium_map(
    key: str,
    layer: folium.FeatureGroup,
    here: Context,
    *,
    title: str,
    height: int,
    overlays: bool = False,
    parts: Sequence[MacroElement] = (),
    hear: Hear | None = None,
) -> None:
    """Mount the map, or exchange its layer when it is mounted already.

    Parameters
    ----------
    key
        One per page; with another key the map begins anew.
    title
        What the map is called for people who do not see it, and where its content is found
        otherwise.
    height
        In pixels, until the style sheet fits the frame to the window.
    overlays
        Whether the reader may lay over it what GIS staff publish.
    parts
        What else the map has; when they change, the map begins anew.
    hear
        Gets what `ideenkarte.tell` says in the frame, each message once.
    """
    plain = base_map(here.profile.extent, _words(here, title), _ground(here))
    if overlays:
        _offer_overlays(plain, here)
    for part in parts:
        part.add_to(plain)
    frame = f"{key}_frame"
    with st.container(key=key):
        st_folium(
            plain,
            key=frame,
            height=height,
            width=None,
            feature_group_to_add=layer,
            returned_objects=[],
            on_change=partial(_pass_on, frame, hear) if hear else None,
        )


def _pass_on(frame: str, hear: Hear) -> None:
    """Hand on what a frame has said, unless it was heard before."""
    message, heard = st.session_state.get(frame), f"{frame}_heard"
    if not isinstance(message, dict) or message.get("told") == st.session_state.get(heard):
        return
    st.session_state[heard] = message.get("told")
    hear(message)


def _offer_overlays(plain: PlainMap, here: Context) -> None:
    words, shown = here.translator, cache.shown(here)
    _ = words.gettext
    offered, left_out = offered_overlays(shown, words), tell_left_out(shown, words)
    if offered or left_out:
        failed = _("Part of the map contents could not be loaded.")
        Overlays(_("Map contents"), failed, left_out, offered).add_to(plain)


def _ground(here: Context) -> dict[str, str]:
    """Our own layers under the map that have been loaded, and their addresses."""
    there = {layer.slug for layer in cache.datasets(here)}
    return {slug: f"/api/layers/{slug}.geojson" for slug in _GROUND if slug in there}


def _words(here: Context, title: str) -> MapWords:
    _ = here.translator.gettext
    owed = provenance(here)
    notes = [*owed.attributions, owed.schematic]
    return MapWords(
        lang=here.lang,
        title=title,
        zoom_in=_("Zoom in"),
        zoom_out=_("Zoom out"),
        no_ground=_("The borders cannot be loaded just now."),
        attribution=" · ".join(note for note in notes if note),
    )
