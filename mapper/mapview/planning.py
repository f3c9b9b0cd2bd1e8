"""What the planners' map has besides its counts: messages to the page, and areas."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import folium
import shapely
from branca.element import MacroElement
from folium.template import Template

from mapper.domain.areas import MOST_CORNERS, MOST_RADIUS_M, Area, Circle, Polygon
from mapper.domain.filters import CELL_SIZES
from mapper.geo.crs import to_degrees
from mapper.geo.regions import draw_area
from mapper.mapview.safe import safe_json


class Messages(MacroElement):
    """Lets the frame tell the page something, for one, which edge length fits the zoom."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkarte.followZoom({{ this._parent.get_name() }}, {{ this.sizes }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Messages"
        self.code = _text("messages.js")
        self.sizes = safe_json(CELL_SIZES)


class Drawing(MacroElement):
    """Buttons to draw an area; `words` are what is written on them and said, by name."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>{{ this.style }}</style>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkarte.offerDrawing({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Drawing"
        self.style, self.code = _text("draw.css"), _text("draw.js")
        limits = {"mostCorners": MOST_CORNERS, "mostMetres": MOST_RADIUS_M}
        self.options = safe_json({"words": dict(words), **limits})


class _Page(MacroElement):
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            ideenkarte.followPage({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, cell: int | None, area: Area | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Page"
        self.options = safe_json({"cell": cell, "area": _outline(area) if area else None})


def follow_page(layer: folium.FeatureGroup, cell: int | None, area: Area | None) -> None:
    """Let a layer carry what the page has it drawn for, so that the mounted map stays as it is.

    `cell` is the edge length in metres where it follows the zoom, else None.
    """
    _Page(cell, area).add_to(layer)


def _outline(area: Area) -> dict[str, object]:
    """A circle, or the rings of a polygon as it is counted by; lat, lon in EPSG:4326."""
    if isinstance(area, Circle):
        return {"centre": (area.lat, area.lon), "radius": area.radius_m}
    return {"rings": outline_rings(area)}


def outline_rings(area: Polygon) -> list[list[list[float]]]:
    """The rings of what a polygon encloses, each corner lat, lon in EPSG:4326.

    One that crosses itself has several; one without any extent gives its line.
    """
    parts = shapely.get_parts(shapely.get_parts(draw_area(area)))
    rings = [ring for part in parts for ring in _rings(part)]
    return [to_degrees(shapely.get_coordinates(ring))[:, ::-1].round(6).tolist() for ring in rings]


def _rings(part: shapely.Geometry) -> list[shapely.Geometry]:
    if isinstance(part, shapely.Polygon):
        return [part.exterior, *part.interiors]
    return [part]


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
