"""Layers and other servers' maps as the citizens' map takes them: the contract with it."""

from collections.abc import Sequence
from typing import Any

from mapper.domain.styles import OF_EVERY_OBJECT, SHAPES
from mapper.i18n import Translator
from mapper.services.layers import PublishedLayer

GROUND = ("districts", "municipalities", "green-spaces")
"""Drawn by the map itself, in its own way as long as GIS staff do not say otherwise."""

_LOWEST, _HIGHEST = 311, 395


def is_ground(layer: PublishedLayer) -> bool:
    """True for what the map draws itself, as far as everyone may see it."""
    return layer.public and layer.slug in GROUND


def overlay_data(layers: Sequence[PublishedLayer], words: Translator) -> dict[str, Any]:
    """What lies on the map and how, from layers in their order, the lowest first."""
    places = {one.slug: min(_LOWEST + index, _HIGHEST) for index, one in enumerate(layers)}
    return {
        "ground": {
            one.slug: {
                "title": one.title_in(words.lang),
                "look": draw_look(one) if one.stored_style else None,
                "min_zoom": one.min_zoom,
                "z": places[one.slug],
            }
            for one in layers
            if is_ground(one)
        },
        "overlays": [_overlay(one, places, words) for one in layers if not is_ground(one)],
    }


def draw_look(layer: PublishedLayer) -> dict[str, Any]:
    """How its objects are drawn."""
    style = layer.style
    return {
        "colour": style.colour,
        "fill": style.fill_opacity / 100,
        "width": style.line_width,
        "dash": style.dash.value,
        "sign": SHAPES[style.symbol],
        "kinds": dict(layer.kinds),
    }


def name_source(layer: PublishedLayer, words: Translator) -> str:
    """Whose data it is, in one line: attribution, licence and the day it is of."""
    date = words.format_date(layer.data_date) if layer.data_date else None
    terms = ", ".join(part for part in (layer.licence, date) if part)
    return f"{layer.attribution or ''} ({terms})".strip() if terms else layer.attribution or ""


def _overlay(layer: PublishedLayer, places: dict[str, int], words: Translator) -> dict[str, Any]:
    field = layer.style.label_field
    return {
        "slug": layer.slug,
        "title": layer.title_in(words.lang),
        "address": f"/tiles/{layer.slug}/{{z}}/{{x}}/{{y}}.mvt",
        "version": layer.version,
        "look": draw_look(layer),
        "opacity": 1,
        "label": field if field is None or field in OF_EVERY_OBJECT else "label",
        "shapes": list(layer.shapes),
        "min_zoom": layer.min_zoom,
        "attribution": name_source(layer, words),
        "internal": not layer.public,
        "z": places[layer.slug],
    }
