"""Other servers are asked, within limits of time and size, and never anybody but them."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse

from mapper.errors import ImportRefusedError
from mapper.imports.addresses import Allowed, CheckedAddress, check_address
from mapper.imports.connections import Most, Watch, connected

__all__ = ["Allowed", "Answer", "CheckedAddress", "Most", "ask", "check_address", "get"]

_MB = 1_000_000
_PIECE = 65_536
_LOOK_UP_S = 10.0
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip"})


def _never() -> bool:
    return False


@dataclass(slots=True)
class Answer:
    """An answer that is being read; `url` is the one that gave it, after redirects."""

    url: str
    host: str
    media_type: str
    headers: Mapping[str, str]
    _response: BaseHTTPResponse = field(repr=False)
    _watch: Watch = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """The body, unpacked, piece by piece.

        Raises
        ------
        ImportRefusedError
            service_broken, service_slow or service_large.
        ImportCancelledError
        """
        left = self._watch.most.megabytes * _MB
        with self._watch.explaining("service_broken"):
            while piece := self._response.read(_PIECE, decode_content=True):
                left -= len(piece)
                if left < 0:
                    most = f"{self._watch.most.megabytes:g}"
                    raise ImportRefusedError("service_large", host=self.host, most=most)
                self._watch.check()
                yield piece
            # A connection that was ended may look like an answer that has.
            self._watch.check()

    def body(self) -> bytes:
        """All of it; raises what `pieces` does."""
        return b"".join(self.pieces())


def get(
    url: str, allowed: Allowed, most: Most, *, cancelled: Callable[[], bool] = _never
) -> tuple[Answer, bytes]:
    """An answer and its body; raises what `ask` and `Answer.pieces` do."""
    with ask(url, allowed, most, cancelled=cancelled) as answer:
        return answer, answer.body()


@contextmanager
def ask(
    url: str, allowed: Allowed, most: Most, *, cancelled: Callable[[], bool] = _never
) -> Iterator[Answer]:
    """An answer with status 200, whose body is to be read within the block.

    Who answers with another address is followed up to three times; each is checked as the
    first was, and none may be a private service that the first is not.

    Raises
    ------
    ImportRefusedError
        What `check_address` refuses; service_away, service_status, service_slow,
        service_answer or service_broken.
    ImportCancelledError
    """
    ends = time.monotonic() + most.seconds
    address = check_address(url, allowed, seconds=min(most.seconds, _LOOK_UP_S))
    for _ in range(_MOST_REDIRECTS + 1):
        watch = Watch(address.host, most, ends, cancelled)
        with connected(address, watch) as response:
            if response.status not in _REDIRECTS:
                yield _answer(address, response, watch)
                return
            address = _next(address, response.headers.get("Location", ""), ends)
    raise ImportRefusedError("service_answer", host=address.host)


def _next(address: CheckedAddress, location: str, ends: float) -> CheckedAddress:
    """Where a redirect leads to."""
    try:
        url = urljoin(address.url, location)
    except ValueError:
        raise ImportRefusedError("service_answer", host=address.host) from None
    if address.scheme == "https" and not url.startswith("https:"):
        raise ImportRefusedError("service_forbidden", got=url[:200])
    left = max(ends - time.monotonic(), 0.001)
    found = check_address(url, address.allowed, seconds=left)
    if found.is_private and found.place != address.place:
        found = check_address(url, address.allowed.without_private(), seconds=left)
    return found


def _answer(address: CheckedAddress, response: BaseHTTPResponse, watch: Watch) -> Answer:
    if response.status != _OK:
        raise ImportRefusedError("service_status", host=address.host, got=response.status)
    if response.headers.get("Content-Encoding", "").strip().lower() not in _ENCODINGS:
        raise ImportRefusedError("service_answer", host=address.host)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(address.url, address.host, media_type, dict(response.headers), response, watch)
