"""What lies on the ground: counted hexagons, a smooth density, counts by district."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes and their colours; the first `fewer` of them mean less than a middle.

    These have dashed outlines, so that they differ from those that mean more on grey paper, too.
    """

    classes: tuple[ValueClass, ...]
    colours: tuple[str, ...]
    fewer: int = 0

    @classmethod
    def heat(cls, classes: tuple[ValueClass, ...]) -> "Scale":
        """From light to dark."""
        return cls(classes, palette.class_colours(len(classes)))

    @classmethod
    def diverging(cls, classes: tuple[ValueClass, ...]) -> "Scale":
        """Two hues away from a neutral middle; an odd number of classes."""
        return cls(classes, palette.diverging_colours(len(classes)), len(classes) // 2)


def hexagon_layer(
    cells: NDArray[np.int32],
    values: NDArray[np.float64],
    texts: Sequence[str],
    size_m: int,
    scale: Scale,
    outlined: Collection[int] = (),
) -> folium.FeatureGroup:
    """n hexagons coloured by the class of their value, each with its line of plain text.

    One without a class is not filled. `outlined` are ids among the n that get a strong line.
    """
    group = folium.FeatureGroup(control=False)
    corners = np.rint(to_degrees(cell_rings(cells, size_m)[:, :6]) * _DEGREES).astype(int)
    steps = np.diff(corners, axis=1, prepend=0).reshape(len(cells), -1)
    styles = styles_of(scale)
    strong = np.isin(cells, np.array(list(outlined), dtype=np.int32))
    index = style_of(values, scale) + strong * len(styles)
    order = np.argsort(strong, kind="stable")
    areas = [[int(index[at]), texts[at], steps[at].tolist()] for at in order]
    _Areas("addRings", areas, [*styles, *({**one, **_STRONG} for one in styles)]).add_to(group)
    return group


def district_layer(
    values: Mapping[str, float], texts: Mapping[str, str], scale: Scale
) -> folium.FeatureGroup:
    """Districts by key coloured by the class of their value; one without a class is not filled."""
    group = folium.FeatureGroup(control=False)
    found = style_of(np.array(list(values.values()), dtype=np.float64), scale)
    areas = {key: [int(index), texts[key]] for key, index in zip(values, found, strict=True)}
    _Areas("addDistricts", areas, styles_of(scale)).add_to(group)
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
_STRONG: dict[str, object] = {
    "stroke": True,
    "color": palette.INK,
    "weight": 3,
    "restWeight": 3,
    "dashArray": None,
}


def style_of(values: NDArray[np.float64], scale: Scale) -> NDArray[np.intp]:
    """The index among `styles_of` for each of n values; the last is for those without a class."""
    found = np.where(np.isnan(values), -1, classify(values, scale.classes))
    return np.where(found < 0, len(scale.classes), found)


def styles_of(scale: Scale) -> list[dict[str, object]]:
    """One for each class as Leaflet takes it, and one for what has none."""
    return [*(_style(colour, scale, at) for at, colour in enumerate(scale.colours)), _UNFILLED]


def _style(colour: str, scale: Scale, at: int) -> dict[str, object]:
    plain = {
        "fillColor": colour,
        "fillOpacity": palette.HEAT_OPACITY,
        "color": palette.PAPER,
        "weight": 1,
        "restWeight": 1,
    }
    if not scale.fewer or at > scale.fewer:
        return plain
    if at == scale.fewer:
        return {**plain, "color": palette.QUIET_INK}
    dashed = {"weight": 2, "restWeight": 2, "dashArray": palette.FEWER_DASHES}
    return {**plain, "color": palette.INK, **dashed}


def _rgba(colour: str) -> tuple[int, int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue, 255
