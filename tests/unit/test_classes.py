"""Classes of counts and densities."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.geo.classes import (
    MOST_CLASSES,
    ValueClass,
    classify,
    count_classes,
    density_classes,
    diverging_classes,
    nice_number,
    rate_classes,
)


def limits(classes: tuple[ValueClass, ...]) -> list[tuple[float, float]]:
    return [(one.lower, one.upper) for one in classes]


def test_up_to_six_each_count_has_a_class() -> None:
    assert limits(count_classes(4)) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_larger_counts_are_divided_by_a_constant_factor_and_rounded() -> None:
    # By hand: 64 to the powers 1/6, 2/6 … is 2, 4, 8, 16, 32, of which 16 and 32 are not nice.
    assert limits(count_classes(64)) == [(1, 1), (2, 3), (4, 7), (8, 14), (15, 29), (30, 64)]


def test_no_count_has_no_class() -> None:
    assert count_classes(0) == ()
    assert density_classes(0.0) == ()


@given(st.integers(1, 10_000_000))
def test_counts_from_one_to_the_largest_fall_into_adjoining_classes(largest: int) -> None:
    classes = count_classes(largest)

    assert classes[0].lower == 1
    assert classes[-1].upper == largest
    assert len(classes) <= MOST_CLASSES
    assert all(one.lower <= one.upper for one in classes)
    assert all(b.lower == a.upper + 1 for a, b in itertools.pairwise(classes))


@given(st.floats(1e-6, 1e6))
def test_density_classes_adjoin_and_end_at_the_largest(largest: float) -> None:
    classes = density_classes(largest)

    assert len(classes) == MOST_CLASSES
    assert classes[-1].upper == largest
    assert all(a.upper == b.lower for a, b in itertools.pairwise(classes))
    assert all(one.lower < one.upper for one in classes)


@given(st.floats(1e-3, 1e4), st.floats(1, 1e5))
def test_rates_from_the_least_to_the_largest_fall_into_adjoining_classes(
    least: float, factor: float
) -> None:
    classes = rate_classes(least, least * factor)

    assert 1 <= len(classes) <= MOST_CLASSES
    assert (classes[0].lower, classes[-1].upper) == (least, least * factor)
    assert all(a.upper == b.lower for a, b in itertools.pairwise(classes))
    assert classify([least, least * factor], classes).tolist() == [0, len(classes) - 1]


def test_limits_of_rates_are_rounded() -> None:
    # By hand: from 0.2 to 12.8 the factor is 64, so its sixth root 2: 0.4, 0.8, 1.6, 3.2, 6.4.
    assert limits(rate_classes(0.2, 12.8)) == [
        (0.2, 0.4),
        (0.4, 0.8),
        (0.8, 1.5),
        (1.5, 3.0),
        (3.0, 6.0),
        (6.0, 12.8),
    ]


@given(st.integers(0, 1_000_000))
def test_classes_of_differences_are_alike_on_both_sides(largest: int) -> None:
    classes = diverging_classes(largest)

    middle = len(classes) // 2
    assert classes[middle] == ValueClass(0, 0)
    assert limits(classes) == [(-upper, -lower) for lower, upper in reversed(limits(classes))]
    assert all(b.lower == a.upper + 1 for a, b in itertools.pairwise(classes))
    assert classes[-1].upper == largest


def test_a_value_belongs_to_the_class_that_begins_at_or_below_it() -> None:
    classes = count_classes(64)

    assert classify([0, 1, 2, 3, 4, 29, 30, 64], classes).tolist() == [-1, 0, 1, 1, 2, 4, 5, 5]


def test_without_classes_nothing_has_one() -> None:
    assert classify([0, 5], ()).tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("value", "nice"), [(1.0, 1.0), (0.034, 0.03), (17.0, 15.0), (0.95, 1.0), (720.0, 800.0)]
)
def test_nice_numbers_are_near_and_short(value: float, nice: float) -> None:
    assert nice_number(value) == nice


def test_of_two_equally_near_nice_numbers_the_smaller_is_taken() -> None:
    assert nice_number(7.0) == 6.0
