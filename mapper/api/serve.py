"""Start the web server: `python -m mapper.api.serve`, a child of `mapper run`."""

import hmac
import os
import sys

import uvicorn

from mapper.api.protocol import MOST_HEAD_BYTES, impatient
from mapper.db.cluster import ensure_running
from mapper.errors import MapperError
from mapper.logs import adopt, set_up_logs
from mapper.settings import Settings, load_settings, secret_key

_WEBSOCKET_PING_S = 30
_KEEP_ALIVE_S = 65
_STOP_WITHIN_S = 3
_MOST_MESSAGE_BYTES = 512 * 1024
"""Of one message a page sends: the state of its widgets, a few kB."""


def main() -> int:
    """Serve until told to stop; 1 with one line on stderr when that is not possible."""
    set_up_logs("text")
    try:
        settings = load_settings()
        set_up_logs(settings.log_format)
        url = settings.database_url or ensure_running(settings.home)
        os.environ["DATABASE_URL"] = url
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = cookie_secret(settings)
        # Only now: Streamlit takes this secret from the environment when it is first imported.
        from mapper.api.asgi import make_app  # noqa: PLC0415
        from mapper.api.state import make_state  # noqa: PLC0415

        adopt_streamlits_logs()
        app = make_app(make_state(settings, url))
    except MapperError as refused:
        sys.stderr.write(f"{refused.message}\n")
        return 1
    uvicorn.Server(_config(settings, app)).run()
    return 0


def cookie_secret(settings: Settings) -> str:
    """What Streamlit signs cookies with: the same for all processes of an installation."""
    return hmac.digest(secret_key(settings).encode(), b"streamlit-cookie", "sha256").hex()


def adopt_streamlits_logs() -> None:
    """Its loggers get a handler each when they are made, also later on; ours takes their place."""
    from streamlit import logger  # noqa: PLC0415

    logger.setup_formatter = adopt
    logger.update_formatter()


def _config(settings: Settings, app: object) -> uvicorn.Config:
    """Warnings only: uvicorn's other messages name the address of every visitor.

    A visitor's address is believed from the proxies in the settings and from nobody else.
    """
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.address,
        port=settings.port,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        http=impatient(settings.request_timeout_s),
        h11_max_incomplete_event_size=MOST_HEAD_BYTES,
        ws="websockets-sansio",
        ws_max_size=_MOST_MESSAGE_BYTES,
        ws_ping_interval=_WEBSOCKET_PING_S,
        ws_ping_timeout=_WEBSOCKET_PING_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_STOP_WITHIN_S,
    )


if __name__ == "__main__":
    sys.exit(main())
