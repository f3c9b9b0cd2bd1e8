"""Somebody whose connection has sent too much loses nothing she typed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.api.web import Web
from tests.browser.app import App, app_on_copy
from tests.browser.citizen import CitizenMap, expect_filled, write
from tests.browser.ground import count_titled
from tests.browser.watch import Trap, Watch

TITLE = "Zu viele auf einmal"


@pytest.fixture(scope="module")
def server(server_url: str, loaded_template: str, trap: Trap) -> Iterator[App]:
    """An application with the limits of a real one."""
    with app_on_copy(
        server_url, loaded_template, supervised=False, proxy=trap.url, mapper_limit_factor="1"
    ) as app:
        yield app


def test_one_too_many_says_so_and_keeps_the_text(page: Page, server: App, watch: Watch) -> None:
    watch.expected.append("429: POST")
    citizen: CitizenMap = write(page, server, TITLE)
    web = Web(server.port)
    assert 429 in (web.post("/api/proposals", {}).status for _ in range(121))
    citizen.form.get_by_role("button", name="Idee absenden").click()

    expect(citizen.form.get_by_role("alert")).to_contain_text(re.compile("zu oft"))
    expect_filled(citizen, TITLE)
    assert count_titled(server, TITLE) == 0
    page.reload()
    citizen.wait_until_usable()
    page.get_by_role("button", name="Weiterschreiben").click()
    expect_filled(citizen, TITLE)
