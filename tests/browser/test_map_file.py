"""The map as one page, opened from the disk without network."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from mapper.report.html_file import write_html
from tests.browser.axe import find_in_looks
from tests.browser.fingers import wait_until
from tests.db.world import SOUTH, WEST, build_world
from tests.stills import add_ideas, view_on

HOSTILE = "Ä</text><img src=x onerror=alert(1)>"
PLACES = [*[(WEST + 300, SOUTH + 300)] * 3, (WEST + 2_900, SOUTH + 1_100)]


@pytest.fixture
def file(empty_sessions: Sessions, tmp_path: Path) -> Path:
    build_world(empty_sessions)
    add_ideas(empty_sessions, PLACES)
    with transaction(empty_sessions) as session:
        session.execute(
            text("update feature set name = :n where key = '00000001/a'"), {"n": HOSTILE}
        )
    path = tmp_path / "karte.html"
    write_html(path, view_on(empty_sessions, None, "public", "de", cell="500"))
    return path


@pytest.fixture
def said() -> list[str]:
    """What the browser asks for, and what it complains of."""
    return []


@pytest.fixture
def page(browser: Browser, file: Path, said: list[str]) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.on("request", lambda request: said.append(request.url.split(",")[0]))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    yield page
    context.close()


def test_the_page_stands_alone(page: Page, file: Path, said: list[str]) -> None:
    assert {one for one in said if not one.startswith("data:font/woff2")} == {file.as_uri()}
    assert page.evaluate("document.fonts.check('17px \"Atkinson Hyperlegible Next\"')")
    expect(page.get_by_role("heading", level=1)).to_have_text("Karte der Ideen")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("td").first).to_have_text("3")
    expect(page.locator(".wide .hexagon title").first).to_contain_text("Idee")
    assert page.locator("img").count() == 0
    assert find_in_looks(page) == {}

    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(page.locator(".narrow svg")).to_be_visible()
    expect(page.locator(".wide svg")).to_be_hidden()

    page.emulate_media(media="print")
    expect(page.locator(".zoom")).to_be_hidden()
    expect(page.locator(".wide svg")).to_be_visible()


def test_names_lie_on_no_other_and_in_the_picture(page: Page) -> None:
    boxes = page.locator(".wide .name, .wide .scale").evaluate_all(
        "all => all.map(one => one.getBBox()).map(b => [b.x, b.y, b.x + b.width, b.y + b.height])"
    )

    assert len(boxes) == 4
    for (left, top, right, bottom), other in combinations(boxes, 2):
        apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        assert apart
    assert all(min(box[:2]) >= 0 and box[2] <= 1120 and box[3] <= 840 for box in boxes)


def test_the_map_is_enlarged_by_buttons_and_keys(page: Page) -> None:
    picture, frame = page.locator(".wide svg"), page.locator(".map")

    def width() -> float:
        return float(picture.evaluate("one => one.getBoundingClientRect().width"))

    whole, height = width(), frame.evaluate("one => one.offsetHeight")
    assert height <= 0.85 * 800 + 2

    page.get_by_role("button", name="Vergrößern", exact=True).press("Enter")
    assert width() == pytest.approx(1.5 * whole, rel=0.01)
    frame.press("+")
    assert width() == pytest.approx(2.25 * whole, rel=0.01)
    assert frame.evaluate("one => one.offsetHeight") == height
    at = frame.evaluate("one => one.scrollLeft")
    assert at > 0
    frame.press("ArrowRight")
    wait_until(page, f"document.querySelector('.map').scrollLeft > {at}")
    frame.press("-")
    assert width() == pytest.approx(1.5 * whole, rel=0.01)
    frame.press("0")
    assert width() == pytest.approx(whole, rel=0.01)
