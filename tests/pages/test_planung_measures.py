"""What the colours of the planners' map may show, against a recount by plain SQL."""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, insert, text
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, shared_sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.roles import Role
from mapper.planning.wanted import Measure
from tests.conftest import copied_database, opened
from tests.db.test_rollup import random_row
from tests.db.world import build_world
from tests.pages.conftest import RunPage, forget, html_of, key_now
from tests.pages.test_planung import PAGE, address, findings, pieces
from tests.staff import add_account, signed_in

COUNT = 160
PEOPLE = {"00000001/a": 1000, "00000001/b": 250}
"""Inhabitants by district; of the third nobody knows how many there are."""


@pytest.fixture(scope="module")
def peopled(server_url: str, empty_template: str) -> Iterator[tuple[str, Sessions]]:
    """The small world with 160 ideas, one a day, and the inhabitants of two districts."""
    chance = random.Random(4)
    rows = [random_row(chance) for _ in range(COUNT)]
    for number, row in enumerate(rows):
        row["created_at"] = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        with transaction(sessions) as session:
            session.execute(insert(Proposal), rows)
            for key, people in PEOPLE.items():
                change = text("update district set population = :people where key = :key")
                session.execute(change, {"people": people, "key": key})
        yield url, sessions


@pytest.fixture
def counted(
    peopled: tuple[str, Sessions], monkeypatch: pytest.MonkeyPatch, run_page: RunPage
) -> Iterator[Sessions]:
    """That world as the one the pages read; no test changes it."""
    del run_page
    url, sessions = peopled
    monkeypatch.setenv("DATABASE_URL", url)
    forget()
    yield sessions
    shared_sessions(url).kw["bind"].dispose()


def ask(sessions: Sessions, columns: str, rest: str = "") -> list[Row[Any]]:
    """Columns of published ideas, each beside its district `d`."""
    query = text(
        f"select {columns} from proposal p left join district d on d.id = p.district_id "
        f"where moderation_status = 'published' {rest}"
    )
    with transaction(sessions) as session:
        return list(session.execute(query))


def rows_of(test: AppTest) -> list[tuple[str, list[float | None]]]:
    """Place and numbers of each row of the large table, all of them; None for words."""
    if [one for one in test.toggle if one.key == "planning_all_rows"]:
        test.toggle(key="planning_all_rows").set_value(True).run()
    table = next(html for html in pieces(test) if html.startswith('<table class="ik-table">'))
    rows = re.findall(r'<th scope="row"><bdi dir="auto">(.*?)</bdi></th>(.*?)</tr>', table)
    return [
        (place, [number(cell) for cell in re.findall(r"<td>(.*?)</td>", row)])
        for place, row in rows
    ]


def number(cell: str) -> float | None:
    plain = cell.replace(",", "").replace("−", "-")
    return float(plain) if re.fullmatch(r"[+-]?[\d.]+", plain) else None


def three_digits(value: float) -> float:
    return float(f"{value:.3g}")


def in_days(first: str, last: str) -> str:
    return f"and (created_at at time zone 'Europe/Berlin')::date between '{first}' and '{last}'"


def test_supports_are_those_of_a_recount_the_most_first(
    counted: Sessions, run_page: RunPage
) -> None:
    recount = ask(
        counted, "sum(support_count)", "and public_geom is not null group by public_cell_1000"
    )

    test = run_page(PAGE, lang="en", measure="supports")

    supports = [cells[1] for _, cells in rows_of(test)]
    assert supports == sorted((row[0] for row in recount), reverse=True)
    assert "Supports per hexagon (edge length 1,000 m)" in html_of(test)


