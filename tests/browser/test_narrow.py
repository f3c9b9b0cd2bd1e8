"""At 320 pixels, a window magnified four times, nothing scrolls sideways (WCAG 2.1, 1.4.10)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import NewContext
from tests.browser.ground import Place
from tests.browser.ideas import hand_in_and_publish, idea

NARROW = (320, 256 * 2)
_PATHS = (
    *(
        "ideen",
        "runde",
        "runde?round=ihre-ideen",
        "meine",
        "planung",
        "daten",
        "impressum",
        "datenschutz",
        "barrierefreiheit",
    ),
    "idee?id={number}",
)


@pytest.fixture(scope="module")
def number(server: App) -> str:
    """An idea with a word nobody can break by its syllables."""
    title = "Donaudampfschifffahrtsgesellschaftskapitänsmützenständer" * 2
    [receipt] = hand_in_and_publish(server, idea(title, Place(12.5863, 52.1389)))
    return receipt["public_id"]


def overhang(page: Page) -> list[str]:
    """By how much the page is wider than the window, and what sticks out."""
    return [
        str(line)
        for line in page.evaluate(
            """() => {
                const width = document.documentElement.clientWidth;
                const scrolled = [document.scrollingElement, document.querySelector("[role=main]"),
                                  ...document.querySelectorAll("[data-testid=stMain]")];
                return scrolled.filter((e) => e && e.scrollWidth > e.clientWidth + 1)
                    .map((e) => `${e.tagName}.${e.className}: ${e.scrollWidth} > ${width}`);
            }"""
        )
    ]


@pytest.mark.parametrize("path", _PATHS)
def test_a_page_fits(new_context: NewContext, server: App, number: str, path: str) -> None:
    page = new_context(NARROW).new_page()
    page.goto(f"{server.url}/{path.format(number=number)}")
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(500)

    assert overhang(page) == []


def test_an_idea_can_be_sent(new_context: NewContext, server: App) -> None:
    page = new_context(NARROW).new_page()
    citizen = CitizenMap(page, server).open()
    citizen.add.click()
    assert overhang(page) == []
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    assert overhang(page) == []
    citizen.fill_form("Auch hier ist Platz")
    citizen.send()

    assert overhang(page) == []
