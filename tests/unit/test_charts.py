"""Charts: well-formed, true to their numbers, and unmoved by whatever a name holds."""

import itertools
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from mapper.charts import Bar, Column, Line, Series, draw_bars, draw_columns, figure
from mapper.charts.drawing import NARROW, SIZE, WIDE, Layout, fold, ticks, width_of
from mapper.i18n import get_translator

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = get_translator("de").format_number
LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW])
HOSTILE = (
    '"><script>alert(1)</script>',
    "</title></svg><img src=x onerror=alert(1)>",
    "a\n\n# b\n\n![x](https://evil.example/x.png) $x$ :material/delete: `c`",
    "\u202etxet\x00\x08\ud800 ]]> <!-- &amp;",
)


def bar(name: str, value: float, upper: float | None = None) -> Bar:
    return Bar(name, value, value / 2, upper or value * 2, NUMBER(value), f"hint of {name}")


def parse(drawing: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawing))


def texts(drawing: Markup) -> list[str]:
    return [str(one.text) for one in parse(drawing).iter(f"{SVG}text")]


def columns(*counts: tuple[int, ...]) -> list[Column]:
    return [
        Column(f"K{place}", "2026", one, [f"h{place}.{at}" for at in range(len(one))])
        for place, one in enumerate(counts)
    ]


def drawn(*counts: tuple[int, ...], layout: Layout = WIDE, names: tuple[str, ...] = ()) -> Markup:
    named = names or tuple(f"S{at}" for at in range(len(counts[0]) if counts else 2))
    series = [Series(name, "#332288") for name in named]
    return draw_columns(columns(*counts), series, layout, says="s", number=NUMBER, name="n")


def segments(drawing: Markup) -> dict[str, dict[str, float]]:
    """The first rectangle of each group with a hint, by the hint."""
    found = {}
    for group in parse(drawing).iter(f"{SVG}g"):
        title, rect = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        assert title is not None
        assert rect is not None
        sides = ("x", "y", "width", "height")
        found[str(title.text)] = {side: float(rect.attrib[side]) for side in sides}
    return found


@LAYOUTS
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(layout: Layout, name: str) -> None:
    line = Line(2.0, name)
    chart = draw_bars([bar(name, 3)], layout, says=name, number=NUMBER, line=line)
    stack = drawn((3, 1), layout=layout, names=(name, name))

    for drawing in (chart, stack):
        inside = {element.tag.removeprefix(SVG) for element in parse(drawing).iter()}
        assert inside <= {
            *("svg", "g", "title", "text", "rect", "line"),
            *("defs", "pattern", "path", "circle"),
        }


@pytest.mark.parametrize("name", HOSTILE)
def test_a_figure_is_one_line_of_markup_whatever_it_is_called(name: str) -> None:
    made = figure(name, lambda layout: draw_bars([bar(name, 1)], layout, says=name, number=NUMBER))

    assert made.startswith("<figure ")
    assert len(made.splitlines()) == 1
    assert parse(made).tag == "figure"


def test_a_hostile_colour_stays_an_attribute() -> None:
    series = [Series("a", '"/><script>')]

    drawing = draw_columns(columns((1,)), series, WIDE, says="s", number=NUMBER, name="n")

    assert not list(parse(drawing).iter(f"{SVG}script"))


@LAYOUTS
def test_a_picture_is_an_image_that_says_what_it_shows(layout: Layout) -> None:
    chart = parse(draw_bars([bar("A", 1)], layout, says="Aus A kommt am meisten.", number=NUMBER))

    assert chart.attrib["role"] == "img"
    assert chart.attrib["aria-label"] == "Aus A kommt am meisten."


@LAYOUTS
def test_bars_are_as_long_as_their_values(layout: Layout) -> None:
    drawing = draw_bars([bar("A", 4), bar("B", 1), bar("C", 0)], layout, says="s", number=NUMBER)

    filled = [one for one in parse(drawing).iter(f"{SVG}rect") if one.get("class") == "f-beech"]
    long, short, none = (float(one.attrib["width"]) for one in filled)
    assert long == pytest.approx(4 * short, abs=0.05)
    assert none == 0


@LAYOUTS
def test_nothing_is_drawn_outside_however_wide_an_interval_is(layout: Layout) -> None:
    drawing = draw_bars([bar("A", 4, upper=9000), bar("B", 1)], layout, says="s", number=NUMBER)

    ends = [float(one.attrib["x2"]) for one in parse(drawing).iter(f"{SVG}line")]
    assert max(ends) <= layout.width


