"""What a planner has chosen, kept for the visit and held in the address.

The address is the source when it changes from outside (a link, the browser's back button);
a filter changed on the page is written to it before the page is drawn again.
"""

from dataclasses import replace

import streamlit as st

from mapper.planning.survey import Surveyed
from mapper.planning.wanted import (
    ADDRESS,
    Wanted,
    read_address,
    write_address,
)
from mapper.services.rounds import Choices
from mapper.ui import address_bar, widget_keys

_WANTED = "planning_wanted"
_SEEN = "planning_address"
_UNUSABLE = "planning_unusable"
WIDGETS = "planning_widget_"
"""How the names of all widgets begin that show the store's values."""


def follow_address(choices: Choices) -> Wanted:
    """What is wanted now, read from the address if that has changed since."""
    address = {name: st.query_params[name] for name in ADDRESS if name in st.query_params}
    if st.session_state.get(_SEEN) != address:
        wanted, unusable = read_address(address, choices)
        st.session_state[_WANTED] = replace(wanted, zoom_cell_size=_zoom_cell_size())
        st.session_state[_SEEN] = address
        st.session_state[_UNUSABLE] = unusable
        widget_keys.renew_all(WIDGETS)
    return stored()


def stored() -> Wanted:
    """What is wanted now."""
    wanted: Wanted = st.session_state[_WANTED]
    return wanted


def unusable_parameters() -> tuple[str, ...]:
    """Names of the address's parameters that could not be used, until a filter is changed."""
    names: tuple[str, ...] = st.session_state.get(_UNUSABLE, ())
    return names


def _zoom_cell_size() -> int:
    """The edge length in metres that fits the zoom the map was last seen at."""
    return stored().zoom_cell_size if _WANTED in st.session_state else Wanted().zoom_cell_size


def follow_zoom(cell_size: int) -> None:
    """Keep the edge length in metres that fits the map's zoom now; no address changes."""
    st.session_state[_WANTED] = replace(stored(), zoom_cell_size=cell_size)


def keep(answered: Surveyed) -> None:
    """Keep what could be answered, and a note on what could not.

    Words stay in the store, as they stay in their field: they can be mended.
    """
    words = stored().filters.text
    filters = replace(answered.wanted.filters, text=words)
    st.session_state[_WANTED] = replace(answered.wanted, filters=filters)
    unusable = (*unusable_parameters(), *answered.left_out)
    st.session_state[_UNUSABLE] = tuple(dict.fromkeys(unusable))


def apply(wanted: Wanted, *, redraw_filters: bool = False) -> None:
    """Keep what is wanted and say so in the address, as one step of the browser's history.

    A number is that of another cluster once the ideas or the way to find clusters are others.
    """
    if _clusters_of(wanted) != _clusters_of(stored()):
        wanted = replace(wanted, cluster=None)
    if st.session_state.get(_WANTED) and _rows(wanted) != _rows(stored()):
        wanted = replace(wanted, page=None)
    address = write_address(wanted)
    address_bar.change(ADDRESS, address)
    st.session_state[_WANTED] = wanted
    st.session_state[_SEEN] = address
    st.session_state[_UNUSABLE] = ()
    if redraw_filters:
        widget_keys.renew_all(WIDGETS)


def _clusters_of(wanted: Wanted) -> tuple[object, ...]:
    """What the numbers of clusters depend on."""
    return wanted.filters, wanted.distance_m, wanted.least


def _rows(wanted: Wanted) -> tuple[object, ...]:
    """What makes other pages of the evaluation."""
    return (wanted.filters, wanted.only, wanted.goal, wanted.order)
