"""Published layers and the names of places, for the maps."""

from starlette.responses import FileResponse, Response, StreamingResponse

from mapper.api.answers import GEOJSON, PRIVATE, REVALIDATE, answer_pieces, json_answer
from mapper.api.endpoint import Call, Handler
from mapper.errors import InvalidFieldError
from mapper.services.layer_files import FORMATS, LayerFiles
from mapper.services.layer_geojson import layer_pieces
from mapper.services.layers import PublishedLayer, find_shown
from mapper.services.places import list_places

ATTRIBUTES = "attributes"
_ALL = "all"


def get_layer(call: Call) -> Response:
    """A layer as GeoJSON; its version is its tag, so that an unchanged one is not drawn again."""
    wanted = call.query.get(ATTRIBUTES)
    if wanted not in (None, _ALL):
        raise InvalidFieldError(ATTRIBUTES, f"'{_ALL}', or left out", wanted)
    layer = _find(call)
    key = f"{layer.version}-{wanted or ''}"
    headers = _headers(layer, key)
    unchanged = call.unchanged(headers["ETag"], headers["Cache-Control"])
    if unchanged:
        return unchanged
    if wanted:
        headers["Content-Disposition"] = f'attachment; filename="{layer.slug}.geojson"'
    body = call.state.kept.get(key)
    if body is not None:
        return Response(body, 200, headers, GEOJSON)
    pieces = layer_pieces(call.state.sessions, layer, attributes=wanted is not None)
    response = answer_pieces(pieces, headers, GEOJSON)
    if not isinstance(response, StreamingResponse):
        call.state.kept.put(key, bytes(response.body))
    return response


def serve_file(files: LayerFiles, ending: str) -> Handler:
    """The handler that gives a layer as a file of this kind."""

    def get_file(call: Call) -> Response:
        layer = _find(call)
        headers = _headers(layer, f"{layer.version}-{ending}")
        unchanged = call.unchanged(headers["ETag"], headers["Cache-Control"])
        if unchanged:
            return unchanged
        path = files.take(call.state.sessions, layer, ending)
        kind = FORMATS[ending].media_type
        name = f"{layer.slug}.{ending}"
        return FileResponse(path, headers=headers, media_type=kind, filename=name)

    return get_file


def _find(call: Call) -> PublishedLayer:
    return find_shown(call.state.backoffice, call.who, call.request.path_params["slug"])


def _headers(layer: PublishedLayer, tag: str) -> dict[str, str]:
    return {"Cache-Control": rule_for(layer), "ETag": f'W/"{tag}"'}


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
