"""Every address there is: routes as the application has them, pages, files, and what is closed."""

import atexit
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from starlette.routing import Route

from mapper.api.limits import Limit
from mapper.api.routes import make_routes
from mapper.api.routes.missing import Missing
from mapper.api.state import State, make_state
from mapper.settings import Settings
from mapper.ui.site import SITE

_JOB = "00000000-0000-4000-8000-000000000000"
# One address for every route with something to fill in.
FILLED = {
    "/vendor/{path:path}": "/vendor/leaflet/leaflet.js",
    "/tiles/{layer}/{z}/{x}/{y}.mvt": "/tiles/heatmap/9/273/168.mvt",
    "/tiles/services/{service}/{z}/{x}/{y}": "/tiles/services/nothing/9/273/168",
    "/api/imports/{job}/preview.geojson": f"/api/imports/{_JOB}/preview.geojson",
    "/api/imports/{job}/problems.csv": f"/api/imports/{_JOB}/problems.csv",
    "/api/pds/projects/{slug}": "/api/pds/projects/ihre-ideen",
    "/api/pds/projects/{slug}/contributions": "/api/pds/projects/ihre-ideen/contributions",
    "/api/pds/projects/{slug}/contributions/{number}": (
        "/api/pds/projects/ihre-ideen/contributions/222222222"
    ),
    "/api/layers/{slug}.geojson": "/api/layers/districts.geojson",
    "/api/layers/{slug}.gpkg": "/api/layers/districts.gpkg",
    "/api/layers/{slug}.shp.zip": "/api/layers/districts.shp.zip",
    "/api/layers/{slug}.fgb": "/api/layers/districts.fgb",
}
_OGC = "/ogc/collections/{collection}"
_TILE = "{tileMatrix}/{tileRow}/{tileCol}"
FILLED |= {
    _OGC: "/ogc/collections/districts",
    f"{_OGC}/queryables": "/ogc/collections/ideas/queryables",
    f"{_OGC}/items": "/ogc/collections/ideas/items",
    f"{_OGC}/items/{{item}}": "/ogc/collections/ideas/items/222222222",
    f"{_OGC}/tiles": "/ogc/collections/districts/tiles",
    f"{_OGC}/tiles/{{scheme}}": "/ogc/collections/districts/tiles/WebMercatorQuad",
    f"{_OGC}/tiles/{{scheme}}/{_TILE}": (
        "/ogc/collections/districts/tiles/WebMercatorQuad/9/168/273"
    ),
    "/ogc/tileMatrixSets/{scheme}": "/ogc/tileMatrixSets/WebMercatorQuad",
}
PAGES = tuple(page.address for page in SITE)
OTHERS = (
    *("/nothing", "/api/nothing", "/api/pins.json?x=1", "/ogc/nothing", "/static/nothing.js"),
    *("/vendor/nothing.js", "/api/layers/nothing.geojson", "/tiles/heatmap/99/0/0.mvt"),
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/media/nothing.png"),
    *("/component/nothing/index.html", "/datenschutz/"),
)


@dataclass(frozen=True, slots=True)
class OwnRoute:
    """A route of ours: its template, an address that it answers, and what it takes."""

    template: str
    address: str
    methods: frozenset[str]
    limit: Limit | None


@cache
def state() -> State:
    """What routes are made with; its database is never asked."""
    home = Path(mkdtemp(prefix="ideenkarte-routes-"))
    atexit.register(rmtree, home, ignore_errors=True)
    return make_state(Settings(home=home), "postgresql://nobody@127.0.0.1:1/nowhere")


@cache
def own_routes() -> tuple[OwnRoute, ...]:
    """All routes that are not the catch-alls under which there is nothing."""
    found = []
    for route in make_routes(state()):
        assert isinstance(route, Route)
        endpoint: Any = route.endpoint
        if not isinstance(endpoint, Missing):
            address = FILLED.get(route.path, route.path)
            assert "{" not in address, f"{route.path} needs an example in FILLED"
            found.append(OwnRoute(route.path, address, endpoint.methods, endpoint.limit))
    return tuple(found)


ROUTES = tuple(route.address for route in own_routes())
READABLE = tuple(route.address for route in own_routes() if "GET" in route.methods)
POSTABLE = tuple(route.address for route in own_routes() if "POST" in route.methods)
EVERYWHERE = (*PAGES, *ROUTES, *OTHERS)
