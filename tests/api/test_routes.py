"""What every route answers when all is well; lists and files are in `test_exports.py`."""

import pytest

from tests.api.web import Web


def test_health_says_that_app_and_database_are_up(web: Web) -> None:
    answer = web.get("/healthz")

    assert answer.status == 200
    assert answer.json()["status"] == "ok"


@pytest.mark.parametrize("slug", ["districts", "municipalities", "green-spaces"])
def test_a_layer_comes_with_names_and_keys(web: Web, slug: str) -> None:
    layer = web.get(f"/api/layers/{slug}.geojson")

    features = layer.json()["features"]
    assert layer.headers["content-type"] == "application/geo+json"
    assert features
    for feature in features:
        assert set(feature["properties"]) == {*("name", "kind", "key", "municipality", "schematic")}
        assert feature["properties"]["name"]
    if slug == "districts":
        # 14 districts and the core town of the one, 14 districts of the other.
        assert len(features) == 29
        assert all(
            f["properties"]["key"].startswith(f["properties"]["municipality"] + "/")
            for f in features
        )


def test_places_help_to_say_where(web: Web) -> None:
    places = web.get("/api/places.json").json()["places"]

    assert len(places) > 29
    assert all(set(p) == {"name", "kind", "lon", "lat", "municipality"} for p in places)
    assert len({(p["name"], p["lon"], p["lat"]) for p in places}) == len(places)


@pytest.mark.parametrize("layer", ["proposals", "heatmap", "districts", "municipalities"])
def test_a_tile_of_the_town_holds_its_layer(web: Web, layer: str) -> None:
    # Zoom 9, column and row of 12.6° E, 52.14° N by the formula of the usual scheme.
    tile = web.get(f"/tiles/{layer}/9/273/168.mvt")

    assert tile.status == 200
    assert tile.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    # A layer's name is field 1 of the layer message, which is field 3 of the tile.
    assert tile.body[:1] == b"\x1a"
    assert layer.encode() in tile.body[:40]
    assert web.get(f"/tiles/{layer}/9/0/0.mvt").body == b""


def test_a_tile_takes_filters_but_no_window(web: Web) -> None:
    assert web.get("/tiles/heatmap/9/273/168.mvt?from=1999-01-01&to=1999-01-02").body == b""
    assert web.get("/tiles/heatmap/9/273/168.mvt?bbox=12,52,13,53").status == 422
    assert web.get("/tiles/districts/9/273/168.mvt?cell=500").status == 422


@pytest.mark.parametrize("path", ["/favicon.svg", "/robots.txt", "/vendor/leaflet/leaflet.js"])
def test_files_that_browsers_need(web: Web, path: str) -> None:
    answer = web.get(path)

    assert answer.status == 200
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["//", "///", "/karte", "/karte/"])
def test_an_address_that_only_looks_like_a_page_is_unknown(web: Web, path: str) -> None:
    assert web.get(path).status == 404


def test_head_and_options_say_what_get_would(web: Web) -> None:
    path = "/api/pins.json"

    head, options = web.ask("HEAD", path), web.ask("OPTIONS", path)

    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == web.get(path).headers["etag"]
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
