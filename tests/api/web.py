"""Plain HTTP to a running application: no redirects, no decompression, no cookies."""

import gzip
import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

Refusal = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON, whether compressed or not."""
        return json.loads(self.text())

    def text(self) -> str:
        """The body as text, whether compressed or not."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode("utf-8")


@dataclass(frozen=True, slots=True)
class Web:
    """A server on this machine."""

    port: int

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """The response to one request on a connection of its own; the path is sent as it is."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, named, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """GET; `accept_language="de"` sets the header Accept-Language."""
        return self.ask("GET", path, headers=_named(headers))

    def post(self, path: str, content: object, **headers: str) -> Answer:
        """POST of JSON; bytes go out as they are."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/json", **_named(headers)})


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def check_refusal(answer: Answer, status: int, code: str) -> Refusal:
    """The content of an answer that must be a refusal in the error shape."""
    assert answer.status == status, (answer.status, answer.text()[:300])
    assert answer.headers["content-type"] == "application/json"
    content: Refusal = answer.json()
    assert content["error"] == code
    assert (
        {"error", "message"}
        <= set(content)
        <= {*("error", "message", "parameter", "got", "expected")}
    )
    assert isinstance(content["message"], str)
    assert len(content["message"]) > 10
    assert len(str(content.get("got", ""))) <= 80
    assert not any(
        word in answer.text() for word in ("Traceback", "File ", "psycopg", "sqlalchemy")
    )
    assert answer.headers["cache-control"] == "no-store"
    return content


def new_idea(**changes: object) -> dict[str, object]:
    """A submission in the middle of the first town, with a key of its own."""
    return {
        "client_key": str(uuid4()),
        "round": "ihre-ideen",
        "place_certainty": "point",
        "lon": 12.5954,
        "lat": 52.1415,
        "district": None,
        "municipality": None,
        "public_precision": "exact",
        "title": "Eine Bank im Schatten",
        "body": "Am Markt fehlt eine Bank, auf der man im Sommer sitzen mag.",
        "action_field": "green",
        "display_name": None,
        **changes,
    }
