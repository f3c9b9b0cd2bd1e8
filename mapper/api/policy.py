"""What a browser may do with what we send: security headers on every answer."""

import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapper.api.not_found import STYLE_HASH
from mapper.api.pages import EMBEDDABLE, is_page

_HOST = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?", re.ASCII)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), "
    "display-capture=(), midi=(), serial=(), hid=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# Streamlit's folium component writes scripts into its own frame and evaluates them.
_LOOSE_PATH = "/component/"
# Data, which no browser has any reason to run.
_DATA_PATHS = ("/api/", "/tiles/", "/ogc/", "/healthz", "/robots.txt")
_DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Policy:
    """Adds the headers; the outermost layer, so that nothing leaves without them.

    Parameters
    ----------
    frame_ancestors
        Origins whose pages may show the public pages in a frame, besides our own.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        script_hashes: Iterable[str],
        strict_transport: bool,
        frame_ancestors: str = "",
    ) -> None:
        self._app = app
        self._scripts = " ".join(["'self'", *script_hashes])
        self._strict_transport = strict_transport
        self._ancestors = f"'self' {frame_ancestors}".strip()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = self._headers(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in given.items():
                    headers.setdefault(name, value)
                _merge_vary(headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _headers(self, scope: Scope) -> dict[str, str]:
        ancestors = self._ancestors if _may_be_framed(scope["path"]) else "'none'"
        headers = {**_ALWAYS, "Content-Security-Policy": self._content_policy(scope, ancestors)}
        # The older header knows no list of origins, and would forbid what the policy allows.
        if ancestors in ("'none'", "'self'"):
            headers["X-Frame-Options"] = "DENY" if ancestors == "'none'" else "SAMEORIGIN"
        if self._strict_transport:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return headers

    def _content_policy(self, scope: Scope, ancestors: str) -> str:
        if f"{scope['path']}/".startswith(_DATA_PATHS):
            return _DATA_POLICY
        loose = scope["path"].startswith(_LOOSE_PATH)
        scripts = "'self' 'unsafe-inline' 'unsafe-eval'" if loose else self._scripts
        # Streamlit writes its styles into its pages while they run, without a nonce.
        styles = "'unsafe-inline'" if loose or is_page(scope["path"]) else STYLE_HASH
        return "; ".join(
            [
                "default-src 'self'",
                f"script-src {scripts}",
                f"style-src 'self' {styles}",
                "img-src 'self' data:",
                f"connect-src 'self'{_websockets(scope)}",
                "font-src 'self' data:",
                "frame-src 'self'",
                "worker-src 'self'",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                f"frame-ancestors {ancestors}",
            ]
        )


def _may_be_framed(path: str) -> bool:
    return path in EMBEDDABLE or path.startswith(_LOOSE_PATH)


def _websockets(scope: Scope) -> str:
    """Sources for the page's websocket: older Safari does not count it to 'self'."""
    host = HTTPConnection(scope).headers.get("host", "")
    return f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""


def _merge_vary(headers: MutableHeaders) -> None:
    """One Vary header that names each field once."""
    given = headers.getlist("vary")
    if given:
        names = dict.fromkeys(name.strip() for value in given for name in value.split(","))
        headers["Vary"] = ", ".join(names)
