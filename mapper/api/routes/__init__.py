"""All routes of ours, by address."""

from starlette.routing import BaseRoute, Route

from mapper.api.endpoint import FILTERS, Endpoint
from mapper.api.routes import health, layers, missing, pins, submissions
from mapper.api.state import State

PREFIXES = ("api", "tiles", "ogc", "vendor")
"""Below these everything is ours, so each ends in the error shape."""


def make_routes(state: State) -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    routes: list[BaseRoute] = [
        Route("/healthz", Endpoint(state, get=health.get_health)),
        Route("/api/proposals", Endpoint(state, post=submissions.post_proposal)),
        Route("/api/mine", Endpoint(state, post=submissions.post_mine)),
        Route("/api/pins.json", Endpoint(state, get=pins.get_pins, parameters=FILTERS)),
        Route("/api/places.json", Endpoint(state, get=layers.get_places)),
        Route("/api/layers/{slug}.geojson", Endpoint(state, get=layers.get_layer)),
    ]
    for prefix in PREFIXES:
        routes += [
            Route(f"/{prefix}", missing.Missing(state)),
            Route(f"/{prefix}/{{path:path}}", missing.Missing(state)),
        ]
    return routes
