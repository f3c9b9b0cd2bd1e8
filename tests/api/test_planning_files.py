"""What planning matches, in files of every kind, opened as people open them."""

import csv
import io
import socket
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
from numpy.typing import NDArray
from openpyxl.utils.escape import unescape
from sklearn.cluster import DBSCAN
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from mapper.geo.crs import to_metres
from mapper.services.decide import publish
from tests.api.conftest import Town
from tests.api.web import Web, check_refusal, new_idea
from tests.staff import TESTER, add_account, office_on, signed_in

ENDINGS = ("xlsx", "csv", "gpkg", "geojson", "shp.zip")
Records = list[dict[str, Any]]


def read_csv(body: bytes, folder: Path) -> Records:
    """As Excel in Germany does: UTF-8 by its mark, semicolons, commas in numbers."""
    del folder
    assert body.startswith(b"\xef\xbb\xbf")
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";")
    return [dict(row) for row in rows]


def read_xlsx(body: bytes, folder: Path) -> Records:
    del folder
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), map(as_shown, row), strict=True)) for row in rows]


def as_shown(value: object) -> object:
    """A text as Excel shows it: openpyxl leaves escaped what looks like an escape."""
    return unescape(value) if isinstance(value, str) else value


def read_gis(ending: str) -> Callable[[bytes, Path], Records]:
    def read(body: bytes, folder: Path) -> Records:
        path = folder / f"{uuid4().hex}.{ending.replace('shp.', '')}"
        path.write_bytes(body)
        records: Records = gpd.read_file(path).astype(object).to_dict("records")
        return records

    return read


READERS: Mapping[str, Callable[[bytes, Path], Records]] = {
    "xlsx": read_xlsx,
    "csv": read_csv,
    **{ending: read_gis(ending) for ending in ("gpkg", "geojson", "shp.zip")},
}
NUMBER = {"xlsx": "Number", "shp.zip": "number"}


def get(web: Web, path: str, cookie: str = "", lang: str = "en") -> bytes:
    headers = {"Cookie": cookie, "Accept-Language": lang}
    answer = web.ask("GET", f"/api/planning/{path}", headers=headers)
    assert answer.status == 200, answer.body[:300]
    return answer.body


def numbers_of(records: Records, ending: str) -> set[str]:
    return {str(one[NUMBER.get(ending, "public_id")]) for one in records}


def recount(town: Town, where: str = "true") -> set[str]:
    """The numbers of published ideas, one by one."""
    query = text(
        "select public_id from proposal p left join district d on d.id = p.district_id "
        "left join municipality m on m.id = p.municipality_id "
        "join action_field a on a.id = p.action_field_id "
        f"where moderation_status = 'published' and {where}"
    )
    with transaction(town.sessions) as session:
        return set(session.scalars(query))


def add_idea(town: Town, **changes: object) -> str:
    """The number of a new idea that is published."""
    number = add_pending(town, **changes)
    publish(office_on(town.sessions), TESTER, number)
    return number


def add_pending(town: Town, **changes: object) -> str:
    number: str = town.web.post("/api/proposals", new_idea(**changes)).json()["public_id"]
    return number


