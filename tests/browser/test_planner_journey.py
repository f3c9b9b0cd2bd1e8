"""From a round's ideas to what the council must know: a planner's whole way, by keyboard."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from mapper.domain.roles import Role
from mapper.services.edit_goals import GoalFields, MeasureFields, add_goal, add_measures
from tests.browser.app import App, app_on_copy
from tests.browser.conftest import NewContext
from tests.browser.fingers import settle, tab_to
from tests.browser.ground import ask
from tests.browser.planning_page import map_frame
from tests.browser.staff_desk import Desk
from tests.browser.watch import Trap
from tests.conftest import opened
from tests.report_pdf import Pdf
from tests.staff import TESTER, add_account, office_on

IDEAS = 150
MAP = ".st-key-planning_map iframe"
CIRCLE = (
    "ST_DWithin(ST_Transform(ST_SetSRID(ST_MakePoint({0}, {1}), 4326), 25833), geom, {2})"
    " and moderation_status = 'published' and round_id ="
    " (select id from participation_round where slug = 'ihre-ideen')"
)
ANSWER = "Der Ausschuss berät im März darüber."


@pytest.fixture(scope="module")
def desk(server_url: str, loaded_template: str, trap: Trap) -> Iterator[Desk]:
    """Sample ideas, a planner, and a measure of the development concept."""
    with (
        app_on_copy(server_url, loaded_template, supervised=False, proxy=trap.url) as app,
        opened(app.database_url) as sessions,
    ):
        app.command("demo", "seed", "--count", str(IDEAS))
        office = office_on(sessions)
        goal = add_goal(office, TESTER, GoalFields("Wege für alle", "2"))
        add_measures(office, TESTER, goal, [MeasureFields("Radwege verbinden", "2.1")])
        accounts = {"paula": add_account(sessions, "paula", Role.PLANNER, display_name="Paula")}
        yield Desk(app, sessions, accounts)


@pytest.fixture(scope="module")
def server(desk: Desk) -> App:
    """The application the fixtures of a page watch: the one with the planner."""
    return desk.app


def test_from_a_rounds_ideas_to_what_the_council_must_know(
    desk: Desk, phone: Page, new_context: NewContext
) -> None:
    page = desk.sign_in(new_context(), "paula")
    page.goto(f"{desk.app.url}/planung?round=ihre-ideen")
    map_frame(page)

    where = draw_circle(page)
    inside = rows(desk, f"select public_id from proposal where {where}")
    expect(page.locator(".ik-count")).to_have_text(f"{len(inside)} Ideen")

    members = answer_one_of_a_cluster(page)
    assert members <= inside
    [(answered,)] = ask(
        desk.app,
        f"select public_id from proposal join response r on r.proposal_id = proposal.id"
        f" where r.body = '{ANSWER}'",
    )
    assert answered in members

    link_all_to_the_measure(page)
    linked = rows(
        desk,
        "select public_id from proposal join evaluation e on e.proposal_id = proposal.id"
        " join measure m on m.id = e.measure_id where m.title = 'Radwege verbinden'",
    )
    assert linked
    assert linked <= inside

    publish_result(page)
    phone.goto(f"{desk.app.url}/runde?round=ihre-ideen")
    expect(phone.get_by_text("Die meisten wünschen sich Wege.")).to_be_visible()
    expect(phone.get_by_text("Im Herbst wird gebaut.")).to_be_visible()

    choose_section(page, "Auswertung")
    written = Document(io.BytesIO(take(page, page.get_by_role("link", name="Word"))))
    cells = {cell.text for table in written.tables for row in table.rows for cell in row.cells}
    assert any(ANSWER in text for text in cells)
    take_files(page, desk, where, inside)


def draw_circle(page: Page) -> str:
    """Draw one on the map by keys; the ideas in it as a condition in SQL."""
    page.frame_locator(MAP).get_by_role("button", name="Kreis zeichnen").focus()
    for key in ("Enter", "Enter", *["ArrowRight"] * 12, "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**area=**")
    [area] = re.findall(r"area=([^&]+)", page.url)
    return CIRCLE.format(*area.replace("%2C", ",").split(","))


def answer_one_of_a_cluster(page: Page) -> set[str]:
    """Look at the largest cluster, and answer its first idea; the numbers of its ideas there."""
    choose_section(page, "Häufungen")
    press(page.get_by_role("button", name="Häufung 1 ansehen"))
    expect(page.get_by_role("heading", name=re.compile("^Häufung 1: "))).to_be_focused()
    table = page.locator(".st-key-planning_cluster_members table")
    expect(table).to_be_visible()
    settle(page)
    links = table.locator("tbody th a").evaluate_all("all => all.map(one => one.href)")
    overview = page.url
    press(table.get_by_role("link", name=re.compile("beantworten$")).first)
    page.wait_for_url("**/moderation**")
    expect(page.get_by_role("button", name="Antwort absenden")).to_be_visible(timeout=30_000)
    settle(page)
    page.get_by_label("Antwort", exact=True).focus()
    page.keyboard.insert_text(ANSWER)
    tab_to(page, "Antwort absenden")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Antwort ist gespeichert. Alle können sie lesen.")).to_be_visible()
    page.goto(overview)
    map_frame(page)
    return {re.findall("id=([a-z0-9]+)", one)[0] for one in links}


def link_all_to_the_measure(page: Page) -> None:
    """Give all ideas of the evaluation's first page the measure at once."""
    choose_section(page, "Auswertung")
    press(page.get_by_role("button", name="Alle auf dieser Seite auswählen"))
    settle(page)
    field = page.get_by_role("combobox", name="Ziel und Maßnahme der ausgewählten")
    field.focus()
    page.keyboard.type("Radwege")
    page.get_by_role("option", name=re.compile("Radwege verbinden")).wait_for()
    page.keyboard.press("Enter")
    assign = page.get_by_role("button", name="Zuordnen", exact=True)
    expect(assign).to_be_enabled()
    press(assign)
    expect(page.get_by_text(re.compile("^[0-9]+ Ideen wurden zugeordnet"))).to_be_visible()


