"""What nobody foresaw, and a database that goes away."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import make_url

from tests.api.test_refusals import FILTERED
from tests.api.web import Web, check_refusal, new_idea
from tests.browser.app import App, app_on_copy


@dataclass(frozen=True, slots=True)
class Lonely:
    """An application nobody else uses, and its database."""

    app: App
    web: Web
    database: str
    server: "psycopg.Connection[tuple[object, ...]]"
    inside: "psycopg.Connection[tuple[object, ...]]"


def _connect(url: str, database: str | None) -> "psycopg.Connection[tuple[object, ...]]":
    plain = make_url(url).set(drivername="postgresql", database=database)
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


@pytest.fixture
def lonely(server_url: str, sampled_template: str) -> Iterator[Lonely]:
    """An application of its own, to break its database."""
    with (
        app_on_copy(server_url, sampled_template) as app,
        _connect(server_url, make_url(server_url).database) as server,
        _connect(app.database_url, make_url(app.database_url).database) as inside,
    ):
        name = make_url(app.database_url).database or ""
        yield Lonely(app, Web(app.port), name, server, inside)


def test_without_its_database_the_app_says_so_and_recovers(lonely: Lonely) -> None:
    web, name = lonely.web, lonely.database
    lonely.server.execute(f'alter database "{name}" allow_connections false'.encode())
    lonely.server.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name]
    )

    away = [web.get(path) for path in ("/healthz", *FILTERED, "/tiles/heatmap/9/273/168.mvt")]
    unsaved = web.post("/api/proposals", new_idea())
    page = web.get("/")
    lonely.server.execute(f'alter database "{name}" allow_connections true'.encode())

    for answer in (*away, unsaved):
        check_refusal(answer, 503, "database_away")
        assert int(answer.headers["retry-after"]) > 0
    assert page.status == 200
    assert web.get("/healthz").status == 200
    assert web.post("/api/proposals", new_idea()).status == 201


def test_an_unforeseen_error_is_a_number_here_and_its_place_in_the_log(lonely: Lonely) -> None:
    lonely.inside.execute("alter table proposal_contact rename to elsewhere")

    idea = new_idea(title="Nur für mich bestimmt", display_name="Petra Mustermann")
    refusal = check_refusal(lonely.web.post("/api/proposals", idea), 500, "unexpected")

    log = lonely.app.output()
    assert str(refusal["got"]) in str(refusal["message"])
    assert str(refusal["got"]) in log
    assert "ProgrammingError" in log
    assert "submit.py" in log
    for personal in ("Nur für mich", "Mustermann", str(idea["client_key"]), "12.5954"):
        assert personal not in log


def test_an_error_in_the_middle_of_a_list_is_no_half_list(lonely: Lonely) -> None:
    lonely.inside.execute("alter view public_proposal rename column title to heading")

    for path in ("/api/proposals.geojson", "/api/proposals.csv", "/api/proposals.gpkg"):
        check_refusal(lonely.web.get(path), 500, "unexpected")
