"""Files sent to be imported: taken in pieces, held to their limits, kept for GIS staff only."""

import json
import socket
from http.client import HTTPResponse
from pathlib import Path
from uuid import uuid4

import pytest

from mapper.domain.roles import Role
from tests.api.conftest import Town
from tests.api.web import Answer, Web, check_refusal
from tests.browser.geodata_page import FORMULA, HOSTILE, play_areas
from tests.processes import wait_until

BOUNDARY = "ein-strich"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(fields: dict[str, str], *files: tuple[str, bytes]) -> bytes:
    """Fields and files as a browser sends them."""
    named = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    named += [(f'name="files"; filename="{name}"', content) for name, content in files]
    parts = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + body + b"\r\n"
        for head, body in named
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def layer_fields(**others: str) -> dict[str, str]:
    slug = f"hochgeladen-{uuid4().hex[:8]}"
    return {"layer": slug, "title": "Hochgeladen", "role": "overlay", **others}


def send(web: Web, cookie: str, body: bytes, **headers: str) -> Answer:
    """The body as one of our own pages would send it."""
    own = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{web.port}", "Content-Type": KIND}
    return web.ask("POST", "/api/imports", body, {**own, **headers})


def kept(town: Town) -> set[str]:
    """Folders of imports on the disk."""
    folder = town.app.home / "imports"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def begin_head(web: Web, cookie: str, length: int) -> bytes:
    """The head of an upload that announces so many bytes."""
    lines = (
        "POST /api/imports HTTP/1.1",
        f"Host: 127.0.0.1:{web.port}",
        f"Origin: http://127.0.0.1:{web.port}",
        f"Cookie: {cookie}",
        f"Content-Type: {KIND}",
        f"Content-Length: {length}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def answer_on(line: socket.socket) -> tuple[int, bytes]:
    """Status and body of the answer that comes while the server still waits for the rest."""
    answer = HTTPResponse(line)
    answer.begin()
    return answer.status, answer.read()


@pytest.fixture
def gis(cookies: dict[Role, str]) -> str:
    return cookies[Role.GIS]


def test_an_upload_is_kept_read_and_shown_to_gis_staff_only(
    town: Town, cookies: dict[Role, str], gis: str, tmp_path: Path
) -> None:
    path = tmp_path / "fies.geojson"
    areas = play_areas((HOSTILE, FORMULA), "EPSG:4326")
    areas.loc[2] = [FORMULA, 1, None]
    areas.to_file(path, driver="GeoJSON")

    answer = send(town.web, gis, multipart(layer_fields(), ("fies.geojson", path.read_bytes())))

    assert answer.status == 201
    begun = answer.json()

    def stage() -> str:
        listed = town.web.get("/api/imports", cookie=gis).json()["imports"]
        return str(next(one["stage"] for one in listed if one["id"] == begun["id"]))

    wait_until(lambda: stage() in ("ready", "failed"), 60, town.app.output)
    assert stage() == "ready"
    files = [f"/api/imports/{begun['id']}/{name}" for name in ("preview.geojson", "problems.csv")]
    preview, problems = (town.web.get(file, cookie=gis) for file in files)
    names = [one["properties"]["name"] for one in preview.json()["features"]]
    assert names[:2] == [HOSTILE, FORMULA]
    assert preview.headers["content-type"] == "application/geo+json"
    assert preview.headers["cache-control"] == problems.headers["cache-control"] == "no-store"
    assert f";{FORMULA}" not in problems.text()
    for file in files:
        assert town.web.get(file).status == 401
        assert town.web.get(file, cookie=cookies[Role.PLANNER]).status == 403


@pytest.mark.parametrize("role", [None, Role.PLANNER])
def test_nothing_is_read_of_whoever_may_not_send(
    town: Town, cookies: dict[Role, str], role: Role | None
) -> None:
    with socket.create_connection(("127.0.0.1", town.web.port), timeout=60) as line:
        line.sendall(begin_head(town.web, cookies[role] if role else "x=1", 100_000_000))

        status, _ = answer_on(line)

    assert status == (403 if role else 401)


def test_more_than_the_limit_is_refused_with_both_numbers(town: Town, gis: str) -> None:
    before = kept(town)
    with socket.create_connection(("127.0.0.1", town.web.port), timeout=60) as line:
        line.sendall(begin_head(town.web, gis, 400_000_000))

        status, body = answer_on(line)

    assert status == 422
    said = json.loads(body)
    assert said["error"] == "import_refused"
    assert "400" in said["message"]
    assert "200" in said["message"]
    assert kept(town) == before


def test_an_upload_that_breaks_off_leaves_nothing(town: Town, gis: str) -> None:
    before = kept(town)
    body = multipart(layer_fields(), ("halb.geojson", b"x" * 500_000))
    with socket.create_connection(("127.0.0.1", town.web.port), timeout=60) as line:
        line.sendall(begin_head(town.web, gis, len(body)) + body[:300_000])

    assert town.web.get("/healthz").status == 200
    assert kept(town) == before
    listed = town.web.get("/api/imports", cookie=gis).json()["imports"]
    assert "halb.geojson" not in json.dumps(listed)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "import_refused"),
        (b"--ein-strich\r\nkein Kopf", "invalid_field"),
        (b"\0" * 5_000, "invalid_field"),
        (multipart({}), "import_refused"),
        (multipart(layer_fields()), "import_refused"),
        (multipart(layer_fields(role="x"), ("a.csv", b"x;y\n1;2")), "invalid_field"),
        (multipart(layer_fields(layer="../x"), ("a.csv", b"x;y\n1;2")), "invalid_field"),
        (multipart(layer_fields(), ("../../.ssh", b"x")), "import_refused"),
        (multipart(layer_fields(source="/etc/passwd"), ("a.csv", b"x")), "import_refused"),
    ],
)
def test_what_is_no_upload_is_refused_in_the_error_shape(
    town: Town, gis: str, body: bytes, code: str
) -> None:
    before = kept(town)

    answer = send(town.web, gis, body)

    check_refusal(answer, 422, code)
    assert kept(town) == before


def test_another_kind_of_body_and_another_site_are_refused(town: Town, gis: str) -> None:
    body = multipart(layer_fields(), ("a.csv", b"x;y\n1;2"))

    as_json = send(town.web, gis, b"{}", **{"Content-Type": "application/json"})
    foreign = send(town.web, gis, body, Origin="https://attacker.example")

    check_refusal(as_json, 422, "invalid_field")
    check_refusal(foreign, 403, "foreign_origin")
