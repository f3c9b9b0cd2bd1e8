"""Start the web server: `python -m mapper.api.serve`, a child of `mapper run`."""

import hmac
import os
import sys
from urllib.parse import urlsplit

import uvicorn

from mapper.db.cluster import ensure_running
from mapper.errors import MapperError
from mapper.settings import Settings, load_settings, secret_key

_WEBSOCKET_PING_S = 30
_KEEP_ALIVE_S = 65
_STOP_WITHIN_S = 3


def main() -> int:
    """Serve until told to stop; 1 with one line on stderr when that is not possible."""
    try:
        settings = load_settings()
        url = settings.database_url or ensure_running(settings.home)
        os.environ.update(streamlit_environment(settings), DATABASE_URL=url)
        # Only now: Streamlit reads its settings when it is first imported.
        from mapper.api.asgi import make_app  # noqa: PLC0415
        from mapper.api.state import make_state  # noqa: PLC0415

        app = make_app(make_state(settings, url))
    except MapperError as refused:
        sys.stderr.write(f"{refused.message}\n")
        return 1
    uvicorn.Server(_config(settings, app)).run()
    return 0


def streamlit_environment(settings: Settings) -> dict[str, str]:
    """Streamlit's settings that differ between installations; the others are in config.toml.

    All processes of an installation share the cookie secret. With the server's own name set,
    Streamlit asks no outside service for this machine's address when an origin looks foreign.
    """
    key = secret_key(settings).encode()
    return {
        "STREAMLIT_SERVER_PORT": str(settings.port),
        "STREAMLIT_SERVER_ADDRESS": settings.address,
        "STREAMLIT_SERVER_COOKIE_SECRET": hmac.digest(key, b"streamlit-cookie", "sha256").hex(),
        "STREAMLIT_BROWSER_SERVER_ADDRESS": urlsplit(settings.public_url).hostname or "localhost",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }


def _config(settings: Settings, app: object) -> uvicorn.Config:
    """Warnings only: uvicorn's other messages name the address of every visitor."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.address,
        port=settings.port,
        access_log=False,
        log_level="warning",
        use_colors=False,
        server_header=False,
        ws="websockets-sansio",
        ws_ping_interval=_WEBSOCKET_PING_S,
        ws_ping_timeout=_WEBSOCKET_PING_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_STOP_WITHIN_S,
    )


if __name__ == "__main__":
    sys.exit(main())
