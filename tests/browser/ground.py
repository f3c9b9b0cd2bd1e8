"""Where places are, worked out without the application's own arithmetic."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from playwright.sync_api import Locator
from pyproj import Geod
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from tests.browser.app import App, geodata_settings

_TILE = 256
# Zoom levels of the map are multiples of this.
_ZOOM_STEP = 0.25
# The tip of a pin that is 28 pixels wide and 36 high.
_TIP = (14, 35)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in degrees (EPSG:4326)."""

    lon: float
    lat: float

    def metres_to(self, other: "Place") -> float:
        """Distance on the ellipsoid (GRS 80, which ETRS89 stands on)."""
        return float(Geod(ellps="GRS80").inv(self.lon, self.lat, other.lon, other.lat)[2])


@dataclass(frozen=True, slots=True)
class Pixel:
    """A place on the screen, in CSS pixels of the window."""

    x: float
    y: float


class Scale:
    """What lies where on the screen, read from pins whose places are known.

    Source
    ------
    Web Mercator (EPSG:3857) as drawn by slippy maps: 256 * 2^zoom pixels around the earth.
    """

    def __init__(self, pins: list[tuple[Pixel, Place]]) -> None:
        (first, here), (second, there) = pins[0], pins[-1]
        on_screen = math.dist((first.x, first.y), (second.x, second.y))
        on_earth = math.dist(_mercator(here), _mercator(there))
        exact = math.log2(on_screen / on_earth / _TILE)
        self.zoom = round(exact / _ZOOM_STEP) * _ZOOM_STEP
        assert abs(exact - self.zoom) < _ZOOM_STEP / 4, "the pins are too close to tell the scale"
        self._size = _TILE * 2**self.zoom
        # The mean over the pins halves what rounding to whole pixels moved each of them.
        self._left = sum(at.x - _mercator(p)[0] * self._size for at, p in pins) / len(pins)
        self._top = sum(at.y - _mercator(p)[1] * self._size for at, p in pins) / len(pins)

    def place(self, at: Pixel) -> Place:
        """What lies under a pixel."""
        x, y = (at.x - self._left) / self._size, (at.y - self._top) / self._size
        lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
        return Place(x * 360 - 180, lat)

    def pixel(self, place: Place) -> Pixel:
        """Where a place lies on the screen."""
        x, y = _mercator(place)
        return Pixel(x * self._size + self._left, y * self._size + self._top)


def _mercator(place: Place) -> tuple[float, float]:
    """Shares of the way around the earth: 0, 0 in the north-west."""
    y = math.asinh(math.tan(math.radians(place.lat))) / math.pi
    return (place.lon + 180) / 360, (1 - y) / 2


def tip_of(pin: Locator) -> Pixel:
    """The pixel that a pin points at, once the map stands still."""
    before = None
    while True:
        box = pin.bounding_box()
        assert box is not None
        if box == before:
            return Pixel(box["x"] + _TIP[0], box["y"] + _TIP[1])
        before = box
        pin.page.wait_for_timeout(80)


def centre_of(element: Locator) -> Pixel:
    """The middle of an element."""
    box = element.bounding_box()
    assert box is not None
    return Pixel(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as PostGIS holds it."""

    place: Place | None
    certainty: str
    municipality: str | None
    district: str | None
    status: str
    title: str
    body: str
    name: str | None
    precision: str


def stored(app: App, number: str) -> Stored:
    """The idea with this number, read by SQL."""
    rows = ask(
        app,
        "select st_x(st_transform(geom, 4326)), st_y(st_transform(geom, 4326)), place_certainty, "
        "m.ags, d.key, moderation_status, title, body, display_name, public_precision "
        "from proposal p left join municipality m on m.id = p.municipality_id "
        "left join district d on d.id = p.district_id where public_id = %s",
        number,
    )
    assert len(rows) == 1
    lon, lat, *rest = rows[0]
    return Stored(None if lon is None else Place(lon, lat), *rest)


def ask(app: App, question: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
    """Rows of an SQL question to the application's database."""
    with psycopg.connect(app.database_url) as connection:
        return connection.execute(question.encode(), values).fetchall()


def count_titled(app: App, title: str) -> int:
    """How many ideas of this title are stored, in whatever state."""
    return int(ask(app, "select count(*) from proposal where title = %s", title)[0][0])


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the geodata: names as published."""

    municipality: str
    name: str
    geometry: BaseGeometry


def district_of(app: App, place: Place) -> Area:
    """The one district whose polygon covers a place.

    Read from the published file itself; where only schematic districts are loaded, from the
    shapes in the database. Either way shapely decides, not the application's SQL.
    """
    found = [area for area in _areas(app) if area.geometry.covers(Point(place.lon, place.lat))]
    assert len(found) == 1, f"{place} lies in {[area.name for area in found]}"
    return found[0]


def _areas(app: App) -> list[Area]:
    file = Path(geodata_settings().get("MAPPER_GEODATA_DIR", "")) / "ortsteile_osm2021.geojson"
    if file.is_file():
        return _published(file)
    rows = ask(
        app,
        "select split_part(f.key, '/', 1), f.name, st_asgeojson(st_transform(f.geom, 4326), 12) "
        "from feature f join layer_version v on v.id = f.layer_version_id "
        "join layer l on l.id = v.layer_id where v.state = 'active' and l.role = 'districts'",
    )
    return [Area(ags, name, shape(json.loads(geometry))) for ags, name, geometry in rows]


@cache
def _published(file: Path) -> list[Area]:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return [
        Area(
            feature["properties"]["ags"],
            feature["properties"]["name"],
            shape(feature["geometry"]),
        )
        for feature in features
    ]
