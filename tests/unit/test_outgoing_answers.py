"""Other servers cannot hold or flood us; what is wrong with an answer is told."""

import gzip
import threading
from collections.abc import Callable

import pytest

from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.imports.outgoing import Most, get
from tests.http_server import Talk, http_server
from tests.unit.loopback import MOST, private, seconds_at_most


def test_redirect_to_nonsense_is_refused() -> None:
    with (
        http_server(lambda talk: talk.begin(302, Location="http://[::")) as server,
        pytest.raises(ImportRefusedError) as refused,
    ):
        get(server.url, private(server), MOST)

    assert refused.value.reason == "service_answer"


def test_redirects_within_a_service_are_followed_three_times() -> None:
    def answer(talk: Talk) -> None:
        hops = int(talk.path.strip("/"))
        if hops:
            talk.begin(307, Location=f"/{hops - 1}")
        else:
            talk.send(b"arrived")

    with http_server(answer) as server:
        _, body = get(f"{server.url}/3", private(server), MOST)
        with pytest.raises(ImportRefusedError) as refused:
            get(f"{server.url}/4", private(server), MOST)

    assert body == b"arrived"
    assert refused.value.reason == "service_answer"


def _bomb(talk: Talk) -> None:
    body = gzip.compress(bytes(50_000_000))
    talk.begin(200, **{"Content-Encoding": "gzip", "Content-Length": str(len(body))})
    talk.handler.wfile.write(body)


def _bent(talk: Talk) -> None:
    talk.begin(200, **{"Content-Encoding": "gzip", "Content-Length": "9"})
    talk.handler.wfile.write(b"not gzip!")


def _slow_head(talk: Talk) -> None:
    talk.handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    talk.drip(b"X: y\r\n")


def _slow_body(talk: Talk) -> None:
    talk.begin(200)
    talk.drip(b" ")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (_bomb, "service_large"),
        (lambda talk: talk.send(bytes(2_000_000)), "service_large"),
        (_bent, "service_answer"),
        (lambda talk: talk.begin(200, **{"Content-Encoding": "gzip, gzip"}), "service_answer"),
        (lambda talk: talk.send(b"half", length=8), "service_broken"),
        (lambda talk: talk.handler.wfile.write(b"no http\r\n\r\n"), "service_broken"),
        (lambda talk: talk.begin(500), "service_status"),
        (lambda talk: talk.begin(204), "service_status"),
        (_slow_head, "service_slow"),
        (_slow_body, "service_slow"),
        (lambda talk: talk.stopped.wait(20), "service_slow"),
    ],
)
def test_bad_answer_is_told_for_what_it_is(answer: Callable[[Talk], None], reason: str) -> None:
    most = Most(megabytes=1, seconds=1.5)
    with (
        http_server(answer) as server,
        seconds_at_most(15),
        pytest.raises(ImportRefusedError) as refused,
    ):
        get(server.url, private(server), most)

    assert refused.value.reason == reason
    assert refused.value.fields["host"] == "127.0.0.1"


def test_nobody_there_is_told() -> None:
    with http_server(lambda talk: None) as server:
        allowed = private(server)
    with pytest.raises(ImportRefusedError) as refused:
        get(server.url, allowed, MOST)

    assert refused.value.reason == "service_away"


def test_answer_that_never_ends_can_be_cancelled() -> None:
    cancelled = threading.Event()

    def answer(talk: Talk) -> None:
        talk.begin(200)
        cancelled.set()
        talk.stopped.wait(20)

    with http_server(answer) as server, seconds_at_most(15), pytest.raises(ImportCancelledError):
        get(server.url, private(server), Most(seconds=19), cancelled=cancelled.is_set)


def test_packed_answer_is_unpacked() -> None:
    body = gzip.compress(b"<a/>" * 1000)

    def answer(talk: Talk) -> None:
        talk.begin(200, **{"Content-Encoding": "gzip", "Content-Type": "text/XML; charset=utf-8"})
        talk.handler.wfile.write(body)

    with http_server(answer) as server:
        answered, found = get(server.url, private(server), MOST)

    assert (answered.media_type, found) == ("text/xml", b"<a/>" * 1000)
