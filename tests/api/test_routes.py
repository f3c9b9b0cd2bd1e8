"""What every route answers when all is well."""

import csv
import io
import json
from pathlib import Path
from uuid import uuid4

import pyogrio
import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.geo.crs import to_metres
from mapper.services.decide import publish
from tests.api.conftest import SAMPLES, Town
from tests.api.web import Web, new_idea
from tests.staff import TESTER, office_on

COLUMNS = [
    *("public_id", "title", "body", "action_field", "district", "municipality", "round"),
    *("response_status", "public_precision", "support_count", "created_at"),
]
"""The contract of the exports."""


def submit_and_publish(town: Town, **changes: object) -> str:
    """The number of a new idea that everyone sees."""
    public_id: str = town.web.post("/api/proposals", new_idea(**changes)).json()["public_id"]
    publish(office_on(town.sessions), TESTER, public_id)
    return public_id


def stored(sessions: Sessions, public_id: str) -> Proposal:
    with transaction(sessions) as session:
        return session.scalars(select(Proposal).where(Proposal.public_id == public_id)).one()


def test_health_says_that_app_and_database_are_up(web: Web) -> None:
    answer = web.get("/healthz")

    assert answer.status == 200
    assert answer.json()["status"] == "ok"


def test_a_new_idea_is_stored_and_waits(town: Town) -> None:
    answer = town.web.post("/api/proposals", new_idea())

    assert answer.status == 201
    receipt = answer.json()
    assert set(receipt) == {
        *("public_id", "url", "municipality", "district", "moderation_status", "edit_token"),
        "review_by",
    }
    assert receipt["moderation_status"] == "pending"
    assert receipt["district"].startswith(f"{receipt['municipality']}/")
    assert receipt["url"] == f"/idee?id={receipt['public_id']}"
    assert stored(town.sessions, receipt["public_id"]).title == "Eine Bank im Schatten"
    assert answer.headers["cache-control"] == "no-store"


def test_an_idea_sent_again_gets_the_same_answer(web: Web) -> None:
    idea = new_idea()

    first, second = web.post("/api/proposals", idea), web.post("/api/proposals", idea)

    assert (first.status, second.status) == (201, 200)
    assert first.json() == second.json()


def test_an_idea_may_have_a_district_or_no_place(town: Town) -> None:
    key = town.web.post("/api/proposals", new_idea()).json()["district"]

    district = new_idea(place_certainty="district", lon=None, lat=None, district=key)
    nowhere = new_idea(place_certainty="none", lon=None, lat=None)

    assert town.web.post("/api/proposals", district).json()["district"] == key
    assert town.web.post("/api/proposals", nowhere).json()["municipality"] is None


def test_texts_are_cleaned_and_names_may_be_left_out(town: Town) -> None:
    idea = new_idea(title="  Ein\tTitel \r\n", body="Zeile eins  \r\nZeile zwei", display_name=" ")

    kept = stored(town.sessions, town.web.post("/api/proposals", idea).json()["public_id"])

    assert (kept.title, kept.body) == ("Ein Titel", "Zeile eins\nZeile zwei")
    assert kept.display_name is None


def test_mine_shows_the_ideas_of_private_links_in_their_order(web: Web) -> None:
    ideas = [new_idea(title=f"Meine Idee {number}") for number in range(2)]
    tokens = [web.post("/api/proposals", idea).json()["edit_token"] for idea in ideas]

    found = web.post("/api/mine", {"tokens": [tokens[1], "0" * 40, tokens[0]]}).json()["proposals"]

    assert [(own["token_index"], own["title"]) for own in found] == [
        (0, "Meine Idee 1"),
        (2, "Meine Idee 0"),
    ]
    assert found[0]["moderation_status"] == "pending"
    assert found[0]["lon"] == pytest.approx(12.5954, abs=1e-9)


@pytest.mark.parametrize("public_precision", ["exact", "100m", "district"])
def test_a_published_idea_is_in_every_list(
    town: Town, tmp_path: Path, public_precision: str
) -> None:
    number = submit_and_publish(town, public_precision=public_precision)
    has_point = public_precision != "district"

    collection = town.web.get("/api/proposals.geojson").json()
    feature = next(f for f in collection["features"] if f["id"] == number)
    table = town.web.get("/api/proposals.csv").text().removeprefix("\ufeff")
    row = next(
        r for r in csv.DictReader(io.StringIO(table), delimiter=";") if r["public_id"] == number
    )
    pins = town.web.get("/api/pins.json").json()["pins"]
    file = tmp_path / "ideen.gpkg"
    file.write_bytes(town.web.get("/api/proposals.gpkg").body)
    package = pyogrio.read_dataframe(file)
    point = package.loc[package["public_id"] == number, "geometry"].iloc[0]

    assert list(feature["properties"]) == COLUMNS
    assert list(row) == [*COLUMNS, "lon", "lat"]
    assert [name for name in package.columns if name != "geometry"] == COLUMNS
    assert (feature["geometry"] is not None) == has_point
    assert bool(row["lon"]) == has_point
    assert (point is not None) == has_point
    assert (number in [pin[0] for pin in pins]) == has_point
    if public_precision == "exact":
        assert feature["geometry"]["coordinates"] == [12.5954, 52.1415]
        # The file rounds to millimetres.
        assert (point.x, point.y) == pytest.approx(to_metres(12.5954, 52.1415), abs=0.0006)


