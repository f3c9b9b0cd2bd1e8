"""What a WFS says of itself: its version, its feature types, how much it gives at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mapper.domain.imports import LonLatBox
from mapper.errors import ImportRefusedError
from mapper.imports.outgoing import Allowed, Most, get

VERSIONS = ("2.0.0", "1.1.0", "1.0.0")
CAPABILITIES = Most(megabytes=30, seconds=60)
_OURS = {
    *("service", "version", "request", "acceptversions", "typename", "typenames", "outputformat"),
    *("count", "maxfeatures", "startindex", "srsname", "resulttype"),
}
_MOST_DIGITS = 18
_BOX = ("minx", "miny", "maxx", "maxy")
_COUNTS = ("CountDefault", "DefaultMaxFeatures")


@dataclass(frozen=True, slots=True)
class FeatureType:
    """What can be fetched; `crs` is the service's own, `others` those it can give as well.

    All are spelled as the service spells them.
    """

    name: str
    title: str
    crs: str | None
    others: tuple[str, ...] = ()
    bbox: LonLatBox | None = None


@dataclass(frozen=True, slots=True)
class Wfs:
    """A service; `page` is the most it gives at once, None where it does not say."""

    url: str
    host: str
    version: str
    title: str
    terms: str | None
    page: int | None
    types: tuple[FeatureType, ...]


def describe_wfs(url: str, allowed: Allowed) -> Wfs:
    """What the service says of itself, in the newest version that both know.

    Raises
    ------
    ImportRefusedError
    """
    base = base_address(url)
    for version in VERSIONS:
        answer, body = get(
            with_parameters(base, SERVICE="WFS", VERSION=version, REQUEST="GetCapabilities"),
            allowed,
            CAPABILITIES,
        )
        root = read_xml(body, answer.host)
        if local(root) == "WFS_Capabilities":
            return _describe(root, base, answer.host)
        refusal = exception_in(root, answer.host)
    raise refusal


def base_address(url: str) -> str:
    """An address as people copy it, without the parameters that every request sets anew.

    Raises
    ------
    ImportRefusedError
    """
    try:
        parts = urlsplit(url.strip().removeprefix("WFS:"))
    except ValueError:
        raise ImportRefusedError("service_address", got=url[:200]) from None
    query = [(k, v) for k, v in parse_qsl(parts.query, True) if k.lower() not in _OURS]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def with_parameters(base: str, **parameters: object) -> str:
    """The address of a request; `map=/path` and the like of the address stay."""
    joint = "&" if "?" in base else "?"
    return f"{base}{joint}{urlencode(parameters, quote_via=quote, safe=':,/')}"


def read_xml(body: bytes, host: str) -> Element:
    """The root of an answer.

    Raises
    ------
    ImportRefusedError
        service_page or service_answer.
    """
    if body.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise ImportRefusedError("service_page", host=host)
    try:
        root: Element = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise ImportRefusedError("service_answer", host=host) from None
    if local(root).lower() == "html":
        raise ImportRefusedError("service_page", host=host)
    return root


def exception_in(root: Element, host: str) -> ImportRefusedError:
    """What an exception report says, on one line."""
    if local(root) not in ("ExceptionReport", "ServiceExceptionReport"):
        return ImportRefusedError("service_answer", host=host)
    said = " ".join(" ".join(root.itertext()).split())
    return ImportRefusedError("service_says", host=host, said=said[:300] or local(root))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """Those of these names, in whatever namespace the version puts them."""
    return (child for child in element if local(child) in names)


def text_of(element: Element | None, *path: str) -> str | None:
    """The text at a path of names, None where it is empty."""
    for name in path:
        element = next(children(element, name), None) if element is not None else None
    text = " ".join((element.text or "").split()) if element is not None else ""
    return text or None


def whole_number(text: str) -> int | None:
    """The number a service writes; None where it is none, or longer than any number of objects."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


def _describe(root: Element, base: str, host: str) -> Wfs:
    version = root.get("version") or VERSIONS[-1]
    service = next(children(root, "ServiceIdentification", "Service"), None)
    terms = [text_of(service, name) for name in ("Fees", "AccessConstraints")]
    told = [one for one in terms if one and one.lower() != "none"]
    listed = next(children(root, "FeatureTypeList"), None)
    found = tuple(map(_feature_type, children(listed, "FeatureType"))) if listed is not None else ()
    return Wfs(
        url=_features_address(root, base),
        host=host,
        version=version if version in VERSIONS else VERSIONS[0],
        title=text_of(service, "Title") or host,
        terms="; ".join(told) or None,
        page=_page(root),
        types=tuple(one for one in found if one.name),
    )


def _feature_type(element: Element) -> FeatureType:
    name = text_of(element, "Name") or ""
    crs = [text_of(element, one) for one in ("DefaultCRS", "DefaultSRS", "SRS")]
    others = (text_of(one) for one in children(element, "OtherCRS", "OtherSRS"))
    return FeatureType(
        name=name,
        title=text_of(element, "Title") or name,
        crs=next((one for one in crs if one), None),
        others=tuple(one for one in others if one),
        bbox=_bbox(element),
    )


def _bbox(element: Element) -> LonLatBox | None:
    box = next(children(element, "WGS84BoundingBox", "LatLongBoundingBox"), None)
    if box is None:
        return None
    low, high = text_of(box, "LowerCorner"), text_of(box, "UpperCorner")
    said = f"{low} {high}".split() if low else [box.get(n, "") for n in _BOX]
    try:
        west, south, east, north = map(float, said)
    except ValueError:
        return None
    # WFS 1.0 of some services gives the box in the CRS of the type.
    degrees = -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004
    return (west, south, east, north) if degrees else None


def _page(root: Element) -> int | None:
    """CountDefault of WFS 2.0, DefaultMaxFeatures of 1.1."""
    for element in root.iter():
        if local(element) == "Constraint" and element.get("name") in _COUNTS:
            for value in element.iter():
                number = whole_number((value.text or "").strip())
                if number:
                    return number
    return None


def _features_address(root: Element, base: str) -> str:
    """Where features are asked for: as the service says, but on the server that was asked.

    Services behind a proxy often name an inner host or http here.
    """
    told = next(filter(None, map(_get_address, root.iter())), None)
    try:
        given, said = urlsplit(base), urlsplit(told or "")
    except ValueError:
        return base
    if said.hostname != given.hostname:
        return base
    query = said.query.strip("&") or given.query
    return base_address(urlunsplit((given.scheme, given.netloc, said.path, query, "")))


def _get_address(element: Element) -> str | None:
    if local(element) == "Operation" and element.get("name") == "GetFeature":
        ways = (one for one in element.iter() if local(one) == "Get")
        return next((link for one in ways for link in _links(one)), None)
    if local(element) == "GetFeature":
        ways = (one for one in element.iter() if local(one) == "Get")
        return next((one.get("onlineResource") for one in ways), None)
    return None


def _links(element: Element) -> Iterator[str]:
    return (value for name, value in element.attrib.items() if name.endswith("href"))
