"""Other servers are asked only at public addresses, and cannot hold, flood or redirect us."""

import gzip
import socket
import threading
from collections.abc import Callable

import pytest

from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.imports.addresses import is_public
from mapper.imports.outgoing import Allowed, Most, check_address, get
from tests.http_server import Served, Talk, http_server
from tests.unit.loopback import seconds_at_most

MOST = Most(megabytes=1, seconds=20)
NOBODY = Allowed()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "http://[::7f00:1]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://192.0.2.1/",
        "http://198.18.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://１２７.0.0.1/",
        "http://①②⑦.0.0.1/",
        "https://8.8.8.8:22/",
        "https://8.8.8.8:5432/",
        "https://8.8.8.8:6379/",
    ],
)
def test_address_that_is_not_public_is_forbidden(url: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        check_address(url, NOBODY)

    assert refused.value.reason in ("service_forbidden", "service_address")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "geo.example.org/wfs",
        "ftp://geo.example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "https:///wfs",
        "https://",
        "https://user:secret@geo.example.org/",
        "https://user@geo.example.org/",
        "https://geo.example.org\\@127.0.0.1/",
        "https://geo.example.org/a b",
        "https://geo.example.org/\r\nX-Injected: 1",
        "https://geo.example.org:99999/",
        "https://geo.example.org:x/",
        f"https://geo.example.org/{'a' * 2000}",
    ],
)
def test_what_is_no_address_of_a_service_is_refused(url: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        check_address(url, NOBODY)

    assert refused.value.reason == "service_address"


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_public_address_is_public(address: str) -> None:
    assert is_public(address)


def test_public_address_may_be_asked_at_the_usual_ports() -> None:
    checked = [check_address(f"https://8.8.8.8:{port}/wfs?a=b#c", NOBODY) for port in (443, 8443)]

    assert [(one.host, one.port, one.target) for one in checked] == [
        ("8.8.8.8", 443, "/wfs?a=b"),
        ("8.8.8.8", 8443, "/wfs?a=b"),
    ]


def test_only_hosts_of_the_list_may_be_asked() -> None:
    allowed = Allowed(hosts=frozenset({"8.8.8.8"}))
    check_address("https://8.8.8.8/", allowed)

    with pytest.raises(ImportRefusedError) as refused:
        check_address("https://8.8.4.4/", allowed)

    assert refused.value.reason == "service_not_listed"


def test_a_name_with_one_private_answer_is_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever owns the name decides what it means; one answer of many is enough to get inside."""
    answers = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("93.184.216.34", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)

    with pytest.raises(ImportRefusedError) as refused:
        check_address("https://geo.example.org/", NOBODY)

    assert refused.value.reason == "service_forbidden"


def test_a_name_that_changes_its_meaning_is_asked_where_it_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name is looked up once: its second answer, were it asked for, would lead elsewhere."""
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str, *rest: object, **named: object) -> object:
        if host != "geo.example.org":
            return real(host, *rest, **named)  # type: ignore[arg-type]
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with http_server(lambda talk: talk.send(b"here")) as server:
        port = server.place.rpartition(":")[2]
        allowed = Allowed(frozenset({f"geo.example.org:{port}"}))
        _, body = get(f"http://geo.example.org:{port}/", allowed, MOST)

    assert body == b"here"
    assert looked_up == ["geo.example.org"]
    assert server.headers[0]["Host"] == f"geo.example.org:{port}"
    assert "Referer" not in server.headers[0]


def _private(server: Served) -> Allowed:
    return Allowed(frozenset({server.place}))


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "//10.0.0.1/",
    ],
)
def test_redirect_to_a_private_address_is_not_followed(target: str) -> None:
    with (
        http_server(lambda talk: talk.begin(302, Location=target)) as server,
        pytest.raises(ImportRefusedError) as refused,
    ):
        get(server.url, _private(server), MOST)

    assert refused.value.reason == "service_forbidden"


def test_redirect_from_one_private_service_to_another_is_not_followed() -> None:
    with (
        http_server(lambda talk: talk.send(b"secret")) as other,
        http_server(lambda talk: talk.begin(302, Location=other.url)) as server,
        pytest.raises(ImportRefusedError) as refused,
    ):
        get(server.url, Allowed(frozenset({server.place, other.place})), MOST)

    assert refused.value.reason == "service_forbidden"
    assert other.asked == []


def test_redirect_to_nonsense_is_refused() -> None:
    with (
        http_server(lambda talk: talk.begin(302, Location="http://[::")) as server,
        pytest.raises(ImportRefusedError) as refused,
    ):
        get(server.url, _private(server), MOST)

    assert refused.value.reason == "service_answer"


def test_redirects_within_a_service_are_followed_three_times() -> None:
    def answer(talk: Talk) -> None:
        hops = int(talk.path.strip("/"))
        if hops:
            talk.begin(307, Location=f"/{hops - 1}")
        else:
            talk.send(b"arrived")

    with http_server(answer) as server:
        _, body = get(f"{server.url}/3", _private(server), MOST)
        with pytest.raises(ImportRefusedError) as refused:
            get(f"{server.url}/4", _private(server), MOST)

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
        get(server.url, _private(server), most)

    assert refused.value.reason == reason
    assert refused.value.fields["host"] == "127.0.0.1"


def test_nobody_there_is_told() -> None:
    with http_server(lambda talk: None) as server:
        allowed = _private(server)
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
        get(server.url, _private(server), Most(seconds=19), cancelled=cancelled.is_set)


def test_packed_answer_is_unpacked() -> None:
    body = gzip.compress(b"<a/>" * 1000)

    def answer(talk: Talk) -> None:
        talk.begin(200, **{"Content-Encoding": "gzip", "Content-Type": "text/XML; charset=utf-8"})
        talk.handler.wfile.write(body)

    with http_server(answer) as server:
        answered, found = get(server.url, _private(server), MOST)

    assert (answered.media_type, found) == ("text/xml", b"<a/>" * 1000)
