"""A smooth density of ideas, computed from the same hexagons the map counts."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

from mapper.domain.filters import CELL_SIZES
from mapper.geo.crs import to_degrees, to_metres
from mapper.geo.hexgrid import cell_centres

BANDWIDTH_EDGES = 1.5
"""The Gaussian's standard deviation in edge lengths: the hexagons' grid is no longer seen."""

_EDGES_FINE = 3
_PIXELS_PER_BANDWIDTH = 4
_REACH = 4.0
_MOST_PIXELS = 1500
_LATTICE = 33


@dataclass(frozen=True, slots=True)
class DensityGrid:
    """Ideas per km² at the centres of square pixels in EPSG:25833.

    `easting, northing` is the centre of `values[0, 0]`, rows go north, columns east.
    """

    easting: float
    northing: float
    pixel_m: float
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DensityImage:
    """The same values on pixels that are regular on a Web Mercator map, first row in the north.

    The bounds are the outer edges, in EPSG:4326.
    """

    west: float
    south: float
    east: float
    north: float
    values: NDArray[np.float64]


def fine_enough(bandwidth_m: float) -> int:
    """The largest edge length of hexagons whose grid does not show in a density so smooth."""
    fine = [size for size in CELL_SIZES if size <= bandwidth_m / _EDGES_FINE]
    return max(fine, default=min(CELL_SIZES))


def smooth_density(
    cells: NDArray[np.int32],
    counts: NDArray[np.float64],
    size_m: int,
    bandwidth_m: float | None = None,
) -> DensityGrid:
    """Spread the count of each of n hexagons (n > 0) around its centre by a Gaussian.

    `bandwidth_m` is its standard deviation in metres, by default BANDWIDTH_EDGES edge lengths.
    From hexagons that are `fine_enough` the density differs from that of the points themselves by
    up to 5 % of its largest value; from bandwidths below 375 m by up to 10 %.

    The sum over all pixels, times their area, is the sum of the counts: what reaches beyond a
    municipality's border stays there and is not folded back.

    Source: kernel density estimation with a Gaussian kernel on binned data, Silverman (1986),
    Density Estimation for Statistics and Data Analysis, 2.4 and 3.5.
    """
    bandwidth_m = bandwidth_m or BANDWIDTH_EDGES * size_m
    centres = cell_centres(cells, size_m)
    margin = (_REACH + 1) * bandwidth_m
    low, high = centres.min(axis=0) - margin, centres.max(axis=0) + margin
    pixel_m = max(bandwidth_m / _PIXELS_PER_BANDWIDTH, float((high - low).max()) / _MOST_PIXELS)
    columns, rows = (math.ceil(length / pixel_m) + 1 for length in high - low)
    mass = _deposit((centres - low) / pixel_m, counts, (rows, columns))
    spread = gaussian_filter(mass, bandwidth_m / pixel_m, mode="constant", truncate=_REACH)
    return DensityGrid(float(low[0]), float(low[1]), pixel_m, spread / (pixel_m / 1000) ** 2)


def _deposit(
    places: NDArray[np.float64], counts: NDArray[np.float64], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Counts shared out among the four pixels around each place, the nearer the more."""
    mass = np.zeros(shape)
    first = np.floor(places).astype(int)
    part = places - first
    for right in (0, 1):
        for up in (0, 1):
            weight = np.abs(1 - right - part[:, 0]) * np.abs(1 - up - part[:, 1])
            np.add.at(mass, (first[:, 1] + up, first[:, 0] + right), counts * weight)
    return mass


def to_mercator(grid: DensityGrid, most_pixels: int = 900) -> DensityImage:
    """Resample a grid for an image overlay, which a web map stretches linearly in Web Mercator.

    The image reaches as far as the grid does, with zeros in the corners a turned grid leaves.
    """
    edges = _edges(grid)
    west, south = edges.min(axis=0)
    east, north = edges.max(axis=0)
    low, high = _mercator(south), _mercator(north)
    across, up = math.radians(east - west), high - low
    longest = min(most_pixels, 2 * max(grid.values.shape))
    wide = max(2, round(longest * min(1, across / up)))
    tall = max(2, round(longest * min(1, up / across)))
    sources = _sources(grid, (west, low, east, high), (tall, wide))
    values = map_coordinates(grid.values, sources, order=1, mode="constant")
    return DensityImage(float(west), float(south), float(east), float(north), values)


def _edges(grid: DensityGrid) -> NDArray[np.float64]:
    """Degrees of points all around the grid."""
    rows, columns = grid.values.shape
    along = np.linspace(0, 1, _LATTICE)
    zero, one = np.zeros(_LATTICE), np.ones(_LATTICE)
    across = np.concatenate([along, along, zero, one]) * (columns - 1) * grid.pixel_m
    up = np.concatenate([zero, one, along, along]) * (rows - 1) * grid.pixel_m
    return to_degrees(np.stack([grid.easting + across, grid.northing + up], axis=-1))


def _sources(
    grid: DensityGrid, box: tuple[float, float, float, float], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Row and column in the grid of the centre of each pixel of the image.

    Exact on a lattice and linear between its nodes: over 30 km that is wrong by 2 cm.
    """
    west, low, east, high = box
    lons = np.linspace(west, east, _LATTICE)
    lats = [math.degrees(math.atan(math.sinh(y))) for y in np.linspace(high, low, _LATTICE)]
    nodes = np.array([[to_metres(float(lon), lat) for lon in lons] for lat in lats])
    columns = (nodes[..., 0] - grid.easting) / grid.pixel_m
    rows = (nodes[..., 1] - grid.northing) / grid.pixel_m
    tall, wide = shape
    down = (np.arange(tall) + 0.5) / tall * (_LATTICE - 1)
    right = (np.arange(wide) + 0.5) / wide * (_LATTICE - 1)
    places = np.stack(np.meshgrid(down, right, indexing="ij"))
    return np.stack([map_coordinates(axis, places, order=1) for axis in (rows, columns)])


def _mercator(lat: float) -> float:
    """The northing on a sphere of radius 1. Source: Snyder (1987), Map Projections, 7-2."""
    return math.asinh(math.tan(math.radians(lat)))
