"""GIS staff import a file: chosen, asked about, looked at, taken over, seen, brought back."""

import re
from pathlib import Path

from playwright.sync_api import FileChooser, Page, expect

from mapper.domain.imports import Stage
from mapper.domain.roles import Role
from tests.browser.app import App
from tests.browser.axe import EVERY_LOOK, TWO_LOOKS, find_in_looks
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import PHONE, NewContext
from tests.browser.fingers import settle, tab_to, unfold
from tests.browser.geodata_page import (
    FORMULA,
    HOSTILE,
    GeodataPage,
    play_areas,
    shapefile_of_2009,
    zipped,
)
from tests.browser.staff_desk import sign_in
from tests.conftest import opened
from tests.pages.geodata import add_import

NAMES = ("Spielplatz Bürgerpark", "Bolzplatz Lüsse", "Schulhof Straße der Einheit")


def test_a_shapefile_of_2009_from_its_parts_to_the_citizens_map_and_back(
    new_context: NewContext, server: App, tmp_path: Path
) -> None:
    page = sign_in(new_context(), server, "karla", Role.GIS).new_page()
    gis = GeodataPage(page, server)
    parts = shapefile_of_2009(tmp_path / "alt", NAMES, "spielpl_2009")

    say_which_crs_is_meant(gis, parts)
    look_at_the_preview(gis)
    take_it_over(gis, new_context().new_page())
    newer = tmp_path / "neu.gpkg"
    play_areas(NAMES[:2], "EPSG:25833").to_file(newer, layer="spielplaetze")
    take_a_newer_one_over(gis, newer)
    bring_the_former_one_back(gis, new_context().new_page())


def say_which_crs_is_meant(gis: GeodataPage, parts: list[Path]) -> None:
    """Nothing is guessed: the page asks, and takes a wrong answer back."""
    page = gis.page
    gis.open()
    gis.files.set_input_files(parts[:2])
    expect(gis.form.get_by_text("Zu einem Shapefile gehört auch")).to_be_visible()
    gis.files.set_input_files(parts)
    expect(gis.form.get_by_text("Eine .prj-Datei fehlt.")).to_be_visible()
    expect(gis.form.get_by_label("Titel")).to_have_value("Spielpl 2009")
    assert find_in_looks(page, TWO_LOOKS) == {}
    gis.form.get_by_label("Titel").fill("Spielplätze")
    expect(gis.form.get_by_label("Kurzname")).to_have_value("spielplaetze")
    gis.form.get_by_label("Lizenz", exact=True).select_option(label="Eigene Daten")
    expect(gis.form.get_by_label("Quellenvermerk")).not_to_have_value("")
    gis.send.click()
    gis.until("asking")
    expect(page.get_by_text(re.compile("1 · .*31468"))).to_be_visible()
    expect(page.get_by_text(re.compile("vom ersten Vorschlag entfernt")).first).to_be_visible()
    assert find_in_looks(page, EVERY_LOOK) == {}
    page.get_by_role("button", name="Damit weiter").click()
    expect(page.get_by_role("alert")).to_contain_text("EPSG:31468")
    gis.choose(r"2 · .*2398")
    gis.until("ready")
    expect(gis.fact("Koordinatenbezugssystem")).to_contain_text("EPSG:2398")
    unfold(page, "Ändern, wie die Datei gelesen wird")
    page.get_by_text("Noch einmal fragen").click()
    page.get_by_role("button", name="Neu lesen").click()
    gis.until("asking")
    gis.choose(r"1 · .*31468")
    gis.until("ready")


