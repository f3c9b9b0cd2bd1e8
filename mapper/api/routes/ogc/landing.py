"""The beginning: what is here, to which standards it conforms, and its description."""

from starlette.responses import Response

from mapper.api.answers import DAY
from mapper.api.endpoint import Call
from mapper.api.forms.render import TEMPLATES, look_sheet
from mapper.api.routes.ogc.answers import (
    HTML,
    Page,
    Row,
    Section,
    answer,
    as_json,
    link,
    own_links,
    show,
    start,
)
from mapper.api.routes.ogc.asking import Asked
from mapper.api.routes.ogc.description import OPENAPI, describe, list_paths
from mapper.services.ogc_collections import list_collections

_FEATURES = "http://www.opengis.net/spec/ogcapi-features"
_COMMON = "http://www.opengis.net/spec/ogcapi-common"
CONFORMANCE = (
    *(f"{_FEATURES}-1/1.0/conf/{one}" for one in ("core", "oas30", "html", "geojson")),
    f"{_FEATURES}-2/1.0/conf/crs",
    *(f"{_COMMON}-1/1.0/conf/{one}" for one in ("core", "landing-page", "json", "html", "oas30")),
    f"{_COMMON}-2/1.0/conf/collections",
    *(
        f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{one}"
        for one in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30")
    ),
    *(
        f"http://www.opengis.net/spec/tms/2.0/conf/{one}"
        for one in (
            "tilematrixset",
            "json-tilematrixset",
            "tilesetmetadata",
            "json-tilesetmetadata",
        )
    ),
)
_RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0"


def get_landing(asked: Asked) -> Response:
    """Where everything begins."""
    _ = asked.translator.gettext
    place = asked.state.profile.name
    title = _("Geodata of {place}").format(place=place)
    lead = _(
        "Published ideas and map layers, for QGIS and other programs: OGC API Features and Tiles."
    )
    content: dict[str, object] = {
        "title": title,
        "description": lead,
        "attribution": asked.state.profile.operator,
        "links": [
            *own_links(asked),
            link(asked, "service-desc", "/api?f=json", _("Description for programs"), OPENAPI),
            link(asked, "service-doc", "/api?f=html", _("Description"), HTML),
            link(asked, "conformance", "/conformance", _("Conformance")),
            link(asked, "data", "/collections", _("Collections")),
            link(asked, f"{_RELATIONS}/tiling-schemes", "/tileMatrixSets", _("Tile schemes")),
        ],
    }
    return answer(asked, content, Page(title, lead, sections=_sections(asked)))


def _sections(asked: Asked) -> list[Section]:
    _ = asked.translator.gettext
    found = list_collections(asked.state.sessions)
    count = asked.translator.format_number(len(found))
    return [
        Section(
            _("Data"),
            [
                Row(_("Collections"), count, asked.address("/collections")),
                Row(_("Tile schemes"), "WebMercatorQuad", asked.address("/tileMatrixSets")),
            ],
        ),
        Section(
            _("For programs"),
            [
                Row(_("Address of this service"), f"{asked.base}/", code=True),
                Row(_("Description"), "OpenAPI 3.0", asked.address("/api")),
                Row(_("Conformance"), "", asked.address("/conformance")),
            ],
        ),
    ]


def get_conformance(asked: Asked) -> Response:
    """The conformance classes of the standards."""
    _ = asked.translator.gettext
    page = Page(
        _("Conformance"),
        _("The standards, and the parts of them, that this service follows."),
        [Section(_("Conformance classes"), [Row("", one, code=True) for one in CONFORMANCE])],
        trail=[start(asked)],
    )
    return answer(asked, {"conformsTo": CONFORMANCE, "links": own_links(asked)}, page)


def get_description(asked: Asked) -> Response:
    """The description: OpenAPI for programs, a table of addresses for people."""
    _ = asked.translator.gettext
    if not asked.html:
        return as_json(asked, describe(asked), OPENAPI)
    page = Page(
        _("Description"),
        _("All addresses below {address}. Programs read the same as OpenAPI 3.0.").format(
            address=asked.base
        ),
        [Section(_("Addresses"), [Row(path, told, code=True) for path, told in list_paths()])],
        trail=[start(asked)],
    )
    return show(asked, page)


def get_look(call: Call) -> Response:
    """The style sheet of the pages."""
    del call
    body = look_sheet() + (TEMPLATES / "ogc.css").read_bytes()
    return Response(body, 200, {"Cache-Control": DAY}, "text/css")
