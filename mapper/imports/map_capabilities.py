"""What a WMS or WMTS says of itself: which maps it draws, in which formats, and whose they are.

Source: OGC 06-042 (WMS 1.3.0), OGC 01-068r3 (1.1.1), OGC 07-057r7 (WMTS 1.0.0).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from mapper.errors import ImportRefusedError
from mapper.imports.outgoing import Allowed, Most, get
from mapper.imports.wfs_capabilities import (
    base_address,
    children,
    exception_in,
    local,
    read_xml,
    text_of,
    with_parameters,
)

FORMATS = ("image/png", "image/webp", "image/jpeg")
"""What browsers draw and we pass on, best first: PNG and WebP can be seen through."""
_MERCATOR = ("EPSG:3857", "EPSG:900913", "EPSG::3857", "EPSG::900913", "EPSG:3785", "OSGEO:41001")
CAPABILITIES = Most(megabytes=30, seconds=60)
_WMS_ROOTS = ("WMS_Capabilities", "WMT_MS_Capabilities")
_SCALE_0 = 559_082_264.0287178
"""Denominator of the scale of zoom 0 of the usual scheme. Source: OGC 07-057r7, annex E.4."""
_MOST_ZOOM = 22
_CORNER_M = 20_037_508.34
_TILE = "256"


@dataclass(frozen=True, slots=True)
class OfferedMap:
    """A map that can be shown: `request` is what has to be kept to ask for pictures of it."""

    name: str
    title: str
    attribution: str | None
    request: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MapOffer:
    """A service that draws maps; `others` counts those that do not fit the map of the town."""

    kind: str
    url: str
    host: str
    title: str
    attribution: str | None
    licence: str | None
    maps: tuple[OfferedMap, ...]
    others: int


def describe_maps(url: str, allowed: Allowed) -> MapOffer:
    """What a WMS or WMTS offers, whichever is at the address.

    Raises
    ------
    ImportRefusedError
    """
    base = base_address(url)
    wms = with_parameters(base, SERVICE="WMS", REQUEST="GetCapabilities", VERSION="1.3.0")
    wmts = with_parameters(base, SERVICE="WMTS", REQUEST="GetCapabilities", VERSION="1.0.0")
    # A file of capabilities needs no parameters, and some servers refuse them.
    order = (base, wmts, wms) if base.endswith(".xml") else (wms, wmts)
    order = (wmts, wms) if "wmts" in base.lower() and order[0] == wms else order
    refusal = ImportRefusedError("service_address", got=base)
    for one in order:
        try:
            answer, body = get(one, allowed, CAPABILITIES)
            root = read_xml(body, answer.host)
        except ImportRefusedError as refused:
            if refused.reason not in ("service_status", "service_page", "service_answer"):
                raise
            refusal = refused
            continue
        if local(root) in _WMS_ROOTS:
            return _read_wms(root, base, answer.host)
        if local(root) == "Capabilities":
            return _read_wmts(root, base, answer.host, allowed)
        refusal = exception_in(root, answer.host)
    raise refusal


def link_on(base: str, link: str | None) -> str:
    """An address the service names, but on the server that was asked.

    Services behind a proxy often name an inner host or http.
    """
    try:
        given, said = urlsplit(base), urlsplit((link or "").strip())
    except ValueError:
        return base
    if said.hostname != given.hostname:
        return base
    return base_address(urlunsplit((given.scheme, given.netloc, said.path, said.query, "")))


def _read_wms(root: Element, base: str, host: str) -> MapOffer:
    service = next(children(root, "Service"), None)
    capability = next(children(root, "Capability"), None)
    offered = [text or "" for text in _texts(capability, "Request", "GetMap", "Format")]
    formats = [one for one in FORMATS if any(said.startswith(one) for said in offered)]
    link = _href(_at(capability, "Request", "GetMap", "DCPType", "HTTP", "Get", "OnlineResource"))
    request = {
        "version": "1.1.1" if root.get("version", "").startswith("1.1") else "1.3.0",
        "url": link_on(base, link),
        "format": formats[0] if formats else "",
    }
    layers = list(_wms_layers(capability, (), None)) if capability is not None else []
    maps = tuple(
        OfferedMap(name, title, attribution, {**request, "layer": name, "crs": crs})
        for name, title, attribution, crs in layers
        if crs and formats
    )
    return _offer("wms", base, host, service, maps, len(layers))


def _wms_layers(
    parent: Element, crs: tuple[str, ...], attribution: str | None
) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Name, title, attribution and CRS of all layers with a name; groups hand theirs down."""
    for layer in children(parent, "Layer"):
        own = " ".join(text_of(one) or "" for one in children(layer, "CRS", "SRS")).split()
        known = (*crs, *own)
        said = text_of(layer, "Attribution", "Title") or attribution
        name = text_of(layer, "Name")
        if name:
            fitting = next((one for one in _MERCATOR if one in known), None)
            yield name, text_of(layer, "Title") or name, said, fitting
        yield from _wms_layers(layer, known, said)


