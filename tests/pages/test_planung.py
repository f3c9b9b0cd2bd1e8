"""The planners' page, run by Streamlit's test runner against a recount by plain SQL."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.planning import survey
from tests.db.test_rollup import random_row
from tests.pages.conftest import RunPage, html_of, key_now

PAGE = "pages/planung.py"
COUNT = 120


@pytest.fixture
def counted(sessions: Sessions) -> Sessions:
    """The small world with 120 ideas of all kinds."""
    chance = random.Random(2)
    rows = [random_row(chance) for _ in range(COUNT)]
    for number, row in enumerate(rows):
        row["created_at"] = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)
    return sessions


def recount(sessions: Sessions, where: str = "true") -> tuple[int, int, int]:
    """Published ideas, those of them without a public point, and their supports, one by one."""
    query = text(
        "select count(*), count(*) - count(public_geom), coalesce(sum(support_count), 0) "
        "from proposal p left join district d on d.id = p.district_id "
        "left join municipality m on m.id = p.municipality_id "
        "join action_field a on a.id = p.action_field_id "
        f"where moderation_status = 'published' and {where}"
    )
    with transaction(sessions) as session:
        ideas, pointless, supports = session.execute(query).one()
    return int(ideas), int(pointless), int(supports)


def findings(test: AppTest) -> str:
    return next(html for html in pieces(test) if "ik-findings" in html)


def pieces(test: AppTest) -> list[str]:
    assert not test.exception
    return [element.proto.body for element in test.get("html")]


def address(test: AppTest) -> dict[str, str]:
    """The parameters of the page's address, as a link would carry them."""
    given = test.query_params.items()
    return {name: value if isinstance(value, str) else value[-1] for name, value in given}


def number_before(words: str, html: str) -> int:
    found = re.search(rf"([\d,]+) {words}", html)
    return int(found[1].replace(",", "")) if found else 0


def table_numbers(test: AppTest) -> list[list[int]]:
    """The numbers of each row of the large table."""
    table = next(html for html in pieces(test) if html.startswith('<table class="ik-table">'))
    rows = re.findall(r'<th scope="row">.*?</tr>', table)
    return [
        [int(cell.replace(",", "")) for cell in re.findall(r"<td>(.*?)</td>", row)] for row in rows
    ]


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({}, "true"),
        ({"action_field": "green"}, "a.key = 'green'"),
        ({"municipality": "00000001"}, "m.ags = '00000001'"),
        ({"district": "00000001/b,00000002/c"}, "d.key in ('00000001/b', '00000002/c')"),
        ({"response_status": "planned,done"}, "response_status in ('planned', 'done')"),
        (
            {"from": "2026-02-10", "to": "2026-03-15"},
            "(created_at at time zone 'Europe/Berlin')::date between '2026-02-10' and '2026-03-15'",
        ),
        ({"action_field": "mobility", "view": "districts"}, "a.key = 'mobility'"),
        ({"cell": "125", "view": "density"}, "true"),
    ],
)
def test_the_numbers_are_those_of_a_recount(
    counted: Sessions, run_page: RunPage, query: dict[str, str], where: str
) -> None:
    ideas, pointless, supports = recount(counted, where)

    html = findings(run_page(PAGE, lang="en", **query))

    assert number_before("ideas?", html) == ideas
    assert number_before("of them ha", html) == pointless
    assert number_before("supports?", html) == supports
    assert f"of {recount(counted)[0]} in all" in html


def test_the_table_of_hexagons_adds_up_to_the_ideas_with_a_point(
    counted: Sessions, run_page: RunPage
) -> None:
    ideas, pointless, _ = recount(counted)

    rows = table_numbers(run_page(PAGE, lang="en"))

    assert sum(row[0] for row in rows) == ideas - pointless
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)


def test_the_table_of_districts_adds_up_to_all_ideas(counted: Sessions, run_page: RunPage) -> None:
    ideas, pointless, supports = recount(counted)

    rows = table_numbers(run_page(PAGE, lang="en", view="districts"))

    assert tuple(map(sum, zip(*rows, strict=True))) == (ideas, pointless, supports)


def test_a_link_with_a_wrong_value_says_so_and_shows_the_rest(
    counted: Sessions, run_page: RunPage
) -> None:
    ideas, _, _ = recount(counted, "a.key = 'green'")

    test = run_page(PAGE, lang="de", action_field="green", district="nirgends", view="globus")

    assert "nicht gibt: Ortsteil, Darstellung." in html_of(test)
    assert number_before("Ideen?", findings(test)) == ideas


def test_a_filter_is_written_to_the_address_and_taken_away_by_its_chip(
    counted: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, lang="en")

    test.multiselect(key=key_now(test, "planning_widget_action_fields")).select("green").run()
    assert address(test)["action_field"] == "green"
    assert number_before("ideas?", findings(test)) == recount(counted, "a.key = 'green'")[0]

    test.button(key="planning_chip_action_fields_green").click().run()
    assert "action_field" not in address(test)
    assert number_before("ideas?", findings(test)) == recount(counted)[0]


def test_districts_outside_a_newly_chosen_municipality_are_no_longer_filtered_by(
    counted: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, district="00000001/a,00000002/c")

    test.multiselect(key=key_now(test, "planning_widget_municipalities")).select("00000002").run()

    assert address(test)["district"] == "00000002/c"
    assert test.multiselect(key=key_now(test, "planning_widget_districts")).options == ["C"]


def test_a_day_that_does_not_exist_is_refused_and_nothing_changes(
    counted: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, lang="de")
    test.selectbox(key=key_now(test, "planning_widget_period")).select("own").run()

    test.text_input(key=key_now(test, "planning_widget_first_day")).input("31.02.2026").run()

    assert "„31.02.2026“ ist kein Tag." in html_of(test)
    assert "from" not in address(test)
    test.text_input(key=key_now(test, "planning_widget_first_day")).input("1.3.2026").run()
    assert address(test)["from"] == "2026-03-01"
    assert "ist kein Tag" not in html_of(test)


def test_too_many_hexagons_are_drawn_coarser_and_it_is_said(
    counted: Sessions, run_page: RunPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "MOST_OBJECTS", 25)

    html = html_of(run_page(PAGE, lang="en", cell="125"))

    drawn = re.search(r"Ideas per hexagon \(edge length ([\d,]+) m\)", html)
    assert drawn
    assert drawn[1] in ("500", "1,000")
    assert "too many for one map" in html


def test_without_ideas_the_page_says_what_will_come(sessions: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="de")

    assert "Noch ist keine Idee veröffentlicht." in html_of(test)


def test_when_nothing_matches_the_page_says_what_to_do(
    counted: Sessions, run_page: RunPage
) -> None:
    html = html_of(run_page(PAGE, lang="de", **{"from": "1999-01-01", "to": "1999-01-02"}))

    assert "Entfernen Sie einen Filter" in html


def test_few_ideas_are_called_few(sessions: Sessions, run_page: RunPage) -> None:
    chance = random.Random(3)
    rows = [{**random_row(chance), "moderation_status": "published"} for _ in range(3)]
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)

    html = findings(run_page(PAGE, lang="de"))

    assert "3 Ideen" in html
    assert "noch kein Muster" in html


def test_where_no_inhabitants_are_known_nothing_is_offered_by_them(
    sessions: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, lang="en", measure="per_inhabitant")

    assert len(test.selectbox(key=key_now(test, "planning_widget_measure")).options) == 3
