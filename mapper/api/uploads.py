"""Uploads: bodies too big to be held in memory, kept on the disk while they come in."""

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from mapper.api.checks import check_origin, check_query, media_type
from mapper.api.endpoint import Call, Endpoint, Handler
from mapper.api.limits import Limit
from mapper.api.refusals import TooSlowError
from mapper.api.state import State
from mapper.errors import ImportRefusedError, InvalidFieldError
from mapper.i18n import Translator

MULTIPART = "multipart/form-data"
LONGEST_S = 2 * 60 * 60
"""For 200 MB through a slow line of a village."""
_MOST_FILES = 100
_MOST_FIELDS = 20
_MOST_FIELD_BYTES = 16 * 1024
_AROUND_FILES = 256 * 1024
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """Fields, and files with the names their sender gave them."""

    fields: Mapping[str, str]
    files: tuple[tuple[str, BinaryIO], ...]


Taker = Callable[[Call, Upload], Response]


class UploadEndpoint(Endpoint):
    """An address that takes files.

    Parameters
    ----------
    may
        Is asked before anything is read; it raises for whoever may not send files.
    take
        Gets what was sent, in a worker thread.
    """

    def __init__(
        self,
        state: State,
        *,
        get: Handler,
        may: Callable[[Call], object],
        take: Taker,
        limit: Limit,
    ) -> None:
        super().__init__(state, get=get, post=_never, limit=limit)
        self._may = may
        self._take = take

    async def _answer(self, request: Request, translator: Translator) -> Response:
        if request.method != "POST":
            return await super()._answer(request, translator)
        settings = self._state.settings
        check_query(request.query_params.multi_items(), ())
        check_origin(request, settings.base_url, settings.session_cookie)
        await run_in_threadpool(self._check_limit, request)
        call = Call(request, self._state, translator)
        await run_in_threadpool(self._may, call)
        most_mb = self._state.room.limits.upload_mb
        async with receive(request, most_mb, settings.request_timeout_s) as upload:
            return await run_in_threadpool(self._take, call, upload)


def _never(call: Call) -> Response:
    """In the place of a handler for bodies that fit into memory."""
    raise AssertionError(call.request.url.path)


@asynccontextmanager
async def receive(request: Request, most_mb: int, patience_s: float) -> AsyncIterator[Upload]:
    """What is sent, for as long as the block lasts.

    Parameters
    ----------
    patience_s
        How long nothing may come in.

    Raises
    ------
    ImportRefusedError
        It is too large: before anything was read where its sender says so, else as soon as more
        has come in.
    InvalidFieldError, TooSlowError
    """
    _check_head(request, most_mb)
    parser = MultiPartParser(
        request.headers,
        _pieces(request, most_mb, patience_s),
        max_files=_MOST_FILES,
        max_fields=_MOST_FIELDS,
        max_part_size=_MOST_FIELD_BYTES,
    )
    try:
        async with asyncio.timeout(LONGEST_S):
            form = await parser.parse()
    except TimeoutError:
        raise TooSlowError(LONGEST_S) from None
    except MultiPartException:
        raise InvalidFieldError("body", MULTIPART) from None
    try:
        given = form.multi_items()
        files = [one for name, one in given if isinstance(one, UploadFile) and name == "files"]
        yield Upload(
            {name: value for name, value in given if isinstance(value, str)},
            tuple((one.filename or "", one.file) for one in files),
        )
    finally:
        await form.close()


def _check_head(request: Request, most_mb: int) -> None:
    kind = media_type(request)
    if kind != MULTIPART:
        raise InvalidFieldError("Content-Type", MULTIPART, kind)
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit():
        _check_size(int(announced[:20]), most_mb)


async def _pieces(request: Request, most_mb: int, patience_s: float) -> AsyncGenerator[bytes, None]:
    received, pieces = 0, request.stream()
    while True:
        try:
            async with asyncio.timeout(patience_s):
                piece = await anext(pieces)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise TooSlowError(patience_s) from None
        received += len(piece)
        _check_size(received, most_mb)
        yield piece


def _check_size(size: int, most_mb: int) -> None:
    if size > most_mb * _MB + _AROUND_FILES:
        raise ImportRefusedError("too_large", got=math.ceil(size / _MB), most=most_mb)
