"""Ideas per inhabitant, and how far chance alone could move a small count."""

from dataclasses import dataclass

from scipy.stats import binomtest, chi2

PER_INHABITANTS = 1000
LEAST_POPULATION = 50
"""Below it there is no rate: one idea of one household would look like a movement."""

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """Ideas per 1,000 inhabitants, and the two ends of its 95 % interval."""

    value: float
    lower: float
    upper: float


def poisson_interval(count: int, level: float = LEVEL) -> tuple[float, float]:
    """Both ends of the exact interval of a Poisson count's mean; the lower is 0 for no count.

    Source
    ------
    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28.
    """
    tail = (1 - level) / 2
    lower = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return lower, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


def rate_of(count: int, population: int | None) -> Rate | None:
    """The rate of a place; None where too few people live there or nobody knows how many."""
    if population is None or population < LEAST_POPULATION:
        return None
    ends = (count, *poisson_interval(count))
    return Rate(*(PER_INHABITANTS * one / population for one in ends))


def differs_from(count: int, population: int, rate: float, compared: int) -> bool:
    """True when a count is too far from a rate per 1,000 inhabitants for chance.

    `compared` is how many places are looked at in one go: of twenty one would stand out by chance
    alone, so the more there are, the wider is the interval.

    Source
    ------
    Dunn (1961), Multiple comparisons among means, Journal of the American Statistical
    Association 56 (Bonferroni's inequality).
    """
    lower, upper = poisson_interval(count, 1 - (1 - LEVEL) / max(1, compared))
    return not lower <= rate * population / PER_INHABITANTS <= upper


def may_be_chance(one: int, other: int, level: float = LEVEL) -> bool:
    """True when two counts of equally long periods may come from the same mean.

    Given their sum, one of them is then binomial with a half. True for two zeros.

    Source
    ------
    Przyborowski and Wilenski (1940), Homogeneity of results in testing samples from Poisson
    series, Biometrika 31.
    """
    if one + other == 0:
        return True
    return bool(binomtest(one, one + other, 0.5).pvalue >= 1 - level)