@pytest.fixture(scope="module")
def planner(cookies: dict[Role, str]) -> str:
    return cookies[Role.PLANNER]


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


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("public_precision", ["100m", "district"])
def test_nobody_is_given_a_place_that_the_author_keeps(
    town: Town, tmp_path: Path, planner: str, ending: str, public_precision: str
) -> None:
    number = add_idea(town, public_precision=public_precision, lon=12.59543, lat=52.14151)
    east, _ = to_metres(12.59543, 52.14151)
    lon, easting = ("Longitude", "Easting") if ending == "xlsx" else ("lon", "easting")

    def place(path: str, cookie: str) -> tuple[float | None, float | None]:
        records = READERS[ending](get(town.web, path, cookie), tmp_path)
        [one] = [r for r in records if r[NUMBER.get(ending, "public_id")] == number]
        values = [str(one[name] or "").replace(",", ".") for name in (lon, easting)]
        known = [float(value) if value not in ("", "nan") else None for value in values]
        return known[0], known[1]

    exact = place(f"ideas.{ending}?scope=internal", planner)
    for cookie in ("", planner):
        given = place(f"ideas.{ending}", cookie)
        if public_precision == "district":
            assert given == (None, None)
        else:
            assert given[0] != pytest.approx(12.59543, abs=1e-5)
            assert abs((given[1] or 0) - east) < 100
    assert exact == pytest.approx((12.59543, east), abs=0.001)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_for_planners_is_in_no_public_file(
    town: Town, tmp_path: Path, planner: str, ending: str
) -> None:
    mark = uuid4().hex
    add_pending(town, title=f"Noch geheim {mark}")
    name = f"Frau {mark}"
    number = add_idea(town, title=f"Offen {mark}", display_name=name)
    address = (
        "update proposal_contact set email = :email "
        "where proposal_id = (select id from proposal where public_id = :number)"
    )
    with transaction(town.sessions) as session:
        session.execute(text(address), {"email": f"{mark}@example.org", "number": number})

    public = unpacked(get(town.web, f"ideas.{ending}?text={mark}", planner))
    internal = unpacked(get(town.web, f"ideas.{ending}?text={mark}&scope=internal", planner))

    for content in (public, internal):
        assert mark.encode() in content
        for secret in (b"Noch geheim", name.encode(), f"{mark}@example.org".encode()):
            assert secret not in content
    channel = b"Channel" if ending == "xlsx" else b"channel"
    assert (channel in public, channel in internal) == (False, True)


def unpacked(body: bytes) -> bytes:
    """What a file holds, out of its zip."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_exact_places_are_for_planners_within_their_limits(
    town: Town, tmp_path: Path, cookies: dict[Role, str]
) -> None:
    path = "/api/planning/ideas.csv?scope=internal"
    check_refusal(town.web.get(path), 401, "sign_in_needed")
    refused = town.web.ask("GET", path, headers={"Cookie": cookies[Role.GIS]})
    check_refusal(refused, 403, "forbidden")
    login = f"limited-{uuid4().hex[:6]}"
    account = add_account(town.sessions, login, Role.PLANNER, action_fields=["green"])
    limited = f"ideenkarte={signed_in(town.sessions, account).token}"

    green = read_csv(get(town.web, "ideas.csv?scope=internal", limited), tmp_path)
    other = read_csv(
        get(town.web, "ideas.csv?scope=internal&action_field=mobility", limited), tmp_path
    )
    public = read_csv(get(town.web, "ideas.csv", limited), tmp_path)

    assert numbers_of(green, "csv") == recount(town, "a.key = 'green'")
    assert other == []
    assert numbers_of(public, "csv") == recount(town)


def test_who_took_exact_places_is_recorded(town: Town, planner: str) -> None:
    get(town.web, "cells.geojson?scope=internal&cell=250", planner)

    with transaction(town.sessions) as session:
        query = "select actor, subject_key from audit_event where kind = 'planning.exported'"
        assert ("a-planner", "cells") in {tuple(row) for row in session.execute(text(query))}


def test_internal_answers_are_kept_by_nobody_and_carry_no_licence(town: Town, planner: str) -> None:
    headers = {"Cookie": planner}
    public = town.web.ask("GET", "/api/planning/ideas.xlsx", headers=headers).headers
    internal = town.web.ask("GET", "/api/planning/ideas.xlsx?scope=internal", headers=headers)

    assert public["cache-control"] == "no-store"
    assert 'rel="license"' in public["link"]
    assert internal.headers["cache-control"] == "private, no-store"
    assert "link" not in internal.headers
    assert 'filename="ideen-intern.xlsx"' in internal.headers["content-disposition"]
    assert int(internal.headers["content-length"]) == len(internal.body)


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


def test_planners_filter_by_channel(town: Town, tmp_path: Path, planner: str) -> None:
    body = get(town.web, "ideas.csv?scope=internal&channel=online", planner)

    records = read_csv(body, tmp_path)

    assert numbers_of(records, "csv") == recount(town, "channel = 'online'")
    assert {one["channel"] for one in records} == {"online"}


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
