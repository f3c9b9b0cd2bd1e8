"""What a moderator sees on the ground: an idea's exact and public place, numbered ideas around."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

from mapper.mapview.safe import safe_json

Place = tuple[float, float]
"""Lon and lat, EPSG:4326."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbered idea; the words are plain text."""

    number: int
    lon: float
    lat: float
    words: str


class _Ideas(MacroElement):
    """Markers drawn by review_map.js; numbers and words are set as text there."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkarteReview({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, options: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Ideas"
        self.code = _code()
        self.options = safe_json(options)


def review_layer(
    own: Place | None,
    shown: Place | None,
    markers: Sequence[Marker],
    extent: tuple[float, float, float, float],
) -> folium.FeatureGroup:
    """The layer of one idea; when it is added, the map turns to it, or to the extent."""
    group = folium.FeatureGroup(control=False)
    _Ideas(
        {
            "own": own,
            "shown": shown,
            "markers": [[one.number, one.lon, one.lat, one.words] for one in markers],
            "extent": extent,
        }
    ).add_to(group)
    return group


@cache
def _code() -> str:
    return Path(__file__).with_name("review_map.js").read_text(encoding="utf-8")
