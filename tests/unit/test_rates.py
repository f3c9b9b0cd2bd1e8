"""Rates per inhabitant and their intervals, against published tables."""

import math

import pytest

from mapper.geo.rates import LEAST_POPULATION, may_be_chance, poisson_interval, rate_of


# Garwood (1936), table of 95 % limits, as reprinted in the Biometrika Tables for Statisticians.
@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (0, 0.0, 3.69),
        (1, 0.0253, 5.57),
        (2, 0.242, 7.22),
        (5, 1.62, 11.67),
        (10, 4.80, 18.39),
        (20, 12.22, 30.89),
        (50, 37.11, 65.92),
    ],
)
def test_the_interval_is_the_one_of_the_tables(count: int, lower: float, upper: float) -> None:
    ends = poisson_interval(count)

    assert ends == pytest.approx((lower, upper), abs=0.006)


@pytest.mark.parametrize("count", [1, 3, 17])
def test_at_its_ends_a_count_so_far_out_is_as_rare_as_the_interval_says(count: int) -> None:
    def at_most(most: int, mean: float) -> float:
        return sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(most + 1))

    lower, upper = poisson_interval(count)

    assert 1 - at_most(count - 1, lower) == pytest.approx(0.025)
    assert at_most(count, upper) == pytest.approx(0.025)


def test_a_rate_is_per_thousand_inhabitants() -> None:
    rate = rate_of(10, 2_000)

    assert rate is not None
    assert (rate.value, rate.lower, rate.upper) == pytest.approx((5.0, 2.40, 9.195), abs=0.005)


@pytest.mark.parametrize("population", [None, 0, LEAST_POPULATION - 1])
def test_without_enough_known_inhabitants_there_is_no_rate(population: int | None) -> None:
    assert rate_of(3, population) is None


def test_the_least_population_has_a_rate() -> None:
    rate = rate_of(1, LEAST_POPULATION)

    assert rate is not None
    assert rate.value == 20.0


# Tails of a fair coin, by hand: 2 * (1 + 6) / 64, 2 / 64, 2 * (1 + 10) / 1024.
@pytest.mark.parametrize(
    ("one", "other", "chance"),
    [(0, 0, True), (1, 5, True), (0, 6, False), (9, 1, False), (5, 5, True)],
)
def test_two_counts_differ_when_a_fair_coin_would_hardly_fall_so(
    one: int, other: int, chance: bool
) -> None:
    assert may_be_chance(one, other) is chance
    assert may_be_chance(other, one) is chance
