"""Published layers and the names of places, for the maps."""

from starlette.responses import Response

from mapper.api.answers import GEOJSON, REVALIDATE, json_answer
from mapper.api.endpoint import Call
from mapper.services.layers import find_layer, layer_geojson
from mapper.services.places import list_places


def get_layer(call: Call) -> Response:
    """A layer as GeoJSON; its version is its tag, so that an unchanged one is not drawn again."""
    layer = find_layer(call.state.sessions, call.request.path_params["slug"])
    tag = f'W/"{layer.version}"'
    unchanged = call.unchanged(tag, REVALIDATE)
    if unchanged:
        return unchanged
    body = call.state.kept.get(layer.version) or layer_geojson(call.state.sessions, layer)
    call.state.kept.put(layer.version, body)
    response = json_answer(body, cache=REVALIDATE, media_type=GEOJSON)
    response.headers["ETag"] = tag
    return response


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
