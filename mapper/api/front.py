"""The gate: routes of ours and the few of Streamlit's that pages need pass; the rest ends here."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.path_security import is_unsafe_path_pattern

from mapper.api.checks import is_own_origin, is_own_sender
from mapper.api.pages import Pages
from mapper.api.routes import PREFIXES
from mapper.api.routes.forms import FORM_PATHS

_OWN = (*(f"/{prefix}/" for prefix in PREFIXES),)
_OWN_EXACTLY = (
    *(f"/{prefix}" for prefix in PREFIXES),
    *("/healthz", "/robots.txt", "/favicon.ico", "/favicon.svg"),
    *FORM_PATHS,
)
_STREAMLIT = ("/_stcore/bidi-components/", "/media/", "/component/")
_STREAMLIT_EXACTLY = ("/_stcore/health", "/_stcore/host-config")
_WEBSOCKET = "/_stcore/stream"


class Front:
    """A list of what is let in, so that what Streamlit adds one day stays closed.

    Closed are its figures (`/_stcore/metrics`), its interface for programs (`/_stcore/agent/`),
    uploads, and its sign-in.
    """

    def __init__(
        self, app: ASGIApp, *, pages: Pages, base_url: str | None, session_cookie: str
    ) -> None:
        self._app = app
        self._pages = pages
        self._base_url = base_url
        self._session_cookie = session_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] != "http" or is_ours(scope["path"]):
            await self._app(scope, receive, send)
        elif _is_streamlits(scope["path"]):
            await self._app(self._without_foreign_origin(scope), receive, send)
        else:
            response = await self._pages.answer(Request(scope, receive))
            await response(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        known = scope["path"] == _WEBSOCKET
        if known and is_own_sender(connection, self._base_url, self._session_cookie):
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})

    def _without_foreign_origin(self, scope: Scope) -> Scope:
        """For an origin it does not know Streamlit would ask the network who we are."""
        if is_own_origin(HTTPConnection(scope), self._base_url):
            return scope
        headers = MutableHeaders(raw=list(scope["headers"]))
        del headers["origin"]
        return {**scope, "headers": headers.raw}


def is_ours(path: str) -> bool:
    """True for the addresses of our own routes.

    Crooked ones are not let in: Streamlit refuses them in a shape of its own.
    """
    return (path.startswith(_OWN) and not _is_crooked(path)) or path in _OWN_EXACTLY


def _is_streamlits(path: str) -> bool:
    named = path.startswith(_STREAMLIT) or path in _STREAMLIT_EXACTLY
    return named and not _is_crooked(path)


def _is_crooked(path: str) -> bool:
    return is_unsafe_path_pattern(path.lstrip("/"))
