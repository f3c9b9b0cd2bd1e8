"""What a file is, by what it holds: names and endings are only what somebody called it."""

import json
import re
from contextlib import suppress
from pathlib import PurePosixPath
from xml.parsers import expat

from mapper.errors import ImportRefusedError

ZIP = "zip"
SHAPEFILE = "ESRI Shapefile"
PACKAGE = "GPKG"
KML = "KML"
GEODATABASE = "OpenFileGDB"
TABLE = "CSV"
HEAD_BYTES = 65_536
"""How much of a file's beginning tells what it is."""

_ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
SHAPE_HEAD = b"\x00\x00\x27\x0a"
_PACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
_PACKAGE_ID_AT = 68
_TABLE_ENDINGS = (".csv", ".txt", ".tsv", ".tab", ".asc", ".xyz")
_ABOUT_GML = {"schema", "GMLFeatureClassList", "ExceptionReport", "WFS_Capabilities"}
_SPACE = b" \t\r\n"
_JSON_TYPES = re.compile(
    rb'"type"\s*:\s*"(FeatureCollection|Feature|GeometryCollection|(?:Multi)?(?:Point|LineString|'
    rb'Polygon))"'
)
_OTHER_JSON = re.compile(rb'"type"\s*:\s*"Topology"|"esriGeometry|"rings"\s*:|"vega')
_LINE_ENDINGS = (".geojsonl", ".geojsons", ".ndjson", ".jsonl")


def find_kind(head: bytes, name: str) -> str | None:
    """The driver that reads a file, `ZIP`, or None: nothing that is read by itself.

    Parameters
    ----------
    head
        The first `HEAD_BYTES` of the file.
    """
    ending = PurePosixPath(name).suffix.lower()
    if head.startswith(_ZIP_HEADS):
        return ZIP
    if head.startswith(b"SQLite format 3\0"):
        known = head[_PACKAGE_ID_AT : _PACKAGE_ID_AT + 4] in _PACKAGE_IDS or ending == ".gpkg"
        return PACKAGE if known else None
    if head.startswith(SHAPE_HEAD):
        return SHAPEFILE if ending != ".shx" else None
    if head.startswith(b"fgb\x03fgb"):
        return "FlatGeobuf"
    return _find_text_kind(head, ending)


def _find_text_kind(head: bytes, ending: str) -> str | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)
    if text[:1] == b"<" or head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        return _find_markup_kind(head, ending)
    if text[:1] in (b"{", b"\x1e"):
        return _find_json_kind(text, ending)
    if ending in _TABLE_ENDINGS and head and _is_text(head):
        return TABLE
    return None


def _find_json_kind(text: bytes, ending: str) -> str | None:
    if text[:1] == b"\x1e" or ending in _LINE_ENDINGS or _is_by_line(text):
        return "GeoJSONSeq"
    if _OTHER_JSON.search(text) and not _JSON_TYPES.search(text):
        return None
    return "GeoJSON" if _JSON_TYPES.search(text) or ending in (".geojson", ".json") else None


def _is_by_line(text: bytes) -> bool:
    """Whether each line is a feature of its own."""
    first, _, rest = text.partition(b"\n")
    if not rest.lstrip().startswith(b"{"):
        return False
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("type") == "Feature"


def _is_text(head: bytes) -> bool:
    return b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _find_markup_kind(head: bytes, ending: str) -> str | None:
    root = _root_of(head)
    if root is None:
        return {".kml": KML, ".gml": "GML"}.get(ending)
    name, _, local = root.rpartition("|")
    if local in _ABOUT_GML:
        return None
    if local.lower() == "kml" or "/kml/" in name:
        return KML
    if "opengis.net/gml" in name or "opengis.net/wfs" in name or local == "FeatureCollection":
        return "GML"
    return "GML" if ending == ".gml" or _declares_gml(head) else None


def _declares_gml(head: bytes) -> bool:
    return b"http://www.opengis.net/gml" in head


def _root_of(head: bytes) -> str | None:
    """Namespace|name of the first element; None where the beginning is not well-formed.

    Raises
    ------
    ImportRefusedError
        A document type is declared: geodata need none, and entities are made with it.
    """
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator="|")

    def refuse(*_: object) -> None:
        raise ImportRefusedError("document_type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, _: found.append(name)
    with suppress(expat.ExpatError):
        parser.Parse(head, False)
    return found[0] if found else None
