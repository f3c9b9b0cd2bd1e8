"""What planners ask to see: the address, the period, the words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.domain.filters import CELL_SIZES, CLUSTER_DISTANCES, CLUSTER_LEAST, Filters
from mapper.domain.statuses import ResponseStatus
from mapper.handout.filter_words import describe_period
from mapper.i18n import get_translator
from mapper.planning.names import Names
from mapper.planning.period import (
    PeriodChoice,
    choice_of,
    parse_day,
    period_of,
    write_day,
)
from mapper.planning.rows import CountRow, by_count, cell_rows, district_rows
from mapper.planning.wanted import (
    BANDWIDTHS,
    Display,
    Measure,
    Section,
    TimeStep,
    Wanted,
    read_address,
    write_address,
)
from mapper.services.counting import CellCount, DistrictCount
from mapper.services.places import NamedPlace
from mapper.services.rounds import Choices, FieldChoice, PlaceChoice, RoundChoice

TODAY = date(2026, 11, 22)
GERMAN = get_translator("de")
CHOICES = Choices(
    rounds=(RoundChoice("ideas", {"de": "Ideen"}, {}, {}, (), (), None, None, True),),
    action_fields=(
        FieldChoice("green", {"de": "Grün"}, "#117733", "tree", ()),
        FieldChoice("mobility", {"de": "Verkehr"}, "#332288", "bicycle", ()),
    ),
    municipalities=(
        PlaceChoice("00000001", "Westdorf", "municipality", "00000001", None),
        PlaceChoice("00000002", "Ostdorf", "municipality", "00000002", None),
    ),
    districts=(
        PlaceChoice("00000001/mitte", "Mitte", "district", "00000001", None),
        PlaceChoice("00000002/mitte", "Mitte", "district", "00000002", None),
        PlaceChoice("00000002/hof", "Hof", "district", "00000002", None),
    ),
)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


WANTED = st.builds(
    Wanted,
    st.builds(
        Filters,
        rounds=some(["ideas"]),
        action_fields=some(["green", "mobility"]),
        districts=some(["00000001/mitte", "00000002/mitte", "00000002/hof"]),
        response_statuses=some(list(ResponseStatus)),
        first_day=st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1)),
        last_day=st.none() | st.dates(date(2020, 1, 2), date(2030, 1, 1)),
    ),
    section=st.sampled_from(Section),
    display=st.sampled_from(Display),
    measure=st.sampled_from(Measure),
    cell_size=st.none() | st.sampled_from(CELL_SIZES),
    bandwidth_m=st.none() | st.integers(*BANDWIDTHS),
    distance_m=st.none() | st.integers(*CLUSTER_DISTANCES),
    least=st.none() | st.integers(*CLUSTER_LEAST),
    cluster=st.none() | st.integers(1, 50),
    step=st.sampled_from(TimeStep),
    other_first=st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1)),
    other_last=st.none() | st.dates(date(2020, 1, 2), date(2030, 1, 1)),
)


@given(WANTED)
def test_an_address_gives_back_what_was_wanted(wanted: Wanted) -> None:
    assert read_address(write_address(wanted), CHOICES) == (wanted, ())


def test_the_first_view_needs_no_parameters() -> None:
    assert write_address(Wanted()) == {}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("round", "gone"),
        ("action_field", "<script>"),
        ("municipality", "99999999"),
        ("district", "00000001/nirgends"),
        ("response_status", "soon"),
        ("from", "22.11.2026"),
        ("to", "2026-02-31"),
        ("cell", "333"),
        ("view", "globe"),
    ],
)
def test_what_an_address_asks_wrongly_is_named_and_the_rest_holds(
    parameter: str, value: str
) -> None:
    good = {"cell": "250"} if parameter != "cell" else {"view": "density"}

    wanted, unusable = read_address({**good, parameter: value}, CHOICES)

    assert unusable == (parameter,)
    assert write_address(wanted) == good


def test_of_a_list_only_the_unknown_key_is_left_out() -> None:
    wanted, unusable = read_address({"action_field": "green,gone"}, CHOICES)

    assert (wanted.filters.action_fields, unusable) == (("green",), ("action_field",))


def test_an_end_before_the_beginning_is_left_out() -> None:
    wanted, unusable = read_address({"from": "2026-05-01", "to": "2026-04-30"}, CHOICES)

    assert (wanted.filters.first_day, wanted.filters.last_day) == (date(2026, 5, 1), None)
    assert unusable == ("to",)


def test_a_district_outside_the_chosen_municipality_is_left_out() -> None:
    query = {"municipality": "00000001", "district": "00000002/hof,00000001/mitte"}

    wanted, unusable = read_address(query, CHOICES)

    assert (wanted.filters.districts, unusable) == (("00000001/mitte",), ("district",))


def test_districts_are_offered_for_the_chosen_municipality_only() -> None:
    names = Names.of(CHOICES, ("00000002",), GERMAN)

    assert names.districts == {"00000002/mitte": "Mitte", "00000002/hof": "Hof"}


def test_districts_of_one_name_are_told_apart() -> None:
    names = Names.of(CHOICES, (), GERMAN)

    assert list(names.districts.values()) == ["Mitte (Westdorf)", "Mitte (Ostdorf)", "Hof"]


@pytest.mark.parametrize("text", ["22.11.2026", "22/11/2026", "2026-11-22", " 22. 11. 2026 "])
def test_a_day_may_be_written_in_several_ways(text: str) -> None:
    assert parse_day(text) == TODAY


@pytest.mark.parametrize("text", ["31.02.2026", "22.11.26", "heute", "1.1.0001", "٢٢.١١.٢٠٢٦", "-"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_day(text)


@given(st.dates(date(1900, 1, 1), date(9999, 12, 31)), st.sampled_from(["de", "en"]))
def test_a_day_is_read_as_it_is_written(day: date, lang: str) -> None:
    assert parse_day(write_day(day, get_translator(lang))) == day


def test_usual_periods_include_both_their_days() -> None:
    assert period_of(PeriodChoice.LAST_30_DAYS, TODAY) == (date(2026, 10, 24), TODAY)
    assert period_of(PeriodChoice.THIS_YEAR, TODAY) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("choice", PeriodChoice)
def test_a_usual_period_is_recognised(choice: PeriodChoice) -> None:
    expected = PeriodChoice.ALL if choice is PeriodChoice.OWN else choice

    assert choice_of(period_of(choice, TODAY), TODAY) is expected


def test_any_other_period_is_ones_own() -> None:
    assert choice_of((date(2026, 1, 2), None), TODAY) is PeriodChoice.OWN


def test_an_open_period_is_described_by_its_one_day() -> None:
    assert describe_period((None, TODAY), GERMAN) == "bis 22.11.2026"


def test_a_hexagon_is_described_by_the_nearest_place() -> None:
    # The cell of edge 1,000 m whose centre is 1,500 * 220 east and sqrt(3) * 1,000 * 3,335 north.
    cell = CellCount((220 << 16) | 3335, 3, 8)
    settlement = NamedPlace("Westdorf", "settlement", 12.5, 52.14, "00000001")

    (row,) = cell_rows([cell], 1000, [settlement], GERMAN)

    # PostGIS's ST_Transform puts 12.5, 52.14 at 328,923 east and 5,779,557 north in EPSG:25833:
    # the centre lies 1,077 m east and 3,168 m south of it, so 3,346 m away on a bearing of 161°.
    assert row == CountRow("3,3 km südlich von Westdorf", 3, 8)


def test_without_any_named_place_a_hexagon_is_described_by_its_coordinates() -> None:
    (row,) = cell_rows([CellCount((220 << 16) | 3335, 3, 8)], 1000, [], GERMAN)

    assert row.place.endswith("° Ost")


def test_ideas_outside_every_district_have_a_row_of_their_own() -> None:
    outside = DistrictCount("00000001", "Westdorf", None, None, None, 2, 0, 2)
    nowhere = DistrictCount(None, None, None, None, None, 1, 0, 1)

    rows = district_rows([outside, nowhere], GERMAN)

    assert [row.place for row in rows] == ["Westdorf, ohne Ortsteil", "kein bestimmter Ort"]


def test_rows_are_ordered_by_ideas_then_supports_then_name() -> None:
    rows = [CountRow("b", 1, 0), CountRow("a", 1, 0), CountRow("c", 1, 5), CountRow("d", 2, 0)]

    assert [row.place for row in by_count(rows)] == ["d", "c", "a", "b"]
