"""The description for programs is whole and true: routes are asked as it says, and beside it."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mapper.api.described import DESCRIBED
from mapper.api.openapi import describe
from mapper.api.routes import make_routes
from mapper.domain.roles import Role
from tests.api.addresses import OwnRoute, own_routes, state
from tests.api.web import Web

DOCUMENT: dict[str, Any] = describe(make_routes(state()))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
TRUE: list[Any] = [
    CHECKS.get_one("not_a_server_error"),
    *(status_code_conformance, content_type_conformance),
    *(response_headers_conformance, response_schema_conformance),
]
FEW = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SCHEMA.config.phases.coverage.enabled = False


@pytest.mark.parametrize("route", own_routes(), ids=lambda route: route.template)
def test_every_route_is_described(route: OwnRoute) -> None:
    assert set(DESCRIBED[route.template]) == route.methods - {"HEAD"}


def test_nothing_is_described_that_is_not_there() -> None:
    assert set(DESCRIBED) == {route.template for route in own_routes()}


@pytest.mark.parametrize("route", own_routes(), ids=lambda route: route.template)
def test_refusals_are_described(route: OwnRoute) -> None:
    path = route.template.replace(":path}", "}")
    for method in route.methods - {"HEAD"}:
        responses = DOCUMENT["paths"][path][method.lower()]["responses"]
        assert {"422", "500", "503"} <= set(responses)
        if method == "POST":
            assert {"403", "408", "413"} <= set(responses)
        assert ("429" in responses) >= bool(method == "POST" and route.limit and route.limit.most)
        if DESCRIBED[route.template][method].staff:
            assert {"401", "403"} <= set(responses)


def test_the_description_can_be_read(web: Web) -> None:
    answer = web.get("/api/openapi.json")

    assert answer.json() == DOCUMENT
    assert answer.json()["openapi"] == "3.1.0"


@SCHEMA.parametrize()
@FEW
def test_every_route_answers_everybody_as_described(case: schemathesis.Case[Any], web: Web) -> None:
    answer = ask(case, web, "")

    case.validate_response(answer, checks=TRUE)
    if case.operation.definition.raw.get("security"):
        assert answer.status_code in (401, 422)


@SCHEMA.include(lambda context: is_of_staff(context.operation)).parametrize()
@FEW
def test_every_route_of_staff_answers_those_who_may_as_described(
    case: schemathesis.Case[Any], web: Web, cookies: dict[Role, str]
) -> None:
    for role in (Role.MODERATOR, Role.GIS, Role.ADMIN):
        case.validate_response(ask(case, web, cookies[role]), checks=TRUE)


def is_of_staff(operation: Any) -> bool:
    """Whether a session makes a difference there."""
    return bool(operation.definition.raw.get("security")) or not operation.path.startswith("/api/")


def ask(case: schemathesis.Case[Any], web: Web, cookie: str) -> schemathesis.Response:
    """Send what was made up, from one of our own pages."""
    case.cookies = {}
    server = f"http://127.0.0.1:{web.port}"
    headers = {"Origin": server, **({"Cookie": cookie} if cookie else {})}
    return case.call(server, headers=headers, allow_redirects=False)
