"""Layers over HTTP: files under good names, kept by readers, and for staff what is theirs."""

import pytest
from sqlalchemy import update

from mapper.db.engine import transaction
from mapper.db.tables import Layer
from mapper.domain.roles import Role
from tests.api.conftest import Town
from tests.api.web import Web, check_refusal
from tests.db.layers import add_layer, squares

BEGINNINGS = {"gpkg": b"SQLite format 3", "shp.zip": b"PK", "fgb": b"fgb"}


@pytest.mark.parametrize("ending", BEGINNINGS)
def test_a_layer_is_taken_away_under_its_name(web: Web, ending: str) -> None:
    path = f"/api/layers/districts.{ending}"

    answer = web.get(path)

    assert answer.status == 200
    assert answer.body.startswith(BEGINNINGS[ending])
    assert answer.headers["content-disposition"] == f'attachment; filename="districts.{ending}"'
    assert answer.headers["cache-control"] == "public, no-cache"
    assert web.get(path, if_none_match=answer.headers["etag"]).status == 304


def test_every_attribute_is_given_when_asked_for(web: Web) -> None:
    answer = web.get("/api/layers/green-spaces.geojson?attributes=all")

    assert answer.json()["title"]
    assert 'filename="green-spaces.geojson"' in answer.headers["content-disposition"]
    check_refusal(web.get("/api/layers/districts.geojson?attributes=some"), 422, "invalid_field")


def test_what_is_for_some_staff_is_given_to_them_alone(
    town: Town, cookies: dict[Role, str]
) -> None:
    add_layer(town.sessions, "internal", squares(2), public=False, roles=["planner"])
    paths = [f"/api/layers/internal.{one}" for one in ("geojson", *BEGINNINGS)]
    paths.append("/tiles/internal/8/136/84.mvt")

    for path in paths:
        for role in (Role.PLANNER, Role.GIS):
            answer = town.web.ask("GET", path, headers={"Cookie": cookies[role]})
            assert (answer.status, answer.headers["cache-control"]) == (200, "private, no-cache")
        for cookie in ("", cookies[Role.MODERATOR], "ideenkarte=nobody"):
            answer = town.web.ask("GET", path, headers={"Cookie": cookie})
            check_refusal(answer, 404, "not_found")


@pytest.mark.parametrize("end", ["geojson?attributes=all", "gpkg"])
def test_another_title_is_read_by_those_who_know_the_former(town: Town, end: str) -> None:
    slug = f"renamed-{end[:4]}"
    add_layer(town.sessions, slug, squares(2), titles={"de": "Vorher"})
    path = f"/api/layers/{slug}.{end}"
    before = town.web.get(path)

    with transaction(town.sessions) as session:
        titles = {"de": "Nachher"}
        session.execute(update(Layer).where(Layer.slug == slug).values(titles=titles))
    after = town.web.get(path, if_none_match=before.headers["etag"])

    assert b"Vorher" in before.body
    assert after.status == 200
    assert b"Nachher" in after.body


def test_another_look_is_another_tag(town: Town) -> None:
    add_layer(town.sessions, "restyled", squares(2))
    path = "/tiles/restyled/8/136/84.mvt"
    before = town.web.get(path).headers["etag"]

    with transaction(town.sessions) as session:
        style = {"label_field": "number"}
        session.execute(update(Layer).where(Layer.slug == "restyled").values(style=style))

    assert town.web.get(path, if_none_match=before).status == 200
