"""An invented town without districts, with three municipalities, that says "du"."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Page, expect

from mapper.i18n import get_translator
from mapper.i18n.translator import TIMEZONE
from tests.browser.app import App, loaded_database, running_app
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import NewContext
from tests.browser.ground import Place, Scale, centre_of, stored, tip_of
from tests.browser.ideas import hand_in_and_publish, idea
from tests.browser.watch import Trap
from tests.conftest import PROJECT

PROFILE = PROJECT / "tests" / "data" / "profile_seengrund"
WINDMILL = ("Windmühle", Place(14.0512, 52.7203))
_BESIDE = {"Mehl am Morgen": Place(14.0507, 52.7200), "Mehl am Abend": Place(14.0518, 52.7206)}
# Whatever names the first town, and every way to say "Sie".
FIRST_TOWN = re.compile(r"Belzig|Wiesenburg|Brandenburg|1206\d+|click_that_hood")
FORMAL = re.compile(r"\b(Sie|Ihnen|Ihr|Ihre[nmrs]?)\b")
PATHS = (
    *(
        "",
        "ideen",
        "runde",
        "meine",
        "planung",
        "daten",
        "impressum",
        "datenschutz",
        "barrierefreiheit",
    ),
    "idee?id=bcdfghjkm",
)


@pytest.fixture(scope="module")
def server(server_url: str, empty_template: str, trap: Trap) -> Iterator[App]:
    """The invented town's application."""
    folder_of_profile = str(PROFILE)
    with (
        loaded_database(
            server_url, empty_template, mapper_profile_dir=folder_of_profile, mapper_geodata_dir=""
        ) as url,
        TemporaryDirectory(prefix="ideenkarte-second-") as folder,
        running_app(
            Path(folder),
            proxy=trap.url,
            database_url=url,
            mapper_profile_dir=folder_of_profile,
            mapper_geodata_dir="",
        ) as app,
    ):
        bodies = [
            idea(title, place, round="deine-ideen", action_field="paths")
            for title, place in _BESIDE.items()
        ]
        hand_in_and_publish(app, *bodies)
        yield app


def read_scale(citizen: CitizenMap) -> Scale:
    return Scale([(tip_of(citizen.pin(title)), place) for title, place in _BESIDE.items()])


def check_row(app: App, number: str, chosen: Place) -> None:
    """The windmill stands in the second municipality, which has no districts."""
    row = stored(app, number)
    assert row.place is not None
    assert row.place.metres_to(chosen) < 1
    assert (row.municipality, row.district) == ("99000002", None)


def test_an_idea_by_mouse(page: Page, new_context: NewContext, server: App) -> None:
    citizen = CitizenMap(page, server, your="Dein").open()
    citizen.search(WINDMILL[0])
    citizen.zoom_in(3)
    scale = read_scale(citizen)
    at = scale.pixel(Place(14.0513, 52.7200))
    chosen = scale.place(at)

    page.mouse.click(at.x, at.y)
    citizen.bubble.get_by_role("button", name="Hier eine Idee eintragen").click()
    expect(citizen.form.get_by_text("Ort:")).to_contain_text("Sandfurth am Bruch, nahe Windmühle")
    expect(citizen.form.get_by_label("nur Gemeinde")).to_be_visible()
    topics = citizen.form.get_by_label("Thema").locator("option").all_inner_texts()
    assert topics == ["Bitte wählen", "Seen und Ufer", "Wege", "Miteinander"]
    expect(citizen.form).to_contain_text("CC0 1.0")
    citizen.fill_form("Mahltag für alle", topic="Miteinander")
    thanks = citizen.send()
    # review_days = 14 in this town's profile.
    day = get_translator("de").format_date(datetime.now(TIMEZONE) + timedelta(days=14))
    expect(citizen.form).to_contain_text(f"Wird spätestens bis {day} angesehen")
    assert not FORMAL.search(citizen.form.inner_text())

    check_row(server, thanks.number, chosen)
    server.command("proposals", "publish", thanks.number)
    stranger = new_context().new_page()
    stranger.goto(f"{server.url}/ideen")
    stranger.get_by_role("link", name="Mahltag für alle").click()
    expect(stranger.get_by_role("main")).to_contain_text("Sandfurth am Bruch")


def test_an_idea_on_a_phone(phone: Page, server: App) -> None:
    citizen = CitizenMap(phone, server, your="Dein").open()
    citizen.search(WINDMILL[0])
    citizen.zoom_in(3)
    citizen.add.tap()
    expect(citizen.chooser.get_by_role("status")).to_have_text("Sandfurth am Bruch, nahe Windmühle")
    chosen = read_scale(citizen).place(centre_of(citizen.crosshair))
    citizen.chooser.get_by_role("button", name="Hier ist es").tap()
    citizen.fill_form("Rast an der Mühle", topic="Wege", precision="nur Gemeinde")
    thanks = citizen.send()

    check_row(server, thanks.number, chosen)


def test_there_is_no_choice_of_districts(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server, your="Dein").open()
    citizen.add.click()
    citizen.chooser.get_by_text("Kein genauer Ort?").click()

    expect(citizen.chooser.get_by_label("Ortsteil wählen")).to_have_count(0)
    expect(citizen.chooser.get_by_role("button", name="Kein bestimmter Ort")).to_be_visible()
    expect(page.get_by_text("Ortsteil")).to_have_count(0)


def test_outside_the_three_municipalities(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server, your="Dein").open()
    citizen.add.click()
    for _ in range(16):
        page.keyboard.press("Shift+ArrowRight")

    expect(citizen.chooser.get_by_role("status")).to_have_text(
        "Dieser Ort liegt nicht in Hohenmoor, Quellwerder oder Sandfurth am Bruch."
    )


@pytest.mark.parametrize("path", PATHS)
def test_no_page_names_the_first_town_or_says_sie(page: Page, server: App, path: str) -> None:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_attached()
    page.wait_for_timeout(1200)
    words = page.locator("body").inner_text()

    assert [line for line in words.splitlines() if FIRST_TOWN.search(line)] == []
    assert [line for line in words.splitlines() if FORMAL.search(line)] == []
    assert not FIRST_TOWN.search(page.title())
    if path != "":
        assert "Seengrund" in page.title() + words


def test_errors_say_du(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server, your="Dein").open()
    citizen.add.click()
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    citizen.form.get_by_role("button", name="Idee absenden").click()

    expect(citizen.form.get_by_label("Titel")).to_have_accessible_description(
        "Bitte gib einen Titel mit mindestens 5 Zeichen ein."
    )
    assert not FORMAL.search(citizen.form.inner_text())
