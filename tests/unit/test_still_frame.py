"""Frames, scales and names of still pictures, by arithmetic of their own."""

from itertools import combinations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from mapper.charts.drawing import clean
from mapper.report.fonts import FOLDER
from mapper.report.frame import fit, scale_bar
from mapper.report.labels import Label, arrange, width_of
from mapper.report.sheet_drawn import wrap

WEST, SOUTH = 330_000.0, 5_775_000.0
ROOM = fit((WEST, SOUTH, WEST + 20_000, SOUTH + 15_000), 800, 600)
LABELS = st.lists(
    st.builds(
        Label,
        st.sampled_from(["Borne", "Groß Briesen", "Wiesenburg/Mark", "Ü"]),
        st.floats(0, 800),
        st.floats(0, 600),
        st.sampled_from([12.0, 15.0]),
    ),
    max_size=25,
)


@settings(max_examples=30)
@given(LABELS)
def test_names_lie_in_the_picture_and_on_no_other(labels: list[Label]) -> None:
    taken = (300.0, 200.0, 500.0, 400.0)
    placed = arrange(labels, ROOM, [taken])

    boxes = [shapely.box(*one.box) for one in placed]
    picture = shapely.box(0, 0, 800, 600)
    assert all(picture.contains(box) and not box.intersects(shapely.box(*taken)) for box in boxes)
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))


def test_a_name_leaves_free_what_it_can() -> None:
    label = Label("Borne", 400, 300, 15)
    hexagon = (395.0, 295.0, 405.0, 305.0)

    [moved] = arrange([label], ROOM, (), [hexagon])

    assert not shapely.box(*moved.box).intersects(shapely.box(*hexagon))


@pytest.mark.parametrize("words", ["Wiesenburg/Mark", "Groß Briesen", "1.234,5 km²"])
def test_letters_are_as_wide_as_freetype_sets_them(words: str) -> None:
    font = ImageFont.truetype(FOLDER / "400.ttf", 200, layout_engine=ImageFont.Layout.BASIC)

    # Without kerning, which moves letters by less than a hundredth of the line.
    assert width_of(words, 200) == pytest.approx(font.getlength(words), rel=0.03)


@pytest.mark.parametrize(
    ("side_m", "km"), [(1_000, 0.5), (20_000, 2), (60_000, 10), (300_000, 50), (3_000_000, 500)]
)
def test_the_scale_is_a_length_that_reads_well(side_m: float, km: float) -> None:
    frame = fit((WEST, SOUTH, WEST + side_m, SOUTH + side_m), 600, 600)

    length, pixels = scale_bar(frame)

    assert length == km
    # The picture shows at least 3 km, else the side and 4 % of the picture on either side.
    shown = max(3_000, side_m / 0.92)
    assert pixels == pytest.approx(600 * 1_000 * km / shown)
    assert 600 / 5 / 2.5 <= pixels <= 600 / 5


@settings(max_examples=30)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=200))
def test_lines_are_no_wider_than_there_is_room(words: str) -> None:
    lines = wrap(words, 150, 16)

    assert all(width_of(line, 16) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == clean(words).replace(" ", "")
