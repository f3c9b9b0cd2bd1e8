"""At the desk: staff enter ideas for others, hand out a slip, and leave nothing behind."""

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Dialog, Page, expect
from sqlalchemy import update

from mapper.db.engine import transaction
from mapper.db.tables import StaffSession
from mapper.domain.roles import Role
from tests.browser.app import App
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.conftest import PHONE, NewContext
from tests.browser.desk_page import BODY, Desk
from tests.browser.fingers import tab_to, wait_until
from tests.browser.ground import ask, centre_of, count_titled, stored
from tests.browser.staff_desk import sign_in
from tests.browser.watch import Watch
from tests.conftest import opened

HOSTILE_TITLE = "Dach am Busbahnhof <img src=x onerror=window.hit=1>"
EVENT = "Stand am Markt </option><script>window.hit=1</script>"
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)


def end_sessions(app: App) -> None:
    with opened(app.database_url) as sessions, transaction(sessions) as session:
        session.execute(update(StaffSession).values(expires_at=datetime(2026, 1, 1)))


@pytest.fixture
def desk(page: Page, server: App) -> Desk:
    sign_in(page.context, server, "petra", Role.PARTNER)
    return Desk(page, server)


def test_by_mouse_from_the_stall_to_the_slip(
    page: Page, server: App, desk: Desk, watch: Watch
) -> None:
    # An event without a name is tried on purpose.
    watch.expected.append("422: POST")
    drafts = {"ideenkarte.draft": "a citizen's own", "ideenkarte.mine": "[]"}
    page.goto(f"{server.url}/impressum")
    for name, value in drafts.items():
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [name, value])
    desk.open()
    desk.channel.select_option(label="Straßenstand")
    add_an_event(page)
    at = centre_of(desk.map)
    page.mouse.click(at.x, at.y)
    expect(desk.place).to_contain_text(re.compile("Bad Belzig|Wiesenburg"))
    desk.fill(HOSTILE_TITLE, "Erika Muster")
    desk.send.click()

    number = desk.number()
    row = stored(server, number)
    assert (row.title, row.name, row.status, row.certainty) == (
        *(HOSTILE_TITLE, "Erika Muster"),
        *("pending", "point"),
    )
    came = "select channel, e.title, created_day from proposal join participation_event e"
    [(channel, event, day)] = ask(server, f"{came} on e.id = event_id where public_id = %s", number)
    # The day of the event is taken for the day the idea was given.
    assert (channel, event, day) == ("street_stall", EVENT, date(2026, 5, 4))
    check_slip(desk, number)
    check_print(page, desk)
    assert "Erika" not in str(desk.kept())
    desk.next.click()
    check_cleared(desk, drafts)
    check_status(page, number)
    page.get_by_role("link", name="Ideen", exact=True).click()
    expect(page.get_by_role("heading", name="Ideen", exact=True)).to_be_visible()
    wait_until(page, "!Object.keys(sessionStorage).some((name) => name.includes('desk'))")
    assert page.evaluate("window.hit") is None


def add_an_event(page: Page) -> None:
    events = page.get_by_label("Veranstaltung (freiwillig)", exact=True)
    events.select_option(label="Weitere Veranstaltung anlegen …")
    expect(page.get_by_label("Name der Veranstaltung")).to_be_focused()
    page.get_by_role("button", name="Veranstaltung anlegen").click()
    expect(page.get_by_text("mit 3 bis 120 Zeichen")).to_be_visible()
    page.get_by_label("Name der Veranstaltung").fill(EVENT)
    page.get_by_label("Tag der Veranstaltung").fill("2026-05-04")
    page.get_by_role("button", name="Veranstaltung anlegen").click()
    expect(events).to_be_focused()
    expect(page.get_by_label("Genannt am (freiwillig)")).to_have_value("2026-05-04")


