"""Gi* and the correction for many tests, against other people's implementations and by hand."""

import numpy as np
import pytest
import shapely
from esda.getisord import G_Local
from hypothesis import given
from hypothesis import strategies as st
from libpysal.weights import W
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from statsmodels.stats.multitest import multipletests

from mapper.geo.hexgrid import cell_area_km2, cell_centres
from mapper.geo.hotspots import (
    gi_star,
    hot_spots,
    is_enough,
    reject_false_discoveries,
    study_cells,
    two_sided,
)

AREA = shapely.Point(335_000, 5_778_000).buffer(6_000)


def neighbours_by_distance(cells: NDArray[np.int32], size_m: int) -> W:
    """Hexagons whose centres are as near as two that share an edge, found without their ids."""
    centres = cell_centres(cells, size_m)
    pairs = cKDTree(centres).query_pairs(1.01 * np.sqrt(3) * size_m)
    found: dict[int, list[int]] = {number: [] for number in range(len(cells))}
    for one, other in pairs:
        found[one].append(other)
        found[other].append(one)
    return W(found, silence_warnings=True)


def some_counts(cells: NDArray[np.int32], seed: int) -> NDArray[np.float64]:
    """Few ideas everywhere and many around one hexagon."""
    chance = np.random.default_rng(seed)
    counts = chance.poisson(0.2, len(cells)).astype(np.float64)
    centres = cell_centres(cells, 500)
    near = np.hypot(*(centres - centres[len(cells) // 3]).T) < 1500
    counts[near] += chance.poisson(5, int(near.sum()))
    return counts


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_those_of_esda(seed: int) -> None:
    cells = study_cells(AREA, 500)
    counts = some_counts(cells, seed)

    theirs = G_Local(
        counts, neighbours_by_distance(cells, 500), transform="B", star=True, permutations=0
    )

    assert gi_star(cells, counts) == pytest.approx(theirs.Zs, abs=1e-9)
    # esda gives the chance on one side.
    assert two_sided(gi_star(cells, counts)) == pytest.approx(2 * theirs.p_norm, abs=1e-12)


@given(st.lists(st.floats(0, 1) | st.sampled_from([0.0, 0.001, 0.01]), min_size=1, max_size=60))
def test_the_correction_is_that_of_statsmodels(chances: list[float]) -> None:
    theirs = multipletests(chances, alpha=0.01, method="fdr_bh")[0]

    assert reject_false_discoveries(np.array(chances)).tolist() == theirs.tolist()


def test_hot_is_what_both_say_together() -> None:
    cells = study_cells(AREA, 500)
    counts = some_counts(cells, 7)
    theirs = G_Local(
        counts, neighbours_by_distance(cells, 500), transform="B", star=True, permutations=0
    )
    kept = multipletests(2 * theirs.p_norm, alpha=0.01, method="fdr_bh")[0] & (theirs.Zs > 0)

    found = hot_spots(cells, counts)

    assert 0 < len(found) < len(cells) / 4
    assert found.tolist() == cells[kept].tolist()


def test_a_score_by_hand() -> None:
    # Seven hexagons of column 200 one above the other, all ideas in the middle one. n = 7,
    # mean 1, s² = 49/7 - 1 = 6. Its three: (7 - 3) / sqrt(6 (7·3 - 9) / 6) = 4 / sqrt(12);
    # the two at an end: (0 - 2) / sqrt(6 (7·2 - 4) / 6) = -2 / sqrt(10).
    cells = np.array([(200 << 16) | row for row in range(3000, 3007)], dtype=np.int32)
    counts = np.array([0, 0, 0, 7, 0, 0, 0], dtype=np.float64)

    z = gi_star(cells, counts)

    assert z[2:5] == pytest.approx([4 / np.sqrt(12)] * 3)
    assert z[[0, 6]] == pytest.approx([-2 / np.sqrt(10)] * 2)


@pytest.mark.parametrize("value", [0.0, 0.1, 3.0])
def test_where_all_counts_are_equal_nothing_is_hot(value: float) -> None:
    cells = study_cells(AREA, 1000)

    assert hot_spots(cells, np.full(len(cells), value)).tolist() == []


def test_without_a_hexagon_nothing_is_hot() -> None:
    nothing = study_cells(shapely.Polygon(), 500)

    assert hot_spots(nothing, np.zeros(0)).tolist() == []


@pytest.mark.parametrize("size_m", [1000, 500, 250])
def test_the_study_area_is_covered_once(size_m: int) -> None:
    cells = study_cells(AREA, size_m)
    centres = cell_centres(cells, size_m)

    assert len(set(cells.tolist())) == len(cells)
    assert shapely.contains_xy(AREA, *centres.T).all()
    assert len(cells) * cell_area_km2(size_m) == pytest.approx(AREA.area / 1e6, rel=0.03)


@pytest.mark.parametrize(
    ("ideas", "cells", "enough"),
    [
        (30, 30, True),
        (29, 30, False),
        (30, 29, False),
        # Seven of a thousand hexagons hold 4.9 of 700 ideas on average, and 5.04 of 720.
        (700, 1000, False),
        (720, 1000, True),
    ],
)
def test_too_little_says_nothing(ideas: int, cells: int, enough: bool) -> None:
    assert is_enough(ideas, cells) is enough
