"""The pages of the OGC API: from the data page to one object and back, without a script."""

from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.ground import Place
from tests.browser.ideas import hand_in_and_publish, idea

PAGES = ("/ogc/", "/ogc/api", "/ogc/collections", "/ogc/collections/districts", "/ogc/conformance")


def test_a_visitor_finds_an_object(page: Page, server: App) -> None:
    hand_in_and_publish(server, idea("Sitzplatz am Bach", Place(12.5861, 52.1381)))
    page.goto(f"{server.url}/daten")
    page.get_by_role("link", name="Geodaten für Programme").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Geodaten")
    page.get_by_role("link", name="Datensätze").click()
    page.get_by_role("link", name="Ortsteile").click()
    page.get_by_role("link", name="Objekte").click()

    picture = page.get_by_role("img", name="Umrisse")
    expect(picture).to_be_visible()
    rows = page.get_by_role("row")
    expect(page.locator("svg .outline").first).to_be_attached()
    assert rows.count() > 2
    assert find_in_looks(page, TWO_LOOKS) == {}
    rows.nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Attribute")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="120690").first).to_be_visible()
    assert find_in_looks(page, TWO_LOOKS) == {}
    page.get_by_role("link", name="Geodaten", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Geodaten")


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(page: Page, server: App) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in (*PAGES, "/ogc/collections/ideas/items"):
        page.goto(f"{server.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert find_in_looks(page, TWO_LOOKS) == {}, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
