"""The planners' folded statistics, and what the printed page says."""

import random
import re

from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.berlin import today
from tests.db.test_rollup import random_row
from tests.pages.conftest import RunPage, html_of
from tests.pages.test_planung import PAGE


def unfolded(test: AppTest) -> str:
    test.session_state["planning_statistics"] = True
    return html_of(test.run())


def test_too_few_ideas_are_not_tested(sessions: Sessions, run_page: RunPage) -> None:
    html = unfolded(run_page(PAGE, lang="de"))

    # The small world's 15 km² hold five hexagons of a kilometre's edge, and 30 are needed.
    assert "Zu wenige Ideen für eine Aussage." in html


def test_what_is_hot_is_named_and_outlined(sessions: Sessions, run_page: RunPage) -> None:
    heap = {"place_certainty": "point", "public_precision": "exact", "title": "Bank"}
    chance = random.Random(9)
    rows = []
    for _ in range(90):
        row = {**random_row(chance), **heap, "moderation_status": "published"}
        row["geom"] = f"SRID=25833;POINT({331_000 + chance.uniform(-90, 90)} 5776000)"
        rows.append(row)
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)

    html = unfolded(run_page(PAGE, lang="de", cell="250"))

    assert "Statistisch auffällige Häufung, Signifikanzniveau 1 %:" in html
    tested = re.search(r"Geprüft: (\d+) Sechsecke mit 250 m", html)
    # 15 km² by 0.162 km² for each hexagon are 92, give or take those on the border.
    assert tested
    assert abs(int(tested[1]) - 92) <= 8


def test_the_filters_are_in_words_on_paper(sessions: Sessions, run_page: RunPage) -> None:
    html = html_of(run_page(PAGE, lang="en", action_field="green", placed="point"))

    line = re.search(r'<p class="ik-on-paper">(.*?)</p>', html)
    assert line
    assert line[1].startswith("Filters: ")
    assert " · " in line[1]
    assert str(today().year) in line[1]
