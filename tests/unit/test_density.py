"""The smooth density, against the formula it stands for."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import gaussian_kde

from mapper.geo.crs import to_degrees
from mapper.geo.density import (
    BANDWIDTH_EDGES,
    DensityGrid,
    fine_enough,
    smooth_density,
    to_mercator,
)
from mapper.geo.hexgrid import cell_centres, cell_ids

EASTING, NORTHING = 335_000.0, 5_778_000.0


def cells_at(points: list[tuple[float, float]], size_m: int) -> NDArray[np.int32]:
    eastings, northings = np.array(points).T
    return cell_ids(eastings, northings, size_m)


def value_at(grid: DensityGrid, easting: float, northing: float) -> float:
    row = round((northing - grid.northing) / grid.pixel_m)
    column = round((easting - grid.easting) / grid.pixel_m)
    return float(grid.values[row, column])


def kernel_sum(
    centres: NDArray[np.float64], counts: list[float], bandwidth_km: float, at: tuple[float, float]
) -> float:
    """Ideas per km² by the formula itself: Silverman (1986), equation 4.1, Gaussian kernel."""
    squares = ((centres - np.array(at)) ** 2).sum(axis=1) / 1e6
    weights = np.exp(-squares / (2 * bandwidth_km**2)) / (2 * math.pi * bandwidth_km**2)
    return float((np.array(counts) * weights).sum())


@pytest.mark.parametrize("size_m", [1000, 500, 250, 125])
def test_all_ideas_are_there_when_the_density_is_summed_up(size_m: int) -> None:
    cells = cells_at([(EASTING, NORTHING), (EASTING + 9000, NORTHING - 4000)], size_m)

    grid = smooth_density(cells, np.array([7.0, 12.0]), size_m)

    assert grid.values.sum() * (grid.pixel_m / 1000) ** 2 == pytest.approx(19, rel=1e-9)


def test_one_cell_is_the_bell_curve_around_its_centre() -> None:
    cells = cells_at([(EASTING, NORTHING)], 500)
    (easting, northing), *_ = cell_centres(cells, 500)

    grid = smooth_density(cells, np.array([10.0]), 500)

    # By hand: 10 / (2 pi 0.75²) = 2.829 ideas per km² at the top, and exp(-1/2) of it, 1.716,
    # one bandwidth of 750 m away. Pixels of a quarter bandwidth blunt the top by up to 3 %.
    assert BANDWIDTH_EDGES * 500 == 750
    assert float(grid.values.max()) == pytest.approx(2.829, rel=0.03)
    assert value_at(grid, easting + 750, northing) == pytest.approx(1.716, rel=0.1)


def test_many_cells_add_up_as_the_formula_says() -> None:
    chance = np.random.default_rng(5)
    points = [(EASTING + float(e), NORTHING + float(n)) for e, n in chance.normal(0, 3000, (60, 2))]
    cells = np.unique(cells_at(points, 500))
    counts = [float(count) for count in chance.integers(1, 30, len(cells))]
    centres = cell_centres(cells, 500)

    grid = smooth_density(cells, np.array(counts), 500)

    top = float(grid.values.max())
    for column, row in ((20, 20), (40, 33), (55, 60), (70, 45)):
        at = (grid.easting + column * grid.pixel_m, grid.northing + row * grid.pixel_m)
        expected = kernel_sum(centres, counts, 0.75, at)
        assert float(grid.values[row, column]) == pytest.approx(expected, abs=0.02 * top)


def test_far_apart_cells_do_not_make_a_picture_too_large() -> None:
    cells = cells_at([(EASTING, NORTHING), (EASTING + 100_000, NORTHING + 60_000)], 125)

    grid = smooth_density(cells, np.array([1.0, 1.0]), 125)

    assert max(grid.values.shape) <= 1502


def test_the_image_has_its_top_where_the_cell_lies() -> None:
    cells = cells_at([(EASTING, NORTHING)], 500)
    lon, lat = to_degrees(cell_centres(cells, 500))[0]

    image = to_mercator(smooth_density(cells, np.array([5.0]), 500))

    rows, columns = image.values.shape
    row, column = np.unravel_index(int(image.values.argmax()), image.values.shape)
    pixel_lon = (image.east - image.west) / columns
    pixel_lat = (image.north - image.south) / rows
    assert image.west + (column + 0.5) * pixel_lon == pytest.approx(lon, abs=2 * pixel_lon)
    assert image.north - (row + 0.5) * pixel_lat == pytest.approx(lat, abs=2 * pixel_lat)


def test_resampling_keeps_the_values() -> None:
    cells = cells_at([(EASTING, NORTHING), (EASTING + 6000, NORTHING + 2000)], 1000)
    grid = smooth_density(cells, np.array([4.0, 9.0]), 1000)

    image = to_mercator(grid)

    assert image.values.max() == pytest.approx(grid.values.max(), rel=0.02)
    assert image.values.min() >= 0


@pytest.mark.parametrize(
    ("bandwidth_m", "size_m", "tolerance"),
    [(3000, 1000, 0.05), (1500, 500, 0.05), (750, 250, 0.05), (375, 125, 0.05), (200, 125, 0.1)],
)
def test_the_density_is_that_of_the_points_themselves(
    bandwidth_m: int, size_m: int, tolerance: float
) -> None:
    chance = np.random.default_rng(bandwidth_m)
    # Made to have a covariance of exactly one, so that scipy's factor is the bandwidth itself.
    drawn = chance.normal(size=(400, 2))
    drawn = np.linalg.solve(np.linalg.cholesky(np.cov(drawn.T)), (drawn - drawn.mean(axis=0)).T).T
    points = np.array([EASTING, NORTHING]) + 2 * bandwidth_m * drawn
    of_points = cell_ids(points[:, 0], points[:, 1], fine_enough(bandwidth_m))
    cells, counts = np.unique(of_points, return_counts=True)

    grid = smooth_density(cells, counts.astype(np.float64), size_m, bandwidth_m)

    theirs = gaussian_kde(points.T, bw_method=0.5)
    rows, columns = (np.linspace(5, size - 6, 25).astype(int) for size in grid.values.shape)
    eastings = grid.easting + columns * grid.pixel_m
    northings = grid.northing + rows * grid.pixel_m
    places = np.stack(np.meshgrid(eastings, northings)).reshape(2, -1)
    expected = theirs(places).reshape(25, 25) * len(points) * 1e6
    assert fine_enough(bandwidth_m) == size_m
    assert grid.values[np.ix_(rows, columns)] == pytest.approx(
        expected, abs=tolerance * float(expected.max())
    )
