"""Items of a collection: a page of them, or one, as GeoJSON or to look at."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

import orjson
from starlette.responses import Response

from mapper.api.answers import GEOJSON, REVALIDATE, answer_pieces
from mapper.api.routes.ogc.answers import (
    HTML,
    JSON,
    Link,
    Page,
    Row,
    Section,
    link,
    own_links,
    show,
)
from mapper.api.routes.ogc.asking import Asked
from mapper.api.routes.ogc.collections import collection_of, path_of, title_of, trail
from mapper.api.routes.ogc.picture import draw_items
from mapper.domain.ogc import (
    STORED,
    System,
    read_limit,
    read_offset,
    read_span,
    read_system,
    read_window,
)
from mapper.errors import InvalidFieldError
from mapper.services.ogc_collections import IDEA_FILTERS, LAYER_FILTERS, Collection
from mapper.services.ogc_items import Wanted, count_items, find_item, stream_items

OF_ITEMS = ("limit", "offset", "bbox", "bbox-crs", "datetime", "crs")
PARAMETERS = (*OF_ITEMS, *dict.fromkeys((*LAYER_FILTERS, *IDEA_FILTERS)))

_MOST_ON_A_PAGE = 100
_JOINED = 200
_MOST_COLUMNS = 40


def get_items(asked: Asked) -> Response:
    """A page of items."""
    collection = collection_of(asked)
    wanted = _read(asked, collection)
    tag = _tag(asked, collection)
    unchanged = tag and asked.call.unchanged(tag, REVALIDATE)
    if unchanged:
        return unchanged
    if asked.html:
        return _show_items(asked, collection, wanted)
    matched = count_items(asked.state.sessions, collection, wanted)
    items = stream_items(asked.state.sessions, collection, wanted)
    pieces = _pieces(items, _head(asked, collection, wanted, matched), b"")
    response = answer_pieces(pieces, _headers(wanted.system), GEOJSON)
    if tag:
        response.headers["ETag"] = tag
    return response


def get_item(asked: Asked) -> Response:
    """One item."""
    collection = collection_of(asked)
    number = asked.call.request.path_params["item"]
    system = read_system(asked.call.query, "crs")
    shown = STORED if asked.html else system
    item = find_item(asked.state.sessions, collection, number, shown)
    if asked.html:
        return _show_item(asked, collection, item, number)
    links = [*own_links(asked, GEOJSON), _to_collection(asked, collection)]
    body = f'{item[:-1]},"links":{orjson.dumps(links).decode()}}}'
    return Response(body, 200, _headers(system), GEOJSON)


def _read(asked: Asked, collection: Collection) -> Wanted:
    query = asked.call.query
    known = (*OF_ITEMS, *collection.filters, "f", "lang")
    for name, value in query.items():
        if name not in known:
            raise InvalidFieldError(name, f"one of {', '.join(known)}", value)
    equals = {name: query[name] for name in collection.filters if name in query}
    for name, value in equals.items():
        if "\0" in value:
            raise InvalidFieldError(name, "a text", value)
    return Wanted(
        system=read_system(query, "crs"),
        limit=read_limit(query),
        offset=read_offset(query),
        window=read_window(query),
        span=read_span(query),
        equals=equals,
    )


def _tag(asked: Asked, collection: Collection) -> str:
    """Of a layer the version says whether a page is still true; ideas change all the time."""
    if collection.layer is None:
        return ""
    said = f"{collection.layer.version} {asked.this()} {asked.html} {asked.translator.lang}"
    return f'W/"{blake2b(said.encode(), digest_size=12).hexdigest()}"'


def _head(asked: Asked, collection: Collection, wanted: Wanted, matched: int) -> dict[str, object]:
    links = [*own_links(asked, GEOJSON), *_pages(asked, wanted, matched)]
    return {
        "type": "FeatureCollection",
        "links": [*links, _to_collection(asked, collection)],
        "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": matched,
        "numberReturned": min(wanted.limit, max(matched - wanted.offset, 0)),
    }


def _pages(asked: Asked, wanted: Wanted, matched: int) -> list[Link]:
    kind = HTML if asked.html else GEOJSON
    found: list[Link] = []
    end = wanted.offset + wanted.limit
    if end < matched:
        address = asked.this(offset=str(end), limit=str(wanted.limit))
        found.append({"rel": "next", "type": kind, "href": address})
    if wanted.offset:
        begin = str(max(wanted.offset - wanted.limit, 0))
        address = asked.this(offset=begin, limit=str(wanted.limit))
        found.append({"rel": "prev", "type": kind, "href": address})
    return found


def _to_collection(asked: Asked, collection: Collection) -> Link:
    return link(asked, "collection", path_of(collection), title_of(asked, collection), JSON)


def _headers(system: System) -> dict[str, str]:
    return {"Cache-Control": REVALIDATE, "Content-Crs": f"<{system.uri}>"}


def _pieces(items: Iterator[str], head: Mapping[str, object], separator: bytes) -> Iterator[bytes]:
    yield orjson.dumps(head)[:-1] + b',"features":['
    several: list[str] = []
    for item in items:
        several.append(item)
        if len(several) == _JOINED:
            yield separator + ",".join(several).encode()
            separator = b","
            several.clear()
    if several:
        yield separator + ",".join(several).encode()
    yield b"]}"


def _show_items(asked: Asked, collection: Collection, wanted: Wanted) -> Response:
    _ = asked.translator.gettext
    wanted = replace(wanted, limit=min(wanted.limit, _MOST_ON_A_PAGE), system=STORED)
    matched = count_items(asked.state.sessions, collection, wanted)
    texts = stream_items(asked.state.sessions, collection, wanted)
    items = [orjson.loads(text) for text in texts]
    pages = {str(one["rel"]): str(one["href"]) for one in _pages(asked, wanted, matched)}
    page = Page(
        _("Items"),
        title_of(asked, collection),
        trail=trail(asked, collection),
        values={
            "columns": _columns(items),
            "items": items,
            "addresses": [_item_address(asked, collection, one) for one in items],
            "first": asked.translator.format_number(wanted.offset + 1),
            "last": asked.translator.format_number(wanted.offset + len(items)),
            "matched": asked.translator.format_number(matched),
            "pages": pages,
            "picture": draw_items([one["geometry"] for one in items]),
        },
    )
    return show(asked, page, "ogc_items.html")


def _show_item(asked: Asked, collection: Collection, text: str, number: str) -> Response:
    item = orjson.loads(text)
    rows = [Row(name, _readable(value)) for name, value in item["properties"].items()]
    page = Page(
        str(item["properties"].get("title") or item["properties"].get("name") or number),
        title_of(asked, collection),
        [Section(asked.translator.gettext("Attributes"), rows)],
        trail=trail(asked, collection),
        values={"picture": draw_items([item["geometry"]])},
    )
    return show(asked, page)


def _item_address(asked: Asked, collection: Collection, item: Mapping[str, object]) -> str:
    return asked.address(f"{path_of(collection)}/items/{item['id']}")


def _columns(items: list[dict[str, dict[str, object]]]) -> list[str]:
    """Names of properties: those that name an item first, empty ones not at all."""
    found: dict[str, None] = {}
    for name in ("title", "name", "kind", "key", "body"):
        if any(one["properties"].get(name) for one in items):
            found[name] = None
    for one in items:
        found.update({name: None for name, value in one["properties"].items() if value is not None})
    return list(found)[:_MOST_COLUMNS]


def _readable(value: object) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else orjson.dumps(value).decode()
