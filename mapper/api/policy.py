"""What a browser may do with what we send: security headers on every answer."""

import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?", re.ASCII)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
# Streamlit's folium component writes scripts into its own frame and evaluates them.
_LOOSE_PATH = "/component/"


class Policy:
    """Adds the headers; the outermost layer, so that nothing leaves without them."""

    def __init__(self, app: ASGIApp, *, script_hashes: Iterable[str], strict_transport: bool):
        self._app = app
        self._scripts = " ".join(["'self'", *script_hashes])
        self._strict_transport = strict_transport

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = self._content_policy(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", policy)
                if self._strict_transport:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                _merge_vary(headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _content_policy(self, scope: Scope) -> str:
        loose = scope["path"].startswith(_LOOSE_PATH)
        scripts = "'self' 'unsafe-inline' 'unsafe-eval'" if loose else self._scripts
        return "; ".join(
            [
                "default-src 'self'",
                f"script-src {scripts}",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                f"connect-src 'self'{_websockets(scope)}",
                "font-src 'self' data:",
                "frame-src 'self'",
                "worker-src 'self'",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'self'",
            ]
        )


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
