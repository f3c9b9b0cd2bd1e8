"""What was read from a file, over the ground; and outlined what is shown so far."""

from functools import cache
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

from mapper.mapview.safe import safe_json

Box = tuple[float, float, float, float]


class Preview(MacroElement):
    """Shapes fetched and drawn by preview_map.js; names are set as text there."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkartePreview({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, options: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Preview"
        self.code = _code()
        self.options = safe_json(options)


def preview_layer(
    address: str, state: str, bbox: Box | None, extent: Box, failed: str
) -> folium.FeatureGroup:
    """The layer of one import.

    Parameters
    ----------
    address
        Where its GeoJSON is.
    state
        Changes whenever that does; the layer is drawn anew then.
    bbox, extent
        Where it lies, and the town: west, south, east, north in EPSG:4326.
    failed
        What is said when it cannot be fetched.
    """
    group = folium.FeatureGroup(control=False)
    Preview(
        {"address": address, "state": state, "bbox": bbox, "extent": extent, "failed": failed}
    ).add_to(group)
    return group


@cache
def _code() -> str:
    return Path(__file__).with_name("preview_map.js").read_text(encoding="utf-8")
