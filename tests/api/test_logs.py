"""What is written into the log: enough to find a fault, and nobody in it."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import psycopg
import pytest
from sqlalchemy import make_url

from tests.api.addresses import POSTABLE, ROUTES
from tests.api.test_csrf import open_form
from tests.api.web import Web, new_idea
from tests.browser.app import App, app_on_copy
from tests.hostile import HOSTILE

NAME = "Erika Mustermann-Beispiel"
MAIL = "erika@mustermann.example"
WORDS = "Mein Nachbar verbrennt nachts Reifen"
PASSWORD = "Geburtstag-meiner-Katze-1987"
TOKEN = "75418c51804ba1462324eec4950738efc8946e23"
ADDRESS = "203.0.113.199"
PERSONAL = (NAME, MAIL, WORDS, PASSWORD, TOKEN, ADDRESS, "mustermann", "Nachbar", "203.0.113")
BUSY_AT_MOST = 20
BREAK = (
    "alter table proposal_contact rename to elsewhere",
    "alter table staff_account rename column password_hash to elsewhere",
    "alter view public_proposal rename column title to elsewhere",
)


@pytest.fixture
def quiet(server_url: str, sampled_template: str) -> Iterator[App]:
    """The web server by itself, so that its output is its log and nothing else."""
    with app_on_copy(
        server_url, sampled_template, supervised=False, mapper_log_format="json"
    ) as app:
        yield app


def break_database(app: App) -> None:
    """From now on most requests meet an error that nobody foresaw."""
    plain = make_url(app.database_url).set(drivername="postgresql")
    with psycopg.connect(
        plain.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        for statement in BREAK:
            connection.execute(statement.encode())


def meet_unforeseen(web: Web) -> str:
    """The number shown for an error that nobody foresaw; a database that is busy is foreseen."""
    for _ in range(BUSY_AT_MOST):
        answer = web.post("/api/proposals", new_idea())
        if answer.status != 503:
            break
    assert answer.status == 500, answer.text()
    return str(answer.json()["got"])


def visit(web: Web) -> list[str]:
    """Ask for everything as somebody who gives a lot away; the numbers of unforeseen errors."""
    numbers = []
    query = urlencode({"id": MAIL, "q": WORDS, "token": TOKEN, "back": f"/{NAME}"})
    headers = {"Cookie": f"ideenkarte={TOKEN}", "X-Forwarded-For": ADDRESS, "User-Agent": MAIL}
    for text in (*PERSONAL, *HOSTILE):
        web.ask("GET", f"/{quote(text, safe='')}?{query}", headers=headers)
    idea = json.dumps(new_idea(title=WORDS, body=WORDS * 2, display_name=NAME)).encode()
    kind = {"Content-Type": "application/json", "Origin": own_origin(web)}
    for path in ROUTES:
        web.ask("GET", f"{path}?{query}", headers=headers)
        web.ask("GET", path, headers=headers)
    for path in POSTABLE:
        answer = web.ask("POST", path, idea, {**headers, **kind})
        if answer.status == 500:
            numbers += re.findall(r"\b[0-9A-F]{8}\b", answer.text())[:1]
    shown = open_form(web, "/anmelden", "")
    assert shown is not None
    form = urlencode({"login": MAIL, "password": PASSWORD, **shown}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": shown["Cookie"]}
    web.ask("POST", "/anmelden", form, {**kind, "Origin": own_origin(web)})
    return numbers


def own_origin(web: Web) -> str:
    """The origin of our own pages."""
    return f"http://127.0.0.1:{web.port}"


def test_the_log_is_one_object_a_line_and_names_nobody(quiet: App) -> None:
    web = Web(quiet.port)
    visit(web)
    break_database(quiet)
    numbers = [*visit(web), meet_unforeseen(web)]

    log = quiet.output()
    lines = [json.loads(line) for line in log.splitlines()]
    for line in lines:
        assert {"at", "level", "logger", "message"} <= set(line)
    messages = [line["message"] for line in lines]
    for number in numbers:
        assert len([message for message in messages if number in message]) == 1
    for personal in PERSONAL:
        assert personal.lower() not in log.lower()
        assert quote(personal).lower() not in log.lower()
    for hostile in HOSTILE:
        assert len(hostile) < 8 or json.dumps(hostile)[1:-1] not in log


def test_lines_for_people_are_no_json(server_url: str, sampled_template: str) -> None:
    with app_on_copy(server_url, sampled_template, supervised=False) as app:
        break_database(app)
        number = meet_unforeseen(Web(app.port))

        (line,) = [one for one in app.output().splitlines() if number in one]
        assert " ERROR " in line
        assert "Unforeseen error" in line
