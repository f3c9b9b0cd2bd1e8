"""The numbers behind the planners' picture, read at once."""

from dataclasses import dataclass, field, replace

from mapper.domain.filters import CELL_SIZES, PLANNING_PARAMETERS, Filters
from mapper.errors import InvalidFieldError
from mapper.geo.density import fine_enough
from mapper.mapview.heat import MOST_OBJECTS
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.counting import CellCount, CellShare, DistrictCount
from mapper.services.plan import Counter, counting
from mapper.ui.components import planning_store
from mapper.ui.components.planning_measures import (
    BY_INHABITANTS,
    bandwidth_of,
    compared,
    hexagon_size,
    in_force,
)
from mapper.ui.components.planning_wanted import FOR_PLANNERS, Display, Measure, Section, Wanted


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


def load_survey(office: Backoffice, who: Who, wanted: Wanted) -> tuple[Wanted, Survey]:
    """Count what matches by hexagon and by district, as far as somebody may see.

    With it comes what was wanted without the filters that nobody can answer: a layer that is not
    shown any more, words that say nothing. They are told among the unusable parameters.
    """
    with counting(office, who) as counter:
        if counter.scope == "public" and wanted.section in FOR_PLANNERS:
            wanted = planning_store.fall_back(wanted)
        wanted = _answerable(counter, wanted)
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
    return wanted, Survey(
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


def _answerable(counter: Counter, wanted: Wanted) -> Wanted:
    if counter.scope == "public" and wanted.filters.channels:
        wanted = planning_store.leave_out(wanted, "channel")
    for _ in PLANNING_PARAMETERS:
        try:
            counter.criteria(wanted.filters)
        except InvalidFieldError as refusal:
            wanted = planning_store.leave_out(wanted, str(refusal.fields["parameter"]))
        else:
            break
    return wanted


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
