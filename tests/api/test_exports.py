"""Published ideas as lists, tables, files and counts."""

import csv
import io
import json
from pathlib import Path
from uuid import uuid4

import pyogrio
import pytest

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
