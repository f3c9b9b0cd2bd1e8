"""What colours may stand for, and the two periods that a change is counted between."""

from collections.abc import Mapping, Sequence
from datetime import date

from mapper.domain.berlin import today
from mapper.geo.density import BANDWIDTH_EDGES
from mapper.i18n import N_
from mapper.planning.period import Period
from mapper.planning.wanted import BANDWIDTHS, Display, Measure, Wanted
from mapper.services.counting import DistrictCount

MEASURES: Mapping[str, str] = {
    Measure.IDEAS: N_("Number of ideas"),
    Measure.SUPPORTS: N_("Number of supports"),
    Measure.PER_INHABITANT: N_("Ideas per 1,000 inhabitants"),
    Measure.DEVIATION: N_("More or fewer than expected"),
    Measure.CHANGE: N_("Change between two periods"),
}
BY_INHABITANTS = (Measure.PER_INHABITANT, Measure.DEVIATION)
DIVERGING = (Measure.DEVIATION, Measure.CHANGE)
BANDWIDTH_STEP = 50
SMOOTH = (Measure.IDEAS, Measure.SUPPORTS)


def offered(display: Display, districts: Sequence[DistrictCount]) -> tuple[Measure, ...]:
    """What there is to choose from: a smooth density only counts, rates need inhabitants."""
    if display is Display.DENSITY:
        return SMOOTH
    known = any(one.population for one in districts)
    return tuple(one for one in Measure if known or one not in BY_INHABITANTS)


def in_force(wanted: Wanted, districts: Sequence[DistrictCount]) -> Measure:
    """What the colours stand for: the measure wanted, or the number of ideas where it has no sense.

    That is so for a deviation within an area, because nobody knows how many people live in it, and
    for a change without a period.
    """
    measure = wanted.measure
    if (
        measure not in offered(wanted.display, districts)
        or (measure is Measure.DEVIATION and wanted.filters.by_area)
        or (measure is Measure.CHANGE and compared(wanted) is None)
    ):
        return Measure.IDEAS
    return measure


def hexagon_size(wanted: Wanted) -> int:
    """The edge length of the hexagons wanted, in metres: chosen, or what fits the map's zoom."""
    return wanted.cell_size or wanted.zoom_cell_size


def bandwidth_of(wanted: Wanted) -> int:
    """The bandwidth of the smooth density in metres; unless one is wanted what fits the hexagons.

    Those that would be drawn in its place.
    """
    least, most = BANDWIDTHS
    fits = round(BANDWIDTH_EDGES * hexagon_size(wanted) / BANDWIDTH_STEP) * BANDWIDTH_STEP
    return wanted.bandwidth_m or min(max(fits, least), most)


def compared(wanted: Wanted) -> tuple[Period, Period] | None:
    """The period of the filters and the one to compare it with; None where there is none.

    A period that has begun and has no end lasts until today. Unless another one is wanted it is
    compared with as many days just before it.
    """
    filters = wanted.filters
    if filters.first_day is None:
        return None
    now = (filters.first_day, filters.last_day or max(today(), filters.first_day))
    if wanted.other_first or wanted.other_last:
        return now, (wanted.other_first, wanted.other_last)
    return now, before(*now)


def before(first: date, last: date) -> Period:
    """As many days as from the first to the last, just before them."""
    begin, end = first.toordinal(), last.toordinal()
    return _day(2 * begin - end - 1), _day(begin - 1)


def _day(ordinal: int) -> date:
    return date.fromordinal(max(1, ordinal))
