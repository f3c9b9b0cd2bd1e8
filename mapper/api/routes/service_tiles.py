"""Tiles of other servers' maps, through this one: no browser ever asks anybody else."""

import base64

from starlette.responses import Response

from mapper.api import limits
from mapper.api.checks import address_of
from mapper.api.endpoint import Call
from mapper.api.routes.tiles import read_number
from mapper.services.map_services import find_shown_service
from mapper.services.map_tiles import media_type
from mapper.services.tiles import Tile, check_tile

_HOUR = "max-age=3600"
# One pixel that is nothing but transparent.
_NOTHING = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII="
)


def get_service_tile(call: Call) -> Response:
    """A picture of 256 by 256, transparent where the other server has nothing."""
    tile = Tile(*(read_number(call, name) for name in ("z", "x", "y")))
    check_tile(tile)
    slug = call.request.path_params["service"]
    service = find_shown_service(call.state.backoffice, call.who, slug)

    def before_asking() -> None:
        limits.PICTURES.check(call.state, address_of(call.request))

    found = call.state.pictures.find(service, tile, before_asking=before_asking)
    body = found or _NOTHING
    cache = f"{'public' if service.public else 'private'}, {_HOUR}"
    return Response(body, 200, {"Cache-Control": cache}, media_type(body))
