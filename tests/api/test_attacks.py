"""What strangers try: statements, markup and paths in every field, sessions put in from outside."""

import json
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import text

from mapper.domain.filters import PARAMETERS
from mapper.domain.roles import Role
from tests.api.addresses import POSTABLE, READABLE
from tests.api.conftest import PASSWORD, Town
from tests.api.test_access_table import FITTING
from tests.api.test_csrf import FORM_TYPE, open_form
from tests.api.web import Answer, Web, new_idea
from tests.hostile import HOSTILE, SQL

# The browser tests show each of the hostile texts on each page; here a few stand for all.
PAYLOADS = (*SQL, *HOSTILE[::6])
FITTING_BODIES: dict[str, dict[str, object]] = {
    **FITTING,
    "/api/proposals": new_idea(),
    "/api/mine": {"tokens": []},
    "/api/imports/types": {"address": "https://nowhere.invalid/wfs"},
    "/api/reports": {"public_id": "7waabttab", "reason": "other", "body": ""},
}
FORM_FIELDS = ("login", "password", "code", "token", "email", "display_name", "back", "again")
PATHS = (
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//etc/passwd"),
    *("..%5c..%5cetc%5cpasswd", "%252e%252e%252fetc%252fpasswd", "/etc/passwd", "//etc/passwd"),
    *("leaflet/../../settings.py", "leaflet/%00.js", "%c0%ae%c0%ae/settings.py", "."),
)
OUTSIDE = (
    *("https://evil.example", "//evil.example", "/\\evil.example", "/\r\n//evil.example"),
    *("\\\\evil.example", "javascript:alert(1)", "https:evil.example", "/\t/evil.example"),
    *("http://127.0.0.1.evil.example/", "/..//evil.example", "//127.0.0.1@evil.example"),
)


def check_harmless(answer: Answer, sent: object) -> None:
    """Answered or refused, with nothing of the inside in it."""
    assert answer.status < 500, (answer.status, sent)
    said = answer.text().lower()
    for inside in ("traceback", "psycopg", "sqlalchemy", "syntax error", "root:x:", "$argon2"):
        assert inside not in said, (inside, sent)
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "<script>window.hit" not in said, sent


def count_all(town: Town) -> tuple[int, ...]:
    """Rows of the tables the statements are about."""
    with town.sessions() as session:
        names = ("staff_account", "municipality", "district", "participation_round")
        return tuple(
            session.execute(text(f"select count(*) from {one}")).scalar_one() for one in names
        )


@pytest.mark.parametrize("path", sorted(FITTING_BODIES))
def test_no_field_is_more_than_a_text(town: Town, cookies: dict[Role, str], path: str) -> None:
    before = count_all(town)
    role = Role.ADMIN if "personal" in path else Role.GIS if "imports" in path else Role.MODERATOR
    headers = {
        "Cookie": cookies[role],
        "Origin": f"http://127.0.0.1:{town.web.port}",
        "Content-Type": "application/json",
    }
    for name in FITTING_BODIES[path]:
        for payload in PAYLOADS:
            content = {**FITTING_BODIES[path], "client_key": str(uuid4()), name: payload}
            if "client_key" not in FITTING_BODIES[path]:
                del content["client_key"]
            body = json.dumps(content).encode()
            check_harmless(town.web.ask("POST", path, body, headers), content)

    assert count_all(town) == before


def test_every_body_was_tried() -> None:
    files = {"/api/imports"}  # see test_imports
    asked = {path for path in POSTABLE if path.startswith("/api/")}
    assert set(FITTING_BODIES) == asked - files


@pytest.mark.parametrize("path", READABLE)
def test_no_parameter_is_more_than_a_text(town: Town, cookies: dict[Role, str], path: str) -> None:
    before = count_all(town)
    names = ("person", "kind", "key", "token", "back", "nach", "code", "state", "lang", *PARAMETERS)
    for at, payload in enumerate(PAYLOADS):
        name = names[at % len(names)]
        query = urlencode({name: payload.encode("utf-8", "replace")})
        answer = town.web.get(f"{path}?{query}", cookie=cookies[Role.ADMIN])
        check_harmless(answer, (name, payload))

    assert count_all(town) == before


@pytest.mark.parametrize("path", ["/anmelden", "/konto/angaben", "/konto/passwort"])
def test_no_field_of_a_form_is_more_than_a_text(
    town: Town, cookies: dict[Role, str], path: str
) -> None:
    before = count_all(town)
    cookie = "" if path == "/anmelden" else cookies[Role.PLANNER]
    shown = open_form(town.web, path, cookie)
    assert shown is not None
    headers = {
        "Cookie": shown["Cookie"],
        "Origin": f"http://127.0.0.1:{town.web.port}",
        "Content-Type": FORM_TYPE,
    }
    for at, payload in enumerate(PAYLOADS):
        typed = {name: payload.encode("utf-8", "replace") for name in FORM_FIELDS[at % 2 :: 2]}
        body = urlencode({"form_token": shown["form_token"], **typed}).encode()
        answer = town.web.ask("POST", path, body, headers)
        check_harmless(answer, typed)
        assert answer.headers.get("location", "/").startswith("/")

    assert count_all(town) == before


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_its_folder(web: Web, path: str) -> None:
    roots = ("/vendor/", "/static/", "/api/layers/", "/tiles/", "/component/", "/media/", "/")
    for root in (*roots, "/_stcore/bidi-components/", "/anmelden/"):
        for ending in ("", ".geojson", "/9/273/168.mvt"):
            answer = web.ask("GET", f"{root}{path}{ending}")
            check_harmless(answer, path)
            assert answer.status in (301, 308, 400, 404, 422), (root, path)
            assert "from mapper" not in answer.text()


def sign_in(web: Web, login: str, *, cookie: str = "", back: str = "") -> Answer:
    """Sign in by the form, in a browser with this cookie."""
    shown = open_form(web, "/anmelden", cookie)
    assert shown is not None
    form = {"login": login, "password": PASSWORD, "back": back, "form_token": shown["form_token"]}
    headers = {
        "Cookie": shown["Cookie"],
        "Origin": f"http://127.0.0.1:{web.port}",
        "Content-Type": FORM_TYPE,
    }
    return web.ask("POST", "/anmelden", urlencode(form).encode(), headers)


@pytest.mark.parametrize("back", OUTSIDE)
def test_after_signing_in_nobody_ends_up_elsewhere(
    web: Web, cookies: dict[Role, str], back: str
) -> None:
    assert cookies
    answer = sign_in(web, "a-moderator", back=back)

    assert answer.status == 303
    assert answer.headers["location"] == "/"


def test_a_session_put_in_from_outside_is_worth_nothing(web: Web, cookies: dict[Role, str]) -> None:
    assert cookies
    planted = "ideenkarte=planted-by-somebody-else"
    answer = sign_in(web, "a-gis", cookie=planted)

    assert answer.status == 303
    given = sessions_of(web, planted)
    assert given == "/anmelden"
    assert "planted" not in answer.headers["set-cookie"]
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=lax" in answer.headers["set-cookie"].lower()


def sessions_of(web: Web, cookie: str) -> str:
    """Where somebody who asks for her own account is sent; empty when it is shown."""
    return web.get("/konto", cookie=cookie).headers.get("location", "").partition("?")[0]
