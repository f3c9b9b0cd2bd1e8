"""How long a planner waits from a changed filter to the redrawn map, in a real browser."""

from time import perf_counter
from typing import TYPE_CHECKING

from mapper.cli.benchmarks.browser import fresh_browser
from mapper.cli.benchmarks.server import HOST
from mapper.i18n import get_translator

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page

REPETITIONS = 12
"""Of each kind; the slider has a step for each of 24 months."""
_SCREEN = {"width": 1280, "height": 800}
_WORDS = ("Radweg", "Brunnen", "Solardach", "Bank", "Spielplatz", "Laternen", "Markt")
_LANG = "de"
_WAIT_MS = 60_000
_REMEMBER = "() => { window.benchBefore = window.feature_group.at(-1); }"
# The map's new layer, and the first picture with it.
_REDRAWN = """() => new Promise((done) => {
  const look = () =>
    requestAnimationFrame(window.feature_group.at(-1) === window.benchBefore ? look : () => done());
  look();
})"""
_READY = """() => new Promise((done) => {
  const look = () => requestAnimationFrame(window.feature_group?.length ? () => done() : look);
  look();
})"""


def measure_redraw(port: int) -> tuple[list[float], list[float]]:
    """Seconds from a key to the picture: for other words, and for a period a month shorter."""
    words = get_translator(_LANG)
    with fresh_browser() as browser:
        page: Page = browser.new_context(viewport=_SCREEN, locale=_LANG).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(_WAIT_MS)
        page.goto(f"http://{HOST}:{port}/planung")
        frame = _map_frame(page)
        search = page.get_by_label(words.gettext("Search the text"), exact=True)
        months = page.get_by_role("slider", name=words.gettext("Period by month")).first

        def wait_after(field: "Locator", key: str) -> float:
            frame.evaluate(_REMEMBER)
            begin = perf_counter()
            field.press(key)
            frame.evaluate(_REDRAWN)
            return perf_counter() - begin

        by_words = []
        for number in range(REPETITIONS + 1):
            search.fill(_WORDS[number % len(_WORDS)])
            by_words.append(wait_after(search, "Enter"))
        search.fill("")
        wait_after(search, "Enter")
        by_months = [wait_after(months, "ArrowRight") for _ in range(REPETITIONS + 1)]
    # The first one also warms caches that every visit fills.
    return by_words[1:], by_months[1:]


def _map_frame(page: "Page") -> "Frame":
    page.locator(".st-key-planning_map iframe").wait_for()
    frame = next(one for one in page.frames if "/component/" in one.url)
    frame.evaluate(_READY)
    return frame
