"""OGC API: what the standards ask for, that only what is public is there, and its pages."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from starlette.requests import Request

from mapper.api.endpoint import Call
from mapper.api.routes.ogc.asking import Asked
from mapper.api.state import make_state
from mapper.db.engine import transaction
from mapper.db.tables import Layer
from mapper.domain.ogc import SYSTEMS
from mapper.domain.roles import Role
from mapper.settings import Settings
from tests.api.conftest import Town
from tests.api.ogc import CRS, FIELDS, get, links, path_of
from tests.api.web import Answer, Web, check_refusal
from tests.db.layers import ATTRIBUTION, add_layer, squares

HOSTILE = "<script>window.hit = 1</script> \"'&=1+1"


def test_every_link_leads_where_it_says(fields: Town) -> None:
    waiting, seen = ["/ogc/"], set()
    while waiting:
        path = waiting.pop()
        answer = fields.web.get(path)
        assert answer.status == 200, path
        seen.add(path)
        if "json" not in answer.headers["content-type"] or "/items" in path:
            continue
        for one in find_links(answer.json()):
            if one["rel"] == "license" or one.get("templated"):
                continue
            there = path_of(fields.web, one["href"])
            kind = fields.web.ask("HEAD", there).headers["content-type"]
            assert kind.startswith(one["type"]), one
            if there not in seen and "f=html" not in there:
                waiting.append(there)

    assert f"/ogc/collections/{FIELDS}/items?f=json" in seen
    assert len(seen) > 20


def find_links(content: Any) -> list[dict[str, Any]]:
    """All links of a document, those of its parts too."""
    if isinstance(content, list):
        return [link for one in content for link in find_links(one)]
    if not isinstance(content, dict):
        return []
    below = [link for one in content.values() for link in find_links(one)]
    return [content, *below] if {"href", "rel"} <= set(content) else below


def test_it_says_to_what_it_conforms(web: Web) -> None:
    classes = get(web, "/conformance")["conformsTo"]

    for needed in (
        *("ogcapi-features-1/1.0/conf/core", "ogcapi-features-1/1.0/conf/geojson"),
        *("ogcapi-features-1/1.0/conf/oas30", "ogcapi-features-1/1.0/conf/html"),
        *("ogcapi-features-2/1.0/conf/crs", "ogcapi-tiles-1/1.0/conf/core"),
    ):
        assert f"http://www.opengis.net/spec/{needed}" in classes


def test_the_description_names_every_address_and_every_reference(web: Web) -> None:
    document = get(web, "/api")
    text = json.dumps(document)

    assert document["openapi"].startswith("3.0")
    for reference in set(re.findall(r'"#/components/(\w+)/([\w-]+)"', text)):
        assert reference[1] in document["components"][reference[0]]
    for path, item in document["paths"].items():
        filled = set(re.findall(r"{(\w+)}", path))
        assert {one["name"] for one in item["parameters"]} == filled
    limit = document["components"]["parameters"]["limit"]["schema"]
    assert (limit["default"], limit["maximum"]) == (100, 10_000)


def test_a_collection_says_where_its_items_lie_and_whose_they_are(fields: Town) -> None:
    found = get(fields.web, f"/collections/{FIELDS}", lang="de")

    assert (found["id"], found["title"], found["itemType"]) == (FIELDS, "Felder", "feature")
    assert found["attribution"] == ATTRIBUTION
    assert links(found, "license") == ["https://www.govdata.de/dl-de/by-2-0"]
    assert found["crs"] == [system.uri for system in SYSTEMS]
    assert found["storageCrs"] == CRS["25833"]
    assert found["extent"]["temporal"]["interval"] == [
        ["2026-10-31T23:00:00Z", "2026-11-01T22:59:59Z"]
    ]
    west, south, east, north = found["extent"]["spatial"]["bbox"][0]
    items = get(fields.web, f"/collections/{FIELDS}/items", limit="10000")["features"]
    for item in items:
        for lon, lat in item["geometry"]["coordinates"][0]:
            assert west - 1e-6 <= lon <= east + 1e-6
            assert south - 1e-6 <= lat <= north + 1e-6
    assert get(fields.web, f"/collections/{FIELDS}", lang="en")["title"] == "Fields"


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/collections/nothing",
            "/collections/nothing/items",
            "/collections/ideas/items/222222222",
        ),
        *("/collections/districts/items/x", "/collections/districts/items/999999999999999999999"),
        *(
            "/collections/districts/tiles/Nothing",
            "/tileMatrixSets/Nothing",
            "/collections/nothing/tiles",
        ),
        "/collections/districts/tiles/Nothing/0/0/0",
    ],
)
def test_what_is_not_there_is_not_found(web: Web, path: str) -> None:
    check_refusal(web.get(f"/ogc{path}"), 404, "not_found")
    page = web.get(f"/ogc{path}", accept="text/html", accept_language="de")
    assert (page.status, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    # A layer may have been there a moment ago.
    said = "Das gibt es nicht (mehr)" if "/nothing" in path else "Unter dieser Adresse"
    assert said in page.text()


def test_what_is_not_public_is_not_there_for_anybody(town: Town, cookies: dict[Role, str]) -> None:
    add_layer(town.sessions, "ogc-geheim", squares(3))
    here = "/ogc/collections/ogc-geheim"
    addresses = (here, f"{here}/items", f"{here}/tiles/WebMercatorQuad/9/168/273")
    assert [town.web.get(one).status for one in addresses] == [200, 200, 200]
    number = town.web.get(f"{here}/items").json()["features"][0]["id"]
    with transaction(town.sessions) as session:
        session.execute(update(Layer).where(Layer.slug == "ogc-geheim").values(public=False))

    for cookie in ("", cookies[Role.GIS]):
        for one in (*addresses, f"{here}/items/{number}"):
            assert town.web.get(one, cookie=cookie).status == 404
        assert "ogc-geheim" not in town.web.get("/ogc/collections", cookie=cookie).text()
        other = town.web.get(f"/ogc/collections/districts/items/{number}", cookie=cookie)
        assert other.status == 404


def test_tiles_name_the_row_before_the_column(fields: Town) -> None:
    tile = fields.web.get(f"/ogc/collections/{FIELDS}/tiles/WebMercatorQuad/9/168/273?f=mvt")

    assert tile.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert tile.body == fields.web.get(f"/tiles/{FIELDS}/9/273/168.mvt").body
    assert len(tile.body) > 1000
    tileset = get(fields.web, f"/collections/{FIELDS}/tiles/WebMercatorQuad")
    [limit] = [one for one in tileset["tileMatrixSetLimits"] if one["tileMatrix"] == "9"]
    assert limit["minTileRow"] <= 168 <= limit["maxTileRow"]
    assert limit["minTileCol"] <= 273 <= limit["maxTileCol"]
    assert tileset["layers"][0]["id"] == FIELDS
    assert links(tileset, "item")[0].endswith("/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}")


def test_the_tile_scheme_is_that_of_the_standard(web: Web) -> None:
    scheme = get(web, "/tileMatrixSets/WebMercatorQuad")

    assert scheme["uri"] == "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
    assert [one["matrixWidth"] for one in scheme["tileMatrices"]] == [2**n for n in range(25)]
    # The equator in 256 pixels; a pixel is 0.28 mm by the standard's definition of a scale.
    equator_m = 2 * math.pi * 6378137.0
    for level, one in enumerate(scheme["tileMatrices"]):
        cell = equator_m / 256 / 2**level
        assert one["cellSize"] == pytest.approx(cell, rel=1e-9)
        assert one["scaleDenominator"] == pytest.approx(cell / 0.00028, rel=1e-9)
        assert one["pointOfOrigin"] == pytest.approx([-equator_m / 2, equator_m / 2])


def test_markup_in_the_data_stays_text(town: Town) -> None:
    shapes = [(HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, one[3]) for one in squares(2)]
    add_layer(town.sessions, "ogc-boese", shapes, title=HOSTILE)
    here = "/ogc/collections/ogc-boese"
    number = town.web.get(f"{here}/items").json()["features"][0]["id"]

    for path in ("/ogc/collections", here, f"{here}/items", f"{here}/items/{number}"):
        text = town.web.get(f"{path}?f=html").text()
        assert "<script" not in text, path
        assert "&lt;script&gt;window.hit" in text, path
    properties = town.web.get(f"{here}/items/{number}").json()["properties"]
    assert properties == {"name": HOSTILE, "kind": HOSTILE, "key": None, HOSTILE: HOSTILE}


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/api", "/conformance", "/collections", f"/collections/{FIELDS}"),
        *("/collections/ideas", "/collections/ideas/items", f"/collections/{FIELDS}/items"),
        *("/collections/ideas/queryables", f"/collections/{FIELDS}/tiles/WebMercatorQuad"),
        *("/tileMatrixSets", "/tileMatrixSets/WebMercatorQuad", "/collections/ideas/items?limit=0"),
    ],
)
def test_pages_need_nothing_but_us_and_no_script(fields: Town, path: str) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    german = fields.web.get(f"/ogc{path}", accept=browser, accept_language="de")
    english = fields.web.get(f"/ogc{path}", accept=browser, accept_language="en")

    policy = german.headers["content-security-policy"]
    licences = {
        address
        for one in ("ideas", FIELDS)
        for address in links(get(fields.web, f"/collections/{one}"), "license")
    }
    assert "<script" not in german.text()
    assert "style=" not in german.text()
    assert "default-src 'none'; style-src 'self'" in policy
    assert "script-src" not in policy
    assert '<html lang="de">' in german.text()
    assert '<html lang="en">' in english.text()
    assert {"Accept", "Accept-Language"} <= set(german.headers["vary"].split(", "))
    for address in re.findall(r'(?:href|src)="(https?://[^"]+)"', german.text()):
        own = address.startswith(f"http://127.0.0.1:{fields.web.port}/")
        assert own or address in licences
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', german.text()) == ["/ogc/look.css"]


def test_a_page_that_has_not_changed_keeps_its_policy(fields: Town) -> None:
    path = f"/ogc/collections/{FIELDS}?f=html"
    first = fields.web.get(path)
    again = fields.web.get(path, if_none_match=first.headers["etag"])

    assert again.status == 304
    for name in ("content-security-policy", "cache-control"):
        assert again.headers[name] == first.headers[name]


def test_a_page_leads_to_the_next(fields: Town) -> None:
    page = fields.web.get(f"/ogc/collections/{FIELDS}/items?kind=wood&limit=60", accept="text/html")
    [following] = re.findall(r'href="([^"]+)" rel="next"', page.text())

    assert "kind=wood" in following
    second = fields.web.get(
        path_of(fields.web, following.replace("&amp;", "&")), accept="text/html"
    )
    assert re.findall(r"61[^<]*120[^<]*125", second.text())
    assert second.text().count("<tr>") == 61


def test_pages_of_other_sites_may_read_it(web: Web) -> None:
    asked = {"Origin": "https://maps.example", "Access-Control-Request-Method": "GET"}
    preflight = web.ask("OPTIONS", "/ogc/collections", headers=asked)
    answer: Answer = web.get("/ogc/collections", origin="https://maps.example")

    assert preflight.status == 204
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Crs" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    check_refusal(web.post("/ogc/collections", {}), 405, "method_not_allowed")


@pytest.mark.parametrize(
    ("base_url", "host", "expected"),
    [
        (None, "rathaus:8501", "http://rathaus:8501/ogc"),
        (None, "evil.example/<script>", "http://localhost:8501/ogc"),
        ("https://ideen.example.org", "127.0.0.1:8501", "https://ideen.example.org/ogc"),
    ],
)
def test_links_begin_with_the_address_people_use(
    tmp_path: Path, base_url: str | None, host: str, expected: str
) -> None:
    settings = Settings(home=tmp_path, base_url=base_url, port=8501)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/ogc/",
        "query_string": b"",
        "scheme": "http",
    }
    request = Request({**scope, "headers": [(b"host", host.encode())]})
    routes_state = make_state(settings, "postgresql://nobody@127.0.0.1:1/nowhere")

    asked = Asked(Call(request, routes_state, routes_state.translator("en")))

    assert asked.base == expected
