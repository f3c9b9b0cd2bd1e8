"""What goes wrong on the page for GIS staff: said in place, and nothing typed is lost."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from tests.browser.app import App, app_on_copy, running_app
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.conftest import NewContext
from tests.browser.geodata_page import GeodataPage, play_areas
from tests.browser.staff_desk import sign_in
from tests.browser.watch import Watch
from tests.conftest import opened
from tests.map_server import FIELDS, map_server

NAMES = ("Nord", "Süd")


def geojson(folder: Path, name: str = "flaechen") -> Path:
    path = folder / f"{name}.geojson"
    play_areas(NAMES, "EPSG:4326").to_file(path, driver="GeoJSON")
    return path


def test_refusals_stand_in_place_and_lose_nothing(
    new_context: NewContext, server: App, watch: Watch, tmp_path: Path
) -> None:
    watch.expected += ["422: POST", "401: POST", "status of 422", "status of 401"]
    context = sign_in(new_context(), server, "pech.gis", Role.GIS)
    page = context.new_page()
    gis = GeodataPage(page, server).open()
    title = gis.form.get_by_label("Titel")

    gis.send.click()
    expect(gis.problem).to_contain_text("Bitte wählen Sie zuerst eine Datei aus.")
    expect(gis.files).to_be_focused()

    huge = tmp_path / "riesig.gpkg"
    with huge.open("wb") as content:
        content.truncate(201_000_000)
    gis.files.set_input_files(huge)
    title.fill("Riesig")
    gis.send.click()
    expect(gis.problem).to_contain_text("Höchstens 200 MB können importiert werden.")
    expect(title).to_have_value("Riesig")
    gis.form.get_by_role("button", name="riesig.gpkg entfernen").click()

    gis.files.set_input_files(geojson(tmp_path))
    gis.form.get_by_label("Kurzname").fill("districts")
    gis.send.click()
    expect(gis.form.get_by_text(re.compile("hat diesen Kurznamen schon"))).to_be_visible()
    gis.form.get_by_label("Kurzname").fill("Nicht So!")
    gis.send.click()
    expect(gis.form.get_by_label("Kurzname")).to_be_focused()
    assert find_in_looks(page, TWO_LOOKS) == {}
    gis.form.get_by_label("Kurzname").fill("riesig")

    context.clear_cookies()
    gis.send.click()
    expect(gis.problem).to_contain_text("Sie sind nicht mehr angemeldet.")
    assert find_in_looks(page, TWO_LOOKS) == {}
    sign_in(context, server, "pech.gis", Role.GIS)
    gis.send.click()
    gis.until("ready")
    expect(page.get_by_role("heading", name="Riesig", level=3)).to_be_visible()


def test_an_upload_is_given_up_half_way(
    new_context: NewContext, server: App, watch: Watch, tmp_path: Path
) -> None:
    page = sign_in(new_context(), server, "halb.gis", Role.GIS).new_page()
    gis = GeodataPage(page, server).open()
    watch.expected += ["ERR_ABORTED"]
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 10**6}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    large = tmp_path / "gross.gpkg"
    with large.open("wb") as content:
        content.truncate(100_000_000)

    gis.files.set_input_files(large)
    gis.send.click()

    bar = gis.form.get_by_role("progressbar", name="Hochladen")
    expect(bar).to_be_visible()
    expect(gis.form.get_by_role("status")).to_have_text(re.compile(r"^\d+ % hochgeladen$"))
    assert find_in_looks(page, TWO_LOOKS) == {}
    gis.form.get_by_role("button", name="Hochladen abbrechen").click()
    expect(gis.form.get_by_role("status")).to_have_text(re.compile("Nichts wurde behalten"))
    expect(gis.send).to_be_focused()
    expect(gis.form.get_by_text("gross.gpkg")).to_be_visible()
    expect(bar).to_be_hidden()


def test_what_cannot_be_read_is_said_in_one_sentence(
    new_context: NewContext, server: App, tmp_path: Path
) -> None:
    page = sign_in(new_context(), server, "kaputt.gis", Role.GIS).new_page()
    gis = GeodataPage(page, server)
    broken = tmp_path / "kaputt.gpkg"
    broken.write_bytes(b"SQLite format 3\0" + b"\x01\x02" * 400)

    gis.begin([broken], "Kaputt")
    gis.until("failed")

    expect(page.get_by_role("alert")).to_have_text(re.compile(r"^\S.*\.$"))
    expect(page.get_by_role("main")).not_to_contain_text("Traceback")
    assert find_in_looks(page, TWO_LOOKS) == {}


def test_the_second_of_two_at_one_import_is_told(
    new_context: NewContext, server: App, tmp_path: Path
) -> None:
    first = sign_in(new_context(), server, "erste.gis", Role.GIS).new_page()
    second = sign_in(new_context(), server, "zweite.gis", Role.GIS).new_page()
    gis = GeodataPage(first, server).begin([geojson(tmp_path)], "Zu zweit")
    gis.until("ready")
    second.goto(first.url)
    other = GeodataPage(second, server)
    other.until("ready")

    gis.take_over.click()
    gis.until("done")
    other.take_over.click()

    told = second.get_by_role("alert")
    expect(told).to_contain_text(re.compile("inzwischen|geändert|nicht übernommen"))
    other.until("done")


def test_an_upload_outlives_the_server_and_a_service_is_asked(
    server_url: str, loaded_template: str, browser: Browser, tmp_path: Path
) -> None:
    with (
        app_on_copy(server_url, loaded_template, supervised=False) as app,
        map_server(tmp_path) as service,
        browser.new_context(locale="de-DE") as context,
    ):
        page = sign_in(context, app, "strom.weg", Role.GIS).new_page()
        GeodataPage(page, app).begin([geojson(tmp_path)], "Stromausfall")
        page.wait_for_url("**item=*-*-*")
        app.process.kill()
        app.process.wait()
        with opened(app.database_url) as sessions, transaction(sessions) as session:
            session.execute(text("update import_job set stage = 'waiting', attempts = 0"))
        address = page.url
        page.close()

        with running_app(
            app.home,
            supervised=False,
            database_url=app.database_url,
            mapper_private_services=service.place,
        ) as restarted:
            again = sign_in(context, restarted, "strom.weg", Role.GIS).new_page()
            later = GeodataPage(again, restarted)
            again.goto(address.replace(app.url, restarted.url))
            later.until("ready")
            expect(again.get_by_role("heading", name="Stromausfall")).to_be_visible()
            import_from_a_service(later, service.url)


def import_from_a_service(gis: GeodataPage, url: str) -> None:
    """By its address: its layers are offered, and one is fetched; a wrong address is said so."""
    form = gis.open().form
    form.get_by_text("Ein Internetdienst (WFS)").click()
    form.get_by_label("Adresse des Dienstes").fill("http://10.0.0.1/geheim")
    form.get_by_role("button", name="Abrufen").click()
    expect(gis.page.get_by_text(re.compile("10.0.0.1.* darf von hier aus nicht"))).to_be_visible()
    form.get_by_label("Adresse des Dienstes").fill(url)
    form.get_by_role("button", name="Abrufen").click()
    expect(form.get_by_label("Welche seiner Ebenen?")).to_be_focused()
    form.get_by_label("Adresse des Dienstes").fill(f"{url}/anderswo")
    expect(form.get_by_label("Welche seiner Ebenen?")).to_be_hidden()
    form.get_by_label("Adresse des Dienstes").fill(url)
    form.get_by_role("button", name="Abrufen").click()
    expect(form.get_by_label("Welche seiner Ebenen?")).to_be_focused()
    expect(form.get_by_label("Titel")).to_have_value("Felder")
    assert find_in_looks(gis.page, TWO_LOOKS) == {}
    gis.send.click()
    gis.until("ready")
    expect(gis.fact("Objekte, die bleiben")).to_contain_text(str(FIELDS))
