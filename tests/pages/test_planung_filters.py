"""What planners filter by beside lists: words, places, areas, months; against a recount in SQL."""

import random
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, text
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from mapper.ui.components import planning_period_filter
from tests.db.test_rollup import random_row
from tests.db.world import SOUTH, WEST
from tests.pages.conftest import RunPage, html_of, key_now
from tests.pages.test_planung import PAGE, address, findings, number_before, recount
from tests.staff import add_account, signed_in

TEXTS = ("Radwege bauen", "Bänke im Park", "Ein Weg zum See")
TODAY = date(2026, 9, 10)
POLYGON = "12.52,52.09;12.58,52.09;12.55,52.13"
LEFT_OUT = "they are not counted here"

_PARKS = f"""
insert into layer (slug, title, role) values ('parks', 'Parks', 'overlay');
insert into layer_version (layer_id, state, source, feature_count)
  select id, 'active', 'test', 2 from layer where slug = 'parks';
insert into feature (layer_version_id, name, geom)
  select v.id, p.name, ST_MakeEnvelope(p.west, {SOUTH}, p.west + 1500, {SOUTH + 1500}, 25833)
    from layer_version v join layer l on l.id = v.layer_id and l.slug = 'parks',
         (values ('Nordpark', {WEST}), ('Hain', {WEST + 3000})) p (name, west)
"""
_FEATURE = (
    "exists (select 1 from feature f join layer_version v on v.id = f.layer_version_id "
    "join layer l on l.id = v.layer_id where l.slug = 'parks' and {})"
)
NEAR = _FEATURE.format("ST_DWithin(f.geom, public_geom, 300)")
INSIDE = _FEATURE.format("f.name = 'Hain' and ST_Covers(f.geom, public_geom)")
CIRCLE = "ST_DWithin(public_geom, ST_Transform(ST_SetSRID(ST_MakePoint({}, {}), 4326), 25833), {})"
IN_POLYGON = (
    "ST_Covers(ST_Transform(ST_Segmentize(ST_GeomFromText("
    "'POLYGON((12.52 52.09,12.58 52.09,12.55 52.13,12.52 52.09))', 4326), 0.001), 25833), "
    "public_geom)"
)
DAY = "(created_at at time zone 'Europe/Berlin')::date"


@pytest.fixture
def counted(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> Sessions:
    """The small world with a layer and 150 ideas in words, by several channels."""
    chance = random.Random(7)
    rows = [
        {
            **random_row(chance),
            "title": TEXTS[number % 3],
            "channel": chance.choice(["online", "letter"]),
        }
        for number in range(150)
    ]
    with transaction(sessions) as session:
        for statement in _PARKS.split(";\n"):
            session.execute(text(statement))
        session.execute(insert(Proposal), rows)
    monkeypatch.setattr(planning_period_filter, "today", lambda: TODAY)
    return sessions


@pytest.fixture
def planner(sessions: Sessions) -> SignedIn:
    return signed_in(sessions, add_account(sessions, "petra", Role.PLANNER))


def ideas_of(test: AppTest) -> int:
    return number_before("ideas?", findings(test))


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"text": "Bank oder See"}, "title <> 'Radwege bauen'"),
        ({"placed": "point"}, "public_geom is not null"),
        ({"area": POLYGON}, IN_POLYGON),
        ({"area": "12.55,52.1,1500"}, CIRCLE.format(12.55, 52.1, 1500)),
        (
            {"text": "Radweg", "supports": "1", "near": "parks:300"},
            f"title = 'Radwege bauen' and support_count >= 1 and {NEAR}",
        ),
    ],
)
def test_a_link_counts_what_a_recount_counts(
    counted: Sessions, run_page: RunPage, query: dict[str, str], where: str
) -> None:
    expected = recount(counted, where)[0]

    test = run_page(PAGE, lang="en", **query)

    assert 0 < ideas_of(test) == expected < recount(counted)[0]


def choose(key: str, value: object) -> Callable[[AppTest], Any]:
    return lambda test: test.selectbox(key=key_now(test, f"planning_widget_{key}")).set_value(value)


@pytest.mark.parametrize(
    ("steps", "chip", "said", "where"),
    [
        (
            [
                lambda test: test.text_input(key=key_now(test, "planning_widget_text")).input(
                    "  Radwege "
                )
            ],
            *("text", "Text\\: Radwege", "title = 'Radwege bauen'"),
        ),
        ([choose("placed", "none")], "placed", "without a point", "public_geom is null"),
        ([choose("supports", 3)], "min_supports", "At least 3 supports", "support_count >= 3"),
        (
            [choose("near_layer", "parks"), choose("near_distance", 300)],
            *("near", "At most 300 m from\\: Parks", NEAR),
        ),
        (
            [choose("inside_layer", "parks"), choose("inside_name", "Hain")],
            *("inside", "Inside Hain \\(Parks\\)", INSIDE),
        ),
        (
            [
                lambda test: test.select_slider(
                    key=key_now(test, "planning_widget_months")
                ).set_range(date(2025, 3, 1), date(2025, 5, 1))
            ],
            *("period", "1 Mar 2025 – 31 May 2025"),
            f"{DAY} between '2025-03-01' and '2025-05-31'",
        ),
    ],
)
def test_each_field_changes_the_numbers_and_its_chip_takes_it_back(
    counted: Sessions,
    run_page: RunPage,
    steps: list[Callable[[AppTest], Any]],
    chip: str,
    said: str,
    where: str,
) -> None:
    test = run_page(PAGE, lang="en")

    for step in steps:
        step(test).run()
    button = test.button(key=f"planning_chip_{chip}")

    assert (ideas_of(test), button.label) == (recount(counted, where)[0], said)
    button.click().run()
    assert ideas_of(test) == recount(counted)[0]
    assert set(address(test)) == {"lang"}


