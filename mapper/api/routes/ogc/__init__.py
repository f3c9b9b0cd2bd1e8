"""OGC API Features and Tiles: public layers and ideas for GIS programs.

Source: OGC API - Features, Part 1: Core 1.0.1 and Part 2: Coordinate Reference Systems 1.0.1;
OGC API - Tiles, Part 1: Core 1.0.
"""

from starlette.routing import BaseRoute, Route

from mapper.api.endpoint import Endpoint
from mapper.api.routes.ogc import collections, items, landing, tiles
from mapper.api.routes.ogc.asking import LOOK, ROOT, OgcEndpoint
from mapper.api.state import State


def make_ogc_routes(state: State) -> list[BaseRoute]:
    """The routes, in no particular order."""
    one = "/collections/{collection}"
    tile = "{tileMatrix}/{tileRow}/{tileCol}"
    endpoints = {
        "": OgcEndpoint(state, landing.get_landing),
        "/": OgcEndpoint(state, landing.get_landing),
        "/api": OgcEndpoint(state, landing.get_description),
        "/conformance": OgcEndpoint(state, landing.get_conformance),
        "/collections": OgcEndpoint(state, collections.get_collections),
        one: OgcEndpoint(state, collections.get_collection),
        f"{one}/queryables": OgcEndpoint(state, collections.get_queryables),
        f"{one}/items": OgcEndpoint(state, items.get_items, *items.PARAMETERS),
        f"{one}/items/{{item}}": OgcEndpoint(state, items.get_item, "crs"),
        f"{one}/tiles": OgcEndpoint(state, tiles.get_tilesets),
        f"{one}/tiles/{{scheme}}": OgcEndpoint(state, tiles.get_tileset),
        f"{one}/tiles/{{scheme}}/{tile}": OgcEndpoint(state, tiles.get_tile, forms=("mvt",)),
        "/tileMatrixSets": OgcEndpoint(state, tiles.get_schemes),
        "/tileMatrixSets/{scheme}": OgcEndpoint(state, tiles.get_scheme),
    }
    return [
        Route(LOOK, Endpoint(state, get=landing.get_look)),
        *(Route(f"{ROOT}{path}", endpoint) for path, endpoint in endpoints.items()),
    ]
