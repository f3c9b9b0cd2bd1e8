"""Messages that no page of ours sends: the websocket ends or stays, the server lives on."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.api.web import Web
from tests.browser.app import App, app_on_copy

MOST_BYTES = 512 * 1024
ENDS_WITHIN_S = 60.0
TOO_BIG, NOT_TEXT, BROKEN = 1009, 1007, 1002
# The first bytes of a frame, as RFC 6455 has them in section 5.2.
FINAL, UNKNOWN, MASKED = 0x80, 0x60, 0x80
TEXT, BINARY, PING = 0x1, 0x2, 0x9


@pytest.fixture(scope="module")
def app(server_url: str, sampled_template: str) -> Iterator[App]:
    """An application whose output nobody else adds to."""
    with app_on_copy(server_url, sampled_template, supervised=False) as running:
        yield running


def opened(app: App) -> ClientConnection:
    """A websocket as a page of ours opens it."""
    return connect(
        f"ws://127.0.0.1:{app.port}/_stcore/stream",
        origin=Origin(app.url),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        proxy=None,
    )


def code_at_the_end(socket: ClientConnection) -> int | None:
    """The code with which the server ends a websocket; TimeoutError when it does not."""
    try:
        while True:
            socket.recv(timeout=ENDS_WITHIN_S)
    except ConnectionClosed:
        return socket.close_code


def check_alive(app: App) -> None:
    """Pages, data and new websockets are served as before, and no way through the code was told."""
    web = Web(app.port)
    assert web.get("/healthz").status == 200
    assert web.get("/api/pins.json").status == 200
    with opened(app) as socket:
        socket.ping().wait(ENDS_WITHIN_S)
    assert app.process.poll() is None


@pytest.mark.parametrize("message", [b"\0" * (MOST_BYTES + 1), "a" * (MOST_BYTES + 1)], ids=type)
def test_too_large_a_message_ends_the_websocket(app: App, message: bytes | str) -> None:
    with opened(app) as socket:
        with suppress(ConnectionClosed):
            socket.send(message)
        assert code_at_the_end(socket) == TOO_BIG

    check_alive(app)


def test_too_large_a_message_in_pieces_ends_the_websocket(app: App) -> None:
    with opened(app) as socket:
        with suppress(ConnectionClosed):
            socket.send(b"\0" * (MOST_BYTES // 2) for _ in range(3))
        assert code_at_the_end(socket) == TOO_BIG

    check_alive(app)


@pytest.mark.parametrize(
    ("first", "payload", "code"),
    [
        (FINAL | TEXT, b"\xff\xfe\xfa", NOT_TEXT),
        (FINAL, b"rest of nothing", BROKEN),
        (PING, b"half a ping", BROKEN),
        (FINAL | UNKNOWN | BINARY, b"unknown bits", BROKEN),
        (FINAL | 0xB, b"unknown kind", BROKEN),
    ],
    ids=lambda given: repr(given) if isinstance(given, bytes) else "",
)
def test_a_crooked_frame_ends_the_websocket(
    app: App, first: int, payload: bytes, code: int
) -> None:
    with opened(app) as socket:
        # A mask of zeros leaves the bytes as they are.
        socket.socket.sendall(bytes([first, MASKED | len(payload)]) + bytes(4) + payload)
        assert code_at_the_end(socket) == code

    check_alive(app)


def test_a_frame_without_a_mask_ends_the_websocket(app: App) -> None:
    with opened(app) as socket:
        socket.socket.sendall(bytes([FINAL | BINARY, 1]) + b"a")
        assert code_at_the_end(socket) == BROKEN

    check_alive(app)


@pytest.mark.parametrize(
    "message",
    [b"", b"\0", b"\xff" * 4096, b"\x0a\xff\xff\xff\xff\x0f", "text", '{"rerun": 1}', "\0" * 4096],
    ids=repr,
)
def test_a_message_that_says_nothing_harms_nobody(app: App, message: bytes | str) -> None:
    with opened(app) as socket:
        for _ in range(3):
            try:
                socket.send(message)
            except ConnectionClosed:
                break

    check_alive(app)
    assert "Traceback" not in app.output()