def _read_wmts(root: Element, base: str, host: str, allowed: Allowed) -> MapOffer:
    contents = next(children(root, "Contents"), None)
    if contents is None:
        raise ImportRefusedError("service_answer", host=host)
    schemes = {
        text_of(one, "Identifier") or "": _matrices(one)
        for one in children(contents, "TileMatrixSet")
    }
    link = next(filter(None, map(_get_tile, root.iter())), None)
    url = link_on(base, link) if link else None
    layers = list(children(contents, "Layer"))
    maps = []
    for layer in layers:
        media_type, template = _tiles_of(layer, base, allowed)
        if media_type and (template or url):
            asked = {"template": template, "url": url, "format": media_type}
            maps.append(_wmts_map(layer, schemes, asked))
    service = next(children(root, "ServiceIdentification"), None)
    found = tuple(one for one in maps if one)
    return _offer("wmts", base, host, service, found, len(layers))


def _wmts_map(
    layer: Element, schemes: Mapping[str, dict[str, str]], asked: Mapping[str, object]
) -> OfferedMap | None:
    """A layer whose tiles lie where ours do, None for any other."""
    name = text_of(layer, "Identifier")
    links = [text_of(one, "TileMatrixSet") for one in children(layer, "TileMatrixSetLink")]
    named = [one for one in links if one]
    scheme = max(named, key=lambda one: len(schemes.get(one, {})), default="")
    styles = sorted(children(layer, "Style"), key=lambda one: one.get("isDefault") != "true")
    if not name or not schemes.get(scheme):
        return None
    request = {
        **asked,
        "layer": name,
        "style": (text_of(styles[0], "Identifier") if styles else None) or "",
        "matrix_set": scheme,
        "matrices": schemes[scheme],
    }
    return OfferedMap(name, text_of(layer, "Title") or name, None, request)


def _matrices(scheme: Element) -> dict[str, str]:
    """Names of the matrices by zoom, as far as they are those of the usual scheme."""
    crs = text_of(scheme, "SupportedCRS") or ""
    if not crs.endswith(("3857", "900913", "3785")):
        return {}
    found = {}
    for matrix in children(scheme, "TileMatrix"):
        try:
            zoom = math.log2(_SCALE_0 / float(text_of(matrix, "ScaleDenominator") or 0))
            corner = [float(one) for one in (text_of(matrix, "TopLeftCorner") or "").split()]
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        at_corner = [abs(abs(one) - _CORNER_M) < 1 for one in corner] == [True, True]
        usual = text_of(matrix, "TileWidth") == text_of(matrix, "TileHeight") == _TILE
        if usual and at_corner and abs(zoom - round(zoom)) < 0.01 and 0 <= zoom < _MOST_ZOOM:  # noqa: PLR2004
            found[str(round(zoom))] = text_of(matrix, "Identifier") or ""
    return found


def _tiles_of(layer: Element, base: str, allowed: Allowed) -> tuple[str | None, str | None]:
    """The best format of a layer, and the address of a tile of it with names in braces.

    A server that may not be asked is one behind the one that was asked, which is asked instead.
    """
    formats = [text_of(one) for one in children(layer, "Format")]
    media_type = next((one for one in FORMATS if one in formats), None)
    for one in children(layer, "ResourceURL"):
        if one.get("resourceType") == "tile" and one.get("format") == media_type:
            try:
                given, said = urlsplit(base), urlsplit(one.get("template", ""))
            except ValueError:
                continue
            elsewhere = said.hostname != given.hostname
            if elsewhere and said.hostname in (allowed.hosts or ()):
                return media_type, said.geturl()
            return media_type, urlunsplit((given.scheme, given.netloc, said.path, said.query, ""))
    return media_type, None


def _offer(
    kind: str,
    base: str,
    host: str,
    service: Element | None,
    maps: tuple[OfferedMap, ...],
    every: int,
) -> MapOffer:
    terms = [text_of(service, name) for name in ("Fees", "AccessConstraints")]
    told = [one for one in dict.fromkeys(terms) if one and one.lower() not in ("none", "keine")]
    organisation = text_of(
        service, "ContactInformation", "ContactPersonPrimary", "ContactOrganization"
    )
    return MapOffer(
        kind=kind,
        url=base,
        host=host,
        title=text_of(service, "Title") or host,
        attribution=next((one.attribution for one in maps if one.attribution), organisation),
        licence="; ".join(told)[:500] or None,
        maps=maps,
        others=every - len(maps),
    )


def _at(element: Element | None, *path: str) -> Element | None:
    for name in path:
        element = next(children(element, name), None) if element is not None else None
    return element


def _texts(element: Element | None, *path: str) -> Iterator[str | None]:
    parent = _at(element, *path[:-1])
    return (text_of(one) for one in children(parent, path[-1])) if parent is not None else iter(())


def _href(element: Element | None) -> str | None:
    attributes = element.attrib if element is not None else {}
    return next((value for name, value in attributes.items() if name.endswith("href")), None)


def _get_tile(element: Element) -> str | None:
    if local(element) != "Operation" or element.get("name") != "GetTile":
        return None
    for one in element.iter():
        allowed = " ".join("".join(value.itertext()) for value in one if local(one) == "Get")
        if local(one) == "Get" and "RESTful" not in allowed:
            return _href(one)
    return None
