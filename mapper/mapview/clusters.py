"""Clusters on a folium map: outlines, and a disc with the number of each."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template

from mapper.geo.crs import to_degrees
from mapper.mapview import palette
from mapper.mapview.safe import safe_json
from mapper.services.clusters import Cluster

_DEGREES = 1e5
LINE, FILL = palette.HEAT[-1], palette.HEAT[2]


class ClusterCode(MacroElement):
    """What a map needs to draw clusters."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>{{ this.style }}</style>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkarte.prepareClusters({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ClusterCode"
        self.style, self.code = _text("clusters.css"), _text("clusters.js")


class _Clusters(MacroElement):
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            ideenkarte.addClusters({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, options: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Clusters"
        self.options = safe_json(options)


def cluster_layer(
    clusters: Sequence[Cluster], texts: Sequence[str], chosen: int | None
) -> folium.FeatureGroup:
    """n clusters, each with its line of plain text; the one of number `chosen` stands out."""
    group = folium.FeatureGroup(control=False)
    drawn = [_draw(one, text) for one, text in zip(clusters, texts, strict=True)]
    styles = [_style(1.5, 0.25), _style(4, 0.4)]
    _Clusters({"clusters": drawn, "chosen": chosen, "styles": styles}).add_to(group)
    return group


def _draw(one: Cluster, text: str) -> list[object]:
    lon, lat = to_degrees(np.array([one.easting, one.northing])).round(6).tolist()
    ring = to_degrees(shapely.get_coordinates(one.outline)[:-1])
    steps = np.diff(np.rint(ring * _DEGREES).astype(int), axis=0, prepend=0)
    return [one.number, lon, lat, text, steps.ravel().tolist()]


def _style(weight: float, opacity: float) -> dict[str, object]:
    return {
        "color": LINE,
        "weight": weight,
        "restWeight": weight,
        "fillColor": FILL,
        "fillOpacity": opacity,
    }


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
