"""The OpenAPI 3.0 description of what lies under /ogc, as the standards ask for."""

import re

from mapper.api.answers import GEOJSON
from mapper.api.routes.ogc.asking import Asked
from mapper.domain.ogc import MOST_ITEMS, SYSTEMS, USUAL_ITEMS
from mapper.services.ogc_collections import IDEA_FILTERS, LAYER_FILTERS

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
MVT = "application/vnd.mapbox-vector-tile"
Shape = dict[str, object]

_COLLECTION = "/collections/{collectionId}"
_TEXT: Shape = {"type": "string"}
_OBJECT: Shape = {"type": "object"}
_URI: Shape = {"type": "string", "format": "uri", "enum": [one.uri for one in SYSTEMS]}
# A path, what it gives, and its parameters beside `f` and `lang`.
_PATHS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("/", "The beginning.", "application/json", ()),
    ("/api", "This description.", OPENAPI, ()),
    ("/conformance", "Conformance classes.", "application/json", ()),
    ("/collections", "All collections.", "application/json", ()),
    (_COLLECTION, "One collection.", "application/json", ()),
    (f"{_COLLECTION}/queryables", "What can be asked for.", "application/schema+json", ()),
    (
        f"{_COLLECTION}/items",
        "A page of items.",
        GEOJSON,
        ("limit", "offset", "bbox", "bbox-crs", "datetime", "crs"),
    ),
    (f"{_COLLECTION}/items/{{featureId}}", "One item.", GEOJSON, ("crs",)),
    (f"{_COLLECTION}/tiles", "Sets of vector tiles.", "application/json", ()),
    (f"{_COLLECTION}/tiles/{{tileMatrixSetId}}", "One set.", "application/json", ()),
    (
        f"{_COLLECTION}/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
        "A vector tile.",
        MVT,
        (),
    ),
    ("/tileMatrixSets", "Tile schemes.", "application/json", ()),
    ("/tileMatrixSets/{tileMatrixSetId}", "One scheme.", "application/json", ()),
)
_QUERY: dict[str, Shape] = {
    "limit": {
        "description": "At most so many items.",
        "schema": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_ITEMS,
            "default": USUAL_ITEMS,
        },
    },
    "offset": {
        "description": "Items to pass over.",
        "schema": {"type": "integer", "minimum": 0, "default": 0},
    },
    "bbox": {
        "description": "Items that meet this box, and those without a place.",
        "style": "form",
        "explode": False,
        "schema": {
            "type": "array",
            "items": {"type": "number"},
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        },
    },
    "bbox-crs": {"description": "The system of bbox.", "schema": _URI},
    "crs": {"description": "The system of the answer.", "schema": _URI},
    "datetime": {
        "description": "A moment, a day, or an interval a/b, open as ../b or a/..",
        "schema": _TEXT,
    },
    "f": {"description": "The form.", "schema": {"type": "string", "enum": ["json", "html"]}},
    "lang": {"description": "The language.", "schema": _TEXT},
}
_FILTERS = tuple(dict.fromkeys((*LAYER_FILTERS, *IDEA_FILTERS)))


def describe(asked: Asked) -> dict[str, object]:
    """The whole document."""
    profile = asked.state.profile
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"Ideenkarte {profile.name}",
            "version": "1",
            "license": {"name": profile.licence.name, "url": profile.licence.url},
        },
        "servers": [{"url": asked.base}],
        "paths": {
            path: {"parameters": _filled(path), "get": _operation(told, kind, names)}
            for path, told, kind, names in _PATHS
        },
        "components": {
            "parameters": {**_named(_QUERY), **_named({name: _filter(name) for name in _FILTERS})},
            "schemas": {
                "exception": {
                    "type": "object",
                    "required": ["error", "message"],
                    "properties": dict.fromkeys(
                        ("error", "message", "parameter", "expected"), _TEXT
                    ),
                }
            },
        },
    }


def list_paths() -> list[tuple[str, str]]:
    """Every address below the beginning, with what can be asked of it."""
    return [
        (path, " · ".join((*names, *(LAYER_FILTERS if names[1:] else ()))))
        for path, _told, _kind, names in _PATHS
    ]


def _operation(told: str, kind: str, names: tuple[str, ...]) -> Shape:
    filters = _FILTERS if "offset" in names else ()
    shown: Shape = {} if kind == MVT else {"text/html": {"schema": _TEXT}}
    wrong = {"application/json": {"schema": {"$ref": "#/components/schemas/exception"}}}
    return {
        "summary": told,
        "parameters": [
            {"$ref": f"#/components/parameters/{name}"} for name in (*names, "f", "lang")
        ]
        + [{"$ref": f"#/components/parameters/{name}"} for name in filters],
        "responses": {
            "200": {
                "description": told,
                "content": {kind: {"schema": _TEXT if kind == MVT else _OBJECT}, **shown},
            },
            "400": {"description": "A parameter cannot be used.", "content": wrong},
            "404": {"description": "There is nothing here.", "content": wrong},
            "500": {"description": "Nobody foresaw this.", "content": wrong},
        },
    }


def _filled(path: str) -> list[Shape]:
    names = re.findall(r"{(\w+)}", path)
    return [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in names]


def _named(shapes: dict[str, Shape]) -> dict[str, Shape]:
    return {name: {"name": name, "in": "query", **shape} for name, shape in shapes.items()}


def _filter(name: str) -> Shape:
    return {"description": f"Items whose {name} is this.", "schema": _TEXT}
