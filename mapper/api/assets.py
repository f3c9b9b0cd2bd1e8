"""Files of a folder, compressed once and not at every request."""

import gzip
import hashlib
import mimetypes
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from mapper.api.endpoint import not_modified
from mapper.api.kept import Kept

_COMPRESS_FROM_BYTES = 500
_LEVEL = 9
_TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml")
# What the system's table may lack or call otherwise.
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".map": "application/json",
}


class Assets:
    """Serves what lies below a folder, and nothing else.

    Compressed copies stay in memory and below `store`, so that a restart does not pay for them
    again; where `store` cannot be written, memory alone serves.
    """

    def __init__(self, folder: Path, kept: Kept, store: Path) -> None:
        self._folder = folder.resolve()
        self._kept = kept
        self._store = store

    def find(self, path: str) -> Path | None:
        """The file under a path, or None; a path that leaves the folder has none."""
        if "\0" in path:
            return None
        file = (self._folder / path).resolve()
        return file if file.is_relative_to(self._folder) and file.is_file() else None

    def serve(self, request: Request, file: Path, cache_control: str) -> Response:
        """The file, compressed for readers who take that, or 304."""
        facts = file.stat()
        version = f"{file}:{facts.st_size}:{facts.st_mtime_ns}"
        digest = hashlib.blake2b(version.encode(), digest_size=12).hexdigest()
        tag = f'W/"{digest}"'
        unchanged = not_modified(request, tag, cache_control)
        if unchanged:
            return unchanged
        media_type = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        headers = {"Cache-Control": cache_control, "ETag": tag, "Vary": "Accept-Encoding"}
        compressible = bool(media_type) and str(media_type).startswith(_TEXT)
        if compressible and facts.st_size >= _COMPRESS_FROM_BYTES and _takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
            content = self._compressed(file, digest)
        else:
            content = file.read_bytes()
        return Response(content, 200, headers, media_type or "application/octet-stream")

    def _compressed(self, file: Path, digest: str) -> bytes:
        kept = self._kept.get(digest)
        if kept is None:
            copy = self._store / f"{digest}.gz"
            try:
                kept = copy.read_bytes()
            except OSError:
                kept = gzip.compress(file.read_bytes(), _LEVEL, mtime=0)
                _write_whole(copy, kept)
            self._kept.put(digest, kept)
        return kept


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _write_whole(path: Path, content: bytes) -> None:
    """Write so that nobody ever reads a part of it; silently not at all without the right."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
