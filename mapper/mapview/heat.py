"""What lies on the ground: counted hexagons, a smooth density, counts by district."""

from collections.abc import Mapping, Sequence

import folium
import numpy as np
from branca.element import MacroElement
from folium.template import Template
from numpy.typing import NDArray

from mapper.geo.classes import ValueClass, classify
from mapper.geo.crs import to_degrees
from mapper.geo.density import DensityGrid, to_mercator
from mapper.geo.hexgrid import cell_rings
from mapper.mapview import palette
from mapper.mapview.safe import safe_json

MOST_OBJECTS = 2000
"""More than this a map does not draw one by one."""

_DEGREES = 1e5


class _Areas(MacroElement):
    """Areas drawn by a function of ground.js, given what to draw; texts are set as text there."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            ideenkarte.{{ this.draw }}({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, draw: str, areas: object, styles: Sequence[dict[str, object]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Areas"
        self.draw = draw
        self.options = safe_json({"areas": areas, "styles": styles})


def hexagon_layer(
    cells: NDArray[np.int32],
    values: NDArray[np.float64],
    texts: Sequence[str],
    size_m: int,
    classes: tuple[ValueClass, ...],
) -> folium.FeatureGroup:
    """n hexagons coloured by the class of their value, each with its line of plain text."""
    group = folium.FeatureGroup(control=False)
    corners = np.rint(to_degrees(cell_rings(cells, size_m)[:, :6]) * _DEGREES).astype(int)
    steps = np.diff(corners, axis=1, prepend=0).reshape(len(cells), -1)
    found = classify(values, classes)
    areas = [
        [int(index), text, ring.tolist()]
        for index, text, ring in zip(found, texts, steps, strict=True)
    ]
    _Areas("addRings", areas, _styles(len(classes))).add_to(group)
    return group


def district_layer(
    values: Mapping[str, int], texts: Mapping[str, str], classes: tuple[ValueClass, ...]
) -> folium.FeatureGroup:
    """Districts by key coloured by the class of their count; one without an idea is not filled."""
    group = folium.FeatureGroup(control=False)
    keys = list(values)
    found = classify([values[key] for key in keys], classes)
    styles: list[dict[str, object]] = [*_styles(len(classes)), _UNFILLED]
    unfilled = len(styles) - 1
    areas = {
        key: [int(index) if index >= 0 else unfilled, texts[key]]
        for key, index in zip(keys, found, strict=True)
    }
    _Areas("addDistricts", areas, styles).add_to(group)
    return group


def density_layer(grid: DensityGrid, classes: tuple[ValueClass, ...]) -> folium.FeatureGroup:
    """A picture of the density's classes, made here and sent inside the page."""
    group = folium.FeatureGroup(control=False)
    image = to_mercator(grid)
    found = classify(image.values, classes)
    colours = np.array(
        [*(_rgba(colour) for colour in palette.class_colours(len(classes))), (0, 0, 0, 0)],
        dtype=np.uint8,
    )
    folium.raster_layers.ImageOverlay(
        colours[found],
        bounds=[[image.south, image.west], [image.north, image.east]],
        opacity=palette.HEAT_OPACITY,
        pixelated=False,
        control=False,
    ).add_to(group)
    return group


def empty_layer() -> folium.FeatureGroup:
    """Nothing on the ground."""
    return folium.FeatureGroup(control=False)


_UNFILLED: dict[str, object] = {"stroke": False, "fillOpacity": 0, "restWeight": 0}


def _styles(count: int) -> list[dict[str, object]]:
    return [
        {
            "fillColor": colour,
            "fillOpacity": palette.HEAT_OPACITY,
            "color": palette.PAPER,
            "weight": 1,
            "restWeight": 1,
        }
        for colour in palette.class_colours(count)
    ]


def _rgba(colour: str) -> tuple[int, int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue, 255
