"""Hostile text in every place where folium takes text, in a real browser."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import folium
import pytest
from playwright.sync_api import Browser, Page, Route
from streamlit_folium import _get_feature_group_string

from mapper.mapview.base import FONT_CSS, JQUERY_JS, LEAFLET_CSS, LEAFLET_JS
from mapper.mapview.safe import safe_text
from tests.conftest import PROJECT
from tests.hostile import HOSTILE

VENDOR = PROJECT / "mapper" / "vendor"
ORIGIN = "http://127.0.0.1:9"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
PLACE = (52.14, 12.59)


class LocalMap(folium.Map):
    """Folium's own map, with its own template, on our files."""

    default_js = [LEAFLET_JS, JQUERY_JS]  # noqa: RUF012
    default_css = [LEAFLET_CSS, FONT_CSS]  # noqa: RUF012


def collection(text: str) -> dict[str, object]:
    point = {"type": "Point", "coordinates": list(reversed(PLACE))}
    feature = {"type": "Feature", "properties": {"words": text}, "geometry": point}
    return {"type": "FeatureCollection", "features": [feature]}


def fill(group: folium.FeatureGroup | folium.Map, text: str) -> None:
    """Put the text into everything a group or map may hold."""
    folium.Marker(PLACE, popup=folium.Popup(text, sticky=True)).add_to(group)
    folium.Marker(PLACE, tooltip=folium.Tooltip(text, permanent=True)).add_to(group)
    folium.Marker(PLACE, icon=folium.DivIcon(html=f"<div>{text}</div>")).add_to(group)
    tooltip = folium.GeoJsonTooltip(["words"], aliases=[text], permanent=True)
    marker = folium.CircleMarker(radius=5)
    folium.GeoJson(collection(text), tooltip=tooltip, marker=marker).add_to(group)


def empty_map() -> LocalMap:
    return LocalMap(PLACE, tiles=None, zoom_start=12, zoom_animation=False)


def whole_page(texts: Sequence[str]) -> str:
    plain = empty_map()
    for text in texts:
        fill(plain, text)
        folium.FeatureGroup(name=text).add_to(plain)
    folium.LayerControl(collapsed=False).add_to(plain)
    return str(plain.get_root().render()).replace(plain.get_name(), "map_div")


def exchanged_group(texts: Sequence[str]) -> tuple[str, str]:
    """A page with an empty map, and the script streamlit-folium would evaluate in it."""
    plain = empty_map()
    page = str(plain.get_root().render()).replace(plain.get_name(), "map_div")
    group = folium.FeatureGroup(name=texts[0])
    for text in texts:
        fill(group, text)
    return page, str(_get_feature_group_string(group, plain))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser context of its own."""
    context = browser.new_context()
    page = context.new_page()
    yield page
    context.close()


def open_page(page: Page, html: str) -> list[str]:
    """Open a page made of this HTML; the list grows by each request to anywhere else."""
    foreign: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        file = VENDOR / path.removeprefix("/vendor/")
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/vendor/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=_type(file))
        else:
            foreign.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: foreign.append(dialog.message))
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("window.L !== undefined")
    page.wait_for_timeout(150)
    return foreign


def _type(file: Path) -> str:
    return TYPES.get(file.suffix, "application/octet-stream")


def words_of(text: str) -> str:
    """How the text reads once line breaks, controls and direction marks are out of the way."""
    kept = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return " ".join(kept.split())


def shown(page: Page, selector: str) -> list[str]:
    texts = page.locator(selector).all_text_contents()
    return [words_of(text) for text in texts]


POPUP = ".leaflet-popup-content"
NAME = ".leaflet-control-layers-overlays label"
PLACES = (
    POPUP,
    ".leaflet-tooltip:not(:has(table))",
    ".leaflet-marker-icon.empty",
    ".leaflet-tooltip th",
    ".leaflet-tooltip td",
)
OPEN_ALL = "map_div.eachLayer(layer => layer.getPopup?.() && layer.openPopup())"


def check_shown_only(page: Page, foreign: list[str], places: Sequence[str]) -> None:
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(300)

    assert page.evaluate("window.hit") is None
    assert foreign == []
    for place in places:
        texts = shown(page, place)
        assert [text for text in map(words_of, HOSTILE) if text not in texts] == [], place


def test_hostile_text_is_shown_as_text_in_a_whole_page(page: Page) -> None:
    foreign = open_page(page, whole_page([safe_text(text) for text in HOSTILE]))

    check_shown_only(page, foreign, (*PLACES, NAME))


def test_hostile_text_is_shown_as_text_in_an_exchanged_group(page: Page) -> None:
    html, script = exchanged_group([safe_text(text) for text in HOSTILE])
    foreign = open_page(page, html)
    page.evaluate(script)

    check_shown_only(page, foreign, PLACES)


@pytest.mark.parametrize("text", ['<img src=x onerror="window.hit=1">', "`+(window.hit=1)+`"])
def test_without_the_guard_the_same_text_would_run(page: Page, text: str) -> None:
    # The check of the check: folium alone executes these, and this page notices.
    open_page(page, whole_page([text]))
    page.evaluate("typeof map_div === 'undefined' || " + OPEN_ALL)
    page.wait_for_timeout(300)

    assert page.evaluate("window.hit") == 1