def publish_result(page: Page) -> None:
    choose_section(page, "Ergebnis")
    tab_to(page, "Was herauskam (Deutsch)")
    page.keyboard.insert_text("Die meisten wünschen sich Wege.")
    tab_to(page, "Wie es weitergeht (Deutsch)")
    page.keyboard.insert_text("Im Herbst wird gebaut.")
    tab_to(page, "Veröffentlichen")
    settle(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Jetzt können es alle lesen.")).to_be_visible()


def take_files(page: Page, desk: Desk, where: str, inside: set[str]) -> None:
    """The ideas as a workbook, and the report, as planners have them."""
    choose_section(page, "Herunterladen")
    page.get_by_text(re.compile("^Für die Arbeit im Haus")).click()
    expect(page.locator(".ik-download-told")).to_contain_text("Diese Dateien enthalten genaue Orte")
    book = take(page, page.get_by_role("link", name=re.compile("^Ideen: Excel")))
    [sheet, *_others] = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    listed = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert inside <= listed

    report = Pdf.of(take(page, page.get_by_role("link", name=re.compile("^Bericht: PDF")))).text
    supports = ask(desk.app, f"select sum(support_count) from proposal where {where}")[0][0]
    for told in (f"{len(inside)}", f"{supports}", *inside):
        assert told in report


def choose_section(page: Page, name: str) -> None:
    """Choose one of the row by its keys, and wait until it is drawn."""
    radio = page.locator(".st-key-planning_sections").get_by_role("radio", name=name, exact=True)
    radio.focus()
    page.keyboard.press(" ")
    expect(radio).to_be_checked()
    settle(page)


def press(one: Locator) -> None:
    one.focus()
    one.press("Enter")


def take(page: Page, link: Locator) -> bytes:
    """What a link gives to keep."""
    with page.expect_download(timeout=60_000) as download:
        press(link)
    return Path(download.value.path()).read_bytes()


def rows(desk: Desk, query: str) -> set[str]:
    return {str(row[0]) for row in ask(desk.app, query)}
