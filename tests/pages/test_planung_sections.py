"""Who is heard and ideas over time on the planners' page, against a recount by plain SQL."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert, text
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from tests.db.test_rollup import random_row
from tests.pages.conftest import RunPage, html_of, key_now
from tests.staff import add_account, signed_in

PAGE = "pages/planung.py"
COUNT = 150
_PERIODS = ("other_from", "other_to", "from", "to")
CHANNELS = ("online", "online", "online", "workshop", "letter")


@pytest.fixture
def counted(sessions: Sessions) -> Sessions:
    """The small world with 150 ideas, inhabitants known in A and B."""
    chance = random.Random(4)
    rows = [{**random_row(chance), "channel": chance.choice(CHANNELS)} for _ in range(COUNT)]
    for number, row in enumerate(rows):
        row["created_at"] = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    with transaction(sessions) as session:
        session.execute(text("update district set population = 900 where name <> 'C'"))
        session.execute(insert(Proposal), rows)
    return sessions


@pytest.fixture
def planner(sessions: Sessions) -> SignedIn:
    return signed_in(sessions, add_account(sessions, "petra", Role.PLANNER))


def recount(sessions: Sessions, key: str, where: str = "true") -> dict[str, int]:
    """Published ideas by something, one by one."""
    query = text(
        f"select {key}, count(*) from proposal p left join district d on d.id = p.district_id "
        "join action_field a on a.id = p.action_field_id "
        f"where moderation_status = 'published' and {where} group by 1"
    )
    with transaction(sessions) as session:
        return {str(name): int(ideas) for name, ideas in session.execute(query)}


def tables(test: AppTest) -> dict[str, dict[str, list[str]]]:
    """The rows of each table by its caption, each by what it is about."""
    found = {}
    for table in re.findall(r'<table class="ik-table">.*?</table>', html_of(test)):
        root = ElementTree.fromstring(table)
        rows = {
            "".join(row.find("th").itertext()): [cell.text for cell in row.findall("td")]  # type: ignore[union-attr]
            for row in root.findall("tbody/tr")
        }
        found["".join(root.find("caption").itertext())] = rows  # type: ignore[union-attr]
    return found  # type: ignore[return-value]


def address(test: AppTest) -> dict[str, str]:
    """The parameters of the page's address, as a link would carry them."""
    given = test.query_params.items()
    return {name: value if isinstance(value, str) else value[-1] for name, value in given}


def chart(test: AppTest) -> list[ElementTree.Element]:
    """Both drawings of the one chart."""
    assert not test.exception
    (figure,) = [one.value for one in test.markdown if one.value.startswith("<figure")]
    return list(ElementTree.fromstring(figure).iter("{http://www.w3.org/2000/svg}svg"))


def numbers(rows: dict[str, list[str]], column: int) -> dict[str, int]:
    return {name: int(cells[column].replace(",", "")) for name, cells in rows.items()}


def said(test: AppTest) -> str:
    return next(html for html in html_of(test).split("\n") if "ik-findings" in html)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({}, "true"),
        ({"action_field": "green"}, "a.key = 'green'"),
        ({"text": "text", "supports": "2"}, "support_count >= 2"),
    ],
)
def test_the_table_of_districts_is_a_recount(
    counted: Sessions, run_page: RunPage, query: dict[str, str], where: str
) -> None:
    test = run_page(PAGE, lang="en", section="heard", **query)

    ideas = recount(counted, "coalesce(d.name, '-')", where)
    rows = numbers(tables(test)["Ideas by district"], 0)
    assert {name: rows[name] for name in "ABC"} == {name: ideas.get(name, 0) for name in "ABC"}
    assert sum(rows.values()) == sum(ideas.values())


def test_rates_have_intervals_where_inhabitants_are_known(
    counted: Sessions, run_page: RunPage
) -> None:
    ideas = recount(counted, "d.name")
    test = run_page(PAGE, lang="en", section="heard")

    rows = tables(test)["Ideas by district"]
    assert rows["A"][3] == f"{ideas['A'] / 0.9:.1f}"
    assert re.fullmatch(r"[\d.]+–[\d.]+", rows["A"][4])
    assert rows["C"][2:] == ["–", "–", "–"]
    assert len(chart(test)) == 2
    assert f"{(ideas['A'] + ideas['B']) / 1.8:.1f} ideas for every 1,000" in said(test)
    assert "nobody knows how many: C." in html_of(test)


