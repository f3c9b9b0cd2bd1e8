"""Rounds and ideas for other platforms, against a count made in the tables beside the views."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from tests.api.conftest import SAMPLES, Town
from tests.api.plan_files import add_idea, add_pending, recount
from tests.api.web import Web, check_refusal

STANDING = "ihre-ideen"
PROJECTS = "/api/pds/projects"
CONTRIBUTIONS = f"{PROJECTS}/{STANDING}/contributions"
PLAN = "/api/planning/ideas.pds.json"
OF_PROJECT = {
    *("id", "nameFull", "description", "dateStart", "dateEnd", "website", "owner"),
    *("projectOwner", "publisher", "standardCategories", "projectContributionType"),
    *("projectTopics", "referenceSystem", "hasParticipatoryText"),
}
OF_CONTRIBUTION = {
    *("id", "dateCreated", "link", "title", "contributionType", "contributionContent"),
    *("commentsNumber", "category", "votingPro", "votingContra", "keywordSuggested"),
    *("keywordPicked", "belongToProject", "customAttribute"),
}
"""The fields that DIPAS writes, without those that begin with its name."""


def features(web: Web, address: str) -> dict[str, dict[str, Any]]:
    """The features by their ids, no two alike."""
    found = web.get(address).json()["features"]
    by_id = {one["properties"]["id"]: one for one in found}
    assert len(by_id) == len(found)
    return by_id


def row_of(session: Session, number: str) -> dict[str, Any]:
    query = text(
        "select p.*, ST_X(ST_Transform(public_geom, 4326)) as lon, r.slug as round, d.key as"
        " district, ST_Y(ST_Transform(public_geom, 4326)) as lat, a.titles as titles,"
        " a.key as action_field, m.ags, m.name as town from proposal p"
        " join participation_round r on r.id = p.round_id"
        " join action_field a on a.id = p.action_field_id"
        " left join district d on d.id = p.district_id"
        " left join municipality m on m.id = p.municipality_id where public_id = :number"
    )
    return dict(session.execute(query, {"number": number}).mappings().one())


def test_contributions_are_the_published_ideas_of_the_round(town: Town) -> None:
    given = features(town.web, CONTRIBUTIONS)

    with transaction(town.sessions) as session:
        ideas = {number: row_of(session, number) for number in given}
    assert len(given) >= SAMPLES / 2
    slug = f"(select id from participation_round where slug = '{STANDING}')"
    assert set(given) == recount(town, f"p.round_id = {slug}")
    for number, one in given.items():
        told, idea = one["properties"], ideas[number]
        assert set(told) == OF_CONTRIBUTION
        assert (told["title"], told["contributionContent"]) == (idea["title"], idea["body"])
        assert told["votingPro"] == idea["support_count"]
        assert (told["votingContra"], told["commentsNumber"]) == (0, 0)
        assert told["category"] == idea["titles"]["de"]
        assert told["belongToProject"] == idea["round"] == STANDING
        moment = datetime.strptime(told["dateCreated"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert moment == idea["created_at"].replace(microsecond=0)
        own = told["customAttribute"]
        assert own["response_status"] == idea["response_status"]
        assert (own["municipality"], own["municipality_name"]) == (idea["ags"], idea["town"])
        assert own["district"] == idea["district"]
        assert told["link"] == f"http://127.0.0.1:{town.web.port}/idee?id={number}"
        if idea["lon"] is None:
            assert one["geometry"] is None
        else:
            expected = pytest.approx([idea["lon"], idea["lat"]], abs=1e-6)
            assert one["geometry"]["coordinates"] == expected


def test_some_contributions_have_a_place_and_some_have_none(web: Web) -> None:
    places = {one["geometry"] is None for one in features(web, CONTRIBUTIONS).values()}

    assert places == {True, False}


def test_projects_are_the_rounds_with_the_numbers_of_their_ideas(town: Town) -> None:
    given = features(town.web, PROJECTS)

    with transaction(town.sessions) as session:
        rounds = session.execute(text("select * from participation_round")).mappings().all()
        towns = session.execute(text("select ags from municipality")).scalars().all()
    assert set(given) == {one["slug"] for one in rounds}
    for one in rounds:
        told = given[one["slug"]]["properties"]
        assert set(told) == OF_PROJECT
        assert told["nameFull"] == one["titles"]["de"]
        for field, moment in (("dateStart", one["opens"]), ("dateEnd", one["closes"])):
            written = moment and moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
            assert told[field] == written
        where = f"p.round_id = {one['id']}"
        assert set(told["hasParticipatoryText"]) == recount(town, where)
        assert len(told["hasParticipatoryText"]) == len(recount(town, where))
        asked = {key.split("/")[0] for key in one["area"]} or set(towns)
        assert {owner["id"] for owner in told["projectOwner"]} == asked
    # Every idea of a round has a category that the round knows.
    known = {c["name"] for c in given[STANDING]["properties"]["standardCategories"]}
    ideas = features(town.web, CONTRIBUTIONS).values()
    assert {one["properties"]["category"] for one in ideas} <= known


def test_the_area_of_a_project_holds_its_ideas(town: Town) -> None:
    area = shapely.geometry.shape(features(town.web, PROJECTS)[STANDING]["geometry"])

    ideas = features(town.web, CONTRIBUTIONS).values()
    places = [one["geometry"]["coordinates"] for one in ideas if one["geometry"]]
    # The border is simplified by 5 m, a point of a 100 m square may lie that far out.
    assert area.is_valid
    assert shapely.intersects_xy(area.buffer(0.002), places).all()
    assert shapely.intersects_xy(area, places).mean() > 0.9


def test_one_project_or_contribution_is_as_in_its_list(web: Web) -> None:
    number, listed = next(iter(features(web, CONTRIBUTIONS).items()))

    assert features(web, f"{CONTRIBUTIONS}/{number}") == {number: listed}
    one = features(web, f"{PROJECTS}/{STANDING}")
    assert one == {STANDING: features(web, PROJECTS)[STANDING]}


def test_what_is_not_there_is_refused(town: Town) -> None:
    pending = add_pending(town)
    published = add_idea(town)
    other = next(slug for slug in features(town.web, PROJECTS) if slug != STANDING)

    for address in (
        *(f"{PROJECTS}/nothing", f"{PROJECTS}/nothing/contributions"),
        *(f"{CONTRIBUTIONS}/{pending}", f"{PROJECTS}/{other}/contributions/{published}"),
    ):
        check_refusal(town.web.get(address), 404, "not_found")
    assert (
        check_refusal(town.web.get(f"{PROJECTS}?round=x"), 422, "invalid_field")["parameter"]
        == "round"
    )
    assert (
        check_refusal(town.web.get(f"{PROJECTS}?lang=xx"), 422, "invalid_field")["parameter"]
        == "lang"
    )


@pytest.mark.parametrize("address", [PROJECTS, CONTRIBUTIONS, PLAN])
def test_it_says_whose_it_is_and_under_which_licence(web: Web, address: str) -> None:
    answer = web.get(address)

    told = answer.json()
    assert told["attribution"]
    assert answer.headers["link"] == f'<{told["licence_url"]}>; rel="license"'
    assert answer.headers["content-type"].startswith("application/geo+json")


def test_names_come_in_the_language_of_the_address_alone(web: Web) -> None:
    german = web.ask("GET", PROJECTS, headers={"Accept-Language": "en"}).json()["features"]
    english = web.get(f"{PROJECTS}?lang=en").json()["features"]

    names = [
        {c["name"] for c in each[0]["properties"]["standardCategories"]}
        for each in (german, english)
    ]
    assert "Wohnen und Stadtbild" in names[0]
    assert not names[0] & names[1]


def test_an_unchanged_answer_is_not_sent_again(web: Web) -> None:
    tag = web.get(CONTRIBUTIONS).headers["etag"]

    again = web.ask("GET", CONTRIBUTIONS, headers={"If-None-Match": tag})

    assert again.status == 304


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("", "true"),
        ("action_field=green,mobility", "a.key in ('green', 'mobility')"),
        ("placed=none", "public_geom is null"),
        ("supports=1", "support_count >= 1"),
    ],
)
def test_planning_hands_out_what_its_filters_match(town: Town, query: str, where: str) -> None:
    given = features(town.web, f"{PLAN}?{query}&lang=de")

    assert set(given) == recount(town, where)
    ofthem = features(town.web, CONTRIBUTIONS)
    assert all(given[number] == ofthem[number] for number in given.keys() & ofthem.keys())
    assert given.keys() & ofthem.keys()


def test_planning_says_which_filters_made_it(town: Town) -> None:
    mark = uuid4().hex
    number = add_idea(town, title=f"Offen {mark}")

    told = town.web.get(f"{PLAN}?text={mark}&lang=en").json()

    assert [one["properties"]["id"] for one in told["features"]] == [number]
    assert mark in told["filters"]


def test_nothing_internal_is_handed_out_this_way(town: Town, cookies: dict[Role, str]) -> None:
    headers = {"Cookie": cookies[Role.PLANNER]}

    answer = town.web.ask("GET", f"{PLAN}?scope=internal", headers=headers)
    by_channel = town.web.ask("GET", f"{PLAN}?channel=letter", headers=headers)

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == "scope"
    assert check_refusal(by_channel, 422, "invalid_field")["parameter"] == "channel"