def check_slip(desk: Desk, number: str) -> None:
    slip = desk.slip()
    by = datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=7)
    expect(slip).to_contain_text(HOSTILE_TITLE)
    assert number in slip.inner_text().replace("\u00a0", "")
    expect(slip).to_contain_text(f"{by.day}. {MONTHS[by.month - 1]} {by.year}")
    code = slip.get_by_role("img", name="QR-Code Ihres privaten Links")
    assert code.evaluate("code => code.complete && code.naturalWidth > 0")


def check_print(page: Page, desk: Desk) -> None:
    """On paper stands the slip and nothing else."""
    page.emulate_media(media="print")
    words = page.locator("body").inner_text()
    expect(page.locator("header.ik-bar")).not_to_be_visible()
    expect(desk.map).not_to_be_visible()
    assert words.startswith("Ideenkarte")
    assert "/meine#" in words
    assert "Nächste Idee" not in words
    page.emulate_media(media="screen")
    expect(page.locator("body > .ik-slip")).not_to_be_visible()


def check_cleared(desk: Desk, drafts: dict[str, str]) -> None:
    """What the person told is gone from the page and from the browser; how it came in stays."""
    expect(desk.title).to_be_focused()
    for label in ("Titel", "Beschreibung", "Thema", "Name (freiwillig)"):
        expect(desk.form.get_by_label(label)).to_have_value("")
    expect(desk.place).to_contain_text("kein bestimmter Ort")
    expect(desk.page.get_by_text(f"Straßenstand · Ihre Ideen · {EVENT}")).to_be_visible()
    expect(desk.page.locator("body > .ik-slip")).to_have_count(0)
    kept = desk.kept()
    assert {name: kept[name] for name in drafts} == drafts
    for told in ("Dach", "Regen", "Erika", "Busbahnhof"):
        assert told not in str(kept)


def check_status(page: Page, number: str) -> None:
    page.get_by_role("tab", name="Stand einer Idee nachsehen").click()
    typed = f" {number[:3]} {number[3:6]}-{number[6:]} ".upper()
    page.get_by_label("Nummer der Idee").fill(typed)
    page.get_by_role("button", name="Nachsehen").click()
    found = page.get_by_role("main").get_by_role("status").filter(has_text=number)
    expect(found).to_contain_text("wartet auf Freigabe")
    expect(found).not_to_contain_text("Dach")
    expect(found.get_by_role("link")).to_have_count(0)
    page.get_by_label("Nummer der Idee").fill("unmöglich")
    page.get_by_role("button", name="Nachsehen").click()
    expect(page.get_by_role("alert").filter(has_text="keine Idee zu finden")).to_be_visible()


