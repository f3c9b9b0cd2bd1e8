"""Watches what a browser does: where it asks, and what it complains about."""

import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

_OF_THE_PAGE_ITSELF = ("data:", "blob:", "about:")
# Whom Chromium calls by itself, whatever page is open: accounts, updates, dictionaries, hints for
# forms. A page that called one of them would still be noticed by its request.
_OF_CHROMIUM = (
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "mtalk.google.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
)
_HOST = re.compile(r"[A-Z]+ (?:https?://)?([^/:\s]+)")


class Trap:
    """A proxy that lets nothing through and remembers who asked for what.

    Browser and server send everything to it that is not for this machine, also what no page
    event tells of: beacons, prefetches, the browser's own calls on behalf of a page.
    """

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                # Chromium also opens spare connections to its proxy and closes them unused:
                # whoever sends nothing has asked for nobody.
                with suppress(OSError):
                    first = connection.recv(2048).partition(b"\r\n")[0]
                    if first:
                        self.asked.append(first.decode("latin-1"))
                    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    def asked_of_pages(self, since: int) -> list[str]:
        """What was asked from that number on, without the browser's own errands."""
        return [line for line in self.asked[since:] if _host_of(line) not in _OF_CHROMIUM]

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()


def _host_of(line: str) -> str:
    found = _HOST.match(line)
    return found[1] if found else ""


@dataclass
class Watch:
    """What was seen of one test's browser contexts.

    `expected` holds parts of complaints that a test provokes on purpose, such as the browser's
    own line about a connection that the test has cut.
    """

    own: set[str]
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page that a context has or will have."""
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("page", self._opened)

    def foreign(self) -> list[str]:
        """Requests to anything but the server under test."""
        return [
            url
            for url in self.requests
            if not url.startswith(_OF_THE_PAGE_ITSELF) and urlsplit(url).netloc not in self.own
        ]

    def unexpected(self) -> list[str]:
        """Complaints that no test asked for."""
        return [line for line in self.complaints if not any(part in line for part in self.expected)]

    def _opened(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.requests.append(socket.url))

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # A failed load is told with its address by the answer itself.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")
        elif "Content Security Policy" in message.text:
            self.complaints.append(f"policy: {message.text}")
