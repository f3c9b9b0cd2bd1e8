"""Answers of routes: JSON and its relatives, each with its rule for caches."""

from collections.abc import Iterator, Mapping
from itertools import chain

import orjson
from starlette.responses import Response, StreamingResponse

REVALIDATE = "public, no-cache"
"""Kept by caches, and asked about every time: a published idea shows at once."""

PRIVATE = "private, no-cache"
"""The same for the browser alone: not for everyone's eyes."""

DAY = "public, max-age=86400, stale-while-revalidate=604800"
NEVER = "no-store"

GEOJSON = "application/geo+json"

_MOST_AT_ONCE = 4 * 2**20


def json_answer(
    content: object, *, cache: str, status: int = 200, media_type: str = "application/json"
) -> Response:
    """JSON; bytes are taken to be JSON already."""
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return Response(body, status, {"Cache-Control": cache}, media_type)


def answer_pieces(pieces: Iterator[bytes], headers: Mapping[str, str], media_type: str) -> Response:
    """All at once while that is small, piece by piece otherwise.

    What can be refused is refused with the first pieces, before anything is sent.
    """
    head: list[bytes] = []
    size = 0
    for piece in pieces:
        head.append(piece)
        size += len(piece)
        if size > _MOST_AT_ONCE:
            return StreamingResponse(chain(head, pieces), 200, headers, media_type)
    return Response(b"".join(head), 200, headers, media_type)
