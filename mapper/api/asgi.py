"""The ASGI application: Streamlit's pages with our routes beside them and our rules around."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from streamlit.web.bootstrap import load_config_options

from mapper.api.assets import Assets
from mapper.api.failures import Failures
from mapper.api.front import Front
from mapper.api.lifespan import running
from mapper.api.pages import Pages
from mapper.api.policy import Policy
from mapper.api.routes import make_routes
from mapper.api.shell import Shell, make_shell, streamlit_assets
from mapper.api.state import State
from mapper.settings import Settings

ENTRY = Path(__file__).resolve().parent.parent / "ui" / "app.py"
_COMPRESS_FROM_BYTES = 500
_COMPRESS_LEVEL = 5


def make_app(state: State) -> st.App:
    """The application for one town and one store."""
    shells = make_shells(state)
    files = Assets(streamlit_assets() / "static", state.kept, state.cache_folder)
    pages = Pages(state, shells, files)
    hashes = {one for shell in shells.values() for one in shell.script_hashes}

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        async with running(state):
            yield

    app = st.App(
        ENTRY,
        routes=make_routes(state),
        middleware=[
            Middleware(
                Policy,
                script_hashes=sorted(hashes),
                strict_transport=state.settings.behind_tls,
                frame_ancestors=state.settings.frame_ancestors,
            ),
            Middleware(Failures, state=state),
            Middleware(
                GZipMiddleware, minimum_size=_COMPRESS_FROM_BYTES, compresslevel=_COMPRESS_LEVEL
            ),
            Middleware(
                Front,
                pages=pages,
                base_url=state.settings.base_url,
                session_cookie=state.settings.session_cookie,
            ),
        ],
        lifespan=lifespan,
        on_script_error=show_script_error,
    )
    load_config_options(streamlit_options(state.settings))
    return app


def streamlit_options(settings: Settings) -> dict[str, object]:
    """Streamlit's settings that differ between installations; the others are in config.toml.

    With the server's own name set, Streamlit asks no outside service for this machine's address
    when an origin looks foreign. Its messages below warnings name the address of every visitor.
    """
    return {
        "server.port": settings.port,
        "server.address": settings.address,
        "browser.serverAddress": urlsplit(settings.public_url).hostname or "localhost",
        "browser.gatherUsageStats": False,
        "logger.level": "warning",
    }


def make_shells(state: State) -> dict[str, Shell]:
    """The page around every page in each of the town's languages."""
    source = (streamlit_assets() / "index.html").read_text(encoding="utf-8")
    return {
        lang: make_shell(source, state.profile, state.translator(None, lang))
        for lang in state.profile.languages
    }


def show_script_error(error: Exception) -> bool | None:
    """Let the pages say what went wrong.

    They are named and not imported: this package serves them as scripts and must start even when
    one of them cannot be read.
    """
    shown: bool | None = importlib.import_module("mapper.ui.errors").show_script_error(error)
    return shown
