"""Looking around opens nothing; every kind of place can be chosen; the form says what is wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import NewContext
from tests.browser.ground import (
    Pixel,
    Place,
    Scale,
    ask,
    centre_of,
    count_titled,
    district_of,
    stored,
    tip_of,
)
from tests.browser.ideas import hand_in_and_publish, idea

SPA = ("SteinTherme", Place(12.596583, 52.150083))
_BESIDE = {"Becken am Morgen": Place(12.5960, 52.1498), "Becken am Abend": Place(12.5972, 52.1504)}
TITLE_ERROR = "Bitte geben Sie einen Titel mit mindestens 5 Zeichen ein."
BODY_ERROR = "Bitte beschreiben Sie Ihre Idee mit mindestens 10 Zeichen."


@pytest.fixture(scope="module", autouse=True)
def beside(server: App) -> None:
    """Two published ideas beside the landmark."""
    hand_in_and_publish(server, *(idea(title, place) for title, place in _BESIDE.items()))


def at_spa(citizen: CitizenMap) -> Scale:
    citizen.open()
    citizen.search(SPA[0])
    citizen.zoom_in(3)
    return Scale([(tip_of(citizen.pin(title)), place) for title, place in _BESIDE.items()])


def begin(citizen: CitizenMap) -> Pixel:
    """Open the form by a click beside the landmark; where the click was."""
    at = at_spa(citizen).pixel(Place(12.5965, 52.1499))
    citizen.page.mouse.click(at.x, at.y)
    citizen.bubble.get_by_role("button", name="Hier eine Idee eintragen").click()
    expect(citizen.form).to_be_visible()
    return at


def count_all(app: App) -> int:
    return int(ask(app, "select count(*) from proposal")[0][0])


def test_looking_around_never_opens_a_form(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server)
    at_spa(citizen)
    middle = centre_of(citizen.map)

    page.mouse.move(middle.x, middle.y)
    page.mouse.down()
    page.mouse.move(middle.x + 90, middle.y + 60, steps=6)
    page.mouse.up()
    page.mouse.wheel(0, 240)
    page.wait_for_timeout(300)
    page.mouse.dblclick(middle.x + 40, middle.y)
    expect(citizen.form).to_have_count(0)
    citizen.pin("Becken am Abend").first.click()
    card = page.get_by_role("dialog", name="Becken am Abend")
    expect(card.get_by_role("link", name="Idee lesen")).to_be_visible()
    card.get_by_role("button", name="Schließen").click()
    for name in ("Karteninhalte", "Legende", "Verkleinern"):
        page.get_by_role("button", name=name, exact=True).click()
    page.mouse.click(middle.x, middle.y)

    expect(citizen.form).to_have_count(0)
    # A provisional pin with a bubble is all that a click makes, and nothing is kept of it.
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('ideenkarte'))") == []


def test_outside_every_municipality_nothing_can_be_stored(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()
    before = count_all(server)
    outside = "Dieser Ort liegt nicht in Bad Belzig oder Wiesenburg/Mark."
    box = citizen.map.bounding_box()
    assert box is not None

    # The whole area is in view at the start: the bottom right corner lies outside.
    page.mouse.click(box["x"] + box["width"] - 60, box["y"] + box["height"] - 90)
    expect(citizen.bubble.get_by_role("status")).to_have_text(outside)
    expect(citizen.bubble.get_by_role("button")).to_have_count(0)
    page.keyboard.press("Escape")
    citizen.add.click()
    for _ in range(14):
        page.keyboard.press("Shift+ArrowRight")
    expect(citizen.chooser.get_by_role("status")).to_have_text(outside)
    page.keyboard.press("Enter")
    citizen.chooser.get_by_role("button", name="Hier ist es").click(force=True)

    expect(citizen.form).to_have_count(0)
    assert count_all(server) == before


def test_an_idea_for_a_whole_district(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()
    citizen.add.click()
    citizen.chooser.get_by_text("Kein genauer Ort?").click()
    citizen.chooser.get_by_label("Ortsteil wählen").select_option(label="Lübnitz")
    citizen.chooser.get_by_role("button", name="Diesen Ortsteil nehmen").click()

    expect(citizen.form.get_by_text("Ort:")).to_contain_text("Lübnitz, Bad Belzig")
    expect(citizen.form.get_by_text("Wie genau soll der Ort gezeigt werden?")).not_to_be_visible()
    citizen.fill_form("Dorffest wieder beleben")
    thanks = citizen.send()

    row = stored(server, thanks.number)
    assert (row.place, row.certainty, row.municipality) == (None, "district", "12069020")
    names = ask(
        server,
        "select d.name from proposal p join district d on d.id = p.district_id "
        "where p.public_id = %s",
        thanks.number,
    )
    assert names == [("Lübnitz",)]


def test_an_idea_without_a_place(phone: Page, server: App) -> None:
    citizen = CitizenMap(phone, server).open()
    citizen.add.tap()
    citizen.chooser.get_by_text("Kein genauer Ort?").tap()
    citizen.chooser.get_by_role("button", name="Kein bestimmter Ort").tap()

    expect(citizen.form.get_by_text("Ort:")).to_contain_text("kein bestimmter Ort")
    citizen.form.get_by_label("Gemeinde (freiwillig)").select_option(label="Wiesenburg/Mark")
    citizen.fill_form("Rufbus am Abend", topic="Mobilität und Verkehr")
    thanks = citizen.send()

    row = stored(server, thanks.number)
    assert (row.place, row.certainty, row.district) == (None, "none", None)
    assert row.municipality == "12069665"


def test_the_pin_moves_while_the_form_is_open_and_the_text_stays(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server)
    at_spa(citizen)
    begin(citizen)
    citizen.fill_form("Liegewiese mit Bäumen")
    own = citizen.map.get_by_role("img", name="Ihr Ort")
    tip = tip_of(own)
    scale = Scale([(tip_of(citizen.pin(title)), place) for title, place in _BESIDE.items()])

    page.mouse.move(tip.x, tip.y - 18)
    page.mouse.down()
    page.mouse.move(tip.x - 60, tip.y - 18 + 40, steps=8)
    page.mouse.up()
    dropped = scale.place(Pixel(tip.x - 60, tip.y + 40))
    expect(citizen.form.get_by_label("Titel")).to_have_value("Liegewiese mit Bäumen")
    thanks = citizen.send()

    row = stored(server, thanks.number)
    assert row.place is not None
    assert row.place.metres_to(dropped) < 1
    assert dropped.metres_to(scale.place(tip)) > 20


def test_the_place_can_be_chosen_anew_from_the_form(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server)
    begin(citizen)
    citizen.fill_form("Umkleide für alle")
    citizen.form.get_by_role("button", name="verschieben").click()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    scale = Scale([(tip_of(citizen.pin(title)), place) for title, place in _BESIDE.items()])
    chosen = scale.place(centre_of(citizen.crosshair))
    page.keyboard.press("Enter")

    expect(citizen.form.get_by_text("Ort:")).to_contain_text(district_of(server, chosen).name)
    expect(citizen.form.get_by_label("Titel")).to_have_value("Umkleide für alle")
    row = stored(server, citizen.send().number)
    assert row.place is not None
    assert row.place.metres_to(chosen) < 1


def test_what_is_wrong_is_said_beside_the_field_and_the_first_one_gets_the_focus(
    page: Page, server: App
) -> None:
    citizen = CitizenMap(page, server)
    begin(citizen)
    title = citizen.form.get_by_label("Titel")
    body = citizen.form.get_by_label("Beschreibung")
    send = citizen.form.get_by_role("button", name="Idee absenden")

    send.click()
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description(TITLE_ERROR)
    expect(body).to_have_accessible_description(re.compile(re.escape(BODY_ERROR)))
    expect(citizen.form.get_by_label("Thema")).to_have_accessible_description(
        "Bitte wählen Sie ein Thema."
    )
    title.fill("Vier")
    send.click()
    expect(title).to_be_focused()
    title.fill("Fünfe")
    body.fill("Neun Zeic")
    send.click()
    expect(body).to_be_focused()
    expect(title).not_to_have_attribute("aria-invalid", "true")
    title.fill("T" * 121)
    body.fill("B" * 4001)
    send.click()
    expect(title).to_have_accessible_description(
        "Der Titel hat 121 Zeichen. Bitte kürzen Sie ihn auf höchstens 120 Zeichen."
    )
    expect(citizen.form).to_contain_text(re.compile(r"Die Beschreibung hat 4\.001 Zeichen"))
    assert count_titled(server, "T" * 121) == 0


def test_texts_of_exactly_the_longest_and_shortest_length_are_taken(
    page: Page, server: App
) -> None:
    citizen = CitizenMap(page, server)
    begin(citizen)
    # 4,000 characters of one code point each that take two units in JavaScript and four bytes.
    citizen.fill_form("Ä" * 120, body="🌳" * 4000, name="N" * 80)
    longest = stored(server, citizen.send().number)
    page.get_by_role("button", name="Weitere Idee").click()
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    citizen.fill_form("Fünfe", body="Zehn Zeich")
    shortest = stored(server, citizen.send().number)

    assert (longest.title, longest.body, longest.name) == ("Ä" * 120, "🌳" * 4000, "N" * 80)
    assert (shortest.title, shortest.body, shortest.name) == ("Fünfe", "Zehn Zeich", None)


def test_the_form_says_who_sees_what_and_under_which_licence(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server)
    begin(citizen)

    expect(citizen.form).to_contain_text("Den genauen Ort sehen nur Mitarbeitende der Verwaltung.")
    licence = citizen.form.get_by_role("link", name="CC BY 4.0")
    expect(licence).to_have_attribute("href", re.compile("creativecommons.org/licenses/by/4.0"))
    privacy = citizen.form.get_by_role("link", name="Hinweise zum Datenschutz")
    expect(privacy).to_have_attribute("href", "/datenschutz")
    expect(citizen.form.get_by_role("checkbox")).to_have_count(0)


def test_a_coarser_place_hides_the_exact_one_from_everyone_else(
    page: Page, new_context: NewContext, server: App
) -> None:
    citizen = CitizenMap(page, server)
    begin(citizen)
    citizen.fill_form("Ruhebank am Waldrand", precision="nur Ortsteil")
    number = citizen.send().number
    server.command("proposals", "publish", number)

    stranger = new_context().new_page()
    stranger.goto(f"{server.url}/idee?id={number}")

    expect(stranger.get_by_role("heading", name="Ruhebank am Waldrand")).to_be_visible()
    expect(stranger.get_by_text("(nur Ortsteil)")).to_be_visible()
    expect(stranger.get_by_role("figure")).to_have_count(0)
