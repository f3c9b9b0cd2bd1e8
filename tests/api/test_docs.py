"""The examples of docs/api.md are true."""

import json
import re
from typing import Any

import pytest

from tests.api.web import Web
from tests.conftest import PROJECT

_EXAMPLE = re.compile(r"```http\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)
EXAMPLES = _EXAMPLE.findall((PROJECT / "docs" / "api.md").read_text(encoding="utf-8"))


def has_shape(answer: Any, shown: Any) -> bool:
    """True when an answer has the keys and kinds of values of an example, all the way down."""
    if isinstance(shown, dict) and shown:
        return isinstance(answer, dict) and all(
            key in answer and has_shape(answer[key], value) for key, value in shown.items()
        )
    if isinstance(shown, list) and shown and isinstance(answer, list):
        return bool(answer) and all(has_shape(answer[0], value) for value in shown[:1])
    if isinstance(shown, float):
        return isinstance(answer, int | float)
    return isinstance(answer, type(shown))


@pytest.mark.parametrize(("request_text", "shown"), EXAMPLES)
def test_an_example_is_answered_as_shown(web: Web, request_text: str, shown: str) -> None:
    head, _, body = request_text.partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, address = first.split()
    headers = dict(line.split(": ", 1) for line in lines)

    answer = web.ask(method, address, body.encode() or None, headers)

    expected = json.loads(shown)
    assert has_shape(answer.json(), expected), answer.text()[:500]
    assert ("error" in answer.json()) == ("error" in expected)
    if "error" in expected:
        assert answer.json()["error"] == expected["error"]


def test_there_are_examples_of_reading_and_of_sending() -> None:
    methods = {request.split()[0] for request, _ in EXAMPLES}

    assert methods == {"GET", "POST"}


def test_every_route_is_described(web: Web) -> None:
    page = (PROJECT / "docs" / "api.md").read_text(encoding="utf-8")
    for path in ("proposals.geojson", "proposals.csv", "proposals.gpkg", "heatmap.geojson"):
        assert f"`GET /api/{path}`" in page
        assert web.get(f"/api/{path}").status == 200