def test_a_geopackage_names_its_publisher_licence_and_crs(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "ideen.gpkg"
    file.write_bytes(web.get("/api/proposals.gpkg").body)

    about = pyogrio.read_info(file)

    assert about["crs"] == "EPSG:25833"
    assert about["geometry_type"] == "Point"
    assert set(about["dataset_metadata"]) >= {"attribution", "licence", "licence_url"}


def test_an_empty_selection_is_a_valid_file_of_each_kind(web: Web, tmp_path: Path) -> None:
    query = "?from=1999-01-01&to=1999-01-02"
    file = tmp_path / "leer.gpkg"
    file.write_bytes(web.get(f"/api/proposals.gpkg{query}").body)

    assert web.get(f"/api/proposals.geojson{query}").json()["features"] == []
    assert len(web.get(f"/api/proposals.csv{query}").text().splitlines()) == 1
    assert len(pyogrio.read_dataframe(file)) == 0
    assert web.get(f"/api/heatmap.geojson{query}").json()["features"] == []


def test_cells_of_a_table_are_no_formulas(town: Town) -> None:
    number = submit_and_publish(town, title="=HYPERLINK(1)", body="@SUM(A1:A9); und mehr Text")

    table = town.web.get("/api/proposals.csv").text().removeprefix("\ufeff")
    row = next(
        r for r in csv.DictReader(io.StringIO(table), delimiter=";") if r["public_id"] == number
    )

    assert row["title"] == "'=HYPERLINK(1)"
    assert row["body"] == "'@SUM(A1:A9); und mehr Text"


@pytest.mark.parametrize("cell", [1000, 500, 250, 125])
def test_the_heatmap_counts_every_idea_with_a_public_point(web: Web, cell: int) -> None:
    ideas = web.get("/api/proposals.geojson").json()["features"]
    with_point = sum(1 for idea in ideas if idea["geometry"])

    cells = web.get(f"/api/heatmap.geojson?cell={cell}").json()["features"]

    assert with_point >= SAMPLES / 2
    assert sum(f["properties"]["count"] for f in cells) == with_point
    assert all(set(f["properties"]) == {"cell", "count", "supports"} for f in cells)
    rings = [f["geometry"]["coordinates"][0] for f in cells]
    assert all(len(ring) == 7 and ring[0] == ring[-1] for ring in rings)


def test_filters_select_the_same_ideas_in_lists_and_counts(web: Web) -> None:
    ideas = web.get("/api/proposals.geojson").json()["features"]
    fields = {idea["properties"]["action_field"] for idea in ideas}
    wanted = sorted(fields)[:2]
    expected = {i["id"] for i in ideas if i["properties"]["action_field"] in wanted}

    query = f"?action_field={','.join(wanted)}"
    listed = web.get(f"/api/proposals.geojson{query}").json()["features"]
    counted = web.get(f"/api/heatmap.geojson{query}").json()["features"]

    assert {idea["id"] for idea in listed} == expected
    with_point = sum(1 for idea in listed if idea["geometry"])
    assert sum(f["properties"]["count"] for f in counted) == with_point


def test_a_window_selects_by_public_position(web: Web) -> None:
    ideas = web.get("/api/proposals.geojson").json()["features"]
    west, south, east, north = 12.5, 52.1, 12.65, 52.2
    expected = {
        idea["id"]
        for idea in ideas
        if idea["geometry"]
        and west <= idea["geometry"]["coordinates"][0] <= east
        and south <= idea["geometry"]["coordinates"][1] <= north
    }

    query = f"?bbox={west},{south},{east},{north}"
    listed = web.get(f"/api/proposals.geojson{query}").json()["features"]

    assert expected
    assert {idea["id"] for idea in listed} == expected


def test_the_whole_world_as_a_window_leaves_no_point_out(web: Web) -> None:
    everything = web.get("/api/pins.json").json()["pins"]

    pins = web.get("/api/pins.json?bbox=-180,-90,180,90").json()["pins"]

    assert pins == everything
    assert web.get("/api/pins.json?bbox=100,10,120,20").json()["pins"] == []


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


def test_head_and_options_say_what_get_would(web: Web) -> None:
    path = "/api/pins.json"

    head, options = web.ask("HEAD", path), web.ask("OPTIONS", path)

    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == web.get(path).headers["etag"]
    assert (options.status, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_hostile_text_comes_back_as_it_was_typed(town: Town) -> None:
    mark = uuid4().hex[:8]
    hostile = f"</script><img src=x onerror=alert(1)>`${{1}}`\u202e'\";--%00 {mark}"

    number = submit_and_publish(town, title=hostile, body=hostile + "😀" * 3000)

    ideas = json.loads(town.web.get("/api/proposals.geojson").text())["features"]
    feature = next(idea for idea in ideas if idea["id"] == number)
    assert feature["properties"]["title"] == hostile
    assert feature["properties"]["body"] == hostile + "😀" * 3000
    pins = {pin[0]: pin for pin in town.web.get("/api/pins.json").json()["pins"]}
    assert pins[number][5] == hostile
