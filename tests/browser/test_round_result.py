"""A planner writes what came out of a round, by keyboard; everybody reads it, on a phone too."""

import re

import psycopg
import pytest
from playwright.sync_api import Page, expect

from mapper.domain.roles import Role
from tests.browser.app import App
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.conftest import NewContext
from tests.browser.fingers import settle, tab_to
from tests.browser.ground import Place, ask
from tests.browser.ideas import hand_in_and_publish, idea
from tests.browser.staff_desk import sign_in
from tests.browser.watch import Watch

HOSTILE = "<img src='https://evil.example/1.png'> ![x](https://evil.example/2.png)"
SECTION = "planung?section=result&round=ihre-ideen"


@pytest.fixture
def planner(new_context: NewContext, server: App) -> Page:
    """Somebody who plans."""
    return sign_in(new_context(), server, "ritva", Role.PLANNER).new_page()


def test_a_result_is_written_published_read_and_withdrawn(
    planner: Page, phone: Page, server: App, watch: Watch
) -> None:
    title = "Schatten für die Bushaltestelle"
    hand_in_and_publish(server, idea(title, Place(12.5868, 52.1412)))
    planner.goto(f"{server.url}/{SECTION}")
    expect(planner.get_by_text("Bis Sie es veröffentlichen")).to_be_visible()
    phone.goto(f"{server.url}/runde?round=ihre-ideen")
    expect(phone.get_by_text("sobald die Stadt die Runde ausgewertet hat")).to_be_visible()
    assert find_in_looks(phone, TWO_LOOKS) == {}

    tab_to(planner, "Was herauskam (Deutsch)")
    planner.keyboard.insert_text(f"Viele wollen **mehr Schatten**.\n\n{HOSTILE}")
    tab_to(planner, "Wie es weitergeht (Deutsch)")
    planner.keyboard.insert_text("- Der Rat berät im Mai.\n- Danach wird gebaut.")
    tab_to(planner, "Veröffentlichen")
    settle(planner)
    preview = planner.locator(".st-key-planning_result_preview")
    expect(preview.locator("strong", has_text="mehr Schatten")).to_be_visible()
    expect(preview.get_by_role("listitem").filter(has_text="Danach wird gebaut.")).to_be_visible()
    expect(planner.get_by_role("button", name="Veröffentlichen")).to_be_focused()
    planner.keyboard.press("Enter")

    expect(planner.get_by_text("Jetzt können es alle lesen.")).to_be_visible()
    assert find_in_looks(planner, TWO_LOOKS) == {}
    planner.get_by_role("link", name="Seite der Runde öffnen").click()
    planner.wait_for_url("**/runde?round=ihre-ideen**")
    phone.goto(f"{server.url}/runde")
    phone.get_by_role("link", name="Ihre Ideen").click()
    expect(phone.get_by_role("heading", name="Was herauskam")).to_be_visible()
    expect(phone.locator("strong", has_text="mehr Schatten")).to_be_visible()
    expect(phone.get_by_role("img", name=re.compile("Ideen nach Thema"))).to_be_visible()
    expect(phone.get_by_role("img", name=re.compile("Karte der Ideen"))).to_be_visible()
    assert phone.locator("main img, [role=main] img").count() == 0
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert find_in_looks(phone) == {}
    phone.get_by_text("Ideen nach Ort als Tabelle").tap()
    expect(phone.get_by_role("table", name="Ideen nach Ort")).to_be_visible()

    planner.goto(f"{server.url}/{SECTION}")
    planner.get_by_role("button", name="Zurückziehen", exact=True).click()
    planner.get_by_role("button", name="Ja, zurückziehen").click()
    expect(planner.get_by_text("Niemand liest es mehr.")).to_be_visible()
    field = planner.get_by_role("textbox", name="Wie es weitergeht (Deutsch)")
    expect(field).to_have_value("- Der Rat berät im Mai.\n- Danach wird gebaut.")
    phone.reload()
    expect(phone.get_by_text("sobald die Stadt die Runde ausgewertet hat")).to_be_visible()
    expect(phone.get_by_text("mehr Schatten")).to_have_count(0)


def test_a_text_left_while_the_other_is_being_stored_is_no_conflict_with_oneself(
    planner: Page, server: App
) -> None:
    planner.goto(f"{server.url}/{SECTION}")
    fields = planner.get_by_role("textbox", name=re.compile("Deutsch"))
    expect(fields).to_have_count(2)
    settle(planner)
    fields.first.fill("Viele wünschen sich Bänke.")

    with psycopg.connect(server.database_url) as other:
        other.execute("select from participation_round where slug = 'ihre-ideen' for update")
        other.execute("select from round_result for update")
        planner.keyboard.press("Tab")
        planner.wait_for_timeout(500)
        fields.last.fill("Sie werden im Mai aufgestellt.")
        planner.keyboard.press("Tab")
        planner.wait_for_timeout(500)
        other.rollback()

    preview = planner.locator(".st-key-planning_result_preview")
    expect(preview.get_by_text("Sie werden im Mai aufgestellt.")).to_be_visible()
    settle(planner)
    expect(planner.get_by_text("hat dies inzwischen geändert")).to_have_count(0)
    planner.get_by_role("button", name="Entwurf speichern").click()
    expect(planner.get_by_text("Der Entwurf ist gespeichert.")).to_be_visible()
    stored = ask(server, "select summaries ->> 'de', next_steps ->> 'de' from round_result")
    assert stored == [("Viele wünschen sich Bänke.", "Sie werden im Mai aufgestellt.")]
