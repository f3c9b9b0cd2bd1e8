"""Who gets in where, written by hand: roles, or nobody, by page, route and command.

A page, route or command without a row fails `test_access_table.py`.
"""

from mapper.domain.roles import Role

NOBODY = None
Asker = Role | None
STAFF = frozenset(Role)
EVERYBODY: frozenset[Asker] = frozenset({NOBODY, *Role})
MODERATION = frozenset({Role.MODERATOR, Role.PLANNER})
DESK = frozenset({Role.MODERATOR, Role.PLANNER, Role.PARTNER})
ADMIN = frozenset({Role.ADMIN})
GIS = frozenset({Role.GIS})

PAGES: dict[str, frozenset[Asker]] = {
    "/": EVERYBODY,
    "/ideen": EVERYBODY,
    "/idee": EVERYBODY,
    "/runde": EVERYBODY,
    "/meine": EVERYBODY,
    "/planung": EVERYBODY,
    "/daten": EVERYBODY,
    "/impressum": EVERYBODY,
    "/datenschutz": EVERYBODY,
    "/barrierefreiheit": EVERYBODY,
    "/moderation": MODERATION,
    "/erfassung": DESK,
    "/geodaten": GIS,
    "/verwaltung": ADMIN,
    "/protokoll": ADMIN,
}

