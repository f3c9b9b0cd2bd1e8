"""Areas drawn on the planners' map, with the mouse and with keys; against a recount in SQL."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser.app import App, app_on_copy
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.fingers import settle
from tests.browser.ground import ask
from tests.browser.planning_page import map_frame, open_group, open_planning
from tests.browser.slow_line import SlowLine
from tests.browser.watch import Trap

MAP = ".st-key-planning_map iframe"
PUBLISHED = "select count(*) from proposal where moderation_status = 'published'"
IN_POLYGON = (
    "ST_Covers(ST_Transform(ST_Segmentize("
    "ST_GeomFromText('POLYGON(({ring}))', 4326), 0.001), 25833), public_geom)"
)
IN_CIRCLE = (
    "ST_DWithin(ST_Transform(ST_SetSRID(ST_MakePoint({lon}, {lat}), 4326), 25833),"
    " public_geom, {radius})"
)


@pytest.fixture(scope="module")
def server(server_url: str, loaded_template: str, trap: Trap) -> Iterator[App]:
    """An application of its own with 150 sample ideas."""
    with app_on_copy(server_url, loaded_template, supervised=False, proxy=trap.url) as app:
        app.command("demo", "seed", "--count", "150")
        yield app


def count(app: App, where: str = "true") -> int:
    return int(ask(app, f"{PUBLISHED} and {where}")[0][0])


def area_in(page: Page) -> str:
    """The area in the page's address; empty for none."""
    return parse_qs(urlsplit(page.url).query).get("area", [""])[0]


def button(page: Page, name: str) -> Locator:
    return page.frame_locator(MAP).get_by_role("button", name=name)


def expect_outline(frame: Frame, *, there: bool) -> None:
    """The line of an area with its casing, and nothing else of what was drawn."""
    lines = "document.querySelectorAll('.leaflet-area-pane path').length"
    frame.wait_for_function(f"{lines} === {2 if there else 0}")


def test_a_polygon_drawn_by_mouse_is_counted_and_can_be_deleted(page: Page, server: App) -> None:
    frame = open_planning(page, server)
    frame.evaluate("window.mark = 'kept'; map_div.setView([52.13, 12.59], 11, {animate: false}); 0")
    told = page.frame_locator(MAP).locator(".told")
    page.locator(MAP).scroll_into_view_if_needed()
    box = page.locator(MAP).bounding_box()
    assert box

    def click(east: float, south: float) -> None:
        page.mouse.click(box["x"] + box["width"] * east, box["y"] + box["height"] * south)

    button(page, "Fläche zeichnen").click()
    click(0.55, 0.2)
    click(0.8, 0.5)
    button(page, "Fertig").click()
    expect(told).to_have_text("Eine Fläche braucht mindestens 3 Ecken. Bisher sind es 2.")
    click(0.95, 0.9)
    button(page, "Punkt zurück").click()
    expect(told).to_have_text("Ecke 3 zurückgenommen.")
    click(0.6, 0.85)
    click(0.2, 0.6)
    click(0.55, 0.2)
    expect(told).to_contain_text("Fläche mit 4 Ecken gezeichnet.")
    page.wait_for_url("**area=**")

    corners = [corner.replace(",", " ") for corner in area_in(page).split(";")]
    inside = count(server, IN_POLYGON.format(ring=",".join([*corners, corners[0]])))
    assert len(corners) == 4
    assert 0 < inside < count(server)
    expect(page.locator(".ik-count")).to_have_text(f"{inside} Ideen")
    expect(page.locator(".st-key-planning_chip_area")).to_contain_text("Gezeichnete Fläche (")
    expect_outline(frame, there=True)

    button(page, "Fläche löschen").click()
    expect(page.locator(".ik-count")).to_have_text(f"{count(server)} Ideen")
    expect_outline(frame, there=False)
    assert (area_in(page), frame.evaluate("window.mark")) == ("", "kept")


