"""What is said beside the map of the open idea."""

import pytest

from mapper.db.engine import Sessions
from tests.db.moderation import add_waiting, moderator
from tests.pages.conftest import RunPage, html_of
from tests.pages.test_moderation import opened

ONLY_STAFF = "genauer Ort (nur intern)"
SHOWN = "Ort, den alle sehen"
OTHERS = "andere Ideen"


@pytest.mark.parametrize(
    ("precision", "said"),
    [("exact", set()), ("100m", {ONLY_STAFF, SHOWN}), ("district", {ONLY_STAFF})],
)
def test_the_legend_says_who_sees_the_place(
    sessions: Sessions, run_page: RunPage, precision: str, said: set[str]
) -> None:
    number = add_waiting(sessions, public_precision=precision)

    html = html_of(opened(run_page, moderator(sessions), id=number))

    assert "genauer Ort" in html
    assert {words for words in (ONLY_STAFF, SHOWN) if words in html} == said
    assert OTHERS not in html


def test_the_legend_of_an_idea_of_a_district_names_no_place(
    sessions: Sessions, run_page: RunPage
) -> None:
    add_waiting(sessions, "Eine Bank am Weg", public_precision="exact")
    number = add_waiting(
        sessions,
        "Eine Bank am Weg",
        place_certainty="district",
        public_precision="district",
        municipality_id=1,
        district_id=1,
    )

    html = html_of(opened(run_page, moderator(sessions), id=number))

    assert OTHERS in html
    assert "genauer Ort" not in html
