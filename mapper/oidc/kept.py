"""What was fetched from the provider, kept for an hour."""

import threading
import time
from collections.abc import Callable
from typing import Any

from mapper.errors import ProviderAwayError

_KEPT_S = 3600.0
_NOT_SOONER_S = 10.0


class Kept:
    """Fetched when first needed and once an hour; on demand, but not at every stranger's.

    A failure is kept for ten seconds, so that those who wait fail together.
    """

    def __init__(self, fetch: Callable[[], Any]) -> None:
        self._fetch = fetch
        self._value: Any = None
        self._failure: ProviderAwayError | None = None
        self._fetched = float("-inf")
        self._lock = threading.Lock()

    def get(self, *, anew: bool = False) -> Any:
        """What was fetched last, or what is fetched now; ProviderAwayError where that fails."""
        with self._lock:
            age = time.monotonic() - self._fetched
            if age > (_NOT_SOONER_S if anew or self._failure else _KEPT_S):
                self._renew()
            if self._failure is not None:
                raise self._failure.with_traceback(None)
            return self._value

    def _renew(self) -> None:
        try:
            self._value, self._failure = self._fetch(), None
        except ProviderAwayError as away:
            self._failure = away
        self._fetched = time.monotonic()
