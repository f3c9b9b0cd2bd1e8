"""The citizens' map as people use it: by the names that its parts have on the screen."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.browser.app import App


class CitizenMap:
    """The page "Karte" in one browser window."""

    def __init__(self, page: Page, app: App, *, your: str = "Ihr") -> None:
        self.page = page
        self.app = app
        self.your = your
        self.add = page.get_by_role("button", name="Idee eintragen", exact=True)
        self.map = page.get_by_role("application", name="Karte")
        self.form = page.get_by_role("dialog", name="Neue Idee")
        self.chooser = page.get_by_role("region", name="Ort wählen")
        self.bubble = page.get_by_role("group", name="Gewählter Ort")
        self.crosshair = page.locator(".crosshair")

    def open(self, query: str = "") -> "CitizenMap":
        """Open the page and wait until the map can be used."""
        self.page.goto(f"{self.app.url}/{query}")
        return self.wait_until_usable()

    def wait_until_usable(self) -> "CitizenMap":
        expect(self.add).to_be_visible(timeout=30_000)
        # Borders and names have come once a name stands on the map.
        expect(self.map.locator(".label").first).to_be_attached(timeout=30_000)
        return self

    def search(self, name: str) -> None:
        """Let the map show a place by its name."""
        box = self.page.get_by_role("combobox", name="Ort suchen")
        box.fill(name)
        self.page.get_by_role("option", name=re.compile(re.escape(name))).first.click()
        expect(self.page.get_by_text(f"Die Karte zeigt {name}")).to_be_attached()

    def zoom_in(self, times: int = 1) -> None:
        for _ in range(times):
            self.page.get_by_role("button", name="Vergrößern").click()

    def pin(self, title: str) -> Locator:
        """The pin of an idea, also while a place is being chosen and pins are at rest."""
        return self.map.locator(".leaflet-marker-icon").and_(
            self.page.locator(f'[title^="{title}"]')
        )

    def fill_form(
        self,
        title: str,
        body: str = "Eine Bank im Schatten, damit man dort sitzen kann.",
        topic: str = "Grün, Natur und Freiraum",
        **more: str,
    ) -> None:
        """Fill in the form; `name` and `precision` are left as they are unless given."""
        self.form.get_by_label("Titel").fill(title)
        self.form.get_by_label("Beschreibung").fill(body)
        self.form.get_by_label("Thema").select_option(label=topic)
        if "name" in more:
            self.form.get_by_label("Name (freiwillig)").fill(more["name"])
        if "precision" in more:
            self.form.get_by_label(more["precision"], exact=True).check()

    def send(self) -> "Thanks":
        """Send the idea and wait for the thanks."""
        self.form.get_by_role("button", name="Idee absenden").click()
        return self.thanks()

    def thanks(self) -> "Thanks":
        """What is said once the idea is stored."""
        heading = f"Danke! {self.your}e Idee ist gespeichert."
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()
        number = self.form.get_by_text("Nummer:").locator("strong").inner_text()
        return Thanks(number, self.form.get_by_label(f"{self.your} privater Link").input_value())


@dataclass(frozen=True, slots=True)
class Thanks:
    """What somebody is told after sending."""

    number: str
    link: str = field(repr=False)

    @property
    def token(self) -> str:
        return self.link.partition("#")[2]


def write(page: Page, app: App, title: str) -> CitizenMap:
    """Fill in the form for the place under the crosshair, and do not send it."""
    citizen = CitizenMap(page, app).open()
    citizen.search("Burg Eisenhardt")
    citizen.add.click()
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    citizen.fill_form(title, name="Erika Muster")
    return citizen


def expect_filled(citizen: CitizenMap, title: str) -> None:
    """The form holds what `write` has filled in."""
    expect(citizen.form.get_by_label("Titel")).to_have_value(title)
    expect(citizen.form.get_by_label("Beschreibung")).to_have_value(re.compile("^Eine Bank im"))
    expect(citizen.form.get_by_label("Name (freiwillig)")).to_have_value("Erika Muster")
    expect(citizen.form.get_by_label("Thema")).to_have_value("green")
