"""The map of the planners' page: one frame for all sections, and what it tells the page."""

from collections.abc import Mapping
from dataclasses import replace

import folium

from mapper.domain.areas import read_area
from mapper.domain.filters import CELL_SIZES
from mapper.errors import InvalidFieldError
from mapper.i18n import N_
from mapper.i18n.labels import translate_labels
from mapper.mapview.clusters import ClusterCode
from mapper.mapview.planning import Drawing, Messages, follow_page
from mapper.planning.wanted import Wanted
from mapper.ui.components import planning_store
from mapper.ui.context import Context
from mapper.ui.folium_map import show_folium_map

_HEIGHT = 560
"""In pixels, until the style sheet fits the frame to the window."""


DRAWING: Mapping[str, str] = {
    "polygon": N_("Draw an area"),
    "circle": N_("Draw a circle"),
    "remove": N_("Remove the area"),
    "done": N_("Done"),
    "back": N_("Undo point"),
    "cancel": N_("Cancel"),
    "askPolygon": N_(
        "Set the corners: tap the map. By keyboard: move the map with the arrow keys and "
        "press Enter."
    ),
    "askCircle": N_(
        "Set the centre: tap the map. By keyboard: move the map with the arrow keys and "
        "press Enter."
    ),
    "corner": N_("Corner {number} set."),
    "cornerEnough": N_("Corner {number} set. To finish, tap the first corner or “Done”."),
    "cornerBack": N_("Corner {number} undone."),
    "centre": N_("Centre set. Now set a point on the rim."),
    "centreBack": N_("Centre undone."),
    "radius": N_("Radius: {number} m"),
    "tooFew": N_("An area needs at least 3 corners. So far there are {number}."),
    "most": N_("An area has at most {number} corners. Please finish it."),
    "tooLarge": N_("A circle has a radius of at most {number} km. Please set a closer point."),
    "polygonDone": N_("Area with {number} corners drawn. The ideas in it are being counted."),
    "circleDone": N_("Circle of {number} m drawn. The ideas in it are being counted."),
    "cancelled": N_("Drawing cancelled."),
    "removed": N_("Area removed."),
}
"""What is written and said while an area is drawn, by its name in draw.js."""


def show_canvas(
    layer: folium.FeatureGroup, wanted: Wanted, here: Context, *, follow_zoom: bool = False
) -> None:
    """Mount the map, or exchange its layer when it is mounted already.

    With `follow_zoom` the page is drawn anew when hexagons of another edge length fit the zoom.
    """
    cell = wanted.zoom_cell_size if follow_zoom else None
    follow_page(layer, cell, wanted.filters.area)
    drawing = Drawing(translate_labels(DRAWING, here.translator))
    title = here.translator.gettext("Map of the ideas. A table with the same numbers follows.")
    show_folium_map(
        "planning_map",
        layer,
        here,
        title=title,
        height=_HEIGHT,
        overlays=True,
        parts=(Messages(), drawing, ClusterCode()),
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
