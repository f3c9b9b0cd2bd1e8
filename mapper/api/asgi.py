"""The ASGI application: Streamlit's pages with our routes beside them and our rules around."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from mapper.api.lifespan import running
from mapper.api.routes import make_routes
from mapper.api.state import State

ENTRY = Path(__file__).resolve().parent.parent / "ui" / "app.py"
_COMPRESS_FROM_BYTES = 500


def make_app(state: State) -> st.App:
    """The application for one town and one store."""

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        async with running(state):
            yield

    return st.App(
        ENTRY,
        routes=make_routes(state),
        middleware=[
            Middleware(GZipMiddleware, minimum_size=_COMPRESS_FROM_BYTES, compresslevel=5),
        ],
        lifespan=lifespan,
    )
