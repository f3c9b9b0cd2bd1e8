"""What the planners' map draws, as a layer of it."""

from collections.abc import Collection

import folium
import numpy as np

from mapper.i18n import Translator
from mapper.mapview import heat
from mapper.planning.drawn import Drawn
from mapper.planning.wanted import Display
from mapper.planning.words import describe_row


def layer_of(
    drawn: Drawn, words: Translator, outlined: Collection[int] = ()
) -> folium.FeatureGroup:
    """Hexagons or districts in the colours of their values, or the smooth density.

    The hexagons with `outlined` ids get a strong line.
    """
    if drawn.smooth:
        grid = drawn.grid
        return heat.density_layer(grid, drawn.scale.classes) if grid else heat.empty_layer()
    values = drawn.values
    if not values.keys:
        return heat.empty_layer()
    texts = [describe_row(row, values.measure, words) for row in values.rows]
    if drawn.display is Display.HEXAGONS:
        cells = np.array(values.keys, dtype=np.int32)
        return heat.hexagon_layer(cells, values.values, texts, drawn.size_m, drawn.scale, outlined)
    keys = [str(key) for key in values.keys]
    known = {key: value for key, value in zip(keys, values.values.tolist(), strict=True) if key}
    return heat.district_layer(known, dict(zip(keys, texts, strict=True)), drawn.scale)
