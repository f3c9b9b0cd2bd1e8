"""The pictures of the documentation: `python -m tests.browser.screenshots [FOLDER]`.

Starts an application with sample ideas of its own, takes every page and every step to an idea at
two widths, and leaves nothing behind but FOLDER/{name}-{width}.png.
"""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page

from mapper.cli.benchmarks.browser import fresh_browser
from mapper.db import cluster
from mapper.domain.roles import Role
from tests.browser.app import App, running_app
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import PHONE, WIDE
from tests.browser.fingers import settle
from tests.browser.geodata_page import GeodataPage, shapefile_of_2009
from tests.browser.staff_desk import sign_in
from tests.conftest import PROJECT

SIZES = (WIDE, PHONE)
PAGES = (
    *("ideen", "runde", "meine", "daten"),
    *("datenschutz", "barrierefreiheit", "impressum"),
)
FOR_STAFF = ("erfassung", "verwaltung", "protokoll")
PLANNING = {
    "planung-haeufungen": "clusters",
    "planung-wer": "heard",
    "planung-zeit": "time",
    "planung-auswertung": "evaluate",
    "planung-ergebnis": "result&round=ihre-ideen",
}
# A picture that a reader of the documentation loads in passing.
MOST_BYTES = 300_000
# Pins, labels and the picture of the planners' map come after the page itself has been drawn.
SETTLE_MS = 2000


def main(arguments: list[str]) -> int:
    """Remake the pictures."""
    folder = Path(arguments[0]) if arguments else PROJECT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with _demo() as app, fresh_browser() as browser:
        for size in SIZES:
            _take_all(browser, app, folder, size, _steps)
            _take_all(browser, app, folder, size, _staff_steps, "anna")
    return 0


@contextmanager
def _demo() -> Iterator[App]:
    """An application with sample ideas, on a private cluster that goes with it."""
    with TemporaryDirectory(prefix="ideenkarte-pictures-") as folder:
        # The database's own account goes through it.
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        try:
            with running_app(home, options=("run", "--demo")) as app:
                yield app
        finally:
            cluster.stop(home, force=True)


Steps = Callable[[CitizenMap], Iterator[str]]


def _take_all(
    browser: Browser,
    app: App,
    folder: Path,
    size: tuple[int, int],
    steps: Steps,
    login: str | None = None,
) -> None:
    """Everything in one window, in German and by day; one person's way from page to page.

    Whoever has a login has every role.
    """
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="de-DE",
        timezone_id="Europe/Berlin",
        color_scheme="light",
        reduced_motion="reduce",
    )
    if login:
        sign_in(context, app, login, *Role, display_name="Anna Beispiel")
    page = context.new_page()
    for name in steps(CitizenMap(page, app)):
        _settle(page)
        _save(page.screenshot(), folder / f"{name}-{width}.png")
    context.close()


def _staff_steps(citizen: CitizenMap) -> Iterator[str]:
    page, url = citizen.page, citizen.app.url
    page.goto(f"{url}/moderation")
    page.get_by_role("button", name="Die erste öffnen").click()
    page.wait_for_url("**id=*")
    yield "moderation"
    for path in FOR_STAFF:
        page.goto(f"{url}/{path}")
        yield path
    page.goto(f"{url}/planung")
    yield "planung"
    for name, section in PLANNING.items():
        page.goto(f"{url}/planung?section={section}")
        yield name
    with TemporaryDirectory(prefix="ideenkarte-file-") as folder:
        names = ("Spielplatz Bürgerpark", "Bolzplatz Nord", "Spielplatz am Markt")
        parts = shapefile_of_2009(Path(folder) / "alt", names, "spielplaetze_2009")
        gis = GeodataPage(page, citizen.app).begin(parts, "Spielplätze")
    gis.until("asking")
    yield "geodaten-lage"
    gis.choose("1 · ")
    gis.until("ready")
    page.evaluate("window.scrollTo(0, 0)")
    yield "geodaten"


def _steps(citizen: CitizenMap) -> Iterator[str]:
    """Go from page to page; the name of each picture when it can be taken."""
    page, url = citizen.page, citizen.app.url
    citizen.open()
    yield "karte"
    citizen.search("Burg Eisenhardt")
    citizen.add.click()
    yield "ort-waehlen"
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    citizen.fill_form(
        "Bänke am Weg zur Burg",
        body="Auf halbem Weg fehlt ein Platz zum Ausruhen, am besten mit Blick ins Tal.",
    )
    yield "formular"
    citizen.send()
    yield "danke"
    for path in PAGES:
        page.goto(f"{url}/{path}")
        yield path
    page.goto(f"{url}/ideen")
    page.locator(".ik-card h2 a").first.click()
    page.wait_for_url("**/idee?id=*")
    yield "idee"


def _settle(page: Page) -> None:
    """Until the page has been drawn with all that it fetches."""
    page.wait_for_selector("#inhalt", state="attached")
    settle(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MS)


def _save(picture: bytes, target: Path) -> None:
    """Keep a picture with as few colours as look the same."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    size = target.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{target} has {size} bytes, more than {MOST_BYTES}.")
    sys.stdout.write(f"{target} {size // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
