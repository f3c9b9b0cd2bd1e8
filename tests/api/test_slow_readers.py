"""Readers on slow lines take large answers: everybody else is served meanwhile."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.api.conftest import Town
from tests.db.layers import add_layer, squares

SLUG = "heavy"
COUNT = 2_500
WORDS = "ä" * 1_100
"""With it an object has more than two kilobytes, and the layer more than is sent at once."""
READERS = 24
"""The application has twenty connections to its database."""
PATHS = (
    f"/api/layers/{SLUG}.geojson?attributes=all",
    f"/ogc/collections/{SLUG}/items?limit={COUNT}",
)


@pytest.fixture(scope="module")
def heavy(town: Town) -> Town:
    """The shared application with a large layer."""
    add_layer(town.sessions, SLUG, squares(COUNT, words=WORDS))
    return town


@contextmanager
def asked(port: int, path: str) -> Iterator[socket.socket]:
    """A connection whose answer has begun, and of which no more is taken."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(60)
        line.connect(("127.0.0.1", port))
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        line.sendall(head.encode())
        yield line


@pytest.mark.parametrize("path", PATHS)
def test_slow_readers_keep_nobody_from_the_database(heavy: Town, path: str) -> None:
    with ExitStack() as lines:
        readers = [lines.enter_context(asked(heavy.web.port, path)) for _ in range(READERS)]
        begun = [line.recv(15) for line in readers]
        health = heavy.web.get("/healthz")

        assert begun == [b"HTTP/1.1 200 OK"] * READERS
        assert (health.status, health.json()["database"]) == (200, "ok")


@pytest.mark.parametrize("path", PATHS)
def test_a_large_answer_is_whole(heavy: Town, path: str) -> None:
    answer = heavy.web.get(path)

    features = json.loads(answer.body)["features"]
    assert "content-length" not in answer.headers
    assert [one["properties"]["name"] for one in features] == [f"A{n + 1}" for n in range(COUNT)]
    assert {one["properties"]["words"] for one in features} == {WORDS}
