"""Clusters in a browser: chosen by the list and by the map, which stays as it is meanwhile."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App, run_mapper, running_app
from tests.browser.axe import TWO_LOOKS, find_in_looks
from tests.browser.planning_page import open_planning
from tests.browser.watch import Trap
from tests.conftest import copied_database

IDEAS = 120


@pytest.fixture(scope="module")
def server(server_url: str, loaded_template: str, trap: Trap) -> Iterator[App]:
    """The application with sample ideas, instead of the one the other tests share."""
    with (
        copied_database(server_url, loaded_template) as url,
        TemporaryDirectory(prefix="ideenkarte-clusters-") as folder,
    ):
        home = Path(folder)
        run_mapper(
            {"DATABASE_URL": url, "MAPPER_HOME": folder}, "demo", "seed", "--count", str(IDEAS)
        )
        with running_app(home, supervised=False, proxy=trap.url, database_url=url) as app:
            yield app


def test_a_cluster_is_chosen_by_the_list_and_by_the_map(page: Page, server: App) -> None:
    frame = open_planning(page, server, "?section=clusters&distance=1500&least=3")
    frame.evaluate("window.sameFrame = true")
    counted = page.locator(".st-key-planning_cluster_card_2 p").first.inner_text()

    page.get_by_role("button", name="Häufung 2 ansehen").press("Enter")
    heading = page.get_by_role("heading", name=re.compile("^Häufung 2: "))
    expect(heading).to_be_focused()
    expect(page.locator(".st-key-planning_cluster_detail")).to_contain_text(counted)
    rows = page.locator(".st-key-planning_cluster_members tbody tr")
    expect(rows).to_have_count(min(20, int(counted.split()[0])))
    expect(page).to_have_url(re.compile("cluster=2"))
    chosen = page.frame_locator(".st-key-planning_map iframe").locator(".cluster-disc.chosen")
    expect(chosen).to_have_text("2")
    assert find_in_looks(page, TWO_LOOKS) == {}

    page.get_by_role("button", name="Zurück zu allen Häufungen").press("Enter")
    expect(page.get_by_role("button", name="Häufung 2 ansehen")).to_be_visible()
    assert find_in_looks(page, TWO_LOOKS[:1]) == {}

    disc = page.frame_locator(".st-key-planning_map iframe").locator(".cluster-disc").first
    number = disc.inner_text()
    disc.click()
    expect(page.get_by_role("heading", name=re.compile(f"^Häufung {number}: "))).to_be_visible()
    expect(chosen).to_have_text(number)
    assert frame.evaluate("window.sameFrame") is True
