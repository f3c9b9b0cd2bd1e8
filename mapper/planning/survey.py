"""The numbers behind the planners' picture, read at once."""

from dataclasses import dataclass, field, replace

from mapper.domain.filters import (
    CELL_SIZES,
    PLANNING_PARAMETERS,
    Filters,
    parse_planning_filters,
    to_query,
)
from mapper.errors import InvalidFieldError
from mapper.geo.density import fine_enough
from mapper.mapview.heat import MOST_OBJECTS
from mapper.planning.measures import (
    BY_INHABITANTS,
    bandwidth_of,
    compared,
    hexagon_size,
    in_force,
)
from mapper.planning.wanted import FOR_PLANNERS, Display, Measure, Section, Wanted
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.counting import CellCount, CellShare, DistrictCount
from mapper.services.plan import Counter, counting


@dataclass(frozen=True, slots=True)
class Survey:
    """What matches, where it lies, and out of how many.

    `cell_size` is that of `cells`; it is coarser than the one wanted where a map would have to
    draw too many hexagons, `too_many` of them; else that is None. Nothing is counted by cell
    for a picture of districts. `exact` when counted where ideas lie, for planners only. `seen` are
    the filters within the account's limits. `shares` are counted for measures by inhabitants,
    `before_…` for a change, in the period that is compared with.
    """

    cells: tuple[CellCount, ...]
    cell_size: int
    too_many: int | None
    districts: tuple[DistrictCount, ...]
    matching: int
    without_point: int
    supports: int
    total: int
    exact: bool = False
    seen: Filters = field(default_factory=Filters)
    shares: tuple[CellShare, ...] = ()
    before_cells: tuple[CellCount, ...] = ()
    before_districts: tuple[DistrictCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What could be answered of what was wanted, and the numbers.

    `left_out` are the filters' parameters that nobody can answer: a layer that is not shown any
    more, words that say nothing.
    """

    wanted: Wanted
    survey: Survey
    left_out: tuple[str, ...] = ()


def take_survey(office: Backoffice, who: Who, wanted: Wanted) -> Surveyed:
    """Count what matches by hexagon and by district, as far as somebody may see.

    The map takes the place of a section that is not for her.
    """
    with counting(office, who) as counter:
        return survey_of(counter, wanted)


def survey_of(counter: Counter, wanted: Wanted) -> Surveyed:
    """The same in a transaction that has begun."""
    if counter.scope == "public" and wanted.section in FOR_PLANNERS:
        wanted = replace(wanted, section=Section.MAP)
    filters, left_out = answerable(counter, wanted.filters)
    wanted = replace(wanted, filters=filters)
    return Surveyed(wanted, _count(counter, wanted), left_out)


def _count(counter: Counter, wanted: Wanted) -> Survey:
    districts = tuple(counter.districts(wanted.filters))
    everything = counter.districts(Filters())
    measure = in_force(wanted, districts)
    on_map = wanted.section is Section.MAP
    other = _other_filters(wanted) if on_map and measure is Measure.CHANGE else None
    cells, before, size, too_many = _hexagons(counter, wanted, other)
    by_people = cells and measure in BY_INHABITANTS
    shares = counter.shares(replace(wanted.filters, cell_size=size)) if by_people else ()
    before_districts = tuple(counter.districts(other)) if other else ()
    seen = counter.seen(wanted.filters) or wanted.filters
    return Survey(
        cells=cells,
        cell_size=size,
        too_many=too_many,
        districts=districts,
        matching=sum(one.proposals for one in districts),
        without_point=sum(one.without_point for one in districts),
        supports=sum(one.supports for one in districts),
        total=sum(one.proposals for one in everything),
        exact=counter.scope == "internal",
        seen=seen,
        shares=shares,
        before_cells=before,
        before_districts=before_districts,
    )


def answerable(counter: Counter, filters: Filters) -> tuple[Filters, tuple[str, ...]]:
    """The filters that can be answered, and the parameters of the others."""
    left_out: list[str] = []
    if counter.scope == "public" and filters.channels:
        filters, left_out = _without(filters, "channel"), ["channel"]
    for _ in PLANNING_PARAMETERS:
        try:
            counter.criteria(filters)
        except InvalidFieldError as refusal:
            left_out.append(str(refusal.fields["parameter"]))
            filters = _without(filters, left_out[-1])
        else:
            break
    return filters, tuple(left_out)


def _without(filters: Filters, parameter: str) -> Filters:
    address = to_query(filters)
    address.pop(parameter, None)
    return parse_planning_filters(address)


def _other_filters(wanted: Wanted) -> Filters | None:
    """The same filters in the period that a change is counted from."""
    periods = compared(wanted)
    if periods is None:
        return None
    return replace(wanted.filters, first_day=periods[1][0], last_day=periods[1][1])


def _hexagons(
    counter: Counter, wanted: Wanted, other: Filters | None
) -> tuple[tuple[CellCount, ...], tuple[CellCount, ...], int, int | None]:
    """Hexagons now and before, their edge length, and how many there would be at the one wanted."""
    size = hexagon_size(wanted)
    if wanted.section is not Section.MAP or wanted.display is Display.DISTRICTS:
        return (), (), size, None
    if wanted.display is Display.DENSITY:
        size = fine_enough(bandwidth_of(wanted))
    cells, before = _cells(counter, wanted.filters, other, size)
    too_many = None
    while wanted.display is Display.HEXAGONS and size != max(CELL_SIZES):
        count = len({one.cell for one in (*cells, *before)})
        if count <= MOST_OBJECTS:
            break
        too_many = too_many or count
        size = min(larger for larger in CELL_SIZES if larger > size)
        cells, before = _cells(counter, wanted.filters, other, size)
    return cells, before, size, too_many


def _cells(
    counter: Counter, filters: Filters, other: Filters | None, size: int
) -> tuple[tuple[CellCount, ...], tuple[CellCount, ...]]:
    now = counter.cells(replace(filters, cell_size=size))
    return now, counter.cells(replace(other, cell_size=size)) if other else ()
