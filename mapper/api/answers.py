"""Answers of routes: JSON and its relatives, each with its rule for caches."""

import orjson
from starlette.responses import Response

REVALIDATE = "public, no-cache"
"""Kept by caches, and asked about every time: a published idea shows at once."""

PRIVATE = "private, no-cache"
"""The same for the browser alone: not for everyone's eyes."""

DAY = "public, max-age=86400, stale-while-revalidate=604800"
NEVER = "no-store"

GEOJSON = "application/geo+json"


def json_answer(
    content: object, *, cache: str, status: int = 200, media_type: str = "application/json"
) -> Response:
    """JSON; bytes are taken to be JSON already."""
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return Response(body, status, {"Cache-Control": cache}, media_type)