def test_channels_are_shown_to_planners_and_to_nobody_else(
    counted: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    public = tables(run_page(PAGE, lang="en", section="heard"))
    staff = tables(run_page(PAGE, lang="en", section="heard", who=planner))

    assert "Ideas by channel" not in public
    assert numbers(staff["Ideas by channel"], 0) == recount(counted, "channel")
    assert set(staff["Ideas by district and channel"]) >= {"A", "B", "C"}


def test_small_counts_of_channels_are_not_told(
    sessions: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    chance = random.Random(8)
    rows = [
        {**random_row(chance), "moderation_status": "published", "place_certainty": "district"}
        | {"geom": None, "district_id": district, "channel": channel}
        for district, channel, ideas in [
            *[(1, "online", 9), (1, "letter", 1)],
            *[(2, "online", 7), (2, "letter", 5)],
        ]
        for _ in range(ideas)
    ]
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)

    test = run_page(PAGE, lang="en", section="heard", who=planner)

    crossed = tables(test)["Ideas by district and channel"]
    assert crossed == {"A": ["3 or more", "under 3"], "B": ["3 or more", "3 or more"]}
    assert "so that nobody can be recognised" in html_of(test)


def test_silent_districts_are_named(sessions: Sessions, run_page: RunPage) -> None:
    row = {**random_row(random.Random(1)), "moderation_status": "published"}
    with transaction(sessions) as session:
        place = {"place_certainty": "district", "geom": None, "district_id": 2}
        session.execute(insert(Proposal), [{**row, **place}])

    html = said(run_page(PAGE, lang="de", section="heard"))

    assert "Aus 2 Ortsteilen gibt es keine Idee: A, C." in html
    assert "Für keinen Ortsteil ist eine ausreichende Einwohnerzahl bekannt." in html


def test_with_an_area_there_are_counts_but_no_rates(counted: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="de", section="heard", area="12.53,52.11,5000")

    assert "Einwohnerzahlen gibt es nur für ganze Ortsteile." in said(test)
    assert not [one for one in test.markdown if "<figure" in one.value]


@pytest.mark.parametrize("step", ["month", "week"])
@pytest.mark.parametrize(
    ("query", "where"), [({}, "true"), ({"district": "00000001/a"}, "d.key = '00000001/a'")]
)
def test_the_table_over_time_is_a_recount(
    counted: Sessions, run_page: RunPage, step: str, query: dict[str, str], where: str
) -> None:
    test = run_page(PAGE, lang="en", section="time", step=step, **query)

    ((caption, rows),) = tables(test).items()
    local = "(created_at at time zone 'Europe/Berlin')"
    expected = recount(counted, f"to_char(date_trunc('{step}', {local}), 'YYYY-MM-DD')", where)
    assert caption == f"Ideas per {step} by action field"
    totals = numbers(rows, 0)
    assert sorted(filter(None, totals.values())) == sorted(expected.values())
    assert next(iter(totals.values())) == expected[min(expected)]
    parts = [sum(map(int, cells[1:])) for cells in rows.values()]
    assert parts == list(totals.values())
    assert len(chart(test)) == 2


def test_the_busiest_month_is_named(counted: Sessions, run_page: RunPage) -> None:
    with transaction(counted) as session:
        rows = [
            {**random_row(random.Random(n)), "moderation_status": "published"} for n in range(60)
        ]
        for row in rows:
            row["created_at"] = datetime(2026, 3, 14, tzinfo=UTC)
        session.execute(insert(Proposal), rows)
    local = "to_char(created_at at time zone 'Europe/Berlin', 'YYYY-MM')"
    march = recount(counted, local)["2026-03"]

    html = said(run_page(PAGE, lang="de", section="time"))

    assert f"Die meisten Ideen kamen in dieser Zeit: März 2026 ({march})." in html


@pytest.mark.parametrize("section", ["heard", "time"])
def test_sections_without_ideas_show_no_chart(
    counted: Sessions, run_page: RunPage, section: str
) -> None:
    test = run_page(PAGE, lang="de", section=section, **{"from": "1999-01-01", "to": "1999-01-02"})

    assert "Entfernen Sie einen Filter" in html_of(test)
    assert tables(test) == {}
    assert not [one for one in test.markdown if "<figure" in one.value]


def test_few_ideas_are_called_few(sessions: Sessions, run_page: RunPage) -> None:
    chance = random.Random(3)
    rows = [{**random_row(chance), "moderation_status": "published"} for _ in range(3)]
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)

    assert "aber keine Entwicklung." in said(run_page(PAGE, lang="de", section="time"))


def test_the_step_is_kept_in_the_address(counted: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="en", section="time")

    test.radio(key=key_now(test, "planning_widget_step")).set_value("week").run()

    assert address(test)["step"] == "week"
    assert "Ideas per week by action field" in tables(test)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("heard", {"view": "districts", "measure": "per_inhabitant"}),
        ("time", {"measure": "change"}),
    ],
)
def test_a_button_leads_to_the_map_with_the_same_filters(
    counted: Sessions, run_page: RunPage, section: str, expected: dict[str, str]
) -> None:
    test = run_page(PAGE, lang="en", section=section, action_field="green")
    labels = {"heard": "Show on the map", "time": "Compare two periods on the map"}

    next(one for one in test.button if one.label == labels[section]).click().run()

    given = address(test)
    assert {name: given.get(name) for name in expected} == expected
    assert given["action_field"] == "green"
    assert "section" not in given


def test_without_a_period_the_last_two_whole_months_are_compared(
    sessions: Sessions, run_page: RunPage
) -> None:
    # Whatever day it is, 40 days ago lies in one of the last two whole months.
    rows = [
        {
            **random_row(random.Random(days)),
            "moderation_status": "published",
            "created_at": datetime.now(UTC) - timedelta(days=days),
        }
        for days in (40, 120)
    ]
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)
    test = run_page(PAGE, lang="en", section="time")

    button = next(one for one in test.button if one.label == "Compare two periods on the map")
    button.click().run()

    days = {name: date.fromisoformat(address(test)[name]) for name in _PERIODS}
    assert days["other_to"] + timedelta(days=1) == days["from"]
    assert (days["other_from"].day, days["from"].day, (days["to"] + timedelta(1)).day) == (1, 1, 1)


def test_a_district_with_a_hostile_name_stays_text(counted: Sessions, run_page: RunPage) -> None:
    name = "<img src=x onerror=alert(1)>\n\n# **A** $x$ ![](https://evil.example/x)"
    with transaction(counted) as session:
        session.execute(text("update district set name = :name where name = 'A'"), {"name": name})

    test = run_page(PAGE, lang="en", section="heard")

    assert len(chart(test)) == 2
    assert not list(chart(test)[0].iter("img"))
    assert "<img" not in html_of(test)
