"""How places on the ground become places in a picture."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

LEAST_M = 3_000
"""The shorter side of a picture shows at least so much ground: less is no map."""
FINE_PX = 0.4
"""Outlines are drawn this exact, in pixels."""
_PADDING = 0.04
_BEYOND = 10
"""So many pixels around a picture outlines go on, so that no cut is seen."""
_TRIANGLE = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of `width` by `height` pixels with north up.

    `west`, `north` are its upper left corner in EPSG:25833, `metres` are those of a pixel.
    """

    west: float
    north: float
    metres: float
    width: int
    height: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:25833."""
        south = self.north - self.height * self.metres
        return self.west, south, self.west + self.width * self.metres, self.north

    def place(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels right and down of easting, northing (last axis 2), of the same shape."""
        return (metres - (self.west, self.north)) * (1, -1) / self.metres

    def cut(self, shape: BaseGeometry) -> BaseGeometry:
        """What of a shape in EPSG:25833 is in the picture, and a little around it."""
        west, south, east, north = self.bounds
        margin = _BEYOND * self.metres
        box = (west - margin, south - margin, east + margin, north + margin)
        if shape.is_empty or shapely.box(*box).contains(shapely.box(*shape.bounds)):
            return shape
        return shapely.clip_by_rect(shapely.make_valid(shape), *box)

    def trace(self, shape: BaseGeometry) -> str:
        """The rings and lines of a shape in EPSG:25833 as the `d` of a path; empty outside."""
        return self.trace_rings(shapely.get_coordinates(one) for one in _lines(self.cut(shape)))

    def trace_rings(self, rings: Iterable[NDArray[np.float64]]) -> str:
        """The same of rings and lines given by their corners; the closed ones end with "z"."""
        return "".join(_steps(self.place(ring)) for ring in rings)


def fit(bounds: tuple[float, float, float, float], width: int, height: int) -> Frame:
    """The frame that shows a box in EPSG:25833 (west, south, east, north) as large as it can."""
    west, south, east, north = bounds
    metres = max(
        (east - west) / (width * (1 - 2 * _PADDING)),
        (north - south) / (height * (1 - 2 * _PADDING)),
        LEAST_M / min(width, height),
    )
    left = (west + east - width * metres) / 2
    top = (south + north + height * metres) / 2
    return Frame(left, top, metres, width, height)


def scale_bar(frame: Frame) -> tuple[float, float]:
    """The length of a bar in kilometres (1, 2, 5 times a power of 10), and in pixels.

    The longest one that takes at most a fifth of the width. Lengths are those of EPSG:25833, which
    differ by less than 0.1 % from those on the ground.
    """
    most = frame.width * frame.metres / 5_000
    power = 10.0 ** math.floor(math.log10(most))
    km = next(step * power for step in (5, 2, 1) if step * power <= most)
    return km, km * 1_000 / frame.metres


def _lines(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    if isinstance(shape, shapely.Polygon):
        yield from (shape.exterior, *shape.interiors)
    elif isinstance(shape, shapely.LineString):
        yield shape
    else:
        for one in getattr(shape, "geoms", ()):
            yield from _lines(one)


def _steps(pixels: NDArray[np.float64]) -> str:
    """A path to a tenth of a pixel: where it begins, and the steps from there."""
    tenths = np.rint(pixels * 10).astype(int)
    closed = len(tenths) > _TRIANGLE and bool((tenths[0] == tenths[-1]).all())
    steps = np.diff(tenths[:-1] if closed else tenths, axis=0)
    body = " ".join(f"{x / 10:g} {y / 10:g}" for x, y in steps.tolist() if x or y)
    x, y = (tenths[0] / 10).tolist()
    return f"M{x:g} {y:g}l{body}{'z' if closed else ''}" if body else ""
