"""The page "Ideen erfassen" as people use it: by the names that its parts have on the screen."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.app import App

BODY = "Dort wartet man lange und steht im Regen."
OURS = "Object.entries(localStorage).concat(Object.entries(sessionStorage))"


class Desk:
    """The page as somebody signed in uses it."""

    def __init__(self, page: Page, app: App) -> None:
        self.page, self.app = page, app
        self.map = page.get_by_role("application", name="Karte")
        self.form = page.get_by_role("form", name="Neue Idee")
        self.title = self.form.get_by_label("Titel")
        self.place = page.get_by_text("Ort:")
        self.channel = page.get_by_label("Eingegangen über")
        self.next = page.get_by_role("button", name="Nächste Idee")
        self.send = self.form.get_by_role("button", name=re.compile("absenden|Noch einmal|Erneut"))

    def open(self) -> "Desk":
        self.page.goto(f"{self.app.url}/erfassung")
        expect(self.title).to_be_visible(timeout=30_000)
        expect(self.map.locator(".label").first).to_be_attached(timeout=30_000)
        return self

    def fill(self, title: str, name: str = "") -> None:
        self.title.fill(title)
        self.form.get_by_label("Beschreibung").fill(BODY)
        self.form.get_by_label("Thema").select_option(label="Mobilität und Verkehr")
        self.form.get_by_label("Name (freiwillig)").fill(name)

    def slip(self) -> Locator:
        return self.page.get_by_role("region", name="Zettel zum Mitgeben").first

    def number(self) -> str:
        expect(self.next).to_be_focused()
        said = self.page.get_by_text("Die Idee ist gespeichert. Nummer:").inner_text()
        return said.rpartition(" ")[2]

    def kept(self) -> dict[str, str]:
        """What this browser's storages hold, by name."""
        return dict(self.page.evaluate(OURS))
