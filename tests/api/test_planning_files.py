"""What planning matches, in files of every kind, opened as people open them."""

import io
import socket
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import openpyxl
import pyogrio
import pytest
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.geo.crs import to_metres
from tests.api.conftest import Town
from tests.api.plan_files import (
    ENDINGS,
    NUMBER,
    READERS,
    add_idea,
    get,
    numbers_of,
    read_csv,
    read_gis,
    read_xlsx,
    recount,
    unpacked,
)
from tests.api.web import Web, check_refusal


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("", "true"),
        ("action_field=green,mobility", "a.key in ('green', 'mobility')"),
        ("response_status=received", "response_status = 'received'"),
        ("placed=point", "public_geom is not null"),
        ("supports=1", "support_count >= 1"),
        (
            "from=2026-02-01&to=2026-10-31",
            "(created_at at time zone 'Europe/Berlin')::date between '2026-02-01' and '2026-10-31'",
        ),
    ],
)
def test_a_file_holds_the_ideas_of_a_recount(
    town: Town, tmp_path: Path, ending: str, query: str, where: str
) -> None:
    body = get(town.web, f"ideas.{ending}?{query}")

    records = READERS[ending](body, tmp_path)

    assert numbers_of(records, ending) == recount(town, where)
    assert len(records) == len(recount(town, where))


@pytest.mark.parametrize("ending", ENDINGS)
def test_hexagons_add_up_to_the_ideas_with_a_public_point(
    town: Town, tmp_path: Path, ending: str
) -> None:
    body = get(town.web, f"cells.{ending}?cell=500&action_field=green")

    records = READERS[ending](body, tmp_path)

    ideas = "Ideas" if ending == "xlsx" else "ideas"
    counted = recount(town, "a.key = 'green' and public_geom is not null")
    assert sum(int(one[ideas]) for one in records) == len(counted)


@pytest.mark.parametrize("ending", ENDINGS)
def test_clusters_are_those_of_scikit_learn(town: Town, tmp_path: Path, ending: str) -> None:
    query = text(
        "select ST_X(public_geom), ST_Y(public_geom) from proposal "
        "where moderation_status = 'published' and public_geom is not null"
    )
    with transaction(town.sessions) as session:
        places: NDArray[np.float64] = np.array(session.execute(query).all(), dtype=float)
    labels = DBSCAN(eps=500, min_samples=3).fit_predict(places)
    records = READERS[ending](get(town.web, f"clusters.{ending}?distance=500&least=3"), tmp_path)

    ideas = "Ideas" if ending == "xlsx" else "ideas"
    assert labels.max() >= 0
    assert len(records) == labels.max() + 1
    # To which of two clusters an idea between them belongs is not settled, that it does is.
    assert sum(int(one[ideas]) for one in records) == (labels >= 0).sum()


def test_coordinates_are_those_of_the_point_in_both_systems(town: Town, tmp_path: Path) -> None:
    number = add_idea(town, public_precision="exact")
    east, north = to_metres(12.5954, 52.1415)

    for ending in ("gpkg", "geojson", "shp.zip"):
        records = read_gis(ending)(get(town.web, f"ideas.{ending}"), tmp_path)
        one = next(r for r in records if r[NUMBER.get(ending, "public_id")] == number)
        expected = (12.5954, 52.1415) if ending == "geojson" else (east, north)
        assert (one["geometry"].x, one["geometry"].y) == pytest.approx(expected, abs=0.0006)
        assert (one["easting"], one["northing"]) == pytest.approx((east, north), abs=0.0006)
        assert (one["lon"], one["lat"]) == pytest.approx((12.5954, 52.1415), abs=1e-6)
    [row] = [r for r in read_csv(get(town.web, "ideas.csv"), tmp_path) if r["public_id"] == number]
    assert (row["lon"], row["lat"]) == ("12,5954", "52,1415")
    assert float(row["easting"].replace(",", ".")) == pytest.approx(east, abs=0.0006)
    [row] = [r for r in read_xlsx(get(town.web, "ideas.xlsx"), tmp_path) if r["Number"] == number]
    assert (row["Longitude"], row["Latitude"]) == (12.5954, 52.1415)


def test_a_workbook_is_ready_to_be_read(town: Town) -> None:
    body = get(town.web, "ideas.xlsx?action_field=green&lang=de", lang="en")

    book = openpyxl.load_workbook(io.BytesIO(body))
    ideas, origin = book.worksheets
    heads = [cell.value for cell in ideas[1]]
    row = dict(zip(heads, ideas[2], strict=True))
    told = {str(line[0].value): str(line[1].value) for line in origin.iter_rows()}

    assert (ideas.title, origin.title) == ("Ideen", "Herkunft")
    assert ideas.freeze_panes == "B2"
    assert isinstance(row["Unterstützungen"].value, int)
    assert isinstance(row["Eingegangen am"].value, datetime)
    assert row["Eingegangen am"].number_format == "dd.mm.yyyy"
    assert "Grün" in str(row["Handlungsfeld"].value)
    assert "Grün" in told["Filter"]
    assert len(told["Lizenz"]) > 3
    assert len(told["Quellenvermerk"]) > 3
    assert "EPSG:25833" in told["Ostwert"]


