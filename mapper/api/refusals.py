"""Refusals of routes: the reasons that only HTTP knows, and the shape of all of them."""

import logging
import math
from collections.abc import Iterable, Mapping
from http import HTTPStatus

import orjson
from starlette.responses import Response

from mapper.errors import DatabaseAwayError, MapperError, TooManyRequestsError, log_unforeseen
from mapper.i18n import Translator
from mapper.i18n.errors import explain, explain_unexpected

LOGGER = logging.getLogger(__name__)

_MOST_ECHOED = 80
_RETRY_AFTER_S = 5


class UnknownPathError(MapperError):
    """Nothing is served under this address."""

    code = "not_found"
    http_status = HTTPStatus.NOT_FOUND

    def __init__(self, path: str) -> None:
        super().__init__("Nothing is served under this address.", got=path)


class MethodError(MapperError):
    """The address exists, but not for this method."""

    code = "method_not_allowed"
    http_status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, method: str, allowed: Iterable[str]) -> None:
        self.allowed = ", ".join(allowed)
        super().__init__(
            f"{method} is not possible here, {self.allowed} is.", got=method, expected=self.allowed
        )


class TooLargeError(MapperError):
    """The body of a request is bigger than what any honest one needs."""

    code = "too_large"
    http_status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The body may have at most {most} bytes.", expected=f"at most {most} bytes"
        )


class TooSlowError(MapperError):
    """The body of a request trickles in."""

    code = "too_slow"
    http_status = HTTPStatus.REQUEST_TIMEOUT

    def __init__(self, within_s: float) -> None:
        super().__init__(
            f"The body was not there within {within_s:.0f} seconds.",
            expected=f"within {within_s:.0f} seconds",
        )


class ForeignOriginError(MapperError):
    """Another site's page sent this request."""

    code = "foreign_origin"
    http_status = HTTPStatus.FORBIDDEN

    def __init__(self, origin: str) -> None:
        super().__init__(
            "Requests of other sites' pages are refused; behind a proxy, set MAPPER_BASE_URL.",
            got=origin or None,
            expected="this server's own origin",
        )


class InvalidJsonError(MapperError):
    """The body is not the JSON object that was asked for."""

    code = "invalid_json"

    def __init__(self) -> None:
        super().__init__("The body is not a JSON object.", expected="a JSON object in UTF-8")


class BusyError(MapperError):
    """As many large files are being made as one server makes at once."""

    code = "busy"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, wait_s: int) -> None:
        super().__init__("Other files are being made just now. Please try again in a moment.")
        self.wait_s = wait_s


def refuse(error: MapperError, translator: Translator) -> Response:
    """The answer to a request that was refused, in the reader's language."""
    content: dict[str, object] = {"error": error.code, "message": explain(error, translator)}
    for name in ("parameter", "got"):
        value = error.fields.get(name)
        if value is not None:
            content[name] = _echo(value)
    if error.fields.get("expected") is not None:
        content["expected"] = str(error.fields["expected"])
    headers = {}
    if isinstance(error, MethodError):
        headers["Allow"] = error.allowed
    if isinstance(error, DatabaseAwayError):
        headers["Retry-After"] = str(_RETRY_AFTER_S)
    if isinstance(error, TooManyRequestsError | BusyError):
        headers["Retry-After"] = str(error.wait_s)
    return error_answer(error.http_status, content, translator, headers)


def refuse_unforeseen(error: Exception, where: str, translator: Translator) -> Response:
    """The answer to what nobody foresaw: a number, under which the log holds the place."""
    number = log_unforeseen(LOGGER, error, where)
    content: dict[str, object] = {
        "error": "unexpected",
        "message": explain_unexpected(number, translator),
        "got": number,
    }
    return error_answer(HTTPStatus.INTERNAL_SERVER_ERROR, content, translator)


def error_answer(
    status: int,
    content: Mapping[str, object],
    translator: Translator,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response in the error shape."""
    always = {
        "Cache-Control": "no-store",
        "Content-Language": translator.lang,
        "Vary": "Accept-Language",
    }
    return Response(
        orjson.dumps(content), status, {**always, **(headers or {})}, "application/json"
    )


def _echo(value: object) -> object:
    """A value as JSON can say it, cut to what helps to find it again."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _MOST_ECHOED else text[: _MOST_ECHOED - 1] + "…"
