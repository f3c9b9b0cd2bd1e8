"""What is looked at before a handler runs: query, origin, size and pace of a request."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request

from mapper.api.refusals import ForeignOriginError, TooLargeError, TooSlowError
from mapper.errors import InvalidFieldError

MOST_BODY_BYTES = 64 * 1024


def check_query(given: Sequence[tuple[str, str]], known: Sequence[str]) -> None:
    """Refuse parameters that the route does not know, or that are given twice.

    Raises
    ------
    InvalidFieldError
    """
    seen: set[str] = set()
    for name, value in given:
        if name not in known:
            expected = f"one of {', '.join(known)}" if known else "left out"
            raise InvalidFieldError(name[:80], expected, value)
        if name in seen:
            raise InvalidFieldError(name, "given once, lists separated by commas", value)
        seen.add(name)


def address_of(connection: HTTPConnection) -> str:
    """The visitor's address; empty where there is none."""
    return connection.client.host if connection.client else ""


def media_type(connection: HTTPConnection) -> str:
    """What the body is said to be, in small letters and without parameters; empty for nothing."""
    return connection.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_own_origin(connection: HTTPConnection, base_url: str | None) -> bool:
    """True unless a browser says that another site's page sent this.

    Without an Origin header no page sent it, unless the browser says so in Sec-Fetch-Site. An
    origin that is hidden (`null`) is nobody's own. Behind TLS a page that came without it, and may
    have been written by anybody on the way, is a foreign one.
    """
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    try:
        scheme, host = urlsplit(origin.lower())[:2]
    except ValueError:
        return False
    own = urlsplit((base_url or "").lower())
    if own.scheme == "https" and scheme != "https":
        return False
    return host in {connection.headers.get("host", "").lower(), own.netloc} - {""}


def is_own_sender(connection: HTTPConnection, base_url: str | None, session_cookie: str) -> bool:
    """Like `is_own_origin`, and in doubt False for whoever brings a session.

    With its cookie only a browser comes, and every browser says from where.
    """
    headers = connection.headers
    silent = "origin" not in headers and "sec-fetch-site" not in headers
    return is_own_origin(connection, base_url) and not (
        silent and session_cookie in connection.cookies
    )


def check_origin(request: Request, base_url: str | None, session_cookie: str) -> None:
    """Refuse what another site's page sends.

    Raises
    ------
    ForeignOriginError
    """
    if not is_own_sender(request, base_url, session_cookie):
        headers = request.headers
        raise ForeignOriginError(headers.get("origin") or headers.get("sec-fetch-site", ""))


async def read_body(request: Request, within_s: float) -> bytes:
    """The body, as far as it may be big and take time.

    Raises
    ------
    TooLargeError
        Before more than the limit has been read.
    TooSlowError
        It was not there in time.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > MOST_BODY_BYTES:
        raise TooLargeError(MOST_BODY_BYTES)
    try:
        async with asyncio.timeout(within_s):
            return await _read_all(request)
    except TimeoutError:
        raise TooSlowError(within_s) from None


async def _read_all(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY_BYTES:
            raise TooLargeError(MOST_BODY_BYTES)
    return bytes(body)
