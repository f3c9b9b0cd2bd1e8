"""axe finds nothing on any page or state, in light and dark, on a screen and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.axe import EVERY_LOOK, OF_STREAMLIT, TWO_LOOKS, find_in_looks, find_violations
from tests.browser.citizen import CitizenMap
from tests.browser.ground import Place
from tests.browser.ideas import hand_in, hand_in_and_publish, idea
from tests.browser.watch import Watch

PAGES = {
    "ideen": "Ideen",
    "runde": "Runden",
    "meine": "Meine Ideen",
    "planung": "Planung",
    "daten": "Über die Daten",
    "impressum": "Impressum",
    "datenschutz": "Datenschutz",
    "barrierefreiheit": "Barrierefreiheit",
}
MAIN_STEPS = ("map", "choosing", "form", "errors", "sent")


@pytest.fixture(scope="module")
def published(server: App) -> str:
    """The number of a published idea with a point."""
    [receipt] = hand_in_and_publish(server, idea("Blick ins Tal", Place(12.5861, 52.1381)))
    return receipt["public_id"]


def test_nothing_is_excused() -> None:
    assert OF_STREAMLIT == ()


def test_axe_sees_what_is_wrong(page: Page, server: App) -> None:
    page.goto(f"{server.url}/impressum")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("document.querySelector('h1').innerHTML = '<img src=\"/favicon.svg\">'")

    assert any(line.startswith("image-alt") for line in find_violations(page))


def test_every_page(page: Page, server: App, published: str) -> None:
    found = {}

    for path, heading in PAGES.items():
        page.goto(f"{server.url}/{path}")
        expect(page.get_by_role("main").get_by_role("heading", level=1)).to_contain_text(heading)
        page.wait_for_timeout(700)
        if looks := find_in_looks(page):
            found[path] = looks

    assert found == {}


@pytest.mark.parametrize(
    ("query", "words"),
    [("{published}", "Blick ins Tal"), ("bcdfghjkm", "nicht (mehr) öffentlich"), ("?", "Nummer")],
)
def test_the_page_of_an_idea(
    page: Page, server: App, published: str, query: str, words: str
) -> None:
    page.goto(f"{server.url}/idee?id={query.format(published=published)}")
    expect(page.get_by_role("main")).to_contain_text(words)
    page.wait_for_timeout(700)

    assert find_in_looks(page) == {}


def test_the_page_of_own_ideas_with_some_on_it(page: Page, server: App) -> None:
    [receipt] = hand_in(server, idea("Noch eine Bank", Place(12.5865, 52.1385)))
    page.goto(f"{server.url}/meine#{receipt['edit_token']}")
    expect(page.get_by_role("article", name="Noch eine Bank")).to_be_visible()

    assert find_in_looks(page) == {}


def test_an_unknown_address(page: Page, server: App, watch: Watch) -> None:
    watch.expected.append(f"404: GET {server.url}/gibt-es-nicht")
    page.goto(f"{server.url}/gibt-es-nicht")
    expect(page.get_by_role("heading", name="Diese Seite gibt es nicht")).to_be_visible()

    assert find_in_looks(page) == {}


def fill_and_send(citizen: CitizenMap) -> None:
    citizen.fill_form("Ein stiller Winkel")
    citizen.send()


def test_the_map_and_every_step_to_an_idea(page: Page, server: App, published: str) -> None:
    citizen = CitizenMap(page, server).open()
    press = page.get_by_role
    steps: list[tuple[str, Callable[[], object]]] = [
        ("map", lambda: None),
        ("contents", lambda: press("button", name="Karteninhalte", exact=True).click()),
        ("legend", lambda: press("button", name="Legende", exact=True).click()),
        ("search", lambda: press("combobox", name="Ort suchen").fill("Bahn")),
        ("found", lambda: citizen.search("Burg Eisenhardt")),
        (
            "card of a pin",
            lambda: citizen.pin("Blick ins Tal").press("Enter"),
        ),
        ("bubble", lambda: page.mouse.click(900, 250)),
        ("choosing", citizen.add.click),
        ("other ways", lambda: citizen.chooser.get_by_text("Kein genauer Ort?").click()),
        ("form", lambda: citizen.chooser.get_by_role("button", name="Hier ist es").click()),
        ("errors", lambda: citizen.form.get_by_role("button", name="Idee absenden").click()),
        ("sent", lambda: fill_and_send(citizen)),
        ("own pin", lambda: press("button", name="Zurück zur Karte").click()),
    ]
    found = {}

    for step, act in steps:
        act()
        page.wait_for_timeout(200)
        if looks := find_in_looks(page, EVERY_LOOK if step in MAIN_STEPS else TWO_LOOKS):
            found[step] = looks

    assert found == {}


def test_a_draft_that_waits(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()
    citizen.add.click()
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    citizen.form.get_by_label("Titel").fill("Angefangen")
    citizen.form.get_by_role("button", name="Schließen").click()
    waiting = page.get_by_role("region", name="Angefangene Idee")
    expect(waiting).to_contain_text("Angefangen")
    waiting.get_by_role("button", name="Entwurf verwerfen").click()

    assert find_in_looks(page) == {}


def test_the_menu_of_a_phone(phone: Page, server: App) -> None:
    phone.goto(f"{server.url}/daten")
    phone.get_by_text("Menü").tap()
    expect(phone.get_by_role("link", name="Impressum").first).to_be_visible()

    assert find_violations(phone) == []


def test_planning_with_every_way_to_count(page: Page, server: App, published: str) -> None:
    for how in ("density", "districts"):
        page.goto(f"{server.url}/planung?view={how}")
        expect(page.get_by_role("heading", name="Planung", level=1)).to_be_visible()
        page.wait_for_timeout(1200)

        assert find_violations(page) == []
