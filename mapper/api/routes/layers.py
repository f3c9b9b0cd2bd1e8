"""Published layers and the names of places, for the maps."""

from starlette.responses import Response

from mapper.api.answers import GEOJSON, PRIVATE, REVALIDATE, json_answer
from mapper.api.endpoint import Call
from mapper.services.layers import PublishedLayer, find_shown, layer_geojson
from mapper.services.places import list_places


def get_layer(call: Call) -> Response:
    """A layer as GeoJSON; its version is its tag, so that an unchanged one is not drawn again."""
    layer = find_shown(call.state.backoffice, call.who, call.request.path_params["slug"])
    cache, tag = rule_for(layer), f'W/"{layer.version}"'
    unchanged = call.unchanged(tag, cache)
    if unchanged:
        return unchanged
    body = call.state.kept.get(layer.version) or layer_geojson(call.state.sessions, layer)
    call.state.kept.put(layer.version, body)
    response = json_answer(body, cache=cache, media_type=GEOJSON)
    response.headers["ETag"] = tag
    return response


def rule_for(layer: PublishedLayer) -> str:
    """Who may keep what is answered of a layer; asked about every time in any case."""
    return REVALIDATE if layer.public else PRIVATE


def get_places(call: Call) -> Response:
    """Landmarks, villages and other named points of the town profile."""
    places = [
        {
            "name": place.name,
            "kind": place.kind,
            "lon": place.lon,
            "lat": place.lat,
            "municipality": place.municipality,
        }
        for place in list_places(call.state.profile)
    ]
    return json_answer({"places": places}, cache=REVALIDATE)
