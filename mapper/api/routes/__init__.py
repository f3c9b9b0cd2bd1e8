"""All routes of ours, by address."""

from starlette.routing import BaseRoute, Route

from mapper.api import limits
from mapper.api.assets import Assets
from mapper.api.endpoint import FILTERS, Endpoint
from mapper.api.openapi import serve_description
from mapper.api.routes import (
    audit,
    desk,
    evaluation,
    exports,
    health,
    imports,
    layers,
    missing,
    pds,
    personal_data,
    pins,
    planning,
    planning_pictures,
    planning_report,
    reports,
    service_tiles,
    submissions,
    tiles,
    vendor,
)
from mapper.api.routes.forms import make_form_routes
from mapper.api.routes.ogc import make_ogc_routes
from mapper.api.state import State
from mapper.api.uploads import UploadEndpoint
from mapper.handout.evaluation_files import EVALUATION_FILES
from mapper.handout.formats import FORMATS as PLAN_FORMATS
from mapper.services.audit_search import AUDIT_PARAMETERS
from mapper.services.layer_files import FORMATS, LayerFiles
from mapper.services.plan_tables import What

DESCRIPTION = "/api/openapi.json"
PREFIXES = ("api", "tiles", "ogc", "vendor")
"""Below these everything is ours, so each ends in the error shape."""


def make_routes(state: State) -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    libraries = Assets(vendor.VENDOR, state.kept, state.cache_folder)
    routes: list[BaseRoute] = [
        Route("/healthz", Endpoint(state, get=health.get_health)),
        Route("/robots.txt", Endpoint(state, get=vendor.get_robots)),
        Route("/favicon.svg", Endpoint(state, get=vendor.get_mark)),
        Route("/favicon.ico", Endpoint(state, get=vendor.get_old_mark)),
        Route("/vendor/{path:path}", Endpoint(state, get=vendor.serve_vendor(libraries))),
        *_api_routes(state),
        *make_form_routes(state),
        *make_ogc_routes(state),
        Route(
            "/tiles/{layer}/{z}/{x}/{y}.mvt",
            Endpoint(state, get=tiles.get_tile, parameters=tiles.PARAMETERS),
        ),
        Route(
            "/tiles/services/{service}/{z}/{x}/{y}",
            Endpoint(state, get=service_tiles.get_service_tile),
        ),
    ]
    routes.append(Route(DESCRIPTION, Endpoint(state, get=serve_description(routes))))
    for prefix in PREFIXES:
        routes += [
            Route(f"/{prefix}", missing.Missing(state)),
            Route(f"/{prefix}/{{path:path}}", missing.Missing(state)),
        ]
    return routes


def _api_routes(state: State) -> list[BaseRoute]:
    filtered = {
        "proposals.geojson": exports.get_geojson,
        "proposals.csv": exports.get_csv,
        "proposals.gpkg": exports.get_geopackage,
        "heatmap.geojson": exports.get_heatmap,
        "pins.json": pins.get_pins,
    }
    return [
        Route(
            "/api/proposals",
            Endpoint(state, post=submissions.post_proposal, limit=limits.PROPOSALS),
        ),
        Route("/api/mine", Endpoint(state, post=submissions.post_mine, limit=limits.MINE)),
        Route("/api/desk/proposals", Endpoint(state, post=desk.post_idea, limit=limits.STAFF)),
        Route("/api/desk/events", Endpoint(state, post=desk.post_event, limit=limits.STAFF)),
        Route(
            "/api/personal-data/export",
            Endpoint(state, post=personal_data.post_export, limit=limits.STAFF),
        ),
        Route("/api/reports", Endpoint(state, post=reports.post_report, limit=limits.REPORTS)),
        *(
            Route(f"/api/{name}", Endpoint(state, get=handler, parameters=FILTERS))
            for name, handler in filtered.items()
        ),
        *_import_routes(state),
        *_planning_routes(state),
        *_pds_routes(state),
        Route("/api/audit.csv", Endpoint(state, get=audit.get_audit, parameters=AUDIT_PARAMETERS)),
        Route("/api/places.json", Endpoint(state, get=layers.get_places)),
        *_layer_routes(state),
    ]


def _planning_routes(state: State) -> list[BaseRoute]:
    tables = {
        f"{what}.{ending}": (planning.serve_plan(what, form), parameters)
        for what, parameters in planning.PARAMETERS.items()
        for ending, form in PLAN_FORMATS.items()
    }
    evaluations = {
        f"evaluation.{ending}": (evaluation.serve_evaluation(form), evaluation.PARAMETERS)
        for ending, form in EVALUATION_FILES.items()
    }
    exchange = {f"{What.IDEAS}.{pds.PLAN_ENDING}": (pds.get_plan, planning.PARAMETERS[What.IDEAS])}
    reports = {"report.pdf": (planning_report.get_report, planning_report.PARAMETERS)}
    maps = {
        f"map.{ending}": (planning_pictures.serve_picture(form), planning_pictures.PARAMETERS)
        for ending, form in planning_pictures.PICTURES.items()
    }
    every = {**tables, **exchange, **evaluations, **reports, **maps}
    return [
        Route(f"/api/planning/{name}", Endpoint(state, get=handler, parameters=parameters))
        for name, (handler, parameters) in every.items()
    ]


def _pds_routes(state: State) -> list[BaseRoute]:
    one = "/api/pds/projects/{slug}"
    handlers = {
        "/api/pds/projects": pds.get_projects,
        one: pds.get_project,
        f"{one}/contributions": pds.get_contributions,
        f"{one}/contributions/{{number}}": pds.get_contribution,
    }
    return [
        Route(path, Endpoint(state, get=handler, parameters=pds.PARAMETERS))
        for path, handler in handlers.items()
    ]


def _layer_routes(state: State) -> list[BaseRoute]:
    files = LayerFiles(state.layers_folder)
    return [
        Route(
            "/api/layers/{slug}.geojson",
            Endpoint(state, get=layers.get_layer, parameters=(layers.ATTRIBUTES,)),
        ),
        *(
            Route(
                f"/api/layers/{{slug}}.{ending}",
                Endpoint(state, get=layers.serve_file(files, ending)),
            )
            for ending in FORMATS
        ),
    ]


def _import_routes(state: State) -> list[BaseRoute]:
    return [
        Route(
            "/api/imports",
            UploadEndpoint(
                state,
                get=imports.get_imports,
                may=imports.may_import,
                take=imports.post_import,
                limit=limits.STAFF,
            ),
        ),
        Route("/api/imports/types", Endpoint(state, post=imports.post_types, limit=limits.STAFF)),
        Route("/api/imports/{job}/preview.geojson", Endpoint(state, get=imports.get_preview)),
        Route("/api/imports/{job}/problems.csv", Endpoint(state, get=imports.get_problems)),
    ]
