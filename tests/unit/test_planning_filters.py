"""Filters in words, months on a slider, and what is said while an area is drawn."""

import re
from datetime import date
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import mapper.mapview.planning
from mapper.domain.areas import Circle, Inside, Near, Polygon
from mapper.domain.filters import Filters, Placed
from mapper.i18n import get_translator
from mapper.mapview.planning import outline_rings
from mapper.planning.circle_words import circle_around, describe_circle
from mapper.planning.names import Names
from mapper.planning.wanted import Wanted, read_address
from mapper.services.layers import PublishedLayer
from mapper.services.places import NamedPlace
from mapper.services.rounds import Choices, PlaceChoice
from mapper.ui.components.planning_canvas import DRAWING
from mapper.ui.components.planning_chips import list_chips
from mapper.ui.components.planning_period_filter import (
    list_months,
    months_of,
    period_of_months,
)

GERMAN = get_translator("de")
WEST, EAST = "00000001", "00000002"
CHOICES = Choices(
    rounds=(),
    action_fields=(),
    municipalities=(
        PlaceChoice(WEST, "Westdorf", "municipality", WEST, None),
        PlaceChoice(EAST, "Ostdorf", "municipality", EAST, None),
    ),
    districts=(),
)
PLACES = [
    NamedPlace("Mühle", "monument", 12.5000004, 52.1, WEST),
    NamedPlace("Bahnhof", "station", 12.51, 52.1, WEST),
    NamedPlace("Bahnhof", "station", 12.8, 52.1, EAST),
    NamedPlace("Bahnhof", "settlement", 12.8001, 52.1, EAST),
]


def layer(slug: str, title: str, count: int, *shapes: str) -> PublishedLayer:
    return PublishedLayer(
        *(1, slug, title, {"de": title}, "overlay", {}, 0, 0, 7, "test", None, None, None, False),
        *(count, None, None, {}, None),
        shapes=shapes,
    )


SHOWN = [
    layer("parks", "Grünflächen", 20, "area"),
    layer("trees", "Bäume", 5001, "point"),
    layer("stops", "Haltestellen", 12, "point"),
]
NAMES = Names.of(CHOICES, (), GERMAN, SHOWN, PLACES)


def test_places_of_one_name_are_told_apart_by_their_municipality_and_come_once_each() -> None:
    assert list(NAMES.places) == ["Bahnhof (Westdorf)", "Bahnhof (Ostdorf)", "Mühle"]


def test_nearness_is_offered_for_layers_not_too_large_and_insideness_for_areas() -> None:
    assert (NAMES.near, NAMES.inside) == (("parks", "stops"), {"parks": 7})


def test_every_filter_is_said_in_words_and_its_chip_leaves_the_others() -> None:
    filters = Filters(
        text="Radweg -Auto",
        area=Circle(12.5, 52.1, 1500),
        near=Near("parks", 200),
        inside=Inside("parks", "Hain"),
        placed=Placed.WITH_POINT,
        min_supports=1,
        first_day=date(2026, 1, 1),
    )

    chips = list_chips(Wanted(filters), NAMES, GERMAN)

    assert [chip.words for chip in chips] == [
        "Text: Radweg -Auto",
        "1.500 m um Mühle",
        "Höchstens 200 m von: Grünflächen",
        "In Hain (Grünflächen)",
        "mit Punkt",
        "Mindestens 1 Unterstützung",
        "seit 01.01.2026",
    ]
    left = filters
    for chip in chips:
        field = "first_day" if chip.key == "period" else chip.key
        assert getattr(chip.without, field) == getattr(Filters(), field)
        left = Filters(
            **{
                name: getattr(left, name)
                for name in (
                    "text",
                    "area",
                    "near",
                    "inside",
                    "placed",
                    "min_supports",
                    "first_day",
                )
                if getattr(chip.without, name) == getattr(filters, name) and name != field
            }
        )
    assert left == Filters()


def test_a_layer_that_is_gone_is_called_by_its_key() -> None:
    (chip,) = list_chips(Wanted(Filters(near=Near("gone", 0))), NAMES, GERMAN)

    assert chip.words == "Auf oder in: gone"


