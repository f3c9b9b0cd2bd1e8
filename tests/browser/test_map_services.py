"""A map of another server: from its address to the citizens' map, and no browser asks it."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Locator, Page, expect

from mapper.domain.roles import Role
from mapper.ui.cache import EDITED_SECONDS
from tests.browser.app import App, running_app
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import NewContext
from tests.browser.watch import Trap
from tests.conftest import copied_database, opened
from tests.http_server import Served
from tests.map_server import map_server
from tests.staff import add_account, signed_in

HOSTILE = "<img src=x onerror=alert(1)>"
DRAWN = "images => images.length > 0 && images.every(one => one.complete && one.naturalWidth > 0)"


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """A MapServer on loopback."""
    with TemporaryDirectory() as folder, map_server(Path(folder)) as served:
        yield served


@pytest.fixture(scope="module")
def database(server_url: str, loaded_template: str) -> Iterator[str]:
    with copied_database(server_url, loaded_template) as url:
        yield url


@pytest.fixture(scope="module")
def server(database: str, service: Served, trap: Trap) -> Iterator[App]:
    """The application that may ask this MapServer, instead of the one the other tests share."""
    with (
        TemporaryDirectory(prefix="ideenkarte-services-") as folder,
        running_app(
            Path(folder),
            supervised=False,
            proxy=trap.url,
            database_url=database,
            mapper_private_services=service.place,
        ) as app,
    ):
        yield app


@pytest.fixture
def gis(database: str, server: App, new_context: NewContext) -> Page:
    """A page of somebody of the GIS staff."""
    with opened(database) as sessions:
        token = signed_in(sessions, add_account(sessions, "gisela", Role.GIS)).token
    context = new_context()
    context.add_cookies([{"name": "ideenkarte", "value": token, "url": server.url}])
    return context.new_page()


def _pictures(page: Page) -> Locator:
    return page.locator('.leaflet-container img[src*="/tiles/services/"]')


def _wait_until_drawn(pictures: Locator) -> None:
    for _ in range(200):
        if pictures.evaluate_all(DRAWN):
            return
        pictures.page.wait_for_timeout(100)
    raise AssertionError("not all pictures came")


def _choose_by_keyboard(page: Page, label: str, typed: str, option: str) -> None:
    """Type until it comes first, and take it."""
    page.get_by_role("combobox", name=label).press_sequentially(typed)
    expect(page.get_by_role("option").first).to_have_text(option)
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_map_is_added_by_keyboard_and_shown_to_everyone(
    gis: Page, page: Page, server: App, service: Served
) -> None:
    gis.goto(f"{server.url}/geodaten?section=services")
    address = gis.get_by_label("Webadresse des Dienstes")

    address.fill("https://geo.elsewhere.example/wms")
    address.press("Enter")
    expect(gis.get_by_role("alert")).to_contain_text("geo.elsewhere.example sind hier nicht")
    assert address.input_value() == "https://geo.elsewhere.example/wms"

    address.fill(f"{service.url}/?service=WMS&request=GetCapabilities")
    address.press("Enter")
    _choose_by_keyboard(gis, "Welche Karte soll gezeigt werden?", "felder", "Felder (felder)")
    title = gis.get_by_label("Titel (Deutsch)")
    # While the form of the map that was chosen before goes, there are two.
    expect(title.first).to_have_value("Felder")
    expect(title).to_have_count(1)
    title.fill(f"Luftbild {HOSTILE}")
    gis.get_by_label("Quellenvermerk").fill(f"© Amt {HOSTILE}")
    gis.get_by_role("button", name="Kartendienst hinzufügen").press("Enter")

    picture = gis.get_by_role("img", name=f"Ein Ausschnitt der Karte „Luftbild {HOSTILE}“")
    expect(picture).to_be_visible()
    shown = picture.locator("img")
    expect(shown).to_have_count(6)
    _wait_until_drawn(shown)
    assert find_in_looks(gis, TWO_LOOKS) == {}

    town = CitizenMap(page, server).open()
    expect(_pictures(page)).to_have_count(0)

    _choose_by_keyboard(gis, "Wer sieht sie", "alle", "alle")
    gis.get_by_role("button", name="Speichern").press("Enter")
    expect(gis.get_by_text("Der Kartendienst wurde gespeichert")).to_be_visible()

    # What citizens see is read anew then.
    page.wait_for_timeout(1_000 * (EDITED_SECONDS + 1))
    page.reload()
    town.wait_until_usable()
    expect(_pictures(page).first).to_be_attached()
    expect(page.locator(".attribution")).to_contain_text(f"© Amt {HOSTILE}")
    _wait_until_drawn(_pictures(page))