def test_a_circle_drawn_by_keys_is_counted_and_lies_on_the_map_of_its_link(
    page: Page, server: App
) -> None:
    open_planning(page, server)
    told = page.frame_locator(MAP).locator(".told")

    button(page, "Kreis zeichnen").focus()
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Mit der Tastatur: die Karte mit den Pfeiltasten bewegen")
    for key in ("Shift+ArrowRight", "ArrowUp", "Enter", "Backspace", "ArrowUp", " "):
        page.keyboard.press(key)
    expect(told).to_have_text("Mittelpunkt gesetzt. Jetzt einen Punkt auf dem Rand setzen.")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("Radius: ")
    page.keyboard.press("Escape")
    expect(told).to_have_text("Zeichnen abgebrochen.")
    expect(button(page, "Kreis zeichnen")).to_be_focused()
    page.keyboard.press("Enter")
    for key in ("Enter", *["ArrowDown"] * 5, "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**area=**")

    lon, lat, radius = area_in(page).split(",")
    inside = count(server, IN_CIRCLE.format(lon=lon, lat=lat, radius=radius))
    assert 0 < inside < count(server)
    expect(page.locator(".ik-count")).to_have_text(f"{inside} Ideen")
    page.reload()
    expect_outline(map_frame(page), there=True)
    expect(page.locator(".ik-count")).to_have_text(f"{inside} Ideen")
    assert find_in_looks(page, TWO_LOOKS) == {}


@pytest.mark.parametrize("pause_ms", [0, 1500], ids=["at-once", "page-drawn-meanwhile"])
def test_keys_on_the_slider_count_one_after_the_other(
    page: Page, server: App, pause_ms: int
) -> None:
    line = SlowLine(page)
    month = ask(server, "select date_trunc('month', min(created_day)) from public_fact")[0][0]
    later = (month + timedelta(days=70)).replace(day=1).date()
    open_planning(page, server)
    settle(page)

    page.get_by_role("slider", name="Zeitraum nach Monaten: Anfang").focus()
    with line.holding():
        page.keyboard.press("ArrowRight")
        line.wait_for("from=")
        page.wait_for_timeout(pause_ms)
        page.keyboard.press("ArrowRight")
        line.wait_for(f"from={later}")

    page.wait_for_url(f"**from={later}")
    ideas = count(server, f"(created_at at time zone 'Europe/Berlin')::date >= '{later}'")
    expect(page.locator(".ik-count")).to_have_text(f"{ideas} Ideen")
    expect(page.get_by_role("slider", name="Zeitraum nach Monaten: Anfang")).to_be_focused()


def test_a_day_that_is_written_before_the_answer_to_the_other_arrives_counts(
    page: Page, server: App
) -> None:
    line = SlowLine(page)
    open_planning(page, server)
    open_group(page, "Zeitraum")
    settle(page)
    page.get_by_label("Zeitraum", exact=True).click()
    page.get_by_role("option", name="eigener Zeitraum").click()
    first, last = (page.get_by_label(name) for name in ("von (TT.MM.JJJJ)", "bis (TT.MM.JJJJ)"))
    first.wait_for()
    settle(page)

    # The first day gives the slider of months another value, in the middle of a month.
    with line.holding():
        first.fill("15.06.2025")
        page.keyboard.press("Tab")
        line.wait_for("from=2025-06-15")
        last.fill("10.12.2025")
        page.keyboard.press("Tab")
        line.wait_for("to=2025-12-10")

    page.wait_for_url("**from=2025-06-15&to=2025-12-10")
    settle(page)
    expect(first).to_have_value("15.06.2025")
    expect(last).to_have_value("10.12.2025")


def test_a_step_that_sets_off_before_the_answer_to_the_last_keeps_both(
    page: Page, server: App
) -> None:
    line = SlowLine(page)
    open_planning(page, server)
    settle(page)
    search = page.get_by_label("Suche im Text").first

    with line.holding():
        search.fill("Radweg")
        page.keyboard.press("Enter")
        line.wait_for("text=Radweg")
        # Nothing that the address speaks of: the page is drawn anew all the same.
        page.get_by_text("Statistik", exact=True).click()
        page.wait_for_timeout(1500)

    page.wait_for_url("**text=Radweg")
    settle(page)
    expect(search).to_have_value("Radweg")
    for go, says in ((page.go_back, ""), (page.go_forward, "Radweg")):
        go()
        page.wait_for_timeout(500)
        settle(page)
        expect(search).to_have_value(says)
