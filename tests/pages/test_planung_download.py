"""The planners' section for downloads, run by Streamlit's test runner."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from random import Random
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from tests.db.layers import add_layer, squares
from tests.db.test_rollup import random_row
from tests.pages.conftest import RunPage, html_of, key_now
from tests.staff import add_account, signed_in

PAGE = "pages/planung.py"
ENDINGS = ("xlsx", "csv", "gpkg", "geojson", "shp.zip")


@pytest.fixture
def ideas(sessions: Sessions) -> Sessions:
    """Sixty published ideas; every other one came by letter."""
    chance = Random(5)
    rows = [random_row(chance) for _ in range(60)]
    for number, row in enumerate(rows):
        row |= {
            "moderation_status": "published",
            "created_at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
            "channel": "letter" if number % 2 else "online",
        }
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)
    return sessions


@pytest.fixture
def planner(sessions: Sessions) -> SignedIn:
    return signed_in(sessions, add_account(sessions, "petra", Role.PLANNER))


def links(test: AppTest) -> dict[str, dict[str, str]]:
    """The query of each link to a file, by what it is."""
    assert not test.exception
    found = re.findall(r'href="(/api/planning/[^"]+)"', html_of(test))
    parts = [urlsplit(unescape(one)) for one in found]
    return {part.path.rpartition("/")[2]: dict(parse_qsl(part.query)) for part in parts}


def counted(test: AppTest) -> int:
    """How many ideas the section says there will be."""
    found = re.search(r"ik-download-told.*?<h3>([\d,]+) ideas?<", html_of(test))
    assert found
    return int(found[1].replace(",", ""))


def test_everybody_finds_a_link_for_each_kind_of_file(ideas: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="en", section="download", action_field="green", cell="250")

    offered = links(test)
    assert set(offered) == {
        *(f"{what}.{end}" for what in ("ideas", "cells", "clusters") for end in ENDINGS),
        "ideas.pds.json",
        "report.pdf",
        *(f"map.{end}" for end in ("png", "html", "svg")),
    }
    assert offered["ideas.xlsx"] == {"action_field": "green", "lang": "en"}
    assert offered["cells.csv"] == {"action_field": "green", "cell": "250", "lang": "en"}
    assert "planning_download_scope" not in [one.key for one in test.radio]


def test_planners_are_offered_what_is_public_first(
    ideas: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    test = run_page(PAGE, lang="en", section="download", who=planner)
    assert "scope" not in links(test)["ideas.gpkg"]
    assert links(test)["ideas.pds.json"] == {"lang": "en"}

    test.radio(key="planning_download_scope").set_value("internal").run()

    assert links(test)["ideas.gpkg"] == {"scope": "internal", "lang": "en"}
    assert "ideas.pds.json" not in links(test)
    assert "Do not pass them on" in html_of(test)
    assert "Not licensed for others" in html_of(test)


def test_what_is_not_public_is_left_out_of_the_public_version_and_said(
    ideas: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    test = run_page(PAGE, lang="en", section="download", channel="letter", who=planner)

    assert "channel" not in links(test)["ideas.csv"]
    assert counted(test) == 60
    assert "not filtered by in this version: Channel." in html_of(test)

    test.radio(key="planning_download_scope").set_value("internal").run()
    assert links(test)["ideas.csv"]["channel"] == "letter"
    assert counted(test) == 30


def test_a_layer_of_staff_is_no_filter_of_the_public_version(
    ideas: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    add_layer(ideas, "internal", squares(2), public=False, roles=["planner"])
    test = run_page(PAGE, lang="en", section="download", near="internal:100", who=planner)

    assert "near" not in links(test)["ideas.csv"]
    assert counted(test) == 60
    assert "not filtered by in this version: Close to." in html_of(test)


def test_a_limited_planner_takes_away_what_she_sees(ideas: Sessions, run_page: RunPage) -> None:
    account = add_account(ideas, "lena", Role.PLANNER, municipalities=["00000001"])

    test = run_page(PAGE, lang="en", section="download", who=signed_in(ideas, account))

    assert links(test)["ideas.csv"]["municipality"] == "00000001"
    assert 0 < counted(test) < 60

    test.radio(key="planning_download_scope").set_value("internal").run()
    assert links(test)["ideas.csv"]["municipality"] == "00000001"


def test_the_edge_length_is_chosen_there_and_kept_in_the_address(
    ideas: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, lang="en", section="download")

    test.selectbox(key=key_now(test, "planning_widget_download_cell")).select(125).run()

    assert links(test)["cells.shp.zip"]["cell"] == "125"
    assert test.query_params["cell"] in ("125", ["125"])


def test_what_clusters_are_made_of_goes_along(ideas: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="en", section="download", distance="300", least="4")

    assert links(test)["clusters.gpkg"] == {"distance": "300", "least": "4", "lang": "en"}
    assert "distance" not in links(test)["ideas.gpkg"]


def test_hostile_words_stay_in_the_link(ideas: Sessions, run_page: RunPage) -> None:
    words = '"><script>x</script>&scope=internal'

    test = run_page(PAGE, lang="en", section="download", text=words)

    assert "<script>" not in html_of(test)
    assert all(query.get("text", words) == words for query in links(test).values())
    assert all("scope" not in query for query in links(test).values())


def test_maps_are_drawn_as_they_are_on_the_page(ideas: Sessions, run_page: RunPage) -> None:
    test = run_page(
        PAGE,
        lang="en",
        section="download",
        view="districts",
        measure="supports",
        action_field="green",
        distance="300",
        cell="250",
    )

    found = re.findall(r'href="/api/planning/map\.png\?([^"]+)"', html_of(test))
    drawn, clusters = (dict(parse_qsl(unescape(one))) for one in found)
    common = {"action_field": "green", "lang": "en"}
    assert drawn.items() >= {**common, "view": "districts", "measure": "supports"}.items()
    assert drawn["cell"] == "250"
    assert "section" not in drawn
    assert clusters.items() >= {**common, "section": "clusters", "distance": "300"}.items()


def test_maps_of_planners_are_public_unless_they_choose_otherwise(
    ideas: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    test = run_page(PAGE, lang="en", section="download", who=planner)
    assert "scope" not in links(test)["map.png"]

    test.radio(key="planning_download_scope").set_value("internal").run()

    assert all(links(test)[f"map.{end}"]["scope"] == "internal" for end in ("png", "html", "svg"))
