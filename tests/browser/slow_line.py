"""A weak line: what the server says is on its way for as long as a test wants."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, WebSocketRoute

_LIMIT_S = 15


class SlowLine:
    """Between a page and the server; made before the page is opened."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._on_its_way: list[tuple[WebSocketRoute, str | bytes]] | None = None
        page.route_web_socket("**/_stcore/stream", self._pass_on)

    def _pass_on(self, to_page: WebSocketRoute) -> None:
        to_server = to_page.connect_to_server()
        to_server.on_message(lambda message: self._answer(to_page, message))

    def _answer(self, to_page: WebSocketRoute, message: str | bytes) -> None:
        if self._on_its_way is None:
            to_page.send(message)
        else:
            self._on_its_way.append((to_page, message))

    @contextmanager
    def holding(self) -> Iterator[None]:
        """What the server says meanwhile arrives at the end, in its order."""
        self._on_its_way = []
        yield
        late, self._on_its_way = self._on_its_way, None
        for to_page, message in late:
            to_page.send(message)

    def wait_for(self, words: str) -> None:
        """Wait until the server has said something with these words that is on its way."""
        last = time.monotonic() + _LIMIT_S
        sought = words.encode()
        while not any(sought in _bytes(message) for _, message in self._on_its_way or ()):
            assert time.monotonic() < last, f"the server never said {words!r}"
            self._page.wait_for_timeout(20)


def _bytes(message: str | bytes) -> bytes:
    return message.encode() if isinstance(message, str) else message
