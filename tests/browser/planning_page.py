"""The planners' page as somebody opens it."""

from playwright.sync_api import Frame, Page, expect

from tests.browser.app import App
from tests.browser.fingers import lie_still


def open_planning(page: Page, app: App, query: str = "") -> Frame:
    """Open the page and wait for its map; the map's frame."""
    page.goto(f"{app.url}/planung{query}")
    return map_frame(page)


def map_frame(page: Page) -> Frame:
    frame = page.frame_locator(".st-key-planning_map iframe")
    expect(frame.locator(".area-name").first).to_be_attached()
    found = [one for one in page.frames if "/component/" in one.url]
    assert len(found) == 1
    found[0].wait_for_function("window.feature_group !== undefined")
    return found[0]


def open_group(page: Page, name: str) -> None:
    """Unfold a group of filters, and wait until it lies still."""
    groups = page.locator(".st-key-planning_filter_list summary")
    groups.filter(has=page.get_by_text(name, exact=True)).click()
    lie_still(page)
