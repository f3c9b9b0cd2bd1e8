"""Other servers are asked only at public addresses, and cannot redirect us to others."""

import socket

import pytest

from mapper.errors import ImportRefusedError
from mapper.imports.addresses import is_public
from mapper.imports.outgoing import Allowed, check_address, get
from tests.http_server import http_server
from tests.unit.loopback import MOST, private

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
        get(server.url, private(server), MOST)

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
