"""Layers from the list of GIS staff to the citizens' map: look, order, and who sees them."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import numpy as np
import pytest
import shapely
from playwright.sync_api import Locator, Page, expect

from mapper.db.engine import Sessions
from mapper.domain.imports import FieldInfo
from mapper.domain.roles import Role
from mapper.geo.crs import all_to_metres
from mapper.ui.cache import EDITED_SECONDS
from tests.api.web import Web
from tests.browser.app import App, running_app
from tests.browser.axe import TWO_LOOKS, find_in_looks, find_violations
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import NewContext
from tests.browser.fingers import settle
from tests.browser.watch import Trap
from tests.conftest import copied_database, opened
from tests.db.layers import ATTRIBUTION, Object, add_layer
from tests.staff import add_account, signed_in

HOSTILE = "<img src=x onerror=alert(1)>"
# In the middle of the first town; the stop is drawn on top of a field.
STOP = (12.5954, 52.1415)
COUNT = 5_000
TREES = np.column_stack([np.linspace(12.35, 12.75, 30), np.full(30, 52.135)])
BLUE, GREEN, RED = (68, 119, 170), (17, 119, 51), (136, 34, 85)

# How many pixels of a layer's canvases have a colour.
PIXELS = """(canvases, [red, green, blue]) => canvases.reduce((sum, canvas) => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255)
      sum += 1;
  return sum;
}, 0)"""

# Where on the screen the middle of what is drawn of a layer is.
FIND_SIGN = """canvases => {
  for (const canvas of canvases) {
    const {width, height} = canvas;
    const {data} = canvas.getContext("2d").getImageData(0, 0, width, height);
    let [x, y, count] = [0, 0, 0];
    for (let i = 3; i < data.length; i += 4)
      if (data[i] > 0) {
        x += (i >> 2) % width;
        y += Math.floor((i >> 2) / width);
        count += 1;
      }
    if (!count) continue;
    const box = canvas.getBoundingClientRect();
    return {
      x: box.x + (x / count / width) * box.width, y: box.y + (y / count / height) * box.height
    };
  }
  return null;
}"""


def fields() -> list[Object]:
    """Five thousand areas over the whole of both towns, and one under the stop."""
    chance = np.random.default_rng(4)
    places = np.column_stack(
        [chance.uniform(12.3, 12.7, COUNT), chance.uniform(52.0, 52.25, COUNT)]
    )
    places[0] = STOP
    return [
        (f"Feld {number}", "Acker", {"nr": number}, shapely.Point(place).buffer(90, quad_segs=4))
        for number, place in enumerate(all_to_metres(places))
    ]


@pytest.fixture(scope="module")
def sessions(server_url: str, loaded_template: str) -> Iterator[Sessions]:
    with copied_database(server_url, loaded_template) as url, opened(url) as sessions:
        named = [FieldInfo("nr", "Nummer", "integer", 0)]
        blue = {"colour": "#4477AA", "fill_opacity": 100}
        red = {"colour": "#882255", "fill_opacity": 100}
        trees: list[Object] = [
            (f"Baum {number}", None, {}, shapely.Point(place).buffer(400))
            for number, place in enumerate(all_to_metres(TREES))
        ]
        add_layer(sessions, "baeume", trees, title="Bäume", style=red)
        add_layer(sessions, "felder", fields(), fields=named, title="Felder", style=blue)
        stop = shapely.Point(all_to_metres(np.array([STOP]))[0])
        objects: list[Object] = [(f"Markt {HOSTILE}", "Bus", {"linie": HOSTILE}, stop)]
        line = [FieldInfo("linie", "Linie", "text", 0)]
        add_layer(sessions, "haltestellen", objects, fields=line, title=f"Haltestellen {HOSTILE}")
        yield sessions


@pytest.fixture(scope="module")
def server(sessions: Sessions, trap: Trap) -> Iterator[App]:
    """The application with these layers, instead of the one the other tests share."""
    url = sessions.kw["bind"].url.render_as_string(hide_password=False)
    with (
        TemporaryDirectory(prefix="ideenkarte-layers-") as folder,
        running_app(Path(folder), supervised=False, proxy=trap.url, database_url=url) as app,
    ):
        yield app


@pytest.fixture
def gis(sessions: Sessions, server: App, new_context: NewContext) -> Page:
    """A page of somebody of the GIS staff."""
    account = add_account(sessions, f"gis-{uuid4().hex[:6]}", Role.GIS)
    token = signed_in(sessions, account).token
    context = new_context()
    context.add_cookies([{"name": "ideenkarte", "value": token, "url": server.url}])
    return context.new_page()


def canvases(page: Page, slug: str) -> Locator:
    return page.locator(f".leaflet-overlay-{slug}-pane canvas")


def pixels(page: Page, slug: str, colour: tuple[int, int, int]) -> int:
    return int(canvases(page, slug).evaluate_all(PIXELS, list(colour)))


def expect_colour(page: Page, slug: str, colour: tuple[int, int, int]) -> None:
    expect(canvases(page, slug).first).to_be_attached()
    for _ in range(100):
        if pixels(page, slug, colour) > 20:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"nothing of {slug} is drawn in {colour}")


def stack(page: Page, slug: str) -> int:
    pane = page.locator(f".leaflet-overlay-{slug}-pane")
    return int(pane.evaluate("pane => pane.style.zIndex"))


def choose(page: Page, label: str, option: str) -> None:
    """By keyboard, once the page is drawn: menus close whenever it scrolls or is redrawn."""
    field = page.get_by_role("combobox", name=label)
    field.scroll_into_view_if_needed()
    settle(page)
    field.fill(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_be_attached()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value(option)


def type_into(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def look_again(town: CitizenMap) -> None:
    """Open the map anew, once what citizens see is read anew."""
    town.page.wait_for_timeout(1_000 * (EDITED_SECONDS + 1))
    town.page.reload()
    town.wait_until_usable()


def save(page: Page) -> None:
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Die Ebene wurde gespeichert")).to_be_visible()


def test_look_and_order_are_seen_by_citizens_at_once(
    server: App, gis: Page, new_context: NewContext
) -> None:
    citizen = new_context().new_page()
    town = CitizenMap(citizen, server).open()
    expect_colour(citizen, "felder", BLUE)
    assert stack(citizen, "haltestellen") > stack(citizen, "felder")
    expect(citizen.locator(".attribution")).to_contain_text(ATTRIBUTION)

    # What cannot be seen on the map is refused, and what was typed stays.
    gis.goto(f"{server.url}/geodaten?section=layers")
    names = gis.locator(".ik-entries bdi")
    expect(names).to_have_text(
        [f"Haltestellen {HOSTILE}", "Felder", "Bäume", "Gemeinden", "Ortsteile", "Grünflächen"]
    )
    names.nth(1).click()
    colour = gis.get_by_label("Farbe, zum Beispiel")
    type_into(colour, "#FFFF00")
    gis.get_by_role("button", name="Speichern").click()
    expect(gis.get_by_role("alert")).to_contain_text("dunklere")
    expect(colour).to_have_value("#FFFF00")

    type_into(colour, "#117733")
    sample = gis.locator(".ik-sample-of img")
    expect(sample).to_have_attribute("src", re.compile("117733"))
    expect(gis.get_by_role("alert")).to_have_count(0)
    choose(gis, "Namen auf der Karte", "Nummer")
    save(gis)
    gis.get_by_role("button", name="Nach oben").press("Enter")
    expect(gis.get_by_text("Die Reihenfolge ist geändert")).to_be_visible()
    expect(names.first).to_have_text("Felder")
    assert find_in_looks(gis, TWO_LOOKS) == {}

    look_again(town)
    expect_colour(citizen, "felder", GREEN)
    assert pixels(citizen, "felder", BLUE) == 0
    assert stack(citizen, "felder") > stack(citizen, "haltestellen")
    expect(citizen.locator(".label.overlay").first).to_be_attached()


def test_contents_are_chosen_and_objects_read_by_keyboard(server: App, page: Page) -> None:
    town = CitizenMap(page, server).open()
    expect(canvases(page, "baeume").first).to_be_attached()

    page.get_by_role("button", name="Karteninhalte", exact=True).press("Enter")
    box = page.get_by_role("checkbox", name="Bäume")
    box.press("Space")
    expect(canvases(page, "baeume")).to_have_count(0)
    expect(box).to_be_focused()
    box.press("Space")
    expect_colour(page, "baeume", RED)
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    town.map.press("Enter")
    expect(town.bubble).to_be_focused()
    page.keyboard.press("Escape")

    expect(town.bubble).to_have_count(0)
    expect(town.map).to_be_focused()


def test_a_layer_for_nobody_is_there_for_gis_staff_alone(
    server: App, gis: Page, new_context: NewContext
) -> None:
    citizen = new_context().new_page()
    town = CitizenMap(citizen, server).open()
    expect_colour(citizen, "baeume", RED)
    files = ("api/layers/baeume.geojson", "api/layers/baeume.gpkg", "tiles/baeume/8/136/84.mvt")
    anybody = Web(server.port)
    assert [anybody.get(f"/{path}").status for path in files] == [200, 200, 200]

    gis.goto(f"{server.url}/geodaten?section=layers&item=baeume")
    choose(gis, "Wer sieht sie", "niemand außer GIS")
    choose(gis, "Sichtbar ab", "ab Ortsteil-Ansicht")
    save(gis)

    assert [anybody.get(f"/{path}").status for path in files] == [404, 404, 404]
    look_again(town)
    expect(canvases(citizen, "haltestellen").first).to_be_attached()
    citizen.get_by_role("button", name="Karteninhalte", exact=True).click()
    expect(citizen.get_by_role("checkbox", name="Haltestellen")).to_be_visible()
    expect(citizen.get_by_role("checkbox", name="Bäume")).to_have_count(0)
    own = CitizenMap(gis, server).open()
    gis.get_by_role("button", name="Karteninhalte", exact=True).click()
    choice = gis.locator("label", has_text="Bäume")
    expect(choice).to_contain_text("nur intern · erscheint beim Vergrößern")
    expect(canvases(gis, "baeume")).to_have_count(0)
    own.zoom_in(3)
    expect_colour(gis, "baeume", RED)
    expect(choice).not_to_contain_text("Vergrößern")


def test_words_of_a_layer_stay_words(server: App, page: Page) -> None:
    town = CitizenMap(page, server).open()
    page.get_by_role("button", name="Karteninhalte", exact=True).click()
    expect(page.get_by_role("checkbox", name=f"Haltestellen {HOSTILE}")).to_be_visible()
    page.get_by_role("button", name="Karteninhalte", exact=True).click()
    while (spot := canvases(page, "haltestellen").evaluate_all(FIND_SIGN)) is None:
        page.wait_for_timeout(100)
    page.mouse.click(spot["x"], spot["y"])

    expect(town.bubble).to_contain_text(f"Markt {HOSTILE}")
    expect(town.bubble).to_contain_text(ATTRIBUTION)
    expect(town.bubble.locator("img")).to_have_count(0)
    expect(town.bubble.get_by_role("button", name="Hier eine Idee eintragen")).to_be_visible()
