"""Where the data of a file would lie, by each coordinate reference system that may be meant."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

from mapper.mapview.safe import safe_json

LonLat = tuple[float, float]
COLOURS = ("#882255", "#332288", "#117733", "#997700", "#4477aa", "#5f6b64", "#cc6677", "#44aa99")
"""One per candidate; a number stands beside each, for those who do not tell colours apart."""


class Samples(MacroElement):
    """Dots and numbers drawn by candidates_map.js; names are set as text there."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkarteCandidates({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, options: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Samples"
        self.code = _code()
        self.options = safe_json(options)


def candidates_layer(
    samples: Sequence[Sequence[LonLat]],
    names: Sequence[str],
    extent: tuple[float, float, float, float],
) -> folium.FeatureGroup:
    """Positions of each candidate in EPSG:4326, and its name in plain words.

    The map shows those that lie near the extent (west, south, east, north), and the extent.
    """
    group = folium.FeatureGroup(control=False)
    drawn = [
        [colour, name, [[lon, lat] for lon, lat in points]]
        for colour, name, points in zip(COLOURS, names, samples, strict=False)
    ]
    Samples({"candidates": drawn, "extent": extent}).add_to(group)
    return group


@cache
def _code() -> str:
    return Path(__file__).with_name("candidates_map.js").read_text(encoding="utf-8")