def look_at_the_preview(gis: GeodataPage) -> None:
    """Facts, umlauts, rows and the map, before anything is stored."""
    page = gis.page
    expect(gis.fact("Koordinatenbezugssystem")).to_contain_text("EPSG:31468")
    expect(gis.fact("Objekte, die bleiben")).to_contain_text("3 (3 Flächen)")
    expect(page.get_by_text("Die Lizenz fehlt noch.")).to_be_visible()
    expect(gis.fact("Zeichenkodierung")).to_contain_text("Bürgerpark")
    expect(page.get_by_role("cell", name="Schulhof Straße der Einheit")).to_be_visible()
    expect(page.get_by_text("Von dieser Ebene ist bisher nichts sichtbar.")).to_be_visible()
    frame = page.frame_locator(".st-key-geodata_preview iframe")
    expect(frame.get_by_role("region", name=re.compile("Karte dessen"))).to_be_visible()
    unfold(page, "Ändern, wie die Datei gelesen wird")
    unfold(page, "Titel der Felder, wie man sie liest")
    title = page.get_by_role("textbox", name="BEZEICHNUN")
    title.fill("Bezeichnung")
    assert find_in_looks(page, EVERY_LOOK) == {}
    page.get_by_role("button", name="Neu lesen").click()
    expect(page.get_by_role("columnheader", name="Bezeichnung")).to_be_visible(timeout=60_000)
    gis.until("ready")


def take_it_over(gis: GeodataPage, citizen: Page) -> None:
    """What was taken over is on the citizens' map at once."""
    gis.take_over.click()
    gis.until("done")
    expect(
        gis.page.get_by_text(re.compile("gespeichert und auf der Karte sichtbar"))
    ).to_be_visible()
    expect(gis.page.get_by_role("button", name="Zurück zu Version")).to_have_count(0)
    assert find_in_looks(gis.page, TWO_LOOKS) == {}
    shown = CitizenMap(citizen, gis.app).open()
    citizen.get_by_role("button", name="Karteninhalte").click()
    expect(citizen.get_by_role("checkbox", name="Spielplätze")).to_be_checked()
    expect(shown.map).to_be_visible()
    assert count_shown(gis.app, citizen) == len(NAMES)


def take_a_newer_one_over(gis: GeodataPage, newer: Path) -> None:
    """The difference is told in words and numbers before it is made."""
    page = gis.page
    gis.open()
    gis.files.set_input_files(newer)
    gis.form.get_by_label("Ebene", exact=True).select_option(label="Spielplätze")
    expect(gis.form.get_by_label("Kurzname")).to_be_hidden()
    gis.send.click()
    gis.until("ready")
    changes = page.get_by_role("listitem").filter(has_text="entfallen")
    expect(changes).to_have_text(re.compile(r"1 entfallen: Schulhof Straße der Einheit"))
    expect(
        page.get_by_text(re.compile(r"Fläche: bisher 12 ha, dann 8 ha \(-4 ha\)"))
    ).to_be_visible()
    assert find_in_looks(page, TWO_LOOKS) == {}
    gis.take_over.click()
    gis.until("done")
    assert count_shown(gis.app, page) == 2


def bring_the_former_one_back(gis: GeodataPage, citizen: Page) -> None:
    """One step, with a question before it; the versions say what is shown."""
    page, press = gis.page, gis.page.get_by_role
    press("button", name="Zurück zu Version").click()
    expect(press("alert")).to_contain_text("wieder zeigen, die vor der jetzigen zu sehen war?")
    press("button", name="Ja, Version").click()
    expect(page.get_by_text(re.compile(r"Jetzt ist Version \d+ sichtbar"))).to_be_focused()
    assert count_shown(gis.app, citizen) == len(NAMES)
    press("link", name="Alle Versionen dieser Ebene").click()
    expect(press("heading", name=re.compile(r"Version \d+ sichtbar"))).to_have_count(1)
    settle(page)
    assert find_in_looks(page, EVERY_LOOK) == {}
    press("button", name=re.compile(r"Version \d+ löschen")).click()
    press("button", name="Ja, löschen").click()
    expect(page.get_by_text(re.compile(r"Version \d+ ist gelöscht"))).to_be_focused()
    expect(press("heading", name=re.compile(r"^Version \d+"))).to_have_count(1)


def count_shown(app: App, page: Page) -> int:
    """How many objects of the layer everybody gets."""
    answer = page.request.get(f"{app.url}/api/layers/spielplaetze.geojson")
    return len(answer.json()["features"])


def hear(_: FileChooser) -> None:
    """Take notice of it, and do nothing."""


