"""Planning's files as people open them, and what should be in them by a recount."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import geopandas as gpd
import openpyxl
from openpyxl.utils.escape import unescape
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.services.decide import publish
from tests.api.conftest import Town
from tests.api.web import Web, new_idea
from tests.staff import TESTER, office_on

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


def unpacked(body: bytes) -> bytes:
    """What a file holds, out of its zip."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())
