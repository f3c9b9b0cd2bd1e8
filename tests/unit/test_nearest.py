"""The nearest named point and the way from it."""

import numpy as np
import pytest

from mapper.geo.nearest import find_nearest


@pytest.mark.parametrize(
    ("east", "north", "direction"),
    [
        (0, 100, "n"), (100, 100, "ne"), (100, 0, "e"), (100, -100, "se"),
        (0, -100, "s"), (-100, -100, "sw"), (-100, 0, "w"), (-100, 100, "nw"),
    ],
)  # fmt: skip
def test_direction_leads_from_the_place_to_the_point(
    east: float, north: float, direction: str
) -> None:
    found = find_nearest(np.array([[east, north]], dtype=float), np.array([[0.0, 0.0]]))

    assert found[0].direction == direction


def test_the_nearer_of_two_places_is_taken_with_its_distance() -> None:
    places = np.array([[0.0, 0.0], [1000.0, 0.0]])

    found = find_nearest(np.array([[700.0, 400.0]]), places)

    # By hand: 300 m east and 400 m north of the second, so 500 m away.
    assert found[0].index == 1
    assert found[0].distance_m == pytest.approx(500)


def test_without_places_nothing_is_near() -> None:
    assert find_nearest(np.array([[1.0, 2.0]]), np.empty((0, 2))) == ()
