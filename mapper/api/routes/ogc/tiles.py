"""Vector tiles of collections, and the scheme they lie in.

Source: OGC API - Tiles, Part 1: Core 1.0; Two Dimensional Tile Matrix Set 2.0, annex D.1.
"""

import math

from starlette.responses import Response

from mapper.api.answers import REVALIDATE
from mapper.api.routes.ogc.answers import Link, Page, Row, Section, answer, link, own_links, start
from mapper.api.routes.ogc.asking import Asked
from mapper.api.routes.ogc.collections import collection_of, extent_of, path_of, title_of, trail
from mapper.api.routes.tiles import MVT, answer_layer_tile, read_number
from mapper.domain.filters import Filters
from mapper.domain.ogc import CRS84, Box
from mapper.errors import NotFoundError
from mapper.geo.tiles import MOST_ZOOM
from mapper.services.ogc_collections import Collection
from mapper.services.tiles import Tile, check_tile, draw_proposal_tile

SCHEME = "WebMercatorQuad"
_SCHEME_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{SCHEME}"
_MERCATOR_URI = "http://www.opengis.net/def/crs/EPSG/0/3857"
_SCHEME_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
_LEVELS = 25
_HALF_WORLD_M = 20037508.3427892
_SCALE = 559082264.028717
_CELL_M = 156543.033928041
_TILE_PIXELS = 256
_MOST_LATITUDE = 85.05112877980659


def get_tilesets(asked: Asked) -> Response:
    """The sets of tiles of a collection: one."""
    _ = asked.translator.gettext
    one = collection_of(asked)
    where = f"{path_of(one)}/tiles/{SCHEME}"
    entry = {
        **_kind(asked, one),
        "links": [link(asked, "self", where, SCHEME), _scheme_link(asked)],
    }
    rows = [Row(SCHEME, "Mapbox Vector Tiles", asked.address(where))]
    page = Page(
        _("Vector tiles"), title_of(asked, one), [Section("", rows)], trail=trail(asked, one)
    )
    return answer(asked, {"links": own_links(asked), "tilesets": [entry]}, page)


def get_tileset(asked: Asked) -> Response:
    """What is known of the tiles of a collection, and the template of their addresses."""
    _ = asked.translator.gettext
    _check_scheme(asked)
    one = collection_of(asked)
    box = extent_of(asked, one).degrees
    template = f"{asked.base}{path_of(one)}/tiles/{SCHEME}"
    item = {
        "rel": "item",
        "type": MVT,
        "templated": True,
        "href": f"{template}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
    }
    layer = {"id": _layer_name(one), "dataType": "vector", "title": title_of(asked, one)}
    content: dict[str, object] = {
        **_kind(asked, one),
        "links": [*own_links(asked), _scheme_link(asked), item],
        "layers": [layer],
        **({"boundingBox": _bounding_box(box), "tileMatrixSetLimits": _limits(box)} if box else {}),
    }
    rows = [
        Row(_("Address for QGIS"), f"{template}/{{z}}/{{y}}/{{x}}", code=True),
        Row(_("Layer in the tiles"), _layer_name(one), code=True),
    ]
    lead = _("Enter this address in QGIS as a connection to vector tiles.")
    page = Page(_("Vector tiles"), lead, [Section("", rows)], trail=trail(asked, one))
    return answer(asked, content, page)


def get_tile(asked: Asked) -> Response:
    """One tile; the row comes before the column."""
    _check_scheme(asked)
    one = collection_of(asked)
    tile = Tile(*(read_number(asked.call, name) for name in ("tileMatrix", "tileCol", "tileRow")))
    check_tile(tile)
    if one.layer is None:
        body = draw_proposal_tile(asked.state.sessions, tile, Filters())
        return Response(body, 200, {"Cache-Control": REVALIDATE}, MVT)
    return answer_layer_tile(asked.call, tile, one.layer)


def get_schemes(asked: Asked) -> Response:
    """All tile matrix sets: one."""
    _ = asked.translator.gettext
    entry = {
        "id": SCHEME,
        "title": SCHEME,
        "uri": _SCHEME_URI,
        "links": [link(asked, "self", f"/tileMatrixSets/{SCHEME}", SCHEME)],
    }
    rows = [Row(SCHEME, _SCHEME_URI, asked.address(f"/tileMatrixSets/{SCHEME}"))]
    page = Page(_("Tile schemes"), "", [Section("", rows)], trail=[start(asked)])
    return answer(asked, {"links": own_links(asked), "tileMatrixSets": [entry]}, page)


def get_scheme(asked: Asked) -> Response:
    """The tile matrix set that all web maps use."""
    _ = asked.translator.gettext
    _check_scheme(asked)
    content: dict[str, object] = {
        "id": SCHEME,
        "title": "Google Maps Compatible for the World",
        "uri": _SCHEME_URI,
        "crs": _MERCATOR_URI,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(level) for level in range(_LEVELS)],
        "links": own_links(asked),
    }
    rows = [Row("", _SCHEME_URI, code=True), Row("", _MERCATOR_URI, code=True)]
    schemes = Row(_("Tile schemes"), address=asked.address("/tileMatrixSets"))
    page = Page(SCHEME, "", [Section("", rows)], trail=[start(asked), schemes])
    return answer(asked, content, page)


def _check_scheme(asked: Asked) -> None:
    given = asked.call.request.path_params["scheme"]
    if given != SCHEME:
        raise NotFoundError("tileMatrixSet", given)


def _kind(asked: Asked, one: Collection) -> dict[str, object]:
    return {
        "title": title_of(asked, one),
        "dataType": "vector",
        "crs": _MERCATOR_URI,
        "tileMatrixSetId": SCHEME,
        "tileMatrixSetURI": _SCHEME_URI,
    }


def _scheme_link(asked: Asked) -> Link:
    return link(asked, _SCHEME_REL, f"/tileMatrixSets/{SCHEME}", SCHEME)


def _layer_name(one: Collection) -> str:
    return one.id if one.layer else "proposals"


def _bounding_box(box: Box) -> dict[str, object]:
    return {"lowerLeft": [*box[:2]], "upperRight": [*box[2:]], "crs": CRS84.uri}


def _limits(box: Box) -> list[dict[str, object]]:
    """First and last row and column at each zoom."""
    found: list[dict[str, object]] = []
    for zoom in range(MOST_ZOOM + 1):
        west, north = _cell(box[0], box[3], zoom)
        east, south = _cell(box[2], box[1], zoom)
        found.append(
            {
                "tileMatrix": str(zoom),
                "minTileRow": north,
                "maxTileRow": south,
                "minTileCol": west,
                "maxTileCol": east,
            }
        )
    return found


def _cell(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    bounded = math.radians(min(max(lat, -_MOST_LATITUDE), _MOST_LATITUDE))
    across = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(bounded)) / math.pi) / 2
    last = 2**zoom - 1
    return min(int(across * 2**zoom), last), min(int(down * 2**zoom), last)


def _matrix(level: int) -> dict[str, object]:
    return {
        "id": str(level),
        "scaleDenominator": _SCALE / 2**level,
        "cellSize": _CELL_M / 2**level,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-_HALF_WORLD_M, _HALF_WORLD_M],
        "tileWidth": _TILE_PIXELS,
        "tileHeight": _TILE_PIXELS,
        "matrixWidth": 2**level,
        "matrixHeight": 2**level,
    }
