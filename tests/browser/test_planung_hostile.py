"""The planners' page where every name is hostile."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Page

from tests.browser.app import App, app_on_copy
from tests.browser.ground import ask
from tests.browser.planning_page import open_planning
from tests.browser.watch import Trap
from tests.hostile import HOSTILE

EVERYTHING_HOSTILE = " ".join(text for text in HOSTILE if "\x00" not in text)


def spoil_names(url: str) -> None:
    """Names as an import or a careless hand might leave them."""
    titles = json.dumps({"de": EVERYTHING_HOSTILE, "en": EVERYTHING_HOSTILE})
    with psycopg.connect(url) as connection:
        for statement in (
            "update action_field set titles = %(titles)s",
            "update participation_round set titles = %(titles)s",
        ):
            connection.execute(statement, {"titles": titles})
        for table in ("district", "municipality", "feature"):
            connection.execute(
                f"update {table} set name = name || ' ' || %(text)s".encode(),
                {"text": EVERYTHING_HOSTILE},
            )
        connection.execute("update layer_version set attribution = %s", (EVERYTHING_HOSTILE,))


@pytest.fixture(scope="module")
def server(server_url: str, loaded_template: str, trap: Trap) -> Iterator[App]:
    """An application of its own, instead of the one the other tests share."""
    with app_on_copy(server_url, loaded_template, supervised=False, proxy=trap.url) as app:
        app.command("demo", "seed", "--count", "60")
        spoil_names(app.database_url)
        yield app


@pytest.mark.parametrize("view", ["hexagons", "density", "districts"])
def test_hostile_names_are_text_everywhere(page: Page, server: App, view: str) -> None:
    field = ask(server, "select key from action_field order by position limit 1")[0][0]
    district = ask(server, "select key from district order by key limit 1")[0][0]
    frame = open_planning(
        page, server, f"?view={view}&action_field={field}&district={district}&round=ihre-ideen"
    )
    page.wait_for_timeout(500)
    page.locator(".st-key-planning_map iframe").hover(position={"x": 320, "y": 250})

    assert page.evaluate("window.hit") is None
    assert frame.evaluate("window.hit") is None
    assert "<script>window.hit=1</script>" in page.locator(".st-key-planning_chips").inner_text()
    assert "<script>window.hit=1</script>" in frame.locator(".area-name").first.inner_text()
    attribution = frame.locator(".leaflet-control-attribution").inner_text()
    assert "<script>window.hit=1</script>" in attribution
