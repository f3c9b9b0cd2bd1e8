"""What each route is for, takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapper.api import shapes
from mapper.api.shapes import TEXT, Shape
from mapper.handout.evaluation_files import EVALUATION_FILES
from mapper.handout.formats import FORMATS as PLAN_FORMATS
from mapper.services.layer_files import FORMATS
from mapper.services.plan_tables import What

_JSON = "application/json"
_GEOJSON = "application/geo+json"
_OK = {"200": "As asked."}
_OK_OR_STORED = {"200": "It was stored already.", "201": "Stored."}


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    Parameters
    ----------
    gives
        Shapes by media type.
    refusals
        Statuses besides those that the kind of route brings with it.
    staff
        Whether a session is needed.
    for_people
        Whether refusals may be pages in words.
    """

    summary: str
    gives: Mapping[str, Shape]
    takes: tuple[str, Shape] | None = None
    statuses: Mapping[str, str] = field(default_factory=lambda: _OK)
    refusals: tuple[str, ...] = ()
    staff: bool = False
    for_people: bool = False


def _read(summary: str, kind: str, shape: Shape = TEXT, *refusals: str) -> dict[str, Operation]:
    return {"GET": Operation(summary, {kind: shape}, refusals=refusals)}


def _send(
    summary: str, takes: Shape, gives: Shape, *refusals: str, stored: bool = True
) -> Operation:
    statuses = _OK_OR_STORED if stored else _OK
    return Operation(summary, {_JSON: gives}, (_JSON, takes), statuses, refusals)


def _form(summary: str, *, reads_only: bool = False) -> dict[str, Operation]:
    """A page of staff with a form; where it leads on, it does so by 303."""
    page = {"text/html": TEXT}
    statuses = {"200": "The page.", "303": "Go on there."}
    shown = Operation(
        summary, page, None, statuses, ("401", "403", "404", "409", "410", "429"), for_people=True
    )
    fields: Shape = {"type": "object", "additionalProperties": TEXT}
    taken = Operation(
        summary,
        page,
        ("application/x-www-form-urlencoded", fields),
        statuses,
        ("401", "404", "409", "410"),
        for_people=True,
    )
    return {"GET": shown} if reads_only else {"GET": shown, "POST": taken}


def _ogc(summary: str, kind: str, *refusals: str) -> dict[str, Operation]:
    """An address of the OGC API, as data or as a page."""
    gives: dict[str, Shape] = {kind: {"type": "object"}, "text/html": TEXT}
    return {"GET": Operation(summary, gives, refusals=("400", *refusals), for_people=True)}


_OGC_COLLECTION = "/ogc/collections/{collection}"
_OGC_DESCRIBED: Mapping[str, Mapping[str, Operation]] = {
    "/ogc/look.css": _read("The look of the pages below /ogc.", "text/css"),
    "/ogc": _ogc("OGC API: the beginning.", _JSON),
    "/ogc/": _ogc("OGC API: the beginning.", _JSON),
    "/ogc/api": _ogc("Its description.", "application/vnd.oai.openapi+json;version=3.0"),
    "/ogc/conformance": _ogc("To what it conforms.", _JSON),
    "/ogc/collections": _ogc("Ideas and public layers.", _JSON),
    _OGC_COLLECTION: _ogc("One of them.", _JSON, "404"),
    f"{_OGC_COLLECTION}/queryables": _ogc("Its filters.", "application/schema+json", "404"),
    f"{_OGC_COLLECTION}/items": _ogc("A page of items.", _GEOJSON, "404"),
    f"{_OGC_COLLECTION}/items/{{item}}": _ogc("One item.", _GEOJSON, "404"),
    f"{_OGC_COLLECTION}/tiles": _ogc("Sets of vector tiles.", _JSON, "404"),
    f"{_OGC_COLLECTION}/tiles/{{scheme}}": _ogc("One set.", _JSON, "404"),
    f"{_OGC_COLLECTION}/tiles/{{scheme}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": {
        "GET": Operation(
            "A vector tile.",
            {"application/vnd.mapbox-vector-tile": TEXT},
            refusals=("400", "404"),
            for_people=True,
        )
    },
    "/ogc/tileMatrixSets": _ogc("Tile schemes.", _JSON),
    "/ogc/tileMatrixSets/{scheme}": _ogc("One scheme.", _JSON, "404"),
}

