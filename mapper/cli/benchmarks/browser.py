"""A real browser to measure in; Playwright is there in development set-ups only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import MapperError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ProxySettings

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
_ARGUMENTS = (
    *("--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-default-apps", "--disable-sync", "--no-first-run"),
)
_WAIT_MS = 30_000


class BrowserMissingError(MapperError):
    """There is nothing to drive a browser with, or no browser."""

    code = "bench_browser"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is missing, which measures in the browser: run 'make setup-dev'.")


def check_browser() -> None:
    """Refuse before anything is prepared.

    Raises
    ------
    BrowserMissingError
    """
    try:
        import playwright.sync_api  # noqa: F401, PLC0415 - not part of every installation
    except ModuleNotFoundError:
        raise BrowserMissingError("Playwright") from None
    if not CHROMIUM.exists():
        raise BrowserMissingError(f"Chromium ({CHROMIUM})")


@contextmanager
def fresh_browser(proxy: "ProxySettings | None" = None) -> Iterator["Browser"]:
    """A browser process that has seen nothing yet.

    Its sandbox stays on except for root, who cannot have one.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*_ARGUMENTS, *as_root], proxy=proxy
        )
        try:
            yield browser
        finally:
            browser.close()


def wait_for_mark(page: "Page", name: str) -> float:
    """Milliseconds from the start of the navigation to the last such mark of the page."""
    page.wait_for_function(
        "name => performance.getEntriesByName(name).length", arg=name, timeout=_WAIT_MS
    )
    return float(page.evaluate("name => performance.getEntriesByName(name).at(-1).startTime", name))
