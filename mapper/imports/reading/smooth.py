"""The way between two grids of one datum, quickly: a polynomial that agrees with PROJ.

Both are conformal pictures of one ellipsoid, so the way from one to the other is an analytic
function of easting + i northing, and a polynomial of low degree meets it within micrometres over
a county. It is used where it was seen to: for millions of corners PROJ itself takes longer than
everything else together.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]
Projection = Callable[[Positions], Positions]
Box = tuple[float, float, float, float]

_DEGREES = range(3, 10)
_NODES, _CHECKED = 24, 31
_WITHIN_M = 0.0001


def quicken(project: Projection, box: Box | None) -> Projection:
    """The same way; within a box of the source by a polynomial, if there is one close enough."""
    if box is None or not np.isfinite(box).all():
        return project
    west, south, east, north = box
    centre = complex(west + east, south + north) / 2
    reach = max(east - west, north - south) / 2
    if reach <= 0:
        return project
    nodes = _grid(box, np.cos(np.pi * (np.arange(_NODES) + 0.5) / _NODES))
    exact = project(nodes.copy())
    if np.array_equal(exact, nodes):
        return lambda given: given
    checked = _grid(box, np.linspace(-1, 1, _CHECKED))
    goal = project(checked.copy())
    for degree in _DEGREES:
        approach = _polynomial(nodes, exact, degree, centre, reach)
        if np.abs(approach(checked) - goal).max() <= _WITHIN_M:
            break
    else:
        return project

    def go(given: Positions) -> Positions:
        x, y = given[:, 0], given[:, 1]
        inside = not len(given) or (
            west <= x.min() <= x.max() <= east and south <= y.min() <= y.max() <= north
        )
        return approach(given) if inside else project(given)

    return go


def _polynomial(
    nodes: Positions, exact: Positions, degree: int, centre: complex, reach: float
) -> Projection:
    """The polynomial of a degree that comes nearest at the nodes."""
    powers = np.vander(_turn(nodes, centre, reach), degree + 1)
    found, *_ = np.linalg.lstsq(powers, _join(exact), rcond=None)

    def approach(given: Positions) -> Positions:
        at = _turn(given, centre, reach)
        value = np.full(len(at), found[0])
        for one in found[1:]:
            value *= at
            value += one
        return value.view(np.float64).reshape(-1, 2)

    return approach


def _grid(box: Box, steps: Positions) -> Positions:
    """Positions in a box, by steps from -1 to 1 in both directions."""
    west, south, east, north = box
    x, y = np.meshgrid(
        (west + east + steps * (east - west)) / 2, (south + north + steps * (north - south)) / 2
    )
    return np.column_stack([x.ravel(), y.ravel()])


def _join(positions: Positions) -> NDArray[np.complex128]:
    return np.ascontiguousarray(positions).view(np.complex128).ravel()


def _turn(positions: Positions, centre: complex, reach: float) -> NDArray[np.complex128]:
    turned = _join(positions) - centre
    turned *= 1 / reach
    return turned
