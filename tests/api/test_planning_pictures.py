"""The planners' map as files, asked over HTTP."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from PIL import Image
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from tests.api.conftest import Town
from tests.api.plan_files import add_idea, get, read_csv
from tests.api.web import Web, check_refusal
from tests.stills import SVG, parts

ENDINGS = ("png", "svg", "html")
KINDS = {"png": "image/png", "svg": "image/svg+xml", "html": "text/html; charset=utf-8"}
QUERIES = (
    "",
    "view=density&measure=supports",
    "view=districts&measure=deviation",
    "section=clusters&distance=500&least=3",
    "from=1999-01-01&to=1999-01-02",
    "area=12.5954,52.1415,900",
)


@pytest.fixture(scope="module")
def planner(cookies: dict[Role, str]) -> str:
    return cookies[Role.PLANNER]


class Page(HTMLParser):
    """The rows of its table, and every address that it names."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.addresses: list[str] = []
        self._cell = False
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self._cell = True
            self.rows[-1].append("")
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


@pytest.mark.parametrize("query", QUERIES)
def test_a_picture_is_wide_and_not_blank(town: Town, query: str) -> None:
    picture = Image.open(io.BytesIO(get(town.web, f"map.png?{query}")))

    assert picture.format == "PNG"
    assert picture.width == 1600
    assert 1400 < picture.height < 2600
    colours = picture.convert("RGB").getcolors(maxcolors=2**24)
    assert colours is not None
    assert len(colours) > 50


@pytest.mark.parametrize("query", QUERIES)
def test_a_drawing_tells_what_it_shows(town: Town, query: str) -> None:
    body = get(town.web, f"map.svg?{query}", lang="de").decode()

    root = ElementTree.fromstring(body)
    told = " ".join(one.text or "" for one in root.iter(f"{SVG}text"))
    assert root.tag == f"{SVG}svg"
    assert "Karte der Ideen" in told
    assert "Stand: " in told
    assert "CC BY 4.0" in told
    assert "Kartengrundlage: " in told
    assert ("1999" in told) is ("1999" in query)
    assert not re.search(r'(href|src)="(?!data:image/png)', body)


def test_a_drawing_has_the_hexagons_of_the_table(town: Town, tmp_path: Path) -> None:
    cells = read_csv(get(town.web, "cells.csv?cell=500&action_field=green"), tmp_path)

    body = get(town.web, "map.svg?cell=500&action_field=green").decode()

    assert len(parts(body, "hexagon")) == len(cells) > 3


def test_a_page_has_the_numbers_and_asks_for_nothing(town: Town, tmp_path: Path) -> None:
    cells = read_csv(get(town.web, "cells.csv?cell=500"), tmp_path)

    page = Page(get(town.web, "map.html?cell=500&lang=de", lang="en"))

    head, *rows = page.rows
    assert head == ["Ort", "Ideen", "Unterstützungen"]
    counted = sorted((int(one["ideas"]), int(one["support_count"])) for one in cells)
    assert sorted((int(row[1]), int(row[2])) for row in rows) == counted
    assert all(one.startswith("data:") for one in page.addresses)


@pytest.mark.parametrize("ending", ENDINGS)
def test_files_are_named_and_kept_by_nobody(town: Town, planner: str, ending: str) -> None:
    address, headers = f"/api/planning/map.{ending}", {"Cookie": planner}
    public = town.web.ask("GET", address, headers=headers).headers
    internal = town.web.ask("GET", f"{address}?scope=internal", headers=headers)

    assert public["content-type"] == KINDS[ending]
    assert f'attachment; filename="karte.{ending}"' in public["content-disposition"]
    assert 'rel="license"' in public["link"]
    assert internal.headers["cache-control"] == "private, no-store"
    assert f'filename="karte-intern.{ending}"' in internal.headers["content-disposition"]
    assert "link" not in internal.headers
    with transaction(town.sessions) as session:
        query = "select actor, subject_key from audit_event where kind = 'planning.exported'"
        assert ("a-planner", "map") in {tuple(row) for row in session.execute(text(query))}


def test_exact_places_are_for_planners_and_say_so(
    town: Town, planner: str, cookies: dict[Role, str]
) -> None:
    mark = f"Weiher{uuid4().hex[:8]}"
    add_idea(town, title=f"Bank am {mark}", public_precision="district", lon=12.6, lat=52.15)
    address = f"map.svg?text={mark}&cell=125"
    check_refusal(town.web.get(f"/api/planning/{address}&scope=internal"), 401, "sign_in_needed")
    refused = town.web.ask(
        "GET", f"/api/planning/{address}&scope=internal", headers={"Cookie": cookies[Role.GIS]}
    )
    check_refusal(refused, 403, "forbidden")

    public = get(town.web, address, planner).decode()
    internal = get(town.web, f"{address}&scope=internal", planner).decode()

    assert (len(parts(public, "hexagon")), len(parts(internal, "hexagon"))) == (0, 1)
    assert ("official use" in public, "official use" in internal) == (False, True)
    assert ("CC BY" in public, "CC BY" in internal) == (True, False)


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_words_stay_words(town: Town, ending: str) -> None:
    words = "Bad%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E%F0%9F%8C%B3%D8%B4"

    body = get(town.web, f"map.{ending}?text={words}")

    assert b"<script>" not in body
    if ending == "svg":
        assert "script" not in {one.tag for one in ElementTree.fromstring(body).iter()}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("view=globe", "view"),
        ("cell=7", "cell"),
        ("action_field=nothing", "action_field"),
        ("channel=letter", "channel"),
        ("scope=all", "scope"),
        ("lang=xx", "lang"),
        ("width=9", "width"),
    ],
)
def test_what_cannot_be_used_is_named(web: Web, query: str, parameter: str) -> None:
    answer = web.get(f"/api/planning/map.png?{query}")

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == parameter
