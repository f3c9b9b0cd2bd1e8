"""Expected ideas by hexagon: the sum, the shares, and the assumed spread."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.geo.expected import SPREAD_M, Homes, expected_by_cell
from mapper.geo.hexgrid import cell_centres

HERE = (335_000.0, 5_778_000.0)


def homes(people: int, *points: tuple[float, float]) -> Homes:
    return Homes(people, np.array(points))


@pytest.mark.parametrize("size_m", [1000, 500, 250, 125])
@given(
    total=st.floats(0, 1e6),
    places=st.lists(
        st.tuples(st.integers(1, 20_000), st.floats(-2e4, 2e4), st.floats(-2e4, 2e4)),
        min_size=1,
        max_size=4,
    ),
)
def test_all_hexagons_together_expect_all_ideas(
    size_m: int, total: float, places: list[tuple[int, float, float]]
) -> None:
    asked = [homes(people, (HERE[0] + e, HERE[1] + n)) for people, e, n in places]

    cells, expected = expected_by_cell(total, asked, size_m)

    assert expected.sum() == pytest.approx(total)
    assert len(set(cells.tolist())) == len(cells) == len(expected)


def test_a_place_expects_its_share_of_the_people() -> None:
    far = (HERE[0] + 20_000, HERE[1])

    cells, expected = expected_by_cell(100, [homes(3000, HERE), homes(1000, far)], 500)

    west = cell_centres(cells, 500)[:, 0] < HERE[0] + 10_000
    assert expected[west].sum() == pytest.approx(75)
    assert expected[~west].sum() == pytest.approx(25)


def test_people_live_around_the_point_as_a_gaussian_says() -> None:
    cells, expected = expected_by_cell(1000, [homes(10, HERE)], 125)

    # Rayleigh's distribution within r: 1 - exp(-r² / 2 sigma²), so 39.35 % and 86.47 %. Hexagons on
    # the circle count as a whole or not at all.
    distance = np.hypot(*(cell_centres(cells, 125) - HERE).T)
    assert expected[distance <= SPREAD_M].sum() == pytest.approx(393.5, rel=0.05)
    assert expected[distance <= 2 * SPREAD_M].sum() == pytest.approx(864.7, rel=0.02)


def test_larger_hexagons_expect_what_the_smaller_ones_in_them_do() -> None:
    small, fine = expected_by_cell(1000, [homes(10, HERE)], 250)
    large, coarse = expected_by_cell(1000, [homes(10, HERE)], 1000)

    # 1,000 m is four times 250 m: the one under the point holds about what lies as near.
    top = cell_centres(large, 1000)[int(coarse.argmax())]
    near = np.hypot(*(cell_centres(small, 250) - top).T) < 900
    assert coarse.max() == pytest.approx(fine[near].sum(), rel=0.1)


def test_two_points_share_their_people() -> None:
    far = (HERE[0] + 20_000, HERE[1])

    cells, expected = expected_by_cell(10, [homes(500, HERE, far)], 1000)

    west = cell_centres(cells, 1000)[:, 0] < HERE[0] + 10_000
    assert expected[west].sum() == pytest.approx(5)


@pytest.mark.parametrize("asked", [[], [homes(0, HERE)]])
def test_where_nobody_lives_nothing_is_expected(asked: list[Homes]) -> None:
    cells, expected = expected_by_cell(7, asked, 500)

    assert (cells.tolist(), expected.tolist()) == ([], [])
