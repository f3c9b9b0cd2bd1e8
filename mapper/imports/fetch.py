"""Files from the network, within a time that a missing network cannot stretch."""

import hashlib
import http.client
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from mapper.errors import DatasetError
from mapper.imports.connections import trust

BUDGET_S = 4.5
MOST_BYTES = 50_000_000
_CHUNK_BYTES = 65_536
_HEADERS = {"User-Agent": "Ideenkarte", "Accept-Encoding": "identity"}


@dataclass(slots=True)
class NetworkBudget:
    """The time all downloads of one load may take together."""

    seconds: float = BUDGET_S
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.seconds

    def left_s(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._ends - time.monotonic())


@dataclass(slots=True)
class _Download:
    """What the thread of one download leaves behind."""

    body: bytes | None = None
    failure: Exception | None = None
    given_up: threading.Event = field(default_factory=threading.Event)


def fetch(url: str, sha256: str, budget: NetworkBudget) -> bytes:
    """The body of an address, when it is the pinned one.

    Raises
    ------
    DatasetError
        No answer within the budget, an answer other than 200, or a body that is cut off,
        too long, a web page, or not the one whose digest is pinned.
    """
    download = _Download()
    # A name server that is away blocks without a time limit of its own, hence a thread that
    # can be left behind.
    thread = threading.Thread(target=_run, args=(url, download, budget), daemon=True)
    thread.start()
    thread.join(budget.left_s())
    download.given_up.set()
    if download.failure is not None:
        raise DatasetError(url, _reason(download.failure)) from None
    if download.body is None:
        raise DatasetError(url, "there was no answer in time")
    return _checked(url, download.body, sha256)


def _run(url: str, download: _Download, budget: NetworkBudget) -> None:
    try:
        download.body = _read(url, download, budget)
    except (OSError, http.client.HTTPException, ValueError) as failure:
        download.failure = failure


def _read(url: str, download: _Download, budget: NetworkBudget) -> bytes | None:
    request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310 - the catalogue allows http and https only
    timeout = max(budget.left_s(), 0.001)
    context = trust() if request.type == "https" else None
    with urllib.request.urlopen(request, timeout=timeout, context=context) as answer:  # noqa: S310
        announced = answer.headers.get("Content-Length")
        body = bytearray()
        while chunk := answer.read(_CHUNK_BYTES):
            body += chunk
            if download.given_up.is_set():
                return None
            if len(body) > MOST_BYTES:
                raise ValueError(f"it is longer than {MOST_BYTES} bytes")
    if announced is not None and int(announced) != len(body):
        raise ValueError(f"it is cut off after {len(body)} of {announced} bytes")
    return bytes(body)


def _reason(failure: Exception) -> str:
    if isinstance(failure, urllib.error.HTTPError):
        return f"the server answers {failure.code}"
    if isinstance(failure, http.client.IncompleteRead):
        return f"it is cut off after {len(failure.partial)} bytes"
    if isinstance(failure, TimeoutError):
        return "there was no answer in time"
    if isinstance(failure, urllib.error.URLError):
        return f"it cannot be reached ({failure.reason})"
    return " ".join(str(failure).split()) or type(failure).__name__


def _checked(url: str, body: bytes, sha256: str) -> bytes:
    if hashlib.sha256(body).hexdigest() == sha256:
        return body
    if body.lstrip()[:1] == b"<":
        raise DatasetError(url, "the answer is a web page instead of data")
    raise DatasetError(url, "the answer is not the file whose sha256 is pinned")
