"""The heat's colours can be told apart, also by people who see red and green alike."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from mapper.mapview.palette import DIVERGING, HEAT, class_colours, on_paper

# Linear RGB as seen with a dichromacy. Source: Machado, Oliveira and Fernandes (2009),
# "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.0.
SIGHTS: dict[str, list[list[float]]] = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Steps of CIE lightness below this are hard to tell on a map with a thin outline.
LEAST_STEP = 4.5


# From linear sRGB to CIE XYZ, and its white. Source: IEC 61966-2-1.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def lab(colour: str, sight: list[list[float]]) -> NDArray[np.float64]:
    """CIE L*a*b* (D65) of an sRGB colour as it is seen. Source: IEC 61966-2-1 and CIE 15."""
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear: NDArray[np.float64] = np.where(
        srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4
    )
    seen = TO_XYZ @ np.clip(np.array(sight) @ linear, 0, 1) / WHITE
    roots = np.where(seen > (6 / 29) ** 3, np.cbrt(seen), seen / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = roots
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def lightness(colour: str, sight: list[list[float]]) -> float:
    return float(lab(colour, sight)[0])


@pytest.mark.parametrize("sight", SIGHTS)
def test_each_class_is_clearly_darker_than_the_one_before(sight: str) -> None:
    steps = [lightness(on_paper(colour), SIGHTS[sight]) for colour in HEAT]

    assert all(a - b >= LEAST_STEP for a, b in itertools.pairwise(steps)), steps


@pytest.mark.parametrize("count", range(1, 7))
def test_so_many_classes_have_so_many_different_colours(count: int) -> None:
    assert len(set(class_colours(count))) == count


def test_no_class_needs_no_colour() -> None:
    assert class_colours(0) == ()


@pytest.mark.parametrize("count", DIVERGING)
@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_of_fewer_and_more_grow_darker_away_from_the_middle(sight: str, count: int) -> None:
    seen = [lab(on_paper(colour), SIGHTS[sight]) for colour in DIVERGING[count]]
    middle = count // 2

    for outward in (seen[middle:], seen[middle::-1]):
        for one, other in itertools.pairwise(outward):
            assert one[0] > other[0]
            assert float(np.linalg.norm(one - other)) >= LEAST_STEP


@pytest.mark.parametrize("count", [3, 5, 7])
@pytest.mark.parametrize("sight", SIGHTS)
def test_fewer_does_not_look_like_more(sight: str, count: int) -> None:
    seen = [lab(on_paper(colour), SIGHTS[sight]) for colour in DIVERGING[count]]

    # A distance of ten in CIE L*a*b* is seen at a glance, also apart from one another.
    assert all(float(np.linalg.norm(seen[at] - seen[-1 - at])) >= 10 for at in range(count // 2))
