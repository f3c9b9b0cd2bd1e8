"""An administrator hands a person her data and erases them, in both sizes, with the keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from tests.browser.app import App
from tests.browser.axe import EVERY_LOOK, find_in_looks
from tests.browser.ideas import hand_in, idea
from tests.browser.staff_desk import sign_in
from tests.browser.test_hostile import ATTACKS, check_nothing_ran, refuse_dialogs
from tests.browser.watch import Watch
from tests.conftest import opened
from tests.db.ideas import count


@pytest.fixture
def sessions(server: App) -> Iterator[Sessions]:
    with opened(server.settings["DATABASE_URL"]) as sessions:
        yield sessions


def test_from_the_private_link_to_a_file_and_to_nothing(
    page: Page, server: App, sessions: Sessions, watch: Watch
) -> None:
    refuse_dialogs(page, watch)
    [sent] = hand_in(server, idea(title=ATTACKS["image"], display_name="Änne Beispiel"))
    sign_in(page.context, server, "datenschutz", Role.ADMIN)
    page.goto(f"{server.url}/verwaltung?section=persons")
    search = page.get_by_label(re.compile("^Privater Link"))

    search.fill(f"{server.url}/meine#{sent['edit_token']}")
    search.press("Enter")
    expect(page.locator(".ik-personal")).to_contain_text(sent["public_id"])
    assert sent["edit_token"] not in page.url
    assert find_in_looks(page, EVERY_LOOK) == {}
    expect(page.locator(".ik-download [role=alert]")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Text zum Lesen herunterladen").press("Enter")
    assert "Änne Beispiel" in Path(download.value.path()).read_text(encoding="utf-8")

    erase = page.get_by_role("button", name="Für immer löschen")
    erase.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Es wurde nichts gelöscht")).to_be_visible()
    word = page.get_by_label("Zur Bestätigung LÖSCHEN eingeben")
    word.fill("löschen")
    word.press("Tab")
    erase.press("Enter")

    expect(page.get_by_role("status").filter(has_text="1 Eintrag wurde für")).to_be_visible()
    expect(page.get_by_text("Darunter ist nichts gespeichert.")).to_be_visible()
    assert find_in_looks(page, EVERY_LOOK) == {}
    number = sent["public_id"]
    assert count(sessions, "proposal", "public_id = :number", number=number) == 0
    check_nothing_ran(page)
