"""Layers and other servers' maps as the citizens' map takes them: the contract with it."""

from collections.abc import Sequence
from typing import Any

from mapper.domain.map_services import ShownService
from mapper.domain.styles import OF_EVERY_OBJECT, SHAPES
from mapper.i18n import Translator
from mapper.mapview.heat import MOST_OBJECTS
from mapper.mapview.safe import safe_text
from mapper.services.layers import PublishedLayer

GROUND = ("districts", "municipalities", "green-spaces")
"""Drawn by the map itself, in its own way as long as GIS staff do not say otherwise."""

Shown = PublishedLayer | ShownService
_LOWEST, _HIGHEST = 311, 395


def is_ground(one: Shown) -> bool:
    """True for what the map draws itself, as far as everyone may see it."""
    return isinstance(one, PublishedLayer) and one.public and one.slug in GROUND


def overlay_data(shown: Sequence[Shown], words: Translator) -> dict[str, Any]:
    """What lies on the map and how, in its order, the lowest first."""
    ground: dict[str, dict[str, Any]] = {}
    overlays = []
    for index, one in enumerate(shown):
        common = {
            "title": one.title_in(words.lang),
            "min_zoom": one.min_zoom,
            "z": min(_LOWEST + index, _HIGHEST),
        }
        if isinstance(one, ShownService):
            overlays.append({**common, **_service(one)})
        elif is_ground(one):
            ground[one.slug] = {**common, "look": draw_look(one) if one.stored_style else None}
        else:
            overlays.append({**common, **_layer(one, words)})
    return {"ground": ground, "overlays": overlays}


def offered_overlays(shown: Sequence[Shown], words: Translator) -> list[dict[str, Any]]:
    """What may be laid over a folium map, the uppermost first: layers that it can draw one by one.

    Texts are plain, but for the attribution, which folium's map takes as HTML.
    """
    left_out = {one.slug for one in _too_large(shown)}
    drawn = []
    for one in overlay_data(shown, words)["overlays"][::-1]:
        slug = one["slug"]
        if one["look"] is not None:
            if slug in left_out:
                continue
            one["address"] = f"/api/layers/{slug}.geojson"
        drawn.append(
            {
                **{name: one[name] for name in ("title", "address", "look", "opacity", "z")},
                "minZoom": one["min_zoom"],
                "pane": f"overlay-{slug.replace('/', '-')}",
                "attribution": safe_text(one["attribution"]),
            }
        )
    return drawn


def tell_left_out(shown: Sequence[Shown], words: Translator) -> str:
    """Which layers a folium map does not offer, and why; empty where it offers all."""
    titles = [one.title_in(words.lang) for one in _too_large(shown)[::-1]]
    if not titles:
        return ""
    sentence = words.gettext(
        "Not offered here, with more than {most} objects: {titles}. The page “Map” shows "
        "all layers."
    )
    return sentence.format(most=words.format_number(MOST_OBJECTS), titles=", ".join(titles))


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


def _too_large(shown: Sequence[Shown]) -> list[PublishedLayer]:
    return [
        one
        for one in shown
        if isinstance(one, PublishedLayer)
        and not is_ground(one)
        and one.feature_count > MOST_OBJECTS
    ]


def _layer(layer: PublishedLayer, words: Translator) -> dict[str, Any]:
    field = layer.style.label_field
    return {
        "slug": layer.slug,
        "address": f"/tiles/{layer.slug}/{{z}}/{{x}}/{{y}}.mvt",
        "version": layer.version,
        "look": draw_look(layer),
        "opacity": 1,
        "label": field if field is None or field in OF_EVERY_OBJECT else "label",
        "shapes": list(layer.shapes),
        "attribution": name_source(layer, words),
        "internal": not layer.public,
    }


def _service(service: ShownService) -> dict[str, Any]:
    terms = f" ({service.licence})" if service.licence else ""
    return {
        "slug": f"services/{service.slug}",
        "address": service.address,
        "version": "",
        "look": None,
        "opacity": service.opacity,
        "label": None,
        "shapes": [],
        "attribution": f"{service.attribution}{terms}",
        "internal": not service.public,
    }
