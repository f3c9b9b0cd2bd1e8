"""How much one address may send, and whose address is believed."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import pytest

from tests.api.addresses import OwnRoute, own_routes
from tests.api.web import Answer, Web, check_refusal, new_idea
from tests.browser.app import app_on_copy

PROXY = "127.0.0.2"
MOST = 60
"""Ideas of one address in ten minutes; where these end in the middle of a test, they begin anew."""
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def strict(server_url: str, sampled_template: str) -> Iterator[Web]:
    """An application with the limits of a real one, behind a proxy of its own."""
    with app_on_copy(
        *(server_url, sampled_template),
        supervised=False,
        mapper_limit_factor="1",
        mapper_trusted_proxies=PROXY,
    ) as app:
        yield Web(app.port)


def through_proxy(web: Web, forwarded_for: str) -> Answer:
    """An empty submission that arrives from the proxy's address."""
    connection = HTTPConnection("127.0.0.1", web.port, timeout=30, source_address=(PROXY, 0))
    try:
        headers = {**JSON, "X-Forwarded-For": forwarded_for}
        connection.request("POST", "/api/proposals", b"{}", headers)
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, response.read())
    finally:
        connection.close()


@pytest.mark.parametrize("route", own_routes(), ids=lambda route: route.template)
def test_every_route_that_takes_something_says_how_much(route: OwnRoute) -> None:
    assert ("POST" in route.methods) == (route.limit is not None)


def refused(send: Callable[[int], Answer]) -> Answer:
    """The first of many requests that is one too many."""
    answers = (send(number) for number in range(MOST + 1))
    return next(answer for answer in answers if answer.status == 429)


def test_a_school_class_is_let_through_and_a_flood_is_not(strict: Web) -> None:
    class_of_30 = [strict.post("/api/proposals", new_idea()).status for _ in range(MOST)]

    flood = refused(lambda _: strict.post("/api/proposals", {}, accept_language="de"))

    assert class_of_30 == [201] * MOST
    refusal = check_refusal(flood, 429, "too_many")
    assert "zu oft" in refusal["message"]
    assert 0 < int(flood.headers["retry-after"]) <= 600
    assert strict.post("/api/mine", {"tokens": []}).status == 200
    assert strict.get("/api/pins.json").status == 200


def claiming(web: Web, address: str) -> Answer:
    """An empty submission that says by itself where it comes from."""
    claimed = {
        **JSON,
        "X-Forwarded-For": address,
        "X-Real-IP": address,
        "Forwarded": f"for={address}",
    }
    return web.ask("POST", "/api/proposals", b"{}", claimed)


def test_an_address_is_believed_from_the_proxy_alone(strict: Web) -> None:
    assert refused(lambda number: claiming(strict, f"203.0.113.{number}"))

    # What a visitor writes into the header herself stands left of what the proxy adds.
    seen = [through_proxy(strict, f"198.51.100.{n}, 203.0.113.5").status for n in range(MOST)]
    assert seen == [422] * MOST
    assert refused(lambda number: through_proxy(strict, f"198.51.100.{number}, 203.0.113.5"))
    assert through_proxy(strict, "203.0.113.6").status == 422