@pytest.mark.parametrize("prefix", ["public_", ""])
def test_rates_of_hexagons_count_each_idea_by_the_inhabitants_of_its_district(
    counted: Sessions, run_page: RunPage, prefix: str
) -> None:
    """For everybody at the public place, for planners at the exact one."""
    planner = None if prefix else signed_in(counted, add_account(counted, "petra", Role.PLANNER))
    rates: dict[int, float] = {}
    placed = ask(counted, f"{prefix}cell_500, d.key", f"and {prefix}geom is not null")
    for cell, district in map(tuple, placed):
        if district in PEOPLE:
            rates[cell] = rates.get(cell, 0) + 1000 / PEOPLE[district]
    beside = sum(district not in PEOPLE for _, district in map(tuple, placed))

    test = run_page(PAGE, who=planner, lang="en", measure="per_inhabitant", cell="500")

    shown = [cells[-1] for _, cells in rows_of(test)]
    assert shown == sorted(map(three_digits, rates.values()), reverse=True)
    assert f"{beside} ideas lie where too few people live for a rate" in findings(test)


def test_rates_of_districts_are_by_hand_a_thousand_ideas_by_the_inhabitants(
    counted: Sessions, run_page: RunPage
) -> None:
    ideas = dict(map(tuple, ask(counted, "d.key, count(*)", "group by 1")))

    rows = dict(rows_of(run_page(PAGE, lang="en", measure="per_inhabitant", view="districts")))

    assert rows["A, Westdorf"] == [ideas["00000001/a"], 1000, ideas["00000001/a"]]
    assert rows["B, Westdorf"][-1] == three_digits(4 * ideas["00000001/b"])
    assert rows["C, Ostdorf"] == [ideas["00000002/c"], None, None]


def test_a_district_deviates_from_its_share_of_the_inhabitants(
    counted: Sessions, run_page: RunPage
) -> None:
    ideas = dict(map(tuple, ask(counted, "d.key, count(*)", "group by 1")))
    known = ideas["00000001/a"] + ideas["00000001/b"]
    # By hand: A has 1,000 of 1,250 inhabitants, so four of five ideas are expected there.
    expected = known * 0.8

    test = run_page(PAGE, lang="en", measure="deviation", view="districts")

    rows = dict(rows_of(test))
    assert rows["A, Westdorf"][:3] == [
        ideas["00000001/a"],
        round(expected, 1),
        round(ideas["00000001/a"] - expected),
    ]
    assert rows["B, Westdorf"][1] == round(known - expected, 1)
    assert rows["A, Westdorf"][2] == -(rows["B, Westdorf"][2] or 0)
    assert "00000002" not in rows
    assert "ideas fewer than expected" in html_of(test)


def test_hexagons_expect_all_ideas_together_and_some_without_one_are_told(
    counted: Sessions, run_page: RunPage
) -> None:
    placed = ask(counted, "d.key", "and public_geom is not null")
    known = sum(row[0] in PEOPLE for row in placed)

    rows = rows_of(run_page(PAGE, lang="en", measure="deviation", cell="500"))

    assert sum(cells[0] or 0 for _, cells in rows) == known
    # Where less than half an idea was expected and none is, nothing is told: that is the rest.
    assert known * 0.8 <= sum(cells[1] or 0 for _, cells in rows) <= known + 0.05 * len(rows)
    assert any(cells[0] == 0 and (cells[2] or 0) < 0 for _, cells in rows)


@pytest.mark.parametrize("view", ["hexagons", "districts"])
def test_a_change_is_this_period_less_the_one_before(
    counted: Sessions, run_page: RunPage, view: str
) -> None:
    point = "and public_geom is not null" if view == "hexagons" else ""
    # 31 days, so the 31 days before them begin on 29 January.
    now = ask(counted, "count(*), count(public_geom)", in_days("2026-03-01", "2026-03-31"))[0]
    before = ask(counted, "count(*)", in_days("2026-01-29", "2026-02-28"))[0][0]
    by_place = "public_cell_1000" if view == "hexagons" else "(p.municipality_id, d.key)"
    one = dict(
        map(
            tuple,
            ask(
                counted,
                f"{by_place}::text, count(*)",
                f"{in_days('2026-03-01', '2026-03-31')} {point} group by 1",
            ),
        )
    )
    other = dict(
        map(
            tuple,
            ask(
                counted,
                f"{by_place}::text, count(*)",
                f"{in_days('2026-01-29', '2026-02-28')} {point} group by 1",
            ),
        )
    )
    wanted = [(one.get(key, 0), other.get(key, 0)) for key in {*one, *other}]

    test = run_page(
        PAGE, lang="en", measure="change", view=view, **{"from": "2026-03-01", "to": "2026-03-31"}
    )

    assert f"31/03/2026: {now[0]} ideas" in html_of(test).replace("31 Mar 2026", "31/03/2026")
    assert f": {before} ideas." in html_of(test)
    shown = sorted(tuple(cells) for _, cells in rows_of(test))
    assert shown == sorted((new, old, new - old) for new, old in wanted)


