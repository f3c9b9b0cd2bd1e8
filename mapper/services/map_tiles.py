"""Tiles of other servers' maps, through this one: kept, checked, and asked for once at a time."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mapper.domain.map_services import ShownService
from mapper.errors import ImportRefusedError, PictureAwayError
from mapper.geo.tiles import tile_bbox
from mapper.imports.kept_pictures import KeptPictures
from mapper.imports.map_pictures import get_picture, media_type_of, picture_address
from mapper.services.map_services import MapSources
from mapper.services.tiles import Tile

LOGGER = logging.getLogger(__name__)

AT_ONCE = 6
"""Other servers asked at the same time; each holds a thread of ours."""
IN_LINE = 24
"""Those and the ones that wait for their turn."""
REST_S = 20.0
"""For so long a server that failed is left alone."""
_OUT_OF_ORDER = ("service_away", "service_slow", "service_broken")
_ONCE_MORE = ("service_away", "service_broken")
ONCE_MORE_AFTER_S = 0.3
_AROUND = 1.0
"""How far beyond the town's extent pictures are fetched, in widths of the extent."""


@dataclass(slots=True)
class PictureDesk:
    """What all requests of this process for other servers' pictures share.

    `in_line` counts those that another server is asked for, or that wait for it.
    """

    sources: MapSources
    kept: KeptPictures

    in_line: int = 0
    _asking: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(AT_ONCE)
    )
    _addresses: dict[str, threading.Lock] = field(default_factory=dict)
    _failed: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def over(cls, sources: MapSources) -> "PictureDesk":
        """With its pictures where the sources say."""
        return cls(sources, KeptPictures(sources.folder, sources.cache_mb))

    def find(
        self, service: ShownService, tile: Tile, *, before_asking: Callable[[], object]
    ) -> bytes | None:
        """The picture of a tile, None where there is nothing to be seen.

        Parameters
        ----------
        before_asking
            Is called before the other server is asked, and may refuse by raising.

        Raises
        ------
        PictureAwayError
        """
        address = picture_address(service.kind, service.request, tile.z, tile.x, tile.y)
        if address is None or not _is_near(tile, self.sources):
            return None
        body = self.kept.find(address)
        if body is None:
            before_asking()
            body = self._fetch(service, address)
        return body or None

    def _fetch(self, service: ShownService, address: str) -> bytes:
        with self._in_line(service.slug), self._alone(address), self._asking:
            # Whoever was before us in the line may have fetched it.
            found = self.kept.find(address)
            if found is not None:
                return found
            try:
                self._check_rest(service.slug)
                body = self._ask(service.kind, address)
            except ImportRefusedError as refused:
                return self._old_one(service.slug, address, refused)
            self.kept.keep(address, body)
            return body

    def _ask(self, kind: str, address: str) -> bytes:
        """Asked once more where a connection breaks: a picture that is missing stays missing."""
        try:
            return get_picture(address, kind, self.sources.allowed) or b""
        except ImportRefusedError as refused:
            if refused.reason not in _ONCE_MORE:
                raise
        time.sleep(ONCE_MORE_AFTER_S)
        return get_picture(address, kind, self.sources.allowed) or b""

    def _old_one(self, slug: str, address: str, refused: ImportRefusedError) -> bytes:
        """An old picture is better than none."""
        LOGGER.info("No picture of %s: %s", slug, refused.message)
        if refused.reason in _OUT_OF_ORDER:
            self._failed.setdefault(slug, time.monotonic())
        stale = self.kept.find(address, stale=True)
        if stale is None:
            raise PictureAwayError from None
        return stale

    def _check_rest(self, slug: str) -> None:
        failed = self._failed.get(slug)
        if failed is None:
            return
        if time.monotonic() - failed < REST_S:
            raise ImportRefusedError("service_away", host=slug)
        self._failed.pop(slug, None)

    @contextmanager
    def _in_line(self, slug: str) -> Iterator[None]:
        with self._lock:
            if self.in_line >= IN_LINE:
                LOGGER.info("No picture of %s: too many are asked for.", slug)
                raise PictureAwayError
            self.in_line += 1
        try:
            yield
        finally:
            with self._lock:
                self.in_line -= 1

    @contextmanager
    def _alone(self, address: str) -> Iterator[None]:
        """One request for an address at a time; the lock goes with the last who waits for it."""
        with self._lock:
            lock = self._addresses.setdefault(address, threading.Lock())
        try:
            with lock:
                yield
        finally:
            with self._lock:
                if not lock.locked():
                    self._addresses.pop(address, None)


def media_type(body: bytes) -> str:
    """The media type of a kept picture."""
    return media_type_of(body) or "application/octet-stream"


def _is_near(tile: Tile, sources: MapSources) -> bool:
    """Whether a tile shows something of the town or around it."""
    west, south, east, north = sources.extent
    wide, high = (east - west) * _AROUND, (north - south) * _AROUND
    left, bottom, right, top = tile_bbox(tile.z, tile.x, tile.y)
    return (
        left <= east + wide
        and right >= west - wide
        and bottom <= north + high
        and top >= south - high
    )