def test_by_keyboard_on_a_phone_with_a_weak_line_and_an_ended_session(
    new_context: NewContext, server: App, watch: Watch
) -> None:
    context = new_context(PHONE, is_mobile=True, has_touch=True)
    sign_in(context, server, "pavel", Role.PARTNER)
    page = context.new_page()
    desk = Desk(page, server).open()
    title = f"Bank am See {datetime.now():%f}"
    tab_to(page, "Eingegangen über")
    page.keyboard.type("Telef")
    tab_to(page, "Ort wählen")
    page.keyboard.press("Enter")
    expect(desk.map).to_be_focused()
    for key in ("+", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(desk.title).to_be_focused()
    page.keyboard.type(title)
    tab_to(page, "Beschreibung")
    page.keyboard.type(BODY)
    tab_to(page, "Thema")
    page.keyboard.type("Mob")
    watch.expected += ["401: POST", "ERR_INTERNET_DISCONNECTED"]

    context.set_offline(True)
    expect(page.get_by_text("Im Moment gibt es keine Verbindung.")).to_be_visible()
    tab_to(page, "Idee absenden")
    page.keyboard.press("Enter")
    expect(desk.form.get_by_role("alert")).to_contain_text("nur einmal gespeichert")
    context.set_offline(False)
    end_sessions(server)
    page.keyboard.press("Enter")
    expect(desk.form.get_by_role("alert")).to_contain_text("Ihre Sitzung ist beendet")
    link = desk.form.get_by_role("link", name="In einem neuen Tab anmelden")
    expect(link).to_have_attribute("target", "_blank")
    assert "/anmelden?back=%2Ferfassung" in str(link.get_attribute("href"))
    expect(desk.title).to_have_value(title)
    assert title in str(desk.kept())
    sign_in(context, server, "pavel")
    page.keyboard.press("Enter")

    number = desk.number()
    assert count_titled(server, title) == 1
    assert stored(server, number).certainty == "point"
    page.keyboard.press("Enter")
    expect(desk.title).to_be_focused()
    assert title not in str(desk.kept())


def test_a_reload_keeps_the_text_and_somebody_else_never_sees_it(
    page: Page, server: App, desk: Desk, watch: Watch
) -> None:
    desk.open()
    desk.fill("Radweg nach Niemegk", "Max Beispiel")
    page.reload()
    expect(desk.title).to_have_value("Radweg nach Niemegk")

    sign_in(page.context, server, "paul", Role.PARTNER)
    page.reload()
    expect(desk.title).to_be_visible()
    expect(desk.title).to_have_value("")
    assert "Radweg" not in json.dumps(desk.kept())

    # By the address bar no page is asked; the next one forgets all the same.
    desk.fill("Radweg nach Brück", "Max Beispiel")
    page.goto(f"{server.url}/impressum")
    expect(page.get_by_role("heading", name="Impressum", level=1)).to_be_visible()
    wait_until(page, "!('ideenkarte.desk.draft' in sessionStorage)")
    assert "Radweg" not in json.dumps(desk.kept())


def test_leaving_asks_first_and_then_forgets(page: Page, server: App, desk: Desk) -> None:
    desk.open()
    desk.fill("Laternen am Weg")
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.get_by_role("link", name="Ideen", exact=True).click()
    expect(desk.title).to_have_value("Laternen am Weg")
    assert "nicht gesendet" in asked[0]

    desk.form.get_by_role("button", name="Entwurf verwerfen").click()
    desk.form.get_by_role("button", name="Ja, verwerfen").click()
    expect(desk.title).to_have_value("")
    page.get_by_role("link", name="Ideen", exact=True).click()

    expect(page.get_by_role("heading", name="Ideen", exact=True)).to_be_visible()
    assert len(asked) == 1
    assert not [name for name in desk.kept() if "desk" in name]


def test_axe_finds_nothing_at_the_desk(page: Page, server: App, desk: Desk) -> None:
    desk.open()
    found = {"empty": find_in_looks(page, TWO_LOOKS)}
    day = page.get_by_label("Genannt am (freiwillig)")
    day.fill("1999-12-31")
    desk.send.click()
    expect(desk.form.get_by_text("Bitte geben Sie einen Titel")).to_be_visible()
    # Framed like every other field that is wrong.
    expect(day).to_have_css("border-top-width", "2px")
    expect(desk.title).to_have_css("border-top-width", "2px")
    found["errors"] = find_in_looks(page, TWO_LOOKS)
    day.fill("")
    page.get_by_role("button", name="Ort wählen").click()
    found["choosing"] = find_in_looks(page, TWO_LOOKS)
    page.keyboard.press("Escape")
    desk.channel.select_option(label="Brief")
    desk.fill("Spielplatz mit Schatten")
    desk.send.click()
    desk.number()
    found["slip"] = find_in_looks(page, TWO_LOOKS)
    page.get_by_role("tab", name="Stand einer Idee nachsehen").click()
    page.get_by_label("Nummer der Idee").fill("nichts")
    page.get_by_role("button", name="Nachsehen").click()
    expect(page.get_by_role("alert").filter(has_text="keine Idee")).to_be_visible()
    found["status"] = find_in_looks(page, TWO_LOOKS)

    assert {state: looks for state, looks in found.items() if looks} == {}
