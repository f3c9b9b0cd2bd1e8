"""Bytes kept in memory because they are costly to make and asked for often."""

import threading
from collections import OrderedDict


class Kept:
    """The most recently used bytes by key, up to a total size; safe to share by threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The bytes, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, content: bytes) -> None:
        """Keep bytes; the longest unused ones go. What alone is too big is not kept."""
        if len(content) > self._most:
            return
        with self._lock:
            self._size += len(content) - len(self._kept.pop(key, b""))
            self._kept[key] = content
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])
