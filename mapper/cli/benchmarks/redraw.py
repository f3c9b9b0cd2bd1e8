"""How long a planner waits from a changed filter to the redrawn map, in a real browser."""

from time import perf_counter
from typing import TYPE_CHECKING

from mapper.cli.benchmarks.browser import fresh_browser
from mapper.cli.benchmarks.server import HOST
from mapper.i18n import get_translator

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

REPETITIONS = 12
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


def measure_redraw(port: int) -> list[float]:
    """Seconds from the Enter key to the picture, with another word at each repetition."""
    words = get_translator(_LANG)
    with fresh_browser() as browser:
        page: Page = browser.new_context(viewport=_SCREEN, locale=_LANG).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(_WAIT_MS)
        page.goto(f"http://{HOST}:{port}/planung")
        frame = _map_frame(page)
        search = page.get_by_label(words.gettext("Search the text"), exact=True)
        durations = []
        for number in range(REPETITIONS + 1):
            frame.evaluate(_REMEMBER)
            search.fill(_WORDS[number % len(_WORDS)])
            begin = perf_counter()
            search.press("Enter")
            frame.evaluate(_REDRAWN)
            durations.append(perf_counter() - begin)
    # The first one also warms caches that every visit fills.
    return durations[1:]


def _map_frame(page: "Page") -> "Frame":
    page.locator(".st-key-planning_map iframe").wait_for()
    frame = next(one for one in page.frames if "/component/" in one.url)
    frame.evaluate(_READY)
    return frame
