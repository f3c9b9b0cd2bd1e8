"""Clusters on the planners' page, run by Streamlit's test runner, against the ideas put in."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from markupsafe import escape
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.roles import Role
from mapper.domain.tokens import new_public_id
from mapper.errors import TakesTooLongError
from mapper.planning import clusters_found
from tests.db.world import SIDE, SOUTH, WEST
from tests.hostile import HOSTILE
from tests.pages.conftest import RunPage, html_of, key_now
from tests.pages.test_planung import address, number_before, pieces
from tests.staff import add_account, signed_in

PAGE = "pages/planung.py"
LOOK = "planning_cluster_look_"
BRIDGES, BENCHES = 30, 12


def idea(place: tuple[float, float] | None, title: str, **given: object) -> dict[str, object]:
    point = f"SRID=25833;POINT({WEST + place[0]} {SOUTH + place[1]})" if place else None
    return {
        "public_id": new_public_id(),
        "client_key": uuid4(),
        "round_id": 1,
        "place_certainty": "point" if point else "none",
        "geom": point,
        "public_precision": "exact",
        "title": title,
        "body": "Bitte bald.",
        "action_field_id": 1,
        "moderation_status": "published",
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
        **given,
    }


def put(sessions: Sessions, ideas: list[dict[str, object]]) -> None:
    # One statement for rows of the same columns.
    common = {"support_count": 0}
    with transaction(sessions) as session:
        session.execute(insert(Proposal), [{**common, **one} for one in ideas])


@pytest.fixture
def gathered(sessions: Sessions) -> Sessions:
    """Thirty ideas at a bridge in A, twelve benches in C, three alone, two without a point."""
    put(
        sessions,
        [
            *(
                idea((300 + 5 * step, 500), f"Brücke {step}", support_count=step)
                for step in range(BRIDGES)
            ),
            *(
                idea((2 * SIDE + 300 + 5 * step, 500), "Bank am Weg", action_field_id=2)
                for step in range(BENCHES)
            ),
            *(idea((1500 + 800 * step, 1500), "Allein") for step in range(3)),
            *(idea(None, "Ohne Ort") for _ in range(2)),
        ],
    )
    return sessions


def clusters_page(run_page: RunPage, **query: str) -> AppTest:
    asked = {"section": "clusters", "distance": "100", "least": "4", "lang": "de", **query}
    test = run_page(PAGE, **asked)
    assert not test.exception
    return test


def detail(test: AppTest) -> str:
    return next(html for html in pieces(test) if "ik-facts-list" in html)


def test_the_list_and_the_table_count_what_was_put_in(
    gathered: Sessions, run_page: RunPage
) -> None:
    test = clusters_page(run_page)

    html = html_of(test)
    assert "2 Häufungen</h2>" in html
    assert number_before("Ideen liegen in keiner Häufung", html) == 3
    assert number_before("Ideen haben keinen Punkt", html) == 2
    supports = sum(range(BRIDGES))
    assert f"{BRIDGES} Ideen · {supports} Unterstützungen" in html
    table = next(one for one in pieces(test) if "Häufungen, die mit den meisten Ideen" in one)
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in table.split("<tr>")[2:]]
    assert [row[:3] for row in rows] == [
        [str(BRIDGES), str(supports), f"A ({BRIDGES})"],
        [str(BENCHES), "0", f"C ({BENCHES})"],
    ]


def test_a_cluster_tells_about_itself_and_lists_its_ideas_by_pages(
    gathered: Sessions, run_page: RunPage
) -> None:
    test = clusters_page(run_page)

    test.button(key=f"{LOOK}1").click().run()

    assert address(test)["cluster"] == "1"
    assert f"A ({BRIDGES})" in detail(test)
    assert f"Brücke</bdi> ({BRIDGES})" in detail(test)
    rows = re.findall(r"Brücke (\d+)</bdi></a></th>", html_of(test))
    assert rows == [str(number) for number in range(BRIDGES - 1, BRIDGES - 21, -1)]

    test.button(key="planning_cluster_page_Nächste Seite").click().run()
    rows = re.findall(r"Brücke (\d+)</bdi></a></th>", html_of(test))
    assert rows == [str(number) for number in range(BRIDGES - 21, -1, -1)]

    test.button(key="planning_cluster_back").click().run()
    assert "cluster" not in address(test)
    assert "2 Häufungen</h2>" in html_of(test)


def test_a_link_to_a_cluster_that_is_gone_shows_all(gathered: Sessions, run_page: RunPage) -> None:
    test = clusters_page(run_page, cluster="3", distance="130")

    assert "Häufung 3 gibt es hier nicht." in html_of(test)
    assert "2 Häufungen</h2>" in html_of(test)
    assert test.select_slider(key=key_now(test, "planning_widget_cluster_distance")).value == 130


def test_only_the_ideas_of_a_cluster_are_left_by_its_outline(
    gathered: Sessions, run_page: RunPage
) -> None:
    test = clusters_page(run_page, cluster="2")

    test.button(key="planning_cluster_only").click().run()

    assert number_before("Ideen</h2>", html_of(test)) == BENCHES
    assert (address(test)["distance"], address(test)["least"]) == ("100", "4")
    assert "cluster" not in address(test)


def test_another_filter_asks_for_no_cluster(gathered: Sessions, run_page: RunPage) -> None:
    test = clusters_page(run_page, cluster="1")

    test.multiselect(key=key_now(test, "planning_widget_action_fields")).select("mobility").run()

    assert "cluster" not in address(test)
    assert "1 Häufung</h2>" in html_of(test)


def test_sliders_ask_for_others_and_the_suggestion_goes_back(
    gathered: Sessions, run_page: RunPage
) -> None:
    test = clusters_page(run_page)
    assert test.select_slider(key=key_now(test, "planning_widget_cluster_distance")).value == 100

    test.select_slider(key=key_now(test, "planning_widget_cluster_least")).set_value(15).run()
    assert address(test)["least"] == "15"
    assert "1 Häufung</h2>" in html_of(test)

    test.button(key="planning_cluster_suggested").click().run()
    assert not {"least", "distance"} & address(test).keys()
    # Forty-five ideas with a point.
    assert test.select_slider(key=key_now(test, "planning_widget_cluster_least")).value == 3

    # Drawn before the other was renewed, the first slider is heard all the same.
    test.select_slider(key=key_now(test, "planning_widget_cluster_distance")).set_value(300).run()
    assert address(test)["distance"] == "300"


def test_who_may_answer_finds_the_way_to_it(gathered: Sessions, run_page: RunPage) -> None:
    assert "/moderation?" not in html_of(clusters_page(run_page, cluster="1"))
    planner = signed_in(gathered, add_account(gathered, "pia", Role.PLANNER))

    test = run_page(PAGE, who=planner, section="clusters", cluster="1", lang="de")

    assert re.search(r'href="/moderation\?queue=published&amp;id=\w+', html_of(test))


def test_citizens_words_stay_words(sessions: Sessions, run_page: RunPage) -> None:
    put(sessions, [idea((100 + step, 100), text) for step, text in enumerate(HOSTILE[:20])])

    html = html_of(clusters_page(run_page, cluster="1"))

    assert len(re.findall(r'<a href="/idee\?id=', html)) == 20 + 3
    for text in HOSTILE[:20]:
        if "<" in text:
            assert text not in html
            assert str(escape(text)) in html


@pytest.mark.parametrize(
    ("ideas", "sentence"),
    [
        ([idea((100, 100), "Eine"), idea((1900, 1900), "Andere")], "Es gibt keine Häufung"),
        ([idea(None, "Eine"), idea(None, "Andere")], "Keine dieser Ideen hat einen Punkt"),
        ([idea((100 + step, 100), "Eine") for step in range(5)], "noch kein Muster"),
    ],
)
def test_few_ideas_are_told_plainly(
    sessions: Sessions, run_page: RunPage, ideas: list[dict[str, object]], sentence: str
) -> None:
    put(sessions, ideas)

    assert sentence in html_of(clusters_page(run_page))


def test_no_idea_at_all_shows_no_list(sessions: Sessions, run_page: RunPage) -> None:
    html = html_of(clusters_page(run_page, lang="en"))

    assert "No idea has been published yet" in html
    assert not re.search("clusters?</h2>", html)


def test_what_takes_too_long_is_said_and_the_sliders_stay(
    gathered: Sessions, run_page: RunPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object) -> None:
        raise TakesTooLongError(20)

    monkeypatch.setattr(clusters_found, "find_clusters", too_long)

    test = clusters_page(run_page)

    assert "dauert gerade zu lange" in html_of(test)
    assert test.select_slider(key=key_now(test, "planning_widget_cluster_distance")).value == 100
