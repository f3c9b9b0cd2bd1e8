"""Hot spots: hexagons around which more ideas lie than chance alone would put there."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import erfc
from shapely.geometry.base import BaseGeometry

from mapper.geo.hexgrid import cell_centres, cell_range_in

LEAST_IDEAS = 30
LEAST_CELLS = 30
LEAST_AROUND = 5.0
"""Below one of the three nothing is said: z is compared with a normal distribution.

The sum over a hexagon and its neighbours comes near one only where many hexagons and enough ideas
take part, and where that sum is expected to be at least five: two ideas side by side would
otherwise be hot because everything around is empty. Source: Ord and Getis (1995), on when Gi* is
normal; 30 objects as in Esri's "How Hot Spot Analysis (Getis-Ord Gi*) works"; an expected count of
five by Cochran (1954), Some Methods for Strengthening the Common Chi-squared Tests, Biometrics 10.
"""

AROUND = 7
"""A hexagon and its six neighbours."""

LEVEL = 0.01
"""The share of false alarms that is accepted among the hexagons called hot."""

_ROW_BITS = 16
_ROW_MASK = 0xFFFF


def study_cells(area: BaseGeometry, size_m: int) -> NDArray[np.int32]:
    """The hexagons whose centre lies inside an area in EPSG:25833, in order of their ids."""
    if area.is_empty:
        return np.array([], dtype=np.int32)
    first_column, last_column, first_row, last_row = cell_range_in(area.bounds, size_m)
    columns = np.arange(max(first_column, 0), last_column + 1, dtype=np.int32)
    rows = np.arange(max(first_row, 0), last_row + 1, dtype=np.int32)
    cells = ((columns[:, None] << _ROW_BITS) | rows[None, :]).ravel()
    centres = cell_centres(cells, size_m)
    shapely.prepare(area)
    return cells[shapely.contains_xy(area, centres[:, 0], centres[:, 1])]


def gi_star(cells: NDArray[np.int32], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Getis and Ord's Gi* of n hexagons as z scores, analytic, shape (n,).

    Parameters
    ----------
    cells
        The ids of all hexagons of the study area, each once, also those without an idea.
    counts
        What is counted in each.

    Returns
    -------
    ndarray
        The weights are binary: a hexagon and those of its six neighbours that belong to the study
        area. Zero where all counts are equal, and where the neighbourhood is the whole area.

    Source: Ord and Getis (1995), Local Spatial Autocorrelation Statistics, Geographical
    Analysis 27, 286-306, equation 14.
    """
    total = len(cells)
    if not total:
        return np.zeros(0)
    around, weight = _neighbourhoods(cells, counts)
    mean = counts.mean()
    spread = np.sqrt(max(float((counts**2).mean() - mean**2), 0.0))
    scale = spread * np.sqrt(np.maximum(total * weight - weight**2, 0.0) / max(total - 1, 1))
    z = np.zeros(total)
    np.divide(around - mean * weight, scale, out=z, where=scale > 1e-12)  # noqa: PLR2004
    return z


def two_sided(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of a z score at least as far from zero, either way."""
    p: NDArray[np.float64] = erfc(np.abs(z) / np.sqrt(2))
    return p


def reject_false_discoveries(p: NDArray[np.float64], level: float = LEVEL) -> NDArray[np.bool_]:
    """Which of n hypotheses are rejected when a share `level` of the rejections may be wrong.

    All p up to the largest p(k) that is at most k/n times the level; equal p share their fate.

    Source: Benjamini and Hochberg (1995), Controlling the False Discovery Rate, Journal of the
    Royal Statistical Society B 57, 289-300.
    """
    ordered = np.sort(p)
    passed = np.flatnonzero(ordered <= level * np.arange(1, len(p) + 1) / max(len(p), 1))
    return p <= ordered[passed[-1]] if len(passed) else np.zeros(len(p), dtype=np.bool_)


def is_enough(ideas: float, cells: int) -> bool:
    """Whether Gi* can say something about so many ideas in so many hexagons."""
    return ideas >= LEAST_IDEAS and cells >= LEAST_CELLS and AROUND * ideas >= LEAST_AROUND * cells


def hot_spots(
    cells: NDArray[np.int32], counts: NDArray[np.float64], level: float = LEVEL
) -> NDArray[np.int32]:
    """The hexagons around which there are significantly many; n as for `gi_star`, all tested."""
    z = gi_star(cells, counts)
    return cells[reject_false_discoveries(two_sided(z), level) & (z > 0)]


def _neighbourhoods(
    cells: NDArray[np.int32], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum of each hexagon and its neighbours, and how many hexagons that is.

    Rows are counted in halves, odd columns half a row higher, so that neighbours lie a whole row
    up or down, or half a row up or down in the next column.
    """
    column, row = cells >> _ROW_BITS, cells & _ROW_MASK
    half = 2 * row + (column & 1)
    across, up = column - column.min() + 1, half - half.min() + 2
    grid = np.zeros((2, across.max() + 2, up.max() + 3))
    grid[0, across, up] = counts
    grid[1, across, up] = 1
    steps = ((0, 0), (0, 2), (0, -2), (1, 1), (1, -1), (-1, 1), (-1, -1))
    total = sum(grid[:, across + right, up + above] for right, above in steps)
    around, weight = np.asarray(total)
    return around, weight
