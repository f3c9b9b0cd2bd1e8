"""A web server on this machine's own address that answers as a test tells it."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Talk:
    """One request, and the ways to answer it."""

    handler: BaseHTTPRequestHandler
    stopped: threading.Event

    @property
    def path(self) -> str:
        return self.handler.path

    def send(self, body: bytes, media_type: str = "text/xml", *, length: int | None = None) -> None:
        """An answer; another length than its own cuts it off."""
        self.begin(200, **{"Content-Type": media_type, "Content-Length": str(length or len(body))})
        self.handler.wfile.write(body)

    def begin(self, status: int, **headers: str) -> None:
        """The head of an answer."""
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()

    def drip(self, piece: bytes, every_s: float = 0.05) -> None:
        """Byte by byte until the other side or the test has had enough."""
        while not self.stopped.wait(every_s):
            try:
                self.handler.wfile.write(piece)
                self.handler.wfile.flush()
            except OSError:
                return


@dataclass
class Served:
    """A server at work: its address and what it was asked, with the headers."""

    url: str
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        """`host:port`."""
        return self.url.removeprefix("http://")


@contextmanager
def http_server(
    answer: Callable[[Talk], None], tls: ssl.SSLContext | None = None
) -> Iterator[Served]:
    """A server that answers every GET as told."""
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.headers.append(dict(self.headers))
            answer(Talk(self, stopped))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    served = Served(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield served
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
