"""A web server on this machine's own address that misbehaves as told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from mapper.imports.outgoing import Allowed, Most
from tests.http_server import Served

MOST = Most(megabytes=1, seconds=20)
PAGE = b"<!DOCTYPE html><html><body>Please sign in to use this network.</body></html>"


class _Handler(BaseHTTPRequestHandler):
    body = b""
    stopped = threading.Event()

    def do_GET(self) -> None:
        behaviour = self.path.strip("/").split("/")[0]
        getattr(self, f"_{behaviour}")()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _send(self, body: bytes, length: int | None = None, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def _whole(self) -> None:
        self._send(self.body)

    def _cut(self) -> None:
        self._send(self.body[: len(self.body) // 2], length=len(self.body))

    def _other(self) -> None:
        self._send(self.body + b"\n")

    def _page(self) -> None:
        self._send(PAGE)

    def _gone(self) -> None:
        self._send(b"{}", status=404)

    def _silent(self) -> None:
        self.stopped.wait(30)

    def _trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.stopped.wait(0.05):
            try:
                self.wfile.write(b" ")
            except OSError:
                return


@contextmanager
def misbehaving_server(body: bytes) -> Iterator[str]:
    """Its address; the first part of a path says how it answers: whole, cut, other, page, ..."""
    stopped = threading.Event()
    handler = type("Handler", (_Handler,), {"body": body, "stopped": stopped})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()


@contextmanager
def seconds_at_most(limit_s: float) -> Iterator[None]:
    """Fail when the block takes longer."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < limit_s


def private(server: Served) -> Allowed:
    """Leave to ask a server of the tests, and no other at an address that is not public."""
    return Allowed(frozenset({server.place}))
