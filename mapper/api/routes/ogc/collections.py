"""Collections: each public layer, and the published ideas."""

from collections.abc import Sequence
from datetime import UTC, datetime

import orjson
from starlette.responses import Response

from mapper.api.answers import GEOJSON
from mapper.api.routes.ogc.answers import (
    HTML,
    Link,
    Page,
    Row,
    Section,
    answer,
    as_json,
    link,
    own_links,
    start,
)
from mapper.api.routes.ogc.asking import Asked
from mapper.domain.ogc import CRS84, STORED, SYSTEMS, Box, day_span
from mapper.domain.statuses import PublicPrecision, ResponseStatus
from mapper.geo.crs import bbox_to_metres
from mapper.services.ogc_collections import (
    Collection,
    Extent,
    find_area,
    find_collection,
    find_extent,
    first_moment,
    list_collections,
)

_LICENCES = {
    "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0",
    "dl-de/zero-2-0": "https://www.govdata.de/dl-de/zero-2-0",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
_QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SCHEMA = "application/schema+json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ENUMS = {"response_status": ResponseStatus, "public_precision": PublicPrecision}


def get_collections(asked: Asked) -> Response:
    """All collections."""
    _ = asked.translator.gettext
    found = list_collections(asked.state.sessions)
    rows = [
        Row(title_of(asked, one), description_of(asked, one), asked.address(path_of(one)))
        for one in found
    ]
    page = Page(_("Collections"), "", [Section("", rows)], trail=[start(asked)])
    content: dict[str, object] = {
        "links": own_links(asked),
        "crs": [one.uri for one in SYSTEMS],
        "collections": [] if asked.html else [_describe(asked, one) for one in found],
    }
    return answer(asked, content, page)


def get_collection(asked: Asked) -> Response:
    """One collection: where its items lie, in which systems, under which licence."""
    one = collection_of(asked)
    content = _describe(asked, one)
    content["links"] = [*own_links(asked), *_links(asked, one)]
    page = Page(
        title_of(asked, one), description_of(asked, one), _sections(asked, one), trail(asked)[:2]
    )
    return answer(asked, content, page)


def get_queryables(asked: Asked) -> Response:
    """Properties whose value can be asked for, as a JSON schema."""
    _ = asked.translator.gettext
    one = collection_of(asked)
    title = _("Filters")
    content = {
        "$schema": _DRAFT,
        "$id": asked.address(f"{path_of(one)}/queryables"),
        "type": "object",
        "title": title_of(asked, one),
        "properties": {name: _shape(name) for name in one.filters},
        "additionalProperties": False,
    }
    if not asked.html:
        return as_json(asked, content, SCHEMA)
    rows = [Row(name, ", ".join(_ENUMS.get(name, ())), code=True) for name in one.filters]
    page = Page(title, title_of(asked, one), [Section("", rows)], trail(asked, one))
    return answer(asked, content, page)


def collection_of(asked: Asked) -> Collection:
    """The collection of the address; NotFoundError for none."""
    return find_collection(asked.state.sessions, asked.call.request.path_params["collection"])


def extent_of(asked: Asked, one: Collection) -> Extent:
    """Where the items lie, looked for once a version; ideas lie in the municipalities."""
    layer = one.layer or find_area(asked.state.sessions)
    if layer is None:
        degrees = asked.state.profile.extent
        return Extent(degrees, bbox_to_metres(degrees))
    key = f"{layer.version}/extent"
    kept = asked.state.kept.get(key)
    if kept is None:
        found = find_extent(asked.state.sessions, layer)
        asked.state.kept.put(key, orjson.dumps([found.degrees, found.metres]))
        return found
    degrees, metres = orjson.loads(kept)
    return Extent(_box(degrees), _box(metres))


def title_of(asked: Asked, one: Collection) -> str:
    """What people call the collection, in their language where there is a name in it."""
    if one.layer is None:
        return asked.translator.gettext("Published ideas")
    return one.titles.get(asked.translator.lang) or one.titles.get("") or one.layer.title


def description_of(asked: Asked, one: Collection) -> str:
    """A sentence about where the data comes from."""
    _ = asked.translator.gettext
    if one.layer is None:
        return _("Ideas of citizens for {place}, with their public places.").format(
            place=asked.state.profile.name
        )
    count = one.layer.feature_count
    told = asked.translator.ngettext("{count} object", "{count} objects", count)
    return told.format(count=asked.translator.format_number(count))


def path_of(one: Collection) -> str:
    """The address below the beginning."""
    return f"/collections/{one.id}"


def trail(asked: Asked, one: Collection | None = None) -> list[Row]:
    """The way back: beginning, collections, this one."""
    listed = Row(asked.translator.gettext("Collections"), address=asked.address("/collections"))
    here = [Row(title_of(asked, one), address=asked.address(path_of(one)))] if one else []
    return [start(asked), listed, *here]


def _describe(asked: Asked, one: Collection) -> dict[str, object]:
    extent = extent_of(asked, one)
    licence, attribution = _terms(asked, one)
    content: dict[str, object] = {
        "id": one.id,
        "title": title_of(asked, one),
        "description": description_of(asked, one),
        "attribution": attribution,
        "license": licence,
        "itemType": "feature",
        "dataType": "vector",
        "crs": [system.uri for system in SYSTEMS],
        "storageCrs": STORED.uri,
        "links": [link(asked, "self", path_of(one), title_of(asked, one)), *_links(asked, one)],
    }
    span = _interval(asked, one)
    content["extent"] = {
        **({"spatial": {"bbox": [extent.degrees], "crs": CRS84.uri}} if extent.degrees else {}),
        **({"temporal": {"interval": [span], "trs": _GREGORIAN}} if span else {}),
    }
    return content


def _links(asked: Asked, one: Collection) -> list[Link]:
    _ = asked.translator.gettext
    path = path_of(one)
    licence, _attribution = _terms(asked, one)
    url = licence_url(asked, one)
    terms: Link = {"rel": "license", "title": licence, "type": HTML, "href": url}
    return [
        link(asked, "items", f"{path}/items?f=json", _("Items"), GEOJSON),
        link(asked, "items", f"{path}/items?f=html", _("Items"), HTML),
        link(asked, _QUERYABLES, f"{path}/queryables", _("Filters"), SCHEMA),
        link(asked, _TILESETS, f"{path}/tiles", _("Vector tiles")),
        *([terms] if url else []),
    ]


def _sections(asked: Asked, one: Collection) -> list[Section]:
    _ = asked.translator.gettext
    path = path_of(one)
    licence, attribution = _terms(asked, one)
    day = one.layer.data_date if one.layer else None
    source = one.layer.source if one.layer else ""
    facts = [
        Row(_("Licence"), licence or _("not stated"), licence_url(asked, one)),
        Row(_("Attribution"), attribution or _("not stated")),
        *([Row(_("Source"), source)] if source else []),
        *([Row(_("As of"), asked.translator.format_date(day))] if day else []),
    ]
    ways = [
        Row(_("Items"), _("as a table and as GeoJSON"), asked.address(f"{path}/items")),
        Row(_("Filters"), ", ".join(one.filters), asked.address(f"{path}/queryables")),
        Row(_("Vector tiles"), "WebMercatorQuad", asked.address(f"{path}/tiles")),
    ]
    systems = [Row("", system.uri, code=True) for system in SYSTEMS]
    return [
        Section(_("Data"), ways),
        Section(_("Provenance"), facts),
        Section(_("Coordinate systems"), systems),
    ]


def _terms(asked: Asked, one: Collection) -> tuple[str | None, str | None]:
    profile = asked.state.profile
    if one.layer is None:
        return profile.licence.name, profile.operator
    return one.layer.licence, one.layer.attribution


def licence_url(asked: Asked, one: Collection) -> str:
    """Where the licence can be read; empty where that is not known."""
    if one.layer is None:
        return asked.state.profile.licence.url
    named = one.layer.licence or ""
    return named if named.startswith(("https://", "http://")) else _LICENCES.get(named, "")


def _interval(asked: Asked, one: Collection) -> Sequence[str | None] | None:
    if one.layer is None:
        begin = first_moment(asked.state.sessions)
        return [_utc(begin), None] if begin else None
    day = one.layer.data_date
    return [_utc(moment) for moment in day_span(day)] if day else None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _shape(name: str) -> dict[str, object]:
    values = _ENUMS.get(name)
    shape: dict[str, object] = {"title": name, "type": "string"}
    return {**shape, "enum": [str(value) for value in values]} if values else shape


def _box(numbers: list[float] | None) -> Box | None:
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if numbers else None
