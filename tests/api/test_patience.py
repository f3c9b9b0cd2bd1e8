"""Crooked, huge and endless requests, byte by byte: each is answered or cut off, none held open."""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from mapper.api.checks import MOST_BODY_BYTES
from mapper.api.protocol import MOST_HEAD_BYTES
from tests.api.addresses import POSTABLE
from tests.api.web import Web
from tests.browser.app import app_on_copy

PATIENCE_S = 2
UPLOADS = "/api/imports"
"""Asked of staff alone, and before anything is read; what staff send there takes its time."""
READING = [path for path in POSTABLE if path != UPLOADS]
LONG_S = 60.0
"""Far more than any of this takes on a slow machine; what is held open for ever reaches it."""
POST = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def hasty(server_url: str, sampled_template: str) -> Iterator[Web]:
    """An application with little patience."""
    patience = str(PATIENCE_S)
    with app_on_copy(
        server_url, sampled_template, supervised=False, mapper_request_timeout_s=patience
    ) as app:
        yield Web(app.port)


def talk(web: Web, *parts: bytes, trickle: bytes = b"", pause_s: float = 0.2) -> bytes:
    """Send parts, then one more piece again and again; what was answered until the end.

    The end is that of the connection; one that is not ended raises TimeoutError.
    """
    answered = b""
    end = time.monotonic() + LONG_S
    with socket.create_connection(("127.0.0.1", web.port), timeout=LONG_S) as connection:
        for part in parts:
            with suppress(ConnectionError):
                connection.sendall(part)
        connection.settimeout(pause_s if trickle else LONG_S)
        while time.monotonic() < end:
            try:
                if trickle:
                    connection.sendall(trickle)
                piece = connection.recv(65536)
            except ConnectionError:
                return answered
            except TimeoutError:
                continue
            answered += piece
            if not piece:
                return answered
    raise TimeoutError(answered[:100])


def status(answered: bytes) -> bytes:
    """The status of an answer, empty where the connection ended without one."""
    return answered.partition(b"\r\n")[0].partition(b" ")[2][:3]


def test_nobody_holds_a_connection_by_saying_nothing(hasty: Web) -> None:
    assert talk(hasty) == b""


@pytest.mark.parametrize("first", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_nobody_holds_a_connection_by_a_head_that_trickles(hasty: Web, first: bytes) -> None:
    assert status(talk(hasty, first, trickle=b"X" if not first else b"X-A: b\r\n")) in (b"", b"400")


def test_nor_by_a_second_head(hasty: Web) -> None:
    answered = talk(hasty, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", trickle=b"GET")

    assert status(answered) == b"200"


def all_at_once(ask: Callable[[str], bytes], paths: Sequence[str]) -> dict[str, bytes]:
    """The status by path; asked side by side, for each takes as long as the server's patience."""
    with ThreadPoolExecutor(len(paths)) as threads:
        return dict(zip(paths, map(status, threads.map(ask, paths)), strict=True))


def test_an_upload_of_nobody_is_refused_unread(hasty: Web) -> None:
    head = POST % UPLOADS.encode() + b"Content-Length: 1000000000\r\n\r\n"

    assert status(talk(hasty, head)) == b"401"


def test_a_body_that_trickles_is_given_up(hasty: Web) -> None:
    head = POST + b"Content-Length: 5000\r\n\r\n"

    seen = all_at_once(lambda path: talk(hasty, head % path.encode(), trickle=b" "), READING)

    assert seen == dict.fromkeys(READING, b"408")


def test_a_chunked_body_that_never_ends_is_given_up(hasty: Web) -> None:
    head = POST + CHUNKED

    seen = all_at_once(
        lambda path: talk(hasty, head % path.encode(), trickle=b"1\r\n \r\n"), READING
    )

    assert seen == dict.fromkeys(READING, b"408")


def test_a_body_is_not_read_without_end(hasty: Web) -> None:
    # Nobody reads the body of a request that is refused by its address or method.
    expected = {**dict.fromkeys(READING, b"413"), "/": b"405", "/healthz": b"405", "/x": b"404"}
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    head = POST + CHUNKED

    seen = all_at_once(
        lambda path: talk(hasty, head % path.encode(), trickle=chunk, pause_s=0.05), [*expected]
    )

    assert seen == expected


@pytest.mark.parametrize("length", [MOST_BODY_BYTES + 1, 10**18])
def test_what_is_announced_as_too_large_is_refused_unread(hasty: Web, length: int) -> None:
    head = POST + f"Content-Length: {length}\r\n\r\n".encode()

    seen = all_at_once(lambda path: talk(hasty, head % path.encode()), READING)

    assert seen == dict.fromkeys(READING, b"413")


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * MOST_HEAD_BYTES * 2,
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * MOST_HEAD_BYTES,
        b"GET /?" + b"a=1&" * MOST_HEAD_BYTES,
        b"GET /" + b"a" * MOST_HEAD_BYTES * 2,
        *(b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP\r\n\r\n", b"\r\n\r\n\r\nHELO\r\n\r\n"),
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: a\r\n b\x00\r\n\r\n",
        POST % b"/api/proposals" + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        POST % b"/api/proposals" + b"Content-Length: -1\r\n\r\n{}",
        POST % b"/api/proposals" + b"Content-Length: 1" + b"0" * 40 + b"\r\n\r\n{}",
        POST % b"/api/proposals" + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        POST % b"/api/proposals" + b"Transfer-Encoding: gzip\r\n\r\n{}",
    ],
    ids=lambda head: repr(head[:24]),
)
def test_what_is_no_request_is_cut_off(hasty: Web, head: bytes) -> None:
    answered = talk(hasty, head)

    assert status(answered) in (b"", b"400", b"408")
    assert b"Traceback" not in answered


def test_a_thousand_parameters_are_refused_by_name(hasty: Web) -> None:
    answer = hasty.get("/api/pins.json?" + "&".join(f"p{n}=1" for n in range(1000)))

    assert answer.status == 422
    assert answer.json()["parameter"] == "p0"


def test_a_reader_who_takes_nothing_is_cut_off(hasty: Web) -> None:
    big = b"GET /api/layers/districts.geojson HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(LONG_S)
        connection.connect(("127.0.0.1", hasty.port))
        with pytest.raises(ConnectionError):
            while True:
                connection.sendall(big * 50)


def test_it_still_answers_after_all_that(hasty: Web) -> None:
    assert hasty.get("/healthz").status == 200
