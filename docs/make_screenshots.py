"""Take a picture of every page at two widths: `python docs/make_screenshots.py BASE_URL [FOLDER]`.

The application must be running there; with sample ideas the pictures show something.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
SIZES = {1280: 800, 390: 844}
PAGES = {
    "karte": "/",
    "ideen": "/ideen",
    "idee": "",
    "meine": "/meine",
    "planung": "/planung",
    "daten": "/daten",
    "datenschutz": "/datenschutz",
    "barrierefreiheit": "/barrierefreiheit",
    "impressum": "/impressum",
}
# Tiles, pins and labels come after the page itself has been drawn.
SETTLE_MS = 2000
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def main(arguments: list[str]) -> int:
    """Write FOLDER/{page}-{width}.png; 2 when called with something else."""
    if len(arguments) not in (1, 2):
        sys.stderr.write(f"{__doc__}")
        return 2
    base = arguments[0].rstrip("/")
    folder = Path(arguments[1] if len(arguments) > 1 else Path(__file__).parent / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_arguments())
        for width, height in SIZES.items():
            take_all(browser, base, folder, width, height)
        browser.close()
    return 0


def take_all(browser: Browser, base: str, folder: Path, width: int, height: int) -> None:
    """All pages in one window of the given size, in German and by day."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="de-DE",
        timezone_id="Europe/Berlin",
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(base + (path or _first_idea(page, base)))
        settle(page)
        target = folder / f"{name}-{width}.png"
        page.screenshot(path=target)
        sys.stdout.write(f"{target}\n")
    context.close()


def settle(page: Page) -> None:
    """Until the page has been drawn with all that it fetches."""
    page.wait_for_selector("#inhalt", state="attached")
    page.wait_for_selector(_IDLE, state="attached")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MS)


def _first_idea(page: Page, base: str) -> str:
    """The address of the newest idea; of none where the list is empty."""
    page.goto(f"{base}/ideen")
    settle(page)
    first = page.locator(".ik-card h2 a").first
    return str(first.get_attribute("href")) if first.count() else "/idee"


def _arguments() -> list[str]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return ["--disable-gpu", "--disable-background-networking", *as_root]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