_PDS_PROJECT = "/api/pds/projects/{slug}"
_PDS_DESCRIBED: Mapping[str, Mapping[str, Operation]] = {
    "/api/pds/projects": _read(
        "Rounds for other participation platforms (PDS).", _GEOJSON, shapes.PROJECTS
    ),
    _PDS_PROJECT: _read("One round (PDS).", _GEOJSON, shapes.PROJECTS, "404"),
    f"{_PDS_PROJECT}/contributions": _read(
        "Published ideas of a round (PDS).", _GEOJSON, shapes.CONTRIBUTIONS, "404"
    ),
    f"{_PDS_PROJECT}/contributions/{{number}}": _read(
        "One published idea (PDS).", _GEOJSON, shapes.CONTRIBUTIONS, "404"
    ),
}

DESCRIBED: Mapping[str, Mapping[str, Operation]] = {
    "/healthz": _read("Are app and database up?", _JSON, shapes.HEALTH),
    "/robots.txt": _read("What search engines need not visit.", "text/plain"),
    "/favicon.svg": _read("The mark.", "image/svg+xml"),
    "/favicon.ico": {"GET": Operation("The mark.", {}, statuses={"301": "It lies elsewhere."})},
    "/vendor/{path:path}": _read("Libraries and fonts.", "*/*", {}, "404"),
    "/api/openapi.json": _read("This description.", _JSON, {"type": "object"}),
    "/api/proposals": {
        "POST": _send("Hand in an idea, once per `client_key`.", shapes.IDEA, shapes.RECEIPT)
    },
    "/api/mine": {
        "POST": _send(
            "One's own ideas, by their tokens.", shapes.TOKENS, shapes.OWN_IDEAS, stored=False
        )
    },
    "/api/reports": {
        "POST": _send(
            "Say that a text should not be public.", shapes.REPORT, shapes.REPORTED, "404"
        )
    },
    "/api/proposals.geojson": _read("Published ideas.", _GEOJSON, shapes.COLLECTION),
    "/api/proposals.csv": _read("Published ideas as a table.", "text/csv"),
    "/api/proposals.gpkg": _read("Published ideas for GIS.", "application/geopackage+sqlite3"),
    "/api/heatmap.geojson": _read(
        "How many ideas lie in each hexagon.", _GEOJSON, shapes.COLLECTION
    ),
    "/api/pins.json": _read("A light list for maps.", _JSON, shapes.PINS),
    "/api/places.json": _read("Landmarks and settlements.", _JSON, shapes.PLACES),
    "/api/layers/{slug}.geojson": _read("A published layer.", _GEOJSON, shapes.COLLECTION, "404"),
    **{
        f"/api/layers/{{slug}}.{one.ending}": _read(
            f"A published layer with all attributes, as {one.name}.", one.media_type, TEXT, "404"
        )
        for one in FORMATS.values()
    },
    **{
        f"/api/planning/{what}.{one.ending}": _read(
            f"What the filters of planning match: {what}.",
            one.media_type,
            shapes.COLLECTION if one.media_type == _GEOJSON else TEXT,
            *("401", "403"),
        )
        for what in What
        for one in PLAN_FORMATS.values()
    },
    f"/api/planning/{What.IDEAS}.pds.json": _read(
        "What the filters of planning match, for other participation platforms (PDS).",
        _GEOJSON,
        shapes.CONTRIBUTIONS,
    ),
    "/api/planning/report.pdf": _read(
        "What planners see under an address of their page, as a report to print.",
        "application/pdf",
        TEXT,
        *("401", "403"),
    ),
    **{
        f"/api/planning/map.{ending}": _read(
            "The map that planners see under an address of their page.", kind, TEXT, "401", "403"
        )
        for ending, kind in (
            *(("png", "image/png"), ("svg", "image/svg+xml"), ("html", "text/html")),
        )
    },
    **_PDS_DESCRIBED,
    **{
        f"/api/planning/evaluation.{one.ending}": _read(
            "What goals and measures ideas serve, for the council.",
            one.media_type,
            TEXT,
            *("401", "403"),
        )
        for one in EVALUATION_FILES.values()
    },
    "/tiles/{layer}/{z}/{x}/{y}.mvt": _read(
        "A vector tile.", "application/vnd.mapbox-vector-tile", TEXT, "404"
    ),
    "/tiles/services/{service}/{z}/{x}/{y}": {
        "GET": Operation(
            "A picture of another server's map.",
            dict.fromkeys(("image/png", "image/jpeg", "image/webp"), TEXT),
            refusals=("404", "429", "502"),
        )
    },
    **_OGC_DESCRIBED,
    "/api/desk/proposals": {
        "POST": Operation(
            "Enter an idea for somebody.",
            {_JSON: shapes.DESK_RECEIPT},
            (_JSON, shapes.DESK_IDEA),
            _OK_OR_STORED,
            staff=True,
        )
    },
    "/api/desk/events": {
        "POST": Operation(
            "Add an event to a round.",
            {_JSON: shapes.LISTED_EVENT},
            (_JSON, shapes.EVENT),
            staff=True,
        )
    },
    "/api/personal-data/export": {
        "POST": Operation(
            "Everything stored about one person.",
            {_JSON: {"type": "object"}, "text/plain": TEXT},
            (_JSON, shapes.PERSON),
            refusals=("404",),
            staff=True,
        )
    },
    "/api/imports": {
        "GET": Operation(
            "Imports of layers, the newest first.", {_JSON: shapes.IMPORTS}, staff=True
        ),
        "POST": Operation(
            "Send files to be imported as a layer.",
            {_JSON: shapes.IMPORT},
            ("multipart/form-data", shapes.NEW_IMPORT),
            {"201": "Stored, and soon read."},
            staff=True,
        ),
    },
    "/api/imports/types": {
        "POST": Operation(
            "What a WFS offers.",
            {_JSON: shapes.SERVICE_TYPES},
            (_JSON, shapes.SERVICE),
            staff=True,
        )
    },
    "/api/imports/{job}/preview.geojson": {
        "GET": Operation(
            "What was read, simplified.",
            {_GEOJSON: shapes.COLLECTION},
            refusals=("404",),
            staff=True,
        )
    },
    "/api/imports/{job}/problems.csv": {
        "GET": Operation(
            "Rows with which something was wrong.",
            {"text/csv": TEXT},
            refusals=("404",),
            staff=True,
        )
    },
    "/api/audit.csv": {
        "GET": Operation("The record of changes as a table.", {"text/csv": TEXT}, staff=True)
    },
    "/anmelden/look.css": _read("The look of forms.", "text/css"),
    "/anmelden": _form("Sign in."),
    "/anmelden/code": _form("The second step of signing in."),
    "/anmelden/einrichten": _form("Set up the second step."),
    "/anmelden/oidc": _form("Off to the town's sign-in provider.", reads_only=True),
    "/anmelden/oidc/zurueck": _form("Back from the provider.", reads_only=True),
    "/abmelden": _form("Sign out."),
    "/einladung": _form("Take an invitation."),
    "/passwort": _form("Ask for, and set, a new password."),
    "/konto": _form("One's own account.", reads_only=True),
    "/konto/angaben": _form("One's name and address."),
    "/konto/vertretung": _form("Who stands in."),
    "/konto/passwort": _form("Change one's password."),
    "/konto/zweiter-schritt": _form("One's second factor."),
    "/konto/codes": _form("One's recovery codes."),
    "/konto/sitzungen": _form("Where one is signed in."),
}
"""By the template of the address, then by method."""
