"""Pictures of other servers kept on the disk, up to a size, for as long as they are fresh."""

import hashlib
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

FRESH_S = 7 * 24 * 3600.0
NOTHING_FRESH_S = 3600.0
"""How long it holds that there is nothing somewhere."""
_MB = 1_000_000
_LEAST_BYTES = 4_096
"""What even an empty file takes; without it nothing would end a folder of them."""
_LOOK_EVERY_MB = 10
_LEFT_AFTERWARDS = 0.8


@dataclass(slots=True)
class KeptPictures:
    """Pictures by their address; an empty one says that there is nothing.

    Several processes may share the folder: files are written beside and renamed, and one that
    another process removed meanwhile is simply not there.
    """

    folder: Path
    most_mb: int
    _written: int = field(default=_LOOK_EVERY_MB * _MB)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, address: str, *, stale: bool = False) -> bytes | None:
        """The picture, when it is fresh; a `stale` one too where that is better than none."""
        path = self._path(address)
        try:
            body, age = path.read_bytes(), time.time() - path.stat().st_mtime
        except OSError:
            return None
        return body if stale or age < (FRESH_S if body else NOTHING_FRESH_S) else None

    def keep(self, address: str, body: bytes) -> None:
        """Keep a picture; a disk that is full keeps none, and that is no reason to fail."""
        if not self.most_mb:
            return
        path = self._path(address)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(body)
            Path(file.name).replace(path)
        with self._lock:
            self._written += max(len(body), _LEAST_BYTES)
            due = self._written > _LOOK_EVERY_MB * _MB
            self._written = 0 if due else self._written
        if due:
            self.make_room()

    def make_room(self) -> None:
        """Remove the oldest as soon as all together are too large."""
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, max(state.st_size, _LEAST_BYTES), path))
        size, most = sum(bytes_ for _, bytes_, _ in found), self.most_mb * _MB
        if size <= most:
            return
        for _, bytes_, path in sorted(found):
            with suppress(OSError):
                path.unlink()
            size -= bytes_
            if size <= most * _LEFT_AFTERWARDS:
                return

    def _path(self, address: str) -> Path:
        name = hashlib.blake2b(address.encode(), digest_size=20).hexdigest()
        return self.folder / name[:2] / name[2:]
