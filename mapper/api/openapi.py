"""The interface for programs, described for programs: OpenAPI 3.1, built from the routes there are.

What a route takes and gives stands in `mapper.api.described`; a route without a line there has no
description, and a test fails.
"""

import re
from collections.abc import Iterable
from functools import cache

import orjson
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mapper.api.answers import DAY, json_answer
from mapper.api.described import DESCRIBED, Operation
from mapper.api.endpoint import Call, Endpoint, Handler
from mapper.api.forms.page import FormPage
from mapper.api.limits import Limit
from mapper.api.shapes import ERROR, PARAMETERS, TEXT, Shape

_VERSION = "1"
_REFUSALS = {
    "400": "A parameter cannot be used; it is named.",
    "401": "Nobody is signed in, or no longer.",
    "403": "Another site's page sent this, or the account lacks the right.",
    "404": "There is nothing under this address.",
    "408": "The body took too long.",
    "409": "Something changed in the meantime.",
    "410": "The link was used or has run out.",
    "413": "The body is too large.",
    "422": "A parameter or field cannot be used; it is named.",
    "429": "Too often from one address; `Retry-After` says how long to wait.",
    "500": "Nobody foresaw this; `got` is a number under which the operator finds the reason.",
    "502": "Another server, asked on the way, gave nothing that can be used.",
    "503": "The database is away and nothing was stored, or other files are being made.",
}
_FILLED_IN = re.compile(r"\{(\w+)(?::\w+)?\}")


def serve_description(routes: Iterable[BaseRoute]) -> Handler:
    """The handler that gives the description of these routes."""

    @cache
    def written() -> bytes:
        return orjson.dumps(describe(routes))

    def get_description(call: Call) -> Response:
        del call
        return json_answer(written(), cache=DAY)

    return get_description


def describe(routes: Iterable[BaseRoute]) -> dict[str, object]:
    """The whole document."""
    paths: dict[str, dict[str, object]] = {}
    for route in routes:
        if isinstance(route, Route) and isinstance(route.endpoint, Endpoint | FormPage):
            shown = _FILLED_IN.sub(r"{\1}", route.path)
            paths[shown] = _path(route.path, route.endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ideenkarte", "version": _VERSION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Error": ERROR},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "ideenkarte"}
            },
        },
    }


def _path(template: str, endpoint: Endpoint | FormPage) -> dict[str, object]:
    filled = [
        {"name": name, "in": "path", "required": True, "schema": TEXT}
        for name in _FILLED_IN.findall(template)
    ]
    known = DESCRIBED.get(template, {})
    operations: dict[str, object] = {
        method.lower(): _operation(known[method], endpoint, method)
        for method in sorted(endpoint.methods - {"HEAD"})
        if method in known
    }
    return {**operations, **({"parameters": filled} if filled else {})}


def _operation(told: Operation, endpoint: Endpoint | FormPage, method: str) -> dict[str, object]:
    parameters = endpoint.parameters if isinstance(endpoint, Endpoint) else ()
    operation: dict[str, object] = {
        "summary": told.summary,
        "responses": {**_answers(told), **_refusals(told, endpoint.limit, method)},
    }
    if told.staff:
        operation["security"] = [{"session": []}]
    if parameters:
        operation["parameters"] = [_parameter(name) for name in parameters]
    if told.takes:
        kind, shape = told.takes
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": shape}}}
    return operation


def _parameter(name: str) -> Shape:
    shape, words = PARAMETERS.get(name, (TEXT, ""))
    return {"name": name, "in": "query", "description": words, "schema": shape}


def _answers(told: Operation) -> dict[str, object]:
    content = {kind: {"schema": shape} for kind, shape in told.gives.items()}
    return {
        status: {"description": words, **({"content": content} if status[0] == "2" else {})}
        for status, words in told.statuses.items()
    }


def _refusals(told: Operation, limit: Limit | None, method: str) -> dict[str, object]:
    statuses = {"422", "500", "503", *told.refusals}
    if told.staff:
        statuses |= {"401", "403"}
    if method == "POST":
        statuses |= {"403", "408", "413"}
    if limit is not None and limit.most:
        statuses.add("429")
    waits = {"Retry-After": {"schema": {"type": "integer"}}}
    kinds: dict[str, object] = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
    }
    if told.for_people:
        kinds = {**kinds, "text/html": {"schema": TEXT}}
    return {
        status: {
            "description": _REFUSALS[status],
            "content": kinds,
            **({"headers": waits} if status in ("429", "503") else {}),
        }
        for status in sorted(statuses)
    }
