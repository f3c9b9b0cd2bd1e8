"""A citizen pins an idea, by mouse, by touch and by keyboard; the town publishes it; all see it."""

import json
import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.citizen import CitizenMap, Thanks
from tests.browser.conftest import NewContext
from tests.browser.fingers import drag, name_of_focus, steer, tab_to
from tests.browser.ground import (
    Pixel,
    Place,
    Scale,
    Stored,
    centre_of,
    district_of,
    stored,
    tip_of,
)
from tests.browser.ideas import hand_in_and_publish, idea

# Landmarks of the profile that the search finds, with two known ideas some 100 m apart beside
# each: they tell what lies where on the screen.
CHURCH = ("Stadtkirche St. Marien", Place(12.587223, 52.141691))
CASTLE = ("Schloss Wiesenburg", Place(12.452434, 52.112689))
VILLAGE = ("Schmerwitz", Place(12.483889, 52.139444))
_AROUND = ((-0.00065, -0.0003), (0.00065, 0.0003))


@pytest.fixture(scope="module")
def known(server: App) -> dict[str, list[tuple[str, Place]]]:
    """Titles and places of the published ideas around each landmark."""
    found = {
        name: [
            (f"Bekannt {name} {n}", Place(centre.lon + east, centre.lat + north))
            for n, (east, north) in enumerate(_AROUND, 1)
        ]
        for name, centre in (CHURCH, CASTLE, VILLAGE)
    }
    pairs = [pair for pairs in found.values() for pair in pairs]
    hand_in_and_publish(server, *(idea(title, place) for title, place in pairs))
    return found


def read_scale(citizen: CitizenMap, pairs: list[tuple[str, Place]]) -> Scale:
    return Scale([(tip_of(citizen.pin(title)), place) for title, place in pairs])


def check_row(app: App, number: str, chosen: Place) -> Stored:
    """The row holds the place chosen, and the areas that an independent look-up finds."""
    row = stored(app, number)
    area = district_of(app, chosen)
    assert row.place is not None
    assert row.place.metres_to(chosen) < 1
    assert row.certainty == "point"
    assert row.municipality == area.municipality
    assert row.district is not None
    assert row.district.startswith(f"{area.municipality}/")
    assert district_name(app, row.district) == area.name
    return row


def district_name(app: App, key: str) -> str:
    with urlopen(f"{app.url}/api/layers/districts.geojson") as answer:
        features = json.load(answer)["features"]
    [name] = [one["properties"]["name"] for one in features if one["properties"]["key"] == key]
    return str(name)


def test_by_mouse_from_the_map_to_everyones_map(
    page: Page,
    new_context: NewContext,
    server: App,
    known: dict[str, list[tuple[str, Place]]],
) -> None:
    citizen = CitizenMap(page, server).open()
    citizen.search(CHURCH[0])
    citizen.zoom_in(3)
    scale = read_scale(citizen, known[CHURCH[0]])
    at = scale.pixel(Place(CHURCH[1].lon + 0.0002, CHURCH[1].lat - 0.00035))
    at = Pixel(round(at.x), round(at.y))
    chosen = scale.place(at)
    district = district_of(server, chosen).name

    page.mouse.click(at.x, at.y)
    expect(citizen.bubble.get_by_role("status")).to_contain_text(district)
    expect(citizen.form).not_to_be_visible()
    citizen.bubble.get_by_role("button", name="Hier eine Idee eintragen").click()
    expect(citizen.form.get_by_text("Ort:")).to_contain_text(district)
    citizen.fill_form("Bänke am Kirchplatz", name="Erika Muster")
    thanks = citizen.send()

    row = check_row(server, thanks.number, chosen)
    assert (row.title, row.name, row.status) == ("Bänke am Kirchplatz", "Erika Muster", "pending")
    expect(citizen.form).to_contain_text(thanks.number)
    assert re.fullmatch(re.escape(server.url) + r"/meine#[\w-]{20,}", thanks.link)
    expect(citizen.form).to_contain_text("Wird spätestens bis")
    check_own_pin(citizen, "Bänke am Kirchplatz", chosen, known[CHURCH[0]])
    check_own_page(page, server, "Bänke am Kirchplatz", thanks)
    stranger = new_context().new_page()
    check_invisible(stranger, server, "Bänke am Kirchplatz", thanks)
    counted = count_for_planners(stranger, server)

    server.command("proposals", "publish", thanks.number)

    check_visible(stranger, server, "Bänke am Kirchplatz", thanks, chosen)
    assert count_for_planners(stranger, server) == counted + 1


def check_own_pin(
    citizen: CitizenMap, title: str, chosen: Place, pairs: list[tuple[str, Place]]
) -> None:
    citizen.page.get_by_role("button", name="Zurück zur Karte").click()
    expect(citizen.form).not_to_be_visible()
    own = citizen.map.get_by_role("button", name=re.compile(f"^{title}.*wartet auf Freigabe"))
    expect(own).to_be_visible()
    shown = read_scale(citizen, pairs).place(tip_of(own))
    assert shown.metres_to(chosen) < 1.5


def check_own_page(page: Page, app: App, title: str, thanks: Thanks) -> None:
    page.goto(f"{app.url}/meine")
    own = page.get_by_role("article", name=title)
    expect(own).to_contain_text("wartet auf Freigabe")
    expect(own).to_contain_text(thanks.number)


