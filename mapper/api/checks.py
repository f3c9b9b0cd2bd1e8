"""What is looked at before a handler runs: query, origin and size of a request."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request

from mapper.api.refusals import ForeignOriginError, TooLargeError
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


def is_own_origin(connection: HTTPConnection, base_url: str | None) -> bool:
    """True unless a browser says that another site's page sent this.

    Without an Origin header no page sent it, unless the browser says so in Sec-Fetch-Site.
    """
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    allowed = {connection.headers.get("host", "").lower()}
    if base_url:
        allowed.add(urlsplit(base_url).netloc.lower())
    return urlsplit(origin).netloc.lower() in allowed - {""}


def check_origin(request: Request, base_url: str | None) -> None:
    """Refuse what another site's page sends.

    Raises
    ------
    ForeignOriginError
    """
    if not is_own_origin(request, base_url):
        headers = request.headers
        raise ForeignOriginError(headers.get("origin") or headers["sec-fetch-site"])


async def check_body_size(request: Request) -> bytes:
    """The body.

    Raises
    ------
    TooLargeError
        Before more than the limit has been read.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > MOST_BODY_BYTES:
        raise TooLargeError(MOST_BODY_BYTES)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY_BYTES:
            raise TooLargeError(MOST_BODY_BYTES)
    return bytes(body)
