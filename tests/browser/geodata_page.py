"""The page "Geodaten" as people use it: by the names that its parts have on the screen."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import shapely
from playwright.sync_api import Locator, Page, expect

from tests.browser.app import App
from tests.browser.fingers import settle

HOSTILE = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://127.0.0.1/x")'
# Where the squares of play areas lie in Bad Belzig, EPSG:25833; 200 m wide.
_FIRST_EAST, _FIRST_NORTH, _STEP = 332_000.0, 5_780_000.0, 400.0


def play_areas(names: Sequence[str], crs: str) -> gpd.GeoDataFrame:
    """Squares in a row, one for each name, in the CRS wanted."""
    squares = [
        shapely.box(east, _FIRST_NORTH, east + 200, _FIRST_NORTH + 200)
        for east in (_FIRST_EAST + at * _STEP for at in range(len(names)))
    ]
    columns = {"BEZEICHNUN": list(names), "BAUJAHR": [2009] * len(names)}
    return gpd.GeoDataFrame(columns, geometry=squares, crs="EPSG:25833").to_crs(crs)


def shapefile_of_2009(folder: Path, names: Sequence[str], stem: str) -> list[Path]:
    """The parts of a shapefile in EPSG:31468 that says so nowhere, with letters of Windows."""
    folder.mkdir(exist_ok=True)
    play_areas(names, "EPSG:31468").to_file(folder / f"{stem}.shp", encoding="cp1252")
    for ending in (".prj", ".cpg"):
        (folder / f"{stem}{ending}").unlink(missing_ok=True)
    return sorted(folder.glob(f"{stem}.*"))


def zipped(parts: Sequence[Path], target: Path) -> Path:
    """The parts in one zip file."""
    with zipfile.ZipFile(target, "w") as archive:
        for part in parts:
            archive.write(part, part.name)
    return target


class GeodataPage:
    """The page as somebody signed in uses it."""

    def __init__(self, page: Page, app: App) -> None:
        self.page, self.app = page, app
        self.form = page.get_by_role("form", name="Neuer Import")
        self.files = self.form.get_by_label("Dateien auswählen")
        self.send = self.form.get_by_role("button", name="Hochladen und prüfen")
        self.problem = self.form.get_by_role("alert")
        self.take_over = page.get_by_role("button", name="Übernehmen und zeigen")

    def open(self, query: str = "item=new") -> "GeodataPage":
        self.page.goto(f"{self.app.url}/geodaten?{query}")
        expect(self.page.get_by_role("heading", name="Geodaten", level=1)).to_be_visible()
        return self

    def begin(self, paths: Sequence[Path], title: str) -> "GeodataPage":
        """Choose files, name the layer, and send it all."""
        self.open()
        self.files.set_input_files(list(paths))
        self.form.get_by_label("Titel").fill(title)
        self.send.click()
        return self

    def stage(self, key: str) -> Locator:
        """What is shown of an import in this stage."""
        return self.page.locator(f".st-key-geodata_import_{key}")

    def until(self, key: str) -> None:
        """Wait until an import has come so far, and its page has been drawn."""
        expect(self.stage(key)).to_be_visible(timeout=60_000)
        settle(self.page)

    def choose(self, words: str) -> None:
        """Choose a coordinate reference system, and have the file read so."""
        self.page.get_by_text(re.compile(words)).click()
        settle(self.page)
        self.page.get_by_role("button", name="Damit weiter").click()

    def fact(self, name: str) -> Locator:
        """One of the facts of a report."""
        return self.page.locator(".ik-dl > div").filter(has_text=name).locator("dd")
