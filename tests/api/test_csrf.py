"""What another site's page sends in a visitor's name is refused, by every route that takes any."""

import json
import re
import socket
from urllib.parse import urlencode

import pytest

from mapper.domain.roles import Role
from tests.api.addresses import POSTABLE
from tests.api.conftest import Town
from tests.api.web import Web, check_refusal, new_idea

FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "null"},
    {"Origin": "file://"},
    {"Origin": "http://[evil"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
)
FOR_PROGRAMS = tuple(path for path in POSTABLE if path.startswith("/api/"))
FORMS = tuple(path for path in POSTABLE if path not in FOR_PROGRAMS)
TAKES_FILES = "/api/imports"
"""It takes no JSON, and asks who is there before it looks at a body; see `test_imports.py`."""
FORM_TYPE = "application/x-www-form-urlencoded"
# A form of another site can send these without asking first.
SIMPLE_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
)


def count_rows(town: Town) -> list[tuple[str, int]]:
    """How many rows every table has, but for visits counted and jobs that ran."""
    with town.sessions() as session:
        connection = session.connection()
        names = connection.exec_driver_sql(
            "select table_name from information_schema.tables where table_schema = 'public' "
            "and table_type = 'BASE TABLE' and table_name not in ('rate_count', 'job_run') "
            "order by 1"
        ).scalars()
        return [
            (name, connection.exec_driver_sql(f'select count(*) from "{name}"').scalar_one())
            for name in names
        ]


@pytest.mark.parametrize("path", FOR_PROGRAMS)
@pytest.mark.parametrize("sender", FOREIGN, ids=str)
def test_nothing_is_taken_from_other_sites(
    town: Town, cookies: dict[Role, str], path: str, sender: dict[str, str]
) -> None:
    before = count_rows(town)
    for cookie in ("", *cookies.values()):
        headers = {"Cookie": cookie, "Content-Type": "application/json", **sender}
        answer = town.web.ask("POST", path, json.dumps(new_idea()).encode(), headers)
        check_refusal(answer, 403, "foreign_origin")

    assert count_rows(town) == before


@pytest.mark.parametrize("path", FOR_PROGRAMS)
@pytest.mark.parametrize("kind", ["application/json", *SIMPLE_TYPES])
def test_with_a_session_nobody_sends_without_saying_from_where(
    town: Town, cookies: dict[Role, str], path: str, kind: str
) -> None:
    before = count_rows(town)
    for cookie in cookies.values():
        headers = {"Cookie": cookie, "Content-Type": kind}
        answer = town.web.ask("POST", path, json.dumps(new_idea()).encode(), headers)
        check_refusal(answer, 403, "foreign_origin")

    assert count_rows(town) == before


def open_form(web: Web, path: str, cookie: str) -> dict[str, str] | None:
    """What a browser sends with the form at an address; None where there is none for this one."""
    page = web.get(path, cookie=cookie)
    token = re.search(r'name="form_token" value="([^"]+)"', page.text())
    if page.status != 200 or token is None:
        return None
    own = page.headers.get("set-cookie", "").partition(";")[0]
    return {"Cookie": "; ".join(filter(None, (cookie, own))), "form_token": token[1]}


@pytest.mark.parametrize("path", FORMS)
def test_no_form_is_taken_from_other_sites(town: Town, cookies: dict[Role, str], path: str) -> None:
    before = count_rows(town)
    own = {"Origin": f"http://127.0.0.1:{town.web.port}"}
    for cookie in ("", cookies[Role.MODERATOR], cookies[Role.ADMIN]):
        shown = open_form(town.web, path, cookie)
        if shown is None:
            continue
        right = urlencode({"form_token": shown["form_token"]}).encode()
        wrong = urlencode({"form_token": "0" * len(shown["form_token"])}).encode()
        sent = [({**sender}, right) for sender in FOREIGN] + [(own, wrong), (own, b"x=1")]
        for sender, body in sent:
            headers = {"Cookie": shown["Cookie"], "Content-Type": FORM_TYPE, **sender}
            assert town.web.ask("POST", path, body, headers).status == 403, sender

    assert count_rows(town) == before


def test_forms_were_looked_at(web: Web, cookies: dict[Role, str]) -> None:
    everybody = ("", *cookies.values())
    shown = {path for path in FORMS if any(open_form(web, path, one) for one in everybody)}

    assert {"/anmelden", "/abmelden", "/konto/passwort"} <= shown


@pytest.mark.parametrize("path", [path for path in FOR_PROGRAMS if path != TAKES_FILES])
@pytest.mark.parametrize("kind", [*SIMPLE_TYPES, ""])
def test_only_what_says_that_it_is_json_is_read_as_json(web: Web, path: str, kind: str) -> None:
    headers = {"Content-Type": kind, "Origin": f"http://127.0.0.1:{web.port}"}

    answer = web.ask("POST", path, json.dumps(new_idea()).encode(), headers)

    assert answer.status == 422
    assert answer.json()["parameter"] == "Content-Type"


@pytest.mark.parametrize(
    "said", [{}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "same-origin"}]
)
def test_programs_and_our_own_pages_are_let_through(web: Web, said: dict[str, str]) -> None:
    headers = {"Content-Type": "application/json", **said}

    assert web.ask("POST", "/api/proposals", json.dumps(new_idea()).encode(), headers).status == 201


@pytest.mark.parametrize(
    ("origin", "path", "taken"),
    [
        ("http://127.0.0.1:{port}", "/_stcore/stream", True),
        ("https://evil.example", "/_stcore/stream", False),
        ("null", "/_stcore/stream", False),
        ("http://[evil", "/_stcore/stream", False),
        ("http://127.0.0.1:{port}", "/nothing", False),
    ],
)
def test_a_websocket_opens_for_our_own_pages_only(
    web: Web, origin: str, path: str, taken: bool
) -> None:
    lines = [f"Origin: {origin.format(port=web.port)}"]

    assert open_websocket(web, path, lines).startswith(b"HTTP/1.1 101") == taken


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_websocket_without_an_origin_opens_for_no_other_site(web: Web, site: str) -> None:
    answer = open_websocket(web, "/_stcore/stream", [f"Sec-Fetch-Site: {site}"])

    assert answer.startswith(b"HTTP/1.1 403")


def test_a_websocket_with_a_session_says_where_it_comes_from(
    web: Web, cookies: dict[Role, str]
) -> None:
    cookie = f"Cookie: {cookies[Role.MODERATOR]}"
    own = f"Origin: http://127.0.0.1:{web.port}"

    assert open_websocket(web, "/_stcore/stream", [cookie]).startswith(b"HTTP/1.1 403")
    assert open_websocket(web, "/_stcore/stream", [cookie, own]).startswith(b"HTTP/1.1 101")


def open_websocket(web: Web, path: str, lines: list[str]) -> bytes:
    """The first bytes of what is answered to the opening of a websocket."""
    head = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{web.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        *lines,
    ]
    with socket.create_connection(("127.0.0.1", web.port), timeout=10) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        return connection.recv(200)
