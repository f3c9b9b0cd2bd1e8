"""A connection to a checked address, ended when it takes too long or is no longer wanted."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException

import certifi
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError

from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.imports.addresses import CheckedAddress

_CONNECT_S = 10.0
_SILENCE_S = 60.0
_LOOK_EVERY_S = 0.2
_HEADERS = {"User-Agent": "Ideenkarte", "Accept-Encoding": "gzip"}
_USUAL = {("http", 80), ("https", 443)}


@dataclass(frozen=True, slots=True)
class Most:
    """The most that an answer may take, unpacked, from the first look-up to the last byte."""

    megabytes: float = 200
    seconds: float = 120


@dataclass(slots=True)
class Watch:
    """When one request has to be over."""

    host: str
    most: Most
    ends: float
    cancelled: Callable[[], bool]
    over: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Refuse to go on when it is cancelled or too late."""
        if self.cancelled():
            raise ImportCancelledError
        if time.monotonic() >= self.ends:
            raise ImportRefusedError("service_slow", host=self.host, most=f"{self.most.seconds:g}")

    def left_s(self, most_s: float) -> float:
        """Seconds left, at most so many."""
        return min(most_s, max(self.ends - time.monotonic(), 0.001))

    @contextmanager
    def explaining(self, reason: str) -> Iterator[None]:
        """What fails in here is told as what it means."""
        try:
            yield
        except DecodeError:
            raise ImportRefusedError("service_answer", host=self.host) from None
        except (OSError, HTTPError, HTTPException, ValueError):
            self.check()
            raise ImportRefusedError(reason, host=self.host) from None

    def guard(self, taken: socket.socket) -> None:
        """End a connection in time.

        The time limit of a socket counts from byte to byte only; a server that sends one byte
        every second would hold us for ever.
        """
        while not self.over.wait(self.left_s(_LOOK_EVERY_S)):
            if self.cancelled() or time.monotonic() >= self.ends:
                with suppress(OSError):
                    # Not its own method: that of a TLS socket would forget its state meanwhile.
                    socket.socket.shutdown(taken, socket.SHUT_RDWR)
                return


@contextmanager
def connected(address: CheckedAddress, watch: Watch) -> Iterator[BaseHTTPResponse]:
    """The head of the answer, its body still to be read.

    The connection goes to the very address that was checked, so that a name which means
    something else a moment later changes nothing; the certificate is that of the name.
    """
    with watch.explaining("service_away"):
        connection = _connect(address, watch)
    assert connection.sock is not None
    thread = threading.Thread(target=watch.guard, args=(connection.sock,), daemon=True)
    thread.start()
    try:
        with watch.explaining("service_broken"):
            connection.timeout = watch.left_s(_SILENCE_S)
            headers = {**_HEADERS, "Host": _host_header(address)}
            connection.request("GET", address.target, headers=headers, preload_content=False)
            response = connection.getresponse()
        yield response
    finally:
        watch.over.set()
        connection.close()


def _connect(address: CheckedAddress, watch: Watch) -> HTTPConnection:
    """To the first of the addresses that takes the connection."""
    failure: Exception | None = None
    for one in address.addresses:
        watch.check()
        connection = _connection(address, one, watch.left_s(_CONNECT_S))
        try:
            connection.connect()
        except (OSError, HTTPError) as refused:
            connection.close()
            failure = refused
        else:
            return connection
    assert failure is not None
    raise failure


def _connection(address: CheckedAddress, one: str, seconds: float) -> HTTPConnection:
    if address.scheme == "http":
        return HTTPConnection(one, address.port, timeout=seconds)
    return HTTPSConnection(
        one,
        address.port,
        timeout=seconds,
        ssl_context=trust(),
        server_hostname=address.host,
        assert_hostname=address.host,
    )


def _host_header(address: CheckedAddress) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    usual = (address.scheme, address.port) in _USUAL
    return host if usual else f"{host}:{address.port}"


@cache
def trust() -> ssl.SSLContext:
    """The system's certificates and, where it has none, a bundle of the usual ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