def test_files_of_gis_programs_carry_crs_licence_and_attribution(
    town: Town, tmp_path: Path
) -> None:
    package = tmp_path / "ideen.gpkg"
    package.write_bytes(get(town.web, "ideas.gpkg"))
    about = pyogrio.read_info(package)
    collection = town.web.get("/api/planning/ideas.geojson").json()
    shapes = zipfile.ZipFile(io.BytesIO(get(town.web, "ideas.shp.zip", lang="de")))

    assert about["crs"] == "EPSG:25833"
    assert set(about["dataset_metadata"]) >= {"attribution", "licence", "licence_url", "filters"}
    assert set(collection) >= {"attribution", "licence", "licence_url", "filters", "made_at"}
    assert {"ideen.shp", "ideen.dbf", "ideen.prj", "ideen.cpg"} <= set(shapes.namelist())
    assert shapes.read("ideen.cpg").strip().upper() == b"UTF-8"
    readme = shapes.read("README.txt").decode()
    assert collection["licence_url"] in readme
    assert "gekürzt" in readme


def test_long_texts_of_a_shapefile_are_cut_between_two_characters(
    town: Town, tmp_path: Path
) -> None:
    body = "ü" * 300
    number = add_idea(town, body=body)

    records = read_gis("shp.zip")(get(town.web, "ideas.shp.zip"), tmp_path)

    [one] = [record for record in records if record["number"] == number]
    assert one["body"] == "ü" * 127


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_cells_are_no_formulas(town: Town, tmp_path: Path, ending: str, sign: str) -> None:
    title = f"{sign}HYPERLINK(1)"
    number = add_idea(town, title=title)

    body = get(town.web, f"ideas.{ending}")

    records = READERS[ending](body, tmp_path)
    [one] = [r for r in records if r[NUMBER.get(ending, "public_id")] == number]
    assert one["Title" if ending == "xlsx" else "title"] == f"'{title}"
    if ending == "xlsx":
        assert b"<f>" not in unpacked(body)


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_text_comes_back_as_it_was_typed(town: Town, tmp_path: Path, ending: str) -> None:
    title = f"</script>_x0041_`${{1}}`\u202e'\";,--%00&<b> 😀 {uuid4().hex[:8]}"
    number = add_idea(town, title=title)

    records = READERS[ending](get(town.web, f"ideas.{ending}"), tmp_path)

    [one] = [r for r in records if r[NUMBER.get(ending, "public_id")] == number]
    assert one["Title" if ending == "xlsx" else "title"] == title


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("what", ["ideas", "cells", "clusters"])
def test_nothing_that_matches_is_a_valid_file(
    town: Town, tmp_path: Path, what: str, ending: str
) -> None:
    body = get(town.web, f"{what}.{ending}?from=1999-01-01&to=1999-01-02")

    assert READERS[ending](body, tmp_path) == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("action_field=nothing", "action_field"),
        ("from=2026-13-01", "from"),
        ("area=1,2", "area"),
        ("near=nothing:5", "near"),
        ("scope=all", "scope"),
        ("lang=xx", "lang"),
        ("channel=letter", "channel"),
        ("cell=500", "cell"),
        ("shape=all", "shape"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "gpkg"])
def test_what_cannot_be_used_is_named(web: Web, ending: str, query: str, parameter: str) -> None:
    answer = web.get(f"/api/planning/ideas.{ending}?{query}")

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == parameter


@pytest.mark.parametrize("query", ["distance=24", "distance=2001", "least=1", "least=x"])
def test_clusters_are_asked_for_within_bounds(web: Web, query: str) -> None:
    answer = web.get(f"/api/planning/clusters.csv?{query}")

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == query.partition("=")[0]


def test_several_are_served_at_once(town: Town, tmp_path: Path) -> None:
    expected = recount(town)

    with ThreadPoolExecutor(6) as pool:
        bodies = list(pool.map(lambda _: get(town.web, "ideas.xlsx"), range(6)))

    assert all(numbers_of(read_xlsx(body, tmp_path), "xlsx") == expected for body in bodies)


def test_days_are_days(town: Town, tmp_path: Path) -> None:
    number = add_idea(town)

    [row] = [r for r in read_csv(get(town.web, "ideas.csv"), tmp_path) if r["public_id"] == number]

    assert abs((date.fromisoformat(row["created_on"]) - date.today()).days) <= 1


@pytest.mark.parametrize("ending", ["xlsx", "gpkg", "shp.zip"])
def test_nothing_is_left_on_the_disk(town: Town, ending: str) -> None:
    """Neither after a file that was read, nor after one whose reader went away."""
    get(town.web, f"ideas.{ending}")
    with socket.create_connection(("127.0.0.1", town.web.port), timeout=30) as reader:
        request = f"GET /api/planning/ideas.{ending} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        reader.sendall(request.encode())
        assert reader.recv(12).startswith(b"HTTP/1.1 200")

    assert list(Path(tempfile.gettempdir()).glob("ideenkarte-file-*")) == []