def test_an_import_by_keyboard_alone(new_context: NewContext, server: App, tmp_path: Path) -> None:
    page = sign_in(new_context(), server, "tasten.gis", Role.GIS).new_page()
    gis = GeodataPage(page, server).open("section=imports")
    parts = shapefile_of_2009(tmp_path / "alt", NAMES, "wege")
    keys = page.keyboard
    # Asked for only at the key that opens it, a chooser may be open before the browser hears so.
    page.on("filechooser", hear)

    tab_to(page, "Neuer Import")
    keys.press("Enter")
    expect(gis.send).to_be_visible()
    # The new page's heading takes the focus, wherever it was meanwhile.
    expect(page.locator("#inhalt")).to_be_focused()
    settle(page)
    tab_to(page, "Dateien auswählen")
    with page.expect_file_chooser() as chooser:
        keys.press("Enter")
    chooser.value.set_files([zipped(parts, tmp_path / "wege.zip")])
    tab_to(page, "Titel")
    keys.press("Control+A")
    keys.type("Wege mit Tasten")
    tab_to(page, "Hochladen und prüfen")
    keys.press("Enter")
    gis.until("asking")
    choose_with_the_keys(page)
    gis.until("ready")
    tab_to(page, "Übernehmen und zeigen")
    keys.press("Enter")
    gis.until("done")
    expect(page.get_by_text(re.compile("auf der Karte sichtbar"))).to_be_visible()


def test_what_is_typed_stays_when_a_colleague_begins(new_context: NewContext, server: App) -> None:
    page = sign_in(new_context(), server, "erna.gis", Role.GIS).new_page()
    gis = GeodataPage(page, server).open("section=imports&item=new")
    title = gis.form.get_by_label("Titel")
    title.fill("Wege")
    with opened(server.database_url) as sessions:
        add_import(sessions, Stage.WAITING, title="Anderer Import")

    # As when the connection comes back: the page is asked for anew, without being loaded.
    page.evaluate("history.pushState({}, '', location.href + '&lang=de'); history.back()")
    other = page.get_by_role("link", name=re.compile("Anderer Import"))
    expect(other).to_contain_text("nicht möglich", timeout=60_000)

    expect(title).to_have_value("Wege")


def choose_with_the_keys(page: Page) -> None:
    """Tab to the list of systems, take the first by the space bar, and go on."""
    first = page.get_by_role("radio").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if first.evaluate("radio => radio === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    settle(page)
    tab_to(page, "Damit weiter")
    page.keyboard.press("Enter")


def test_attributes_stay_words_wherever_they_are_shown(
    new_context: NewContext, server: App, tmp_path: Path
) -> None:
    context = new_context(PHONE, has_touch=True)
    page = sign_in(context, server, "fiese.felder", Role.GIS).new_page()
    gis = GeodataPage(page, server)
    hostile = play_areas((HOSTILE, FORMULA, "x" * 200), "EPSG:25833")
    hostile = hostile.rename(columns={"BAUJAHR": "<b>fett</b> $1$ :smile: ![x](https://x)"})
    path = tmp_path / "fies.geojson"
    hostile.to_crs("EPSG:4326").to_file(path, driver="GeoJSON")

    gis.begin([path], f"Fies {HOSTILE}")
    gis.until("ready")
    unfold(page, "Ändern, wie die Datei gelesen wird")
    unfold(page, "Titel der Felder, wie man sie liest")
    expect(page.get_by_role("cell", name=HOSTILE)).to_be_visible()
    expect(page.get_by_role("columnheader", name="<b>fett</b>")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert page.locator(".st-key-geodata img").count() == 0
    assert find_in_looks(page, TWO_LOOKS) == {}

    frame = page.frame_locator(".st-key-geodata_preview iframe")
    expect(frame.get_by_role("region", name=re.compile("Karte dessen"))).to_be_visible()
    assert frame.locator("img[src=x]").count() == 0
    page.get_by_role("button", name="Import abbrechen").click()
    page.get_by_role("button", name="Ja, abbrechen").click()
    gis.until("cancelled")
