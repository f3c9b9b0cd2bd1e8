"""Vector tiles."""

import re

from starlette.responses import Response

from mapper.api.answers import REVALIDATE
from mapper.api.endpoint import FILTERS, Call
from mapper.api.routes.layers import rule_for
from mapper.errors import InvalidFieldError
from mapper.services.layers import PublishedLayer, find_shown
from mapper.services.tiles import (
    Tile,
    check_tile,
    draw_heatmap_tile,
    draw_layer_tile,
    draw_proposal_tile,
)

PARAMETERS = tuple(name for name in FILTERS if name != "bbox")
"""A tile is a window already."""

MVT = "application/vnd.mapbox-vector-tile"
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def get_tile(call: Call) -> Response:
    """A tile of `proposals`, of `heatmap`, or of a published layer; empty where nothing lies."""
    tile = Tile(*(read_number(call, name) for name in ("z", "x", "y")))
    check_tile(tile)
    name = call.request.path_params["layer"]
    filters = call.filters()
    if name == "proposals":
        return _answer(draw_proposal_tile(call.state.sessions, tile, filters))
    if name == "heatmap":
        asked = filters.cell_size if call.query.get("cell") else None
        return _answer(draw_heatmap_tile(call.state.sessions, tile, filters, asked))
    given = next(iter(call.query), None)
    if given is not None:
        raise InvalidFieldError(given, "left out", call.query[given])
    return answer_layer_tile(call, tile, find_shown(call.state.backoffice, call.who, name))


def answer_layer_tile(call: Call, tile: Tile, layer: PublishedLayer) -> Response:
    """A tile of a layer, kept as long as its version is."""
    cache, tag = rule_for(layer), f'W/"{layer.version}"'
    unchanged = call.unchanged(tag, cache)
    if unchanged:
        return unchanged
    key = f"{layer.version}/{tile.z}/{tile.x}/{tile.y}"
    body = call.state.kept.get(key)
    if body is None:
        body = draw_layer_tile(call.state.sessions, tile, layer)
        call.state.kept.put(key, body)
    response = _answer(body, cache)
    response.headers["ETag"] = tag
    return response


def _answer(body: bytes, cache: str = REVALIDATE) -> Response:
    return Response(body, 200, {"Cache-Control": cache}, MVT)


def read_number(call: Call, name: str) -> int:
    """A whole number of the address; InvalidFieldError for anything else."""
    text = call.request.path_params[name]
    if not _NUMBER.fullmatch(text):
        raise InvalidFieldError(name, "a whole number", text)
    return int(text)
