"""The planners' page in a browser: numbers, addresses, the map that stays."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.app import App, run_mapper, running_app
from tests.browser.axe import find_violations
from tests.browser.conftest import PHONE, WIDE, NewContext
from tests.browser.fingers import lie_still
from tests.browser.ground import ask
from tests.browser.planning_page import open_group, open_planning
from tests.browser.watch import Trap, Watch
from tests.conftest import copied_database

IDEAS = 300
PUBLISHED = "from proposal where moderation_status = 'published'"


@pytest.fixture(scope="module")
def seeded(server_url: str, loaded_template: str) -> Iterator[str]:
    """The address of a database with geodata and 300 sample ideas."""
    with (
        copied_database(server_url, loaded_template) as url,
        TemporaryDirectory(prefix="ideenkarte-seed-") as home,
    ):
        run_mapper(
            {"DATABASE_URL": url, "MAPPER_HOME": home}, "demo", "seed", "--count", str(IDEAS)
        )
        yield url


@pytest.fixture(scope="module")
def server(seeded: str, trap: Trap) -> Iterator[App]:
    """The application on that database, instead of the one the other tests share."""
    with (
        TemporaryDirectory(prefix="ideenkarte-plan-") as folder,
        running_app(Path(folder), supervised=False, proxy=trap.url, database_url=seeded) as app,
    ):
        yield app


def expect_ideas(page: Page, count: int) -> None:
    words = "Idee" if count == 1 else "Ideen"
    expect(page.locator(".ik-count")).to_have_text(f"{count} {words}")


def objects_drawn(frame: Frame) -> int:
    return int(frame.evaluate("window.feature_group.at(-1).getLayers().length"))


def one_number(app: App, question: str) -> int:
    return int(ask(app, question)[0][0])


def choose(page: Page, filter_name: str, *options: str) -> None:
    field = page.get_by_label(filter_name, exact=True).first
    # The menu closes when the page scrolls, so that must be over before it opens.
    field.scroll_into_view_if_needed()
    page.wait_for_timeout(250)
    field.click()
    for option in options:
        if len(options) > 1:
            field.fill(option)
        page.get_by_role("option", name=option, exact=True).click()
    lie_still(page)
    # Of several one may choose on; with the list closed Escape would empty the field.
    if page.get_by_role("listbox").count():
        page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    field.blur()


def test_each_filter_changes_the_numbers_to_those_of_a_recount(page: Page, server: App) -> None:
    open_planning(page, server)
    expect_ideas(page, one_number(server, f"select count(*) {PUBLISHED}"))

    choose(page, "Handlungsfeld", "Mobilität und Verkehr", "Klima und Energie")
    fields = "action_field_id in (select id from action_field where key in ('mobility','climate'))"
    expect_ideas(page, one_number(server, f"select count(*) {PUBLISHED} and {fields}"))

    choose(page, "Gemeinde", "Bad Belzig")
    town = "municipality_id = (select id from municipality where ags = '12069020')"
    expect_ideas(page, one_number(server, f"select count(*) {PUBLISHED} and {fields} and {town}"))

    open_group(page, "Stand und Unterstützung")
    choose(page, "Bearbeitungsstand", "eingegangen")
    state = f"{fields} and {town} and response_status = 'received'"
    expect_ideas(page, one_number(server, f"select count(*) {PUBLISHED} and {state}"))

    # Streamlit itself names these in English.
    for name in ("Klima und Energie entfernen", "Liste öffnen", "Auswahl leeren"):
        expect(page.get_by_role("button", name=name).first).to_be_attached()
    expect(page.locator('[aria-label="Clear all"], [aria-label^="Remove "]')).to_have_count(0)
    page.get_by_role("button", name="Alle entfernen").click()
    expect_ideas(page, one_number(server, f"select count(*) {PUBLISHED}"))
    expect(page).to_have_url(re.compile(r"/planung$"))


def test_a_period_written_by_hand_is_counted_in_local_days(page: Page, server: App) -> None:
    first, last = ask(
        server, f"select min(created_at)::date + 60, max(created_at)::date - 30 {PUBLISHED}"
    )[0]
    open_planning(page, server)
    open_group(page, "Zeitraum")
    choose(page, "Zeitraum", "eigener Zeitraum")
    page.get_by_label("von (TT.MM.JJJJ)").fill(first.strftime("%d.%m.%Y"))
    page.keyboard.press("Tab")
    page.wait_for_url(f"**from={first}**")
    page.get_by_label("bis (TT.MM.JJJJ)").fill(last.strftime("%d.%m.%Y"))
    page.keyboard.press("Tab")
    page.wait_for_url(f"**to={last}**")

    days = f"(created_at at time zone 'Europe/Berlin')::date between '{first}' and '{last}'"
    expect_ideas(page, one_number(server, f"select count(*) {PUBLISHED} and {days}"))


@pytest.mark.parametrize("size", [1000, 500, 250, 125])
def test_the_map_draws_as_many_hexagons_as_hold_ideas(page: Page, server: App, size: int) -> None:
    frame = open_planning(page, server, f"?cell={size}" if size != 1000 else "")

    hexagons = f"select count(distinct public_cell_{size}) {PUBLISHED}"
    assert objects_drawn(frame) == one_number(server, hexagons)


def test_the_map_stays_mounted_whatever_is_changed(page: Page, server: App) -> None:
    frame = open_planning(page, server)
    frame.evaluate("window.mark = 'kept'; map_div.setView([52.14, 12.59], 13, {animate: false}); 0")

    page.get_by_text("Fließende Dichte", exact=True).click()
    frame.wait_for_function("document.querySelector('img.leaflet-image-layer') !== null")
    page.get_by_text("Je Ortsteil", exact=True).click()
    frame.wait_for_function("document.querySelector('img.leaflet-image-layer') === null")
    choose(page, "Gemeinde", "Bad Belzig")
    page.get_by_role("button", name="Bad Belzig").last.wait_for()
    page.wait_for_timeout(500)

    assert frame.evaluate("window.mark") == "kept"
    assert frame.evaluate("map_div.getZoom()") == 13


@pytest.fixture
def fresh(seeded: str, trap: Trap, watch: Watch, tmp_path: Path) -> Iterator[App]:
    """Another process on the same database, where no page has run yet."""
    with running_app(
        tmp_path / "home", supervised=False, proxy=trap.url, database_url=seeded
    ) as app:
        watch.own.add(f"127.0.0.1:{app.port}")
        yield app


def test_a_shared_link_opens_the_same_view_in_a_fresh_process(
    page: Page, server: App, fresh: App, new_context: NewContext
) -> None:
    open_planning(page, server)
    choose(page, "Handlungsfeld", "Mobilität und Verkehr")
    choose(page, "Ortsteil", "Ragösen", "Bad Belzig")
    page.wait_for_url("**bad-belzig**")
    choose(page, "Kantenlänge der Sechsecke", "500 m")
    page.wait_for_url("**cell=500**")
    expect(page.locator(".ik-legend")).to_contain_text("500 m")
    before = what_is_said(page)

    other = new_context().new_page()
    open_planning(other, fresh, page.url.partition("/planung")[2])
    after = what_is_said(other)
    other.close()

    assert before == after
    assert "500 m" in after


def what_is_said(page: Page) -> str:
    page.wait_for_timeout(800)
    parts = (".st-key-planning_chips", ".ik-legend", ".ik-findings", ".st-key-planning_below")
    return "\n".join(page.locator(part).inner_text() for part in parts)


def test_back_and_forward_walk_through_the_filters(page: Page, server: App) -> None:
    all_ideas = one_number(server, f"select count(*) {PUBLISHED}")
    open_planning(page, server)
    choose(page, "Gemeinde", "Bad Belzig")
    page.wait_for_url("**municipality=**")

    page.go_back()
    expect_ideas(page, all_ideas)
    page.go_forward()
    town = "municipality_id = (select id from municipality where ags = '12069020')"
    expect_ideas(page, one_number(server, f"select count(*) {PUBLISHED} and {town}"))


def test_everything_can_be_chosen_by_keyboard(page: Page, server: App) -> None:
    open_planning(page, server)
    page.get_by_label("Handlungsfeld", exact=True).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**action_field=**")
    page.keyboard.press("Escape")

    page.get_by_role("radio", name="Sechsecke").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**view=density**")

    expect(page.get_by_role("radio", name="Fließende Dichte")).to_be_checked()


def test_the_frame_says_what_it_holds_and_where_else_it_is_said(page: Page, server: App) -> None:
    frame = open_planning(page, server)

    expect(page.locator(".st-key-planning_map iframe")).to_have_attribute(
        "title", "Karte der Ideen. Eine Tabelle mit denselben Zahlen folgt."
    )
    assert frame.evaluate("document.documentElement.lang") == "de"
    expect(page.get_by_role("table").last).to_contain_text("Ort")


@pytest.mark.parametrize(
    "query", ["", "?view=density", "?view=districts", "?action_field=green&view=x"]
)
def test_axe_finds_nothing(page: Page, server: App, query: str) -> None:
    open_planning(page, server, query)
    for width, height in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)

        assert find_violations(page) == []


def test_on_a_phone_the_filters_open_and_nothing_is_wider_than_the_screen(
    phone: Page, server: App
) -> None:
    open_planning(phone, server)
    field = phone.get_by_text("Handlungsfeld", exact=True)
    expect(field).not_to_be_visible()

    phone.get_by_text("Filter anzeigen").tap()

    expect(field).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
