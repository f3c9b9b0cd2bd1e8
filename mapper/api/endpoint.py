"""One address of ours: method by method, and every failure in the error shape."""

import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mapper.api.checks import address_of, check_origin, check_query, read_body
from mapper.api.limits import Limit
from mapper.api.refusals import MethodError, refuse, refuse_unforeseen
from mapper.api.state import State
from mapper.db.errors import DiskFullError, is_disk_full
from mapper.domain.filters import PARAMETERS, Filters, parse_filters
from mapper.errors import MapperError
from mapper.i18n import Translator
from mapper.services.access import SignedIn

LOGGER = logging.getLogger(__name__)
_HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a handler sees it."""

    request: Request
    state: State
    translator: Translator
    body: bytes = b""

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters, each of which is known and given once."""
        return self.request.query_params

    @property
    def who(self) -> SignedIn | None:
        """Who asks, by the cookie; whether she may is for the service to decide."""
        token = self.request.cookies.get(self.state.settings.session_cookie)
        return SignedIn(token) if token else None

    @property
    def base(self) -> str:
        """The address of the server without a slash at its end, for links in answers.

        Where the operator has set no address it is the one that was asked, as a reader in the
        same building reaches it by another name.
        """
        settings, request = self.state.settings, self.request
        if settings.base_url is None and _HOST.fullmatch(request.headers.get("host", "")):
            return f"{request.url.scheme}://{request.headers['host']}"
        return settings.public_url

    def filters(self) -> Filters:
        """The filters asked for; InvalidFieldError names what cannot be used."""
        return parse_filters(self.query)

    def unchanged(self, tag: str, cache_control: str) -> Response | None:
        """304 when the reader's copy carries this tag, else None."""
        return not_modified(self.request, tag, cache_control)


Handler = Callable[[Call], Response]


class Endpoint:
    """An ASGI application that answers for one path.

    Parameters
    ----------
    get, post
        Run in a worker thread, so they may wait for the database. `get` serves HEAD as well.
    parameters
        What may stand in the query; anything else is refused, for a filter with a slip in its
        name would silently ask for everything.
    limit
        How often one address may post here; every route that can be posted to says so.
    """

    def __init__(
        self,
        state: State,
        *,
        get: Handler | None = None,
        post: Handler | None = None,
        parameters: tuple[str, ...] = (),
        limit: Limit | None = None,
    ) -> None:
        self._state = state
        self.limit = limit
        self.parameters = parameters
        self._handlers: dict[str, Handler] = {}
        if get:
            self._handlers |= {"GET": get, "HEAD": get}
        if post:
            self._handlers["POST"] = post

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        translator = self.translator(request)
        try:
            response = await self._answer(request, translator)
        except MapperError as error:
            response = self.refuse(error, request, translator)
        except ClientDisconnect:
            return
        except Exception as error:
            where = f"{request.method} {scope.get('path', '')[:80]}"
            if is_disk_full(error):
                LOGGER.error("No room is left on the disk: %s.", where)
                response = self.refuse(DiskFullError("the server's disk"), request, translator)
            else:
                response = refuse_unforeseen(error, where, translator)
        await response(scope, receive, send)

    def translator(self, request: Request) -> Translator:
        """The language of whoever asks."""
        return self._state.translator(request.headers.get("accept-language"))

    def refuse(self, error: MapperError, request: Request, translator: Translator) -> Response:
        """The answer to what was refused for a reason."""
        del request
        return refuse(error, translator)

    async def _answer(self, request: Request, translator: Translator) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": self._allowed})
        handler = self._handlers.get(request.method)
        if handler is None:
            raise MethodError(request.method, self._allowed.split(", "))
        check_query(request.query_params.multi_items(), self.parameters)
        body = b""
        if request.method == "POST":
            settings = self._state.settings
            check_origin(request, settings.base_url, settings.session_cookie)
            await run_in_threadpool(self._check_limit, request)
            body = await read_body(request, settings.request_timeout_s)
        call = Call(request, self._state, translator, body)
        return with_etag(request, await run_in_threadpool(handler, call))

    def _check_limit(self, request: Request) -> None:
        if self.limit:
            self.limit.check(self._state, address_of(request))

    @property
    def methods(self) -> frozenset[str]:
        """What is answered here."""
        return frozenset(self._handlers)

    @property
    def _allowed(self) -> str:
        return ", ".join([*self._handlers, "OPTIONS"])


FILTERS = PARAMETERS


def with_etag(request: Request, response: Response) -> Response:
    """The response with a tag of its content, or 304 when the reader has that already.

    The tag is weak: compression further out changes the bytes, not what they say.
    """
    if request.method == "POST" or response.status_code != 200 or not hasattr(response, "body"):  # noqa: PLR2004
        return response
    tag = response.headers.get("etag")
    if tag is None:
        tag = f'W/"{hashlib.blake2b(response.body, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = tag
    return not_modified(request, tag, response.headers.get("cache-control")) or response


def not_modified(request: Request, tag: str, cache_control: str | None) -> Response | None:
    """304 when the reader's copy carries this tag, else None."""
    known = request.headers.get("if-none-match", "")
    if tag.removeprefix("W/") not in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return None
    return Response(
        status_code=304, headers={"ETag": tag, "Cache-Control": cache_control or "no-cache"}
    )