ROUTES: dict[tuple[str, str], frozenset[Asker]] = {
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/robots.txt"): EVERYBODY,
    ("GET", "/favicon.svg"): EVERYBODY,
    ("GET", "/favicon.ico"): EVERYBODY,
    ("GET", "/vendor/{path:path}"): EVERYBODY,
    ("GET", "/tiles/{layer}/{z}/{x}/{y}.mvt"): EVERYBODY,
    ("GET", "/tiles/services/{service}/{z}/{x}/{y}"): EVERYBODY,
    ("GET", "/api/openapi.json"): EVERYBODY,
    ("GET", "/api/proposals.geojson"): EVERYBODY,
    ("GET", "/api/proposals.csv"): EVERYBODY,
    ("GET", "/api/proposals.gpkg"): EVERYBODY,
    ("GET", "/api/heatmap.geojson"): EVERYBODY,
    ("GET", "/api/pins.json"): EVERYBODY,
    ("GET", "/api/places.json"): EVERYBODY,
    **{
        ("GET", f"/api/planning/{what}.{ending}"): EVERYBODY
        for what in ("ideas", "cells", "clusters")
        for ending in ("xlsx", "csv", "gpkg", "geojson", "shp.zip")
    },
    ("GET", "/api/planning/ideas.pds.json"): EVERYBODY,
    ("GET", "/api/planning/report.pdf"): EVERYBODY,
    **{("GET", f"/api/planning/map.{ending}"): EVERYBODY for ending in ("png", "svg", "html")},
    ("GET", "/api/pds/projects"): EVERYBODY,
    ("GET", "/api/pds/projects/{slug}"): EVERYBODY,
    ("GET", "/api/pds/projects/{slug}/contributions"): EVERYBODY,
    ("GET", "/api/pds/projects/{slug}/contributions/{number}"): EVERYBODY,
    ("GET", "/api/planning/evaluation.xlsx"): MODERATION,
    ("GET", "/api/planning/evaluation.docx"): MODERATION,
    ("GET", "/api/layers/{slug}.geojson"): EVERYBODY,
    ("GET", "/api/layers/{slug}.gpkg"): EVERYBODY,
    ("GET", "/api/layers/{slug}.shp.zip"): EVERYBODY,
    ("GET", "/api/layers/{slug}.fgb"): EVERYBODY,
    ("GET", "/ogc/look.css"): EVERYBODY,
    ("GET", "/ogc"): EVERYBODY,
    ("GET", "/ogc/"): EVERYBODY,
    ("GET", "/ogc/api"): EVERYBODY,
    ("GET", "/ogc/conformance"): EVERYBODY,
    ("GET", "/ogc/collections"): EVERYBODY,
    ("GET", "/ogc/collections/{collection}"): EVERYBODY,
    ("GET", "/ogc/collections/{collection}/queryables"): EVERYBODY,
    ("GET", "/ogc/collections/{collection}/items"): EVERYBODY,
    ("GET", "/ogc/collections/{collection}/items/{item}"): EVERYBODY,
    ("GET", "/ogc/collections/{collection}/tiles"): EVERYBODY,
    ("GET", "/ogc/collections/{collection}/tiles/{scheme}"): EVERYBODY,
    (
        "GET",
        "/ogc/collections/{collection}/tiles/{scheme}/{tileMatrix}/{tileRow}/{tileCol}",
    ): EVERYBODY,
    ("GET", "/ogc/tileMatrixSets"): EVERYBODY,
    ("GET", "/ogc/tileMatrixSets/{scheme}"): EVERYBODY,
    ("POST", "/api/proposals"): EVERYBODY,
    ("POST", "/api/mine"): EVERYBODY,
    ("POST", "/api/reports"): EVERYBODY,
    ("POST", "/api/desk/proposals"): DESK,
    ("POST", "/api/desk/events"): DESK,
    ("POST", "/api/personal-data/export"): ADMIN,
    ("GET", "/api/audit.csv"): ADMIN,
    ("GET", "/api/imports"): GIS,
    ("POST", "/api/imports"): GIS,
    ("POST", "/api/imports/types"): GIS,
    ("GET", "/api/imports/{job}/preview.geojson"): GIS,
    ("GET", "/api/imports/{job}/problems.csv"): GIS,
    ("GET", "/anmelden/look.css"): EVERYBODY,
    ("GET", "/anmelden"): EVERYBODY,
    ("POST", "/anmelden"): EVERYBODY,
    ("GET", "/anmelden/code"): EVERYBODY,
    ("POST", "/anmelden/code"): EVERYBODY,
    ("GET", "/anmelden/einrichten"): EVERYBODY,
    ("POST", "/anmelden/einrichten"): EVERYBODY,
    ("GET", "/anmelden/oidc"): EVERYBODY,
    ("GET", "/anmelden/oidc/zurueck"): EVERYBODY,
    ("GET", "/abmelden"): EVERYBODY,
    ("POST", "/abmelden"): EVERYBODY,
    ("GET", "/einladung"): EVERYBODY,
    ("POST", "/einladung"): EVERYBODY,
    ("GET", "/passwort"): EVERYBODY,
    ("POST", "/passwort"): EVERYBODY,
    ("GET", "/konto"): STAFF,
    ("GET", "/konto/angaben"): STAFF,
    ("POST", "/konto/angaben"): STAFF,
    ("GET", "/konto/vertretung"): STAFF,
    ("POST", "/konto/vertretung"): STAFF,
    ("GET", "/konto/passwort"): STAFF,
    ("POST", "/konto/passwort"): STAFF,
    ("GET", "/konto/zweiter-schritt"): STAFF,
    ("POST", "/konto/zweiter-schritt"): STAFF,
    ("GET", "/konto/codes"): STAFF,
    ("POST", "/konto/codes"): STAFF,
    ("GET", "/konto/sitzungen"): STAFF,
    ("POST", "/konto/sitzungen"): STAFF,
}

# Whoever has a shell on the server as the installation's account; the record names that account.
ON_THE_SERVER = "on the server"
COMMANDS: dict[str, str] = {
    "run": ON_THE_SERVER,
    "doctor": ON_THE_SERVER,
    "db": ON_THE_SERVER,
    "geodata": ON_THE_SERVER,
    "layers": ON_THE_SERVER,
    "proposals": ON_THE_SERVER,
    "users": ON_THE_SERVER,
    "privacy": ON_THE_SERVER,
    "demo": ON_THE_SERVER,
    "bench": ON_THE_SERVER,
}
