"""Lists of measures as people copy them out of a development concept."""

import pytest

from mapper.domain.measures import read_numbered_lines


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2.9 Tempo 30", ("2.9", "Tempo 30")),
        ("2.9. Tempo 30", ("2.9", "Tempo 30")),
        ("12)\tRadweg  bauen ", ("12", "Radweg bauen")),
        ("• M 4 Bänke", ("M 4", "Bänke")),
        ("A3.1a: Brunnen", ("A3.1a", "Brunnen")),
        ("Bänke aufstellen", ("", "Bänke aufstellen")),
        ("2.9", ("", "2.9")),
        ("<b>1</b> x", ("", "<b>1</b> x")),
    ],
)
def test_a_line_is_parted_into_number_and_title(line: str, expected: tuple[str, str]) -> None:
    assert read_numbered_lines(line) == [expected]


def test_empty_lines_are_left_out() -> None:
    assert read_numbered_lines("\n 1 A\r\n\n\t\n2 B\n") == [("1", "A"), ("2", "B")]


def test_a_long_line_is_read_at_once() -> None:
    assert read_numbered_lines("1.1" * 100_000) == [("", "1.1" * 100_000)]
