"""A folium map of ours asks nobody but this server."""

import re

from mapper.mapview.base import MapWords, base_map

WORDS = MapWords("de", "Karte", "Größer", "Kleiner", "Keine Grenzen", "© Wer auch immer")
EXTENT = (12.25, 52.0, 12.75, 52.3)


def render(words: MapWords = WORDS) -> str:
    plain = base_map(EXTENT, words, {"districts": "/api/layers/districts.geojson"})
    return str(plain.get_root().render())


def test_the_page_names_no_other_host() -> None:
    addresses = re.findall(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}[^"' ]*""", render(), re.I)

    assert addresses == []


def test_every_file_comes_from_our_own_folder() -> None:
    files = re.findall(r"""(?:src|href)="([^"]+)\"""", render())

    assert files
    assert all(file.startswith("/vendor/") for file in files), files


def test_there_are_no_tiles() -> None:
    assert "tileLayer" not in render()


def test_people_may_zoom_the_page() -> None:
    assert "user-scalable" not in render()


def test_an_attribution_with_markup_is_text() -> None:
    page = render(MapWords("de", "Karte", "+", "-", "", "<img src=x onerror=alert(1)>"))

    assert "<img" not in page
    assert "onerror=" not in page


def test_the_map_says_what_it_is_in_the_readers_language() -> None:
    page = render()

    assert '"aria-label", "Karte"' in page
    assert 'documentElement.lang = "de"' in page