@LAYOUTS
def test_every_name_and_value_stands_in_the_drawing(layout: Layout) -> None:
    drawing = draw_bars(
        [bar("Groß Briesen", 12.5), bar("Lütte", 0)],
        layout,
        says="s",
        number=NUMBER,
        line=Line(3.25, "alle zusammen: 3,25"),
    )

    assert {"Groß Briesen", "12,5", "Lütte", "0", "alle zusammen: 3,25"} <= set(texts(drawing))


def test_a_long_name_is_folded_and_its_hint_tells_all_of_it() -> None:
    name = "Oberunterwiesenburg an der Mark mit sehr vielen weiteren Siedlungsteilen"

    drawing = draw_bars([bar(name, 1)], WIDE, says="s", number=NUMBER)

    titles = [str(one.text) for one in parse(drawing).iter(f"{SVG}title")]
    assert titles == [f"hint of {name}"]
    assert all(width_of(one) < 196 for one in texts(drawing))
    assert any(one.endswith("…") for one in texts(drawing))


counts = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 9)), min_size=1, max_size=60
)


@given(counts, st.sampled_from([WIDE, NARROW]))
def test_columns_stack_what_they_count(rows: list[tuple[int, ...]], layout: Layout) -> None:
    found = segments(drawn(*rows, layout=layout))

    expected = {
        f"h{place}.{at}": count
        for place, row in enumerate(rows)
        for at, count in enumerate(row)
        if count
    }
    assert found.keys() == expected.keys()
    if not expected:
        return
    scale = sum(one["height"] for one in found.values()) / sum(expected.values())
    for told, count in expected.items():
        assert found[told]["height"] == pytest.approx(count * scale, abs=0.02)
    for place, row in enumerate(rows):
        below = found.get(f"h{place}.0"), found.get(f"h{place}.1")
        if row[0] and row[1] and below[0] and below[1]:
            assert below[1]["y"] + below[1]["height"] == pytest.approx(below[0]["y"], abs=0.02)


@given(st.integers(1, 60), st.sampled_from([WIDE, NARROW]))
def test_columns_share_the_width_and_do_not_touch(number: int, layout: Layout) -> None:
    found = segments(drawn(*[(1,)] * number, layout=layout))

    places = sorted((one["x"], one["width"]) for one in found.values())
    assert len(places) == number
    assert all(x >= 0 and x + width <= layout.width for x, width in places)
    gaps = [after[0] - (x + width) for (x, width), after in itertools.pairwise(places)]
    assert all(gap > 0 for gap in gaps)


def test_the_legend_names_the_uppermost_first() -> None:
    shown = texts(drawn((1, 2, 3), layout=NARROW, names=("unten", "mitten", "oben")))

    assert shown[-3:] == ["oben", "mitten", "unten"]


def test_neighbours_differ_by_hatching_too() -> None:
    hatched = [
        len([one for one in group if one.get("fill", "").startswith("url(")])
        for group in parse(drawn((1, 1, 1, 1))).iter(f"{SVG}g")
    ]

    assert hatched == [0, 1, 0, 1]


def test_without_a_count_there_are_axes_only() -> None:
    assert segments(drawn((0, 0))) == {}
    assert parse(drawn()).tag == f"{SVG}svg"


@given(st.floats(0.001, 1e7), st.integers(3, 8))
def test_an_axis_reaches_the_largest_value_in_a_few_even_steps(largest: float, most: int) -> None:
    marks = ticks(largest, most)

    steps = [after - one for one, after in itertools.pairwise(marks)]
    assert marks[0] == 0
    assert marks[-1] >= largest * (1 - 1e-8)
    assert marks[-2] < largest
    assert max(steps) == pytest.approx(min(steps))
    assert 2 <= len(marks) <= 2 * most


@given(st.integers(1, 10_000))
def test_an_axis_of_counts_has_whole_numbers(largest: int) -> None:
    assert all(mark == round(mark) for mark in ticks(largest, whole=True))


@given(st.text(max_size=200), st.integers(60, 600), st.integers(1, 3))
def test_folded_words_fit_their_lines(words: str, width: int, lines: int) -> None:
    folded = fold(words, width, lines)

    assert 1 <= len(folded) <= lines
    assert all(width_of(one) <= max(width, 4 * SIZE) for one in folded)
