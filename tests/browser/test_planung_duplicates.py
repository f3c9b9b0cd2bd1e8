"""Ideas that may be the same, decided by keyboard on the planners' page, by two people at once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mapper.domain.roles import Role
from tests.browser.app import App, app_on_copy
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.conftest import NewContext
from tests.browser.fingers import settle, tab_to, unfold, wait_until
from tests.browser.staff_desk import Desk
from tests.browser.watch import Trap
from tests.conftest import opened
from tests.db.merging import add_supported, put_into
from tests.db.moderation import idea_of
from tests.staff import TESTER, add_account, office_on

LONG = "Fahrradabstellanlagenüberdachung am Grundschulhortgebäude"


@pytest.fixture(scope="module")
def desk(server_url: str, loaded_template: str, trap: Trap) -> Iterator[Desk]:
    with (
        app_on_copy(server_url, loaded_template, supervised=False, proxy=trap.url) as app,
        opened(app.database_url) as sessions,
    ):
        accounts = {"paul": add_account(sessions, "paul", Role.PLANNER, display_name="Paul Plan")}
        yield Desk(app, sessions, accounts)


@pytest.fixture(scope="module")
def server(desk: Desk) -> App:
    """The application the fixtures of a page watch: the one with the planner."""
    return desk.app


def show(desk: Desk, context: BrowserContext) -> Page:
    page = desk.sign_in(context, "paul")
    page.goto(f"{desk.app.url}/planung?section=duplicates")
    expect(page.get_by_role("heading", name="Paar 1")).to_be_visible()
    settle(page)
    return page


def test_pairs_are_decided_and_taken_back_by_keyboard(desk: Desk, new_context: NewContext) -> None:
    bench = add_supported(desk.sessions, "Mehr Bänke im Park", "abc")
    other = add_supported(desk.sessions, "Sitzbänke für den Schlosspark", "cd")
    roof, same_roof = (
        add_supported(desk.sessions, LONG, tokens, east=0.8, action_field_id=2)
        for tokens in ("e", "")
    )
    page = show(desk, new_context())
    assert find_in_looks(page, TWO_LOOKS) == {}
    heading = page.get_by_role("heading", name="Doppelte Ideen", exact=True)
    said = page.locator(".st-key-planning_duplicates_said")

    # The likeliest first: the two of the same words.
    tab_to(page, "Zusammenführen")
    page.keyboard.press("Enter")
    told = f"„{LONG} ({same_roof})“ ist jetzt Teil von „{LONG} ({roof})“."
    expect(said.get_by_role("status")).to_contain_text(told)
    expect(heading).to_be_focused()
    expect(page.get_by_text("1 Paar wartet auf Ihre Entscheidung.")).to_be_visible()
    assert idea_of(desk.sessions, same_roof).moderation_status == "merged"

    tab_to(page, "Verschiedene Ideen")
    page.keyboard.press("Enter")
    expect(said.get_by_role("status")).to_contain_text("sind verschiedene Ideen")
    expect(page.get_by_text("Unter diesen Ideen wartet kein Paar")).to_be_visible()
    assert find_in_looks(page, TWO_LOOKS) == {}
    tab_to(page, "Rückgängig")
    page.keyboard.press("Enter")
    expect(said.get_by_role("status")).to_contain_text("werden wieder verglichen")

    # Somebody else is faster with this one; nothing is lost, and all of it can be undone.
    put_into(office_on(desk.sessions), TESTER, other, bench)
    tab_to(page, "Zusammenführen")
    page.keyboard.press("Enter")
    expect(said.get_by_role("alert")).to_contain_text("Es wurde nichts überschrieben.")
    unfold(page, "2 zusammengeführte Ideen")
    row = page.locator(f".st-key-planning_duplicates_row_{same_roof}")
    expect(row).to_be_visible()
    assert find_in_looks(page, TWO_LOOKS) == {}
    row.get_by_role("button", name="Zusammenführung rückgängig machen").press("Enter")
    expect(said.get_by_role("status")).to_contain_text("steht wieder für sich")
    expect(heading).to_be_focused()
    assert desk.statuses(roof, same_roof) == [("published", None)] * 2
    wait_until(page, "document.documentElement.scrollWidth <= window.innerWidth")
