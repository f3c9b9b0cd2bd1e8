"""Classes for maps: few, with limits that read well, narrow where most values are."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_CLASSES = 6
MOST_EACH_WAY = 3
# More than the distance between any three neighbours below, so that no two limits coincide.
_STEP = 1.7
_NICE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class ValueClass:
    """Values from `lower` to `upper`, both included for counts; for densities below `upper`."""

    lower: float
    upper: float


def count_classes(largest: int, most: int = MOST_CLASSES) -> tuple[ValueClass, ...]:
    """At most six classes of whole numbers from 1 to the largest, without gaps.

    Up to six each count has a class of its own; above, limits grow by a constant factor and are
    rounded, because counts by cell are many small ones and few large ones. None for no count.

    Source: geometric intervals, Slocum et al., Thematic Cartography and Geovisualization,
    chapter on data classification.
    """
    if largest < 1:
        return ()
    lowers = [1]
    for step in range(1, min(most, largest)):
        wanted = largest ** (step / most) if largest > most else step + 1
        lowers.append(max(lowers[-1] + 1, round(nice_number(wanted))))
    uppers = [*(lower - 1 for lower in lowers[1:]), largest]
    return tuple(ValueClass(*limits) for limits in zip(lowers, uppers, strict=True))


def density_classes(largest: float, most: int = MOST_CLASSES) -> tuple[ValueClass, ...]:
    """Classes of a continuous value, each reaching about 1.7 times as far as the one before.

    What lies below the first, about a twenty-fourth of the largest, has no class. None for zero.
    """
    if largest <= 0:
        return ()
    lowers = [nice_number(largest / _STEP**step) for step in range(most, 0, -1)]
    uppers = [*lowers[1:], float(largest)]
    return tuple(ValueClass(*limits) for limits in zip(lowers, uppers, strict=True))


def rate_classes(least: float, largest: float, most: int = MOST_CLASSES) -> tuple[ValueClass, ...]:
    """At most six classes of a continuous value, from the least there is to the largest.

    Limits between grow by a constant factor and are rounded; each class ends where the next
    begins. One class where all values are equal, none for a largest of zero.
    """
    if largest <= 0:
        return ()
    inner = {nice_number(least * (largest / least) ** (step / most)) for step in range(1, most)}
    lowers = [least, *sorted(limit for limit in inner if least < limit < largest)]
    uppers = [*lowers[1:], largest]
    return tuple(ValueClass(*limits) for limits in zip(lowers, uppers, strict=True))


def diverging_classes(largest: int, most: int = MOST_EACH_WAY) -> tuple[ValueClass, ...]:
    """Classes of whole numbers from -largest to largest: alike on both sides, 0 in the middle."""
    more = count_classes(largest, most)
    fewer = (ValueClass(-one.upper, -one.lower) for one in reversed(more))
    return (*fewer, ValueClass(0, 0), *more)


def classify(values: ArrayLike, classes: tuple[ValueClass, ...]) -> NDArray[np.intp]:
    """The index of each value's class, -1 below the first; of the values' shape."""
    lowers = np.array([one.lower for one in classes])
    return np.searchsorted(lowers, np.asarray(values), side="right") - 1


def nice_number(value: float) -> float:
    """The positive number nearest to `value` of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of 10.

    Of two equally near ones the smaller.
    """
    power = 10.0 ** math.floor(math.log10(value))
    nearest = min(_NICE, key=lambda step: abs(step - value / power))
    # Dividing instead of multiplying by 0.01 and the like gives the number people would type.
    return nearest * power if power >= 1 else nearest / round(1 / power)
