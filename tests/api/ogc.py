"""Asking the OGC API, and a layer of squares to ask about."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from mapper.domain.ogc import SYSTEMS
from tests.api.web import Web

COUNT = 250
FIELDS = "ogc-felder"
"""Squares of 60 m; A1 lies in the south-western corner."""

CRS = {system.uri.rpartition("/")[2]: system.uri for system in SYSTEMS}


def get(web: Web, path: str, **query: str) -> Any:
    """The JSON under an address."""
    answer = web.get(f"/ogc{path}" + (f"?{urlencode(query)}" if query else ""))
    assert answer.status == 200, answer.text()
    return answer.json()


def names(content: Any) -> list[str]:
    """Names of the items of a page."""
    return [item["properties"]["name"] for item in content["features"]]


def links(content: Any, rel: str) -> list[str]:
    """Where links with this relation lead."""
    return [one["href"] for one in content["links"] if one["rel"] == rel]


def path_of(web: Web, address: str) -> str:
    """The path of an absolute address of the application."""
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", f"127.0.0.1:{web.port}"), address
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