def test_a_change_from_another_period_is_in_the_address(
    counted: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, lang="en", measure="change", **{"from": "2026-03-01", "to": "2026-03-31"})
    test.text_input(key=key_now(test, "planning_widget_other_first")).input("1.1.2026").run()
    test.text_input(key=key_now(test, "planning_widget_other_last")).input("10.1.2026").run()

    assert address(test)["other_from"] == "2026-01-01"
    assert address(test)["other_to"] == "2026-01-10"
    assert "The two periods are not equally long." in html_of(test)
    test.text_input(key=key_now(test, "planning_widget_other_last")).input("32.1.2026").run()
    assert "“32.1.2026” is not a day." in html_of(test)
    assert address(test)["other_to"] == "2026-01-10"


def test_a_change_without_a_period_says_what_to_choose(
    counted: Sessions, run_page: RunPage
) -> None:
    html = html_of(run_page(PAGE, lang="en", measure="change"))

    assert "Choose a period in the filters." in html
    assert "Ideas per hexagon" in html


def test_a_deviation_in_a_drawn_area_is_not_made_up(counted: Sessions, run_page: RunPage) -> None:
    html = html_of(run_page(PAGE, lang="en", measure="deviation", area="12.55,52.11,3000"))

    assert "Nobody knows how many people live in the area" in html
    assert "Ideas per hexagon" in html


def test_measures_are_offered_only_where_they_can_be_shown(
    counted: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, lang="en", measure="deviation")
    measure = test.selectbox(key=key_now(test, "planning_widget_measure"))
    assert len(measure.options) == 5

    test.radio(key=key_now(test, "planning_widget_display")).set_value("density").run()

    measure = test.selectbox(key=key_now(test, "planning_widget_measure"))
    assert measure.options == ["Number of ideas", "Number of supports"]
    assert "measure" not in address(test)
    assert "Ideas per km², smoothed" in html_of(test)


def test_a_bandwidth_is_kept_in_the_address_and_said(counted: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="en", view="density")
    slider = test.slider(key=key_now(test, "planning_widget_bandwidth"))
    assert slider.value == 1500

    slider.set_value(600).run()

    assert address(test)["bandwidth"] == "600"
    assert "The bandwidth is 600 m" in html_of(test)
    test.slider(key=key_now(test, "planning_widget_bandwidth")).set_value(1500).run()
    assert "bandwidth" not in address(test)


def test_few_ideas_say_little_about_inhabitants(counted: Sessions, run_page: RunPage) -> None:
    html = findings(
        run_page(
            PAGE,
            lang="en",
            measure="per_inhabitant",
            **{"from": "2026-01-01", "to": "2026-01-08"},
        )
    )

    assert "With so few ideas, rates and deviations mean little." in html


@pytest.mark.parametrize(
    ("view", "measure"),
    [*(("hexagons", one) for one in Measure), ("districts", "deviation"), ("density", "ideas")],
)
def test_without_ideas_no_measure_has_a_legend(
    counted: Sessions, run_page: RunPage, view: str, measure: str
) -> None:
    long_ago = {"from": "1999-01-01", "to": "1999-12-31"}

    html = html_of(run_page(PAGE, lang="en", view=view, measure=measure, **long_ago))

    assert '<div class="ik-legend' not in html
    assert "No idea matches these filters." in html