def test_a_circle_around_a_place_needs_no_drawing(counted: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="en")
    field = test.selectbox(key=key_now(test, "planning_widget_circle_place"))
    place = field.options[0]

    field.set_value(place).run()
    test.selectbox(key=key_now(test, "planning_widget_circle_radius")).set_value(10_000).run()

    lon, lat, radius = address(test)["area"].split(",")
    assert radius == "10000"
    assert ideas_of(test) == recount(counted, CIRCLE.format(lon, lat, radius))[0]
    assert test.button(key="planning_chip_area").label.startswith("10\\,000 m around ")
    assert LEFT_OUT in html_of(test)


def test_the_channel_is_for_planners(
    counted: Sessions, planner: SignedIn, run_page: RunPage
) -> None:
    test = run_page(PAGE, who=planner, lang="en", channel="letter")
    assert ideas_of(test) == recount(counted, "channel = 'letter'")[0]
    assert test.button(key="planning_chip_channels_letter").label == "letter"

    nobody = run_page(PAGE, lang="en", channel="letter")
    assert ideas_of(nobody) == recount(counted)[0]
    assert "not exist here: Channel." in html_of(nobody)
    assert "planning_widget_channels" not in [one.key for one in nobody.multiselect]


@pytest.mark.parametrize("inside", ["gone:Hain", "parks:Gone"])
def test_broken_values_are_told_once_and_leave_the_address_at_the_next_step(
    counted: Sessions, run_page: RunPage, inside: str
) -> None:
    broken = {
        "near": "gone:200",
        "inside": inside,
        "area": "12.5,52.1;12.6,52.1",
        "placed": "maybe",
        "supports": "-1",
    }
    test = run_page(PAGE, lang="en", **broken)
    for name in ("Close to", "Inside of", "Area", "Point on the map", "Least number of supports"):
        assert re.search(f"not exist here: [^.]*{name}", html_of(test))
    assert ideas_of(test) == recount(counted)[0]
    assert LEFT_OUT not in html_of(test)

    test.multiselect(key=key_now(test, "planning_widget_action_fields")).select("green").run()

    assert "not exist here" not in html_of(test)
    assert set(address(test)) == {"lang", "action_field"}


def test_words_of_every_text_stay_in_their_field_and_it_is_said_what_to_do(
    counted: Sessions, run_page: RunPage
) -> None:
    test = run_page(PAGE, lang="de")
    test.text_input(key=key_now(test, "planning_widget_text")).input("und die").run()

    test.multiselect(key=key_now(test, "planning_widget_action_fields")).select("green").run()

    assert "Bitte geben Sie ein Wort ein" in html_of(test)
    assert test.text_input(key=key_now(test, "planning_widget_text")).value == "und die"
    ideas = recount(counted, "a.key = 'green'")[0]
    assert number_before("Ideen?", findings(test)) == ideas


def test_a_group_with_a_filter_is_open_at_first(counted: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="en", near="parks:300")

    opened = {one.label: one.proto.expanded for one in test.expander}
    assert opened["Area and surroundings"]
    assert not opened["Status and supports"]


def test_the_slider_shows_the_months_of_any_period(counted: Sessions, run_page: RunPage) -> None:
    test = run_page(PAGE, lang="en", **{"from": "2025-02-14", "to": "2025-06-03"})
    slider = test.select_slider(key=key_now(test, "planning_widget_months"))
    assert slider.value == (date(2025, 2, 1), date(2025, 6, 1))

    test.selectbox(key=key_now(test, "planning_widget_period")).select("all").run()

    assert test.select_slider(key=key_now(test, "planning_widget_months")).value == (
        date(2025, 1, 1),
        date(2026, 9, 1),
    )
    assert set(address(test)) == {"lang"}


def speak(message: object, times: int) -> None:
    """A page whose map says something; what is wanted then is kept for the test."""
    import streamlit as st

    from mapper.planning.wanted import Wanted
    from mapper.ui import folium_map
    from mapper.ui.components import planning_canvas, planning_store

    st.session_state["planning_wanted"] = Wanted()
    st.session_state["map_frame"] = message
    heard: list[object] = []
    for _ in range(times):
        folium_map._pass_on("map_frame", heard.append)
    for one in heard:
        planning_canvas.hear(one)  # type: ignore[arg-type]
    st.session_state["found"] = (
        len(heard),
        planning_store.stored(),
        planning_store.stored().zoom_cell_size,
    )


@pytest.mark.parametrize(
    ("message", "address_of"),
    [
        ({"kind": "area", "area": "12.5,52.1,700"}, {"area": "12.5,52.1,700"}),
        ({"kind": "chosen", "what": "cluster", "number": 4}, {"cluster": "4"}),
        ({"kind": "zoom", "cell": 250}, {}),
        ({"kind": "zoom", "cell": 333}, {}),
        ({"kind": "area", "area": "everywhere"}, {}),
        ({"kind": "area", "area": 7}, {}),
        ({"kind": "chosen", "what": "cluster", "number": "4"}, {}),
        ({}, {}),
    ],
)
def test_what_the_map_says_is_acted_on_once(
    run_page: RunPage, message: dict[str, object], address_of: dict[str, str]
) -> None:
    del run_page
    said = {**message, "told": "12/1"}

    test = AppTest.from_function(speak, kwargs={"message": said, "times": 3}).run()

    assert not test.exception
    count, _, cell = test.session_state["found"]
    assert count == 1
    assert cell == (250 if message.get("cell") == 250 else 1000)
    assert address(test) == address_of
