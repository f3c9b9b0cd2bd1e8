"""Weights that give territories their areas while every point stays at home."""

import numpy as np
from scipy.spatial.distance import cdist

from mapper.geo.schematic_diagram import Floats, Generators, measure

_ROUNDS = 60
_TOLERANCE = 1e-6
_SMALLEST_STEP = 1e-4
# How far from its border a settlement's point keeps, where its neighbours leave room for it.
CLEARANCE_M = 25.0


def fit_weights(generators: Generators, homes: list[Floats], targets_m2: Floats) -> Floats:
    """One weight per territory inside, in m².

    Parameters
    ----------
    generators
        The diagram's points.
    homes
        Per territory inside the points that must lie in it.
    targets_m2
        Area wanted per territory; nan where any will do.

    Returns
    -------
    Floats
        Weights with the wanted areas. Where areas and points cannot both hold, the points
        do and the areas come as close as a damped Newton iteration gets.
    """
    limits = _limits(generators, homes)
    weights = np.zeros(generators.outside)
    wanted = np.isfinite(targets_m2)
    best, best_error = weights, np.inf
    for _ in range(_ROUNDS):
        error = _error(generators, weights, targets_m2, wanted)
        if not error < best_error:
            break
        best, best_error = weights, error
        if error < _TOLERANCE:
            break
        weights = _keep_home(_step(generators, weights, targets_m2, wanted), limits)
    return best


def _step(
    generators: Generators, weights: Floats, targets_m2: Floats, wanted: np.ndarray
) -> Floats:
    areas, slopes = measure(generators, weights)
    missing = np.where(wanted, targets_m2 - areas, 0.0)
    index = np.ix_(wanted, wanted)
    move = np.zeros_like(weights)
    ridge = 1e-9 * np.abs(slopes).max() * np.eye(int(wanted.sum()))
    move[wanted] = np.linalg.solve(slopes[index] + ridge, missing[wanted])
    before = _error(generators, weights, targets_m2, wanted)
    share = 1.0
    while share > _SMALLEST_STEP:
        tried = weights + share * move
        if _error(generators, tried, targets_m2, wanted) < before:
            return tried
        share /= 2
    return weights


def _error(
    generators: Generators, weights: Floats, targets_m2: Floats, wanted: np.ndarray
) -> float:
    """Root of the summed squared relative area errors; infinite when a territory vanishes."""
    areas, _ = measure(generators, weights)
    if (areas <= 0).any():
        return float("inf")
    return float(np.linalg.norm((areas / targets_m2 - 1)[wanted]))


def _limits(generators: Generators, homes: list[Floats]) -> Floats:
    """How much heavier territory j may be than i before it takes one of i's points."""
    count = generators.outside + 1
    limits = np.full((count, count), np.inf)
    for here, points in enumerate(homes):
        for there in range(count):
            others = generators.points[generators.owners == there]
            if there != here and len(points) and len(others):
                gaps = cdist(points, others)
                keep = np.minimum(CLEARANCE_M, gaps / 4)
                limits[here, there] = (gaps**2 - 2 * keep * gaps).min()
    return limits


def _keep_home(weights: Floats, limits: Floats) -> Floats:
    """Lighten territories until none takes a point of another.

    Relaxation of difference constraints as in Bellman and Ford: it ends after as many rounds
    as there are territories, for equal weights satisfy them all.
    """
    full = np.append(weights, 0.0)
    for _ in range(len(full)):
        allowed = np.minimum(full, (full[:, None] + limits).min(axis=0))
        # The outside has weight 0 by definition: when it would have to yield, all others rise.
        allowed = allowed - allowed[-1]
        if np.allclose(allowed, full):
            break
        full = allowed
    return full[:-1]