def test_a_polygon_is_told_by_its_size() -> None:
    # 0.01° of latitude are 1.1125 km at 52° (ellipsoid, GRS 80), 0.01° of longitude 0.6872 km.
    square = Polygon(((12.5, 52.0), (12.51, 52.0), (12.51, 52.01), (12.5, 52.01)))

    (chip,) = list_chips(Wanted(Filters(area=square)), NAMES, GERMAN)
    assert chip.words == "Gezeichnete Fläche (0,76 km²)"


def test_a_circle_elsewhere_is_told_by_the_nearest_place() -> None:
    # 0.02° of longitude east of the mill, at 52.1°: 1.37 km.
    said = describe_circle(Circle(12.48, 52.1, 500), NAMES, GERMAN)

    assert said == "Kreis von 500 m: 1,4 km westlich von Mühle"


def test_a_circle_around_a_place_is_found_again_from_its_address() -> None:
    circle = circle_around(PLACES[0], 300)

    wanted, unusable = read_address({"area": "12.5,52.1,300"}, CHOICES)

    assert (wanted.filters.area, unusable) == (circle, ())


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("near", "parks:99999"),
        ("near", "parks"),
        ("inside", "parks:"),
        ("area", "12.5,52.1,0"),
        ("area", "12.5,52.1"),
        ("area", "12.5,52.1;12.6,52.2;nan,1"),
        ("placed", "maybe"),
        ("supports", "-1"),
        ("channel", "pigeon"),
        ("text", "x" * 201),
    ],
)
def test_what_cannot_be_read_is_left_out(parameter: str, value: str) -> None:
    wanted, unusable = read_address({parameter: value}, CHOICES)

    assert (wanted, unusable) == (Wanted(), (parameter,))


def test_a_polygon_that_crosses_itself_is_outlined_as_it_is_counted() -> None:
    bow = Polygon(((12.50, 52.00), (12.52, 52.02), (12.52, 52.00), (12.50, 52.02)))

    rings = outline_rings(bow)

    halves = shapely.union_all(
        [shapely.Polygon([(lon, lat) for lat, lon in ring]) for ring in rings]
    )
    left, right = shapely.Point(12.503, 52.01), shapely.Point(12.517, 52.01)
    above, below = shapely.Point(12.51, 52.015), shapely.Point(12.51, 52.005)
    assert [halves.contains(one) for one in (left, right, above, below)] == [
        True,
        True,
        False,
        False,
    ]


MONTHS = list_months(date(2024, 11, 30), date(2026, 2, 1))


def test_months_run_from_the_first_idea_to_this_one() -> None:
    assert (MONTHS[0], MONTHS[-1], len(MONTHS)) == (date(2024, 11, 1), date(2026, 2, 1), 16)


@given(st.tuples(st.sampled_from(MONTHS), st.sampled_from(MONTHS)).map(sorted))
def test_months_chosen_are_shown_again(chosen: list[date]) -> None:
    first, last = chosen

    period = period_of_months((first, last), (MONTHS[0], MONTHS[-1]))

    assert months_of(period, MONTHS) == (first, last)


def test_both_ends_of_the_slider_leave_nothing_out() -> None:
    ends = (MONTHS[0], MONTHS[-1])

    assert period_of_months(ends, ends) == (None, None)
    assert period_of_months((MONTHS[0], date(2025, 2, 1)), ends) == (None, date(2025, 2, 28))


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ((date(2025, 3, 17), date(2025, 5, 2)), (date(2025, 3, 1), date(2025, 5, 1))),
        ((date(1999, 1, 1), None), (MONTHS[0], MONTHS[-1])),
        ((None, date(2030, 1, 1)), (MONTHS[0], MONTHS[-1])),
        ((date(2030, 1, 1), date(2031, 1, 1)), (MONTHS[-1], MONTHS[-1])),
    ],
)
def test_any_period_has_its_months_on_the_slider(
    period: tuple[date | None, date | None], shown: tuple[date, date]
) -> None:
    assert months_of(period, MONTHS) == shown


def test_all_that_is_said_while_drawing_has_words() -> None:
    code = Path(mapper.mapview.planning.__file__).with_name("draw.js").read_text(encoding="utf-8")
    buttons = re.search(r"of \[(.*?)\]\) \{", code)
    assert buttons

    named = {*re.findall(r"words\.(\w+)", code), *re.findall(r'"(\w+)"', buttons[1])}

    assert named == set(DRAWING)