def check_invisible(page: Page, app: App, title: str, thanks: Thanks) -> None:
    page.goto(f"{app.url}/ideen")
    expect(page.get_by_role("heading", name="Ideen", exact=True)).to_be_visible()
    expect(page.get_by_text(title)).to_have_count(0)
    page.goto(f"{app.url}/idee?id={thanks.number}")
    expect(page.get_by_text("Diese Idee ist nicht (mehr) öffentlich.")).to_be_visible()
    expect(page.get_by_text(title)).to_have_count(0)
    page.goto(thanks.link)
    expect(page.get_by_role("article", name=title)).to_contain_text("wartet auf Freigabe")
    assert thanks.token not in page.url


def check_visible(page: Page, app: App, title: str, thanks: Thanks, chosen: Place) -> None:
    """On the map, in the list, on its own page, among what planners count, and for programs."""
    citizen = CitizenMap(page, app).open()
    citizen.search(CHURCH[0])
    citizen.zoom_in(3)
    citizen.map.get_by_role("button", name=re.compile(f"^{title}, Grün")).click()
    page.get_by_role("dialog", name=title).get_by_role("link", name="Idee lesen").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/idee\?id={thanks.number}$"))
    page.goto(f"{app.url}/ideen")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    with urlopen(f"{app.url}/api/proposals.geojson") as answer:
        features = json.load(answer)["features"]
    [mine] = [one for one in features if one["properties"]["public_id"] == thanks.number]
    assert mine["properties"]["title"] == title
    assert Place(*mine["geometry"]["coordinates"]).metres_to(chosen) < 1


def count_for_planners(page: Page, app: App) -> int:
    """How many ideas match without a filter, as the planners' page says."""
    page.goto(f"{app.url}/planung")
    said = page.get_by_role("heading", name=re.compile(r"^[\d.]+ Ideen?$"), level=2)
    return int(said.inner_text().split()[0].replace(".", ""))


def test_by_touch_on_a_phone(
    phone: Page, server: App, known: dict[str, list[tuple[str, Place]]]
) -> None:
    citizen = CitizenMap(phone, server).open()
    citizen.search(CASTLE[0])
    citizen.zoom_in(3)
    citizen.add.tap()
    confirm = citizen.chooser.get_by_role("button", name="Hier ist es")
    expect(confirm).to_be_visible()
    expect(citizen.form).not_to_be_visible()
    start = centre_of(citizen.crosshair)
    before = read_scale(citizen, known[CASTLE[0]]).place(start)
    drag(phone, Pixel(start.x + 20, start.y + 10), Pixel(start.x - 43, start.y - 61))
    chosen = read_scale(citizen, known[CASTLE[0]]).place(centre_of(citizen.crosshair))
    assert chosen.metres_to(before) > 20
    district = district_of(server, chosen).name

    expect(citizen.chooser.get_by_role("status")).to_contain_text(district)
    confirm.tap()
    expect(citizen.form.get_by_text("Ort:")).to_contain_text(district)
    citizen.fill_form("Wasserspender im Park")
    thanks = citizen.send()

    check_row(server, thanks.number, chosen)
    phone.get_by_role("button", name="Zurück zur Karte").tap()
    expect(
        citizen.map.get_by_role("button", name=re.compile("Wasserspender.*wartet auf Freigabe"))
    ).to_be_visible()


def test_by_keyboard_alone(
    page: Page, server: App, known: dict[str, list[tuple[str, Place]]]
) -> None:
    citizen = CitizenMap(page, server).open()
    press = page.keyboard.press
    press("Tab")
    assert name_of_focus(page) == "Zum Inhalt"
    press("Enter")
    tab_to(page, "Ort suchen")
    page.keyboard.type(VILLAGE[0])
    press("ArrowDown")
    press("Enter")
    tab_to(page, "Vergrößern")
    for _ in range(3):
        press("Enter")
    tab_to(page, "Idee eintragen", back=True)
    press("Enter")
    assert name_of_focus(page) == "Karte"
    scale = read_scale(citizen, known[VILLAGE[0]])
    goal = scale.pixel(Place(VILLAGE[1].lon + 0.0003, VILLAGE[1].lat - 0.0002))
    steer(page, centre_of(citizen.crosshair), goal)
    chosen = read_scale(citizen, known[VILLAGE[0]]).place(centre_of(citizen.crosshair))
    assert chosen.metres_to(scale.place(goal)) < 5
    district = district_of(server, chosen).name

    expect(citizen.chooser.get_by_role("status")).to_contain_text(district)
    press("Enter")
    expect(citizen.form).to_be_visible()
    assert name_of_focus(page) == "Neue Idee"
    tab_to(page, "Titel")
    page.keyboard.type("Haltestelle mit Dach")
    press("Tab")
    assert name_of_focus(page) == "Beschreibung"
    page.keyboard.type("Wer auf den Bus wartet, wird nass.")
    press("Tab")
    assert name_of_focus(page) == "Thema"
    press("ArrowDown")
    press("Tab")
    press("ArrowDown")
    expect(citizen.form.get_by_label("ungefähr (100 m)")).to_be_checked()
    press("ArrowUp")
    tab_to(page, "Name (freiwillig)")
    tab_to(page, "Idee absenden")
    press("Enter")
    thanks = citizen.thanks()

    row = check_row(server, thanks.number, chosen)
    assert (row.title, row.precision) == ("Haltestelle mit Dach", "exact")
    assert name_of_focus(page) == "Danke! Ihre Idee ist gespeichert."
