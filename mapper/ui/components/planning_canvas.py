"""The map of the planners' page: one frame for all sections, and what it tells the page."""

from collections.abc import Mapping
from dataclasses import replace

import folium

from mapper.domain.areas import read_area
from mapper.domain.filters import CELL_SIZES
from mapper.errors import InvalidFieldError
from mapper.mapview.planning import Messages, follow_page
from mapper.ui.components import planning_store
from mapper.ui.components.planning_wanted import Wanted
from mapper.ui.context import Context
from mapper.ui.folium_map import show_folium_map

_HEIGHT = 560
"""In pixels, until the style sheet fits the frame to the window."""


def show_canvas(
    layer: folium.FeatureGroup, wanted: Wanted, here: Context, *, follow_zoom: bool = False
) -> None:
    """Mount the map, or exchange its layer when it is mounted already.

    With `follow_zoom` the page is drawn anew when hexagons of another edge length fit the zoom.
    """
    cell = planning_store.cell_size_of_zoom() if follow_zoom else None
    follow_page(layer, cell, wanted.filters.area)
    title = here.translator.gettext("Map of the ideas. A table with the same numbers follows.")
    show_folium_map(
        "planning_map",
        layer,
        here,
        title=title,
        height=_HEIGHT,
        overlays=True,
        parts=(Messages(),),
        hear=hear,
    )


def hear(message: Mapping[str, object]) -> None:
    """Act on what the frame says; what makes no sense is let pass."""
    match message:
        case {"kind": "area", "area": str(area)}:
            _take_area(area)
        case {"kind": "zoom", "cell": int(cell)} if cell in CELL_SIZES:
            planning_store.follow_zoom(cell)
        case {"kind": "chosen", "what": "cluster", "number": int(number)} if number > 0:
            planning_store.apply(replace(planning_store.stored(), cluster=number))


def _take_area(text: str) -> None:
    wanted = planning_store.stored()
    try:
        area = read_area({"area": text})
    except InvalidFieldError:
        return
    filters = replace(wanted.filters, area=area)
    planning_store.apply(replace(wanted, filters=filters), redraw_filters=True)
