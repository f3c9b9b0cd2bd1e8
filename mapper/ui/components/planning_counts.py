"""The numbers behind the planners' picture, read at once."""

from dataclasses import dataclass, replace

from mapper.domain.filters import CELL_SIZES, PLANNING_PARAMETERS, Filters
from mapper.errors import InvalidFieldError
from mapper.mapview.heat import MOST_OBJECTS
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.counting import CellCount, DistrictCount
from mapper.services.plan import Counter, counting
from mapper.ui.components import planning_store
from mapper.ui.components.planning_wanted import Display, Section, Wanted


@dataclass(frozen=True, slots=True)
class Survey:
    """What matches, where it lies, and out of how many.

    `cell_size` is that of `cells`; it is coarser than the one wanted where a map would have to
    draw too many hexagons, `too_many` of them; else that is None. Nothing is counted by cell
    for a picture of districts. `exact` when counted where ideas lie, for planners only.
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


def load_survey(office: Backoffice, who: Who, wanted: Wanted) -> tuple[Wanted, Survey]:
    """Count what matches by hexagon and by district, as far as somebody may see.

    With it comes what was wanted without the filters that nobody can answer: a layer that is not
    shown any more, words that say nothing. They are told among the unusable parameters.
    """
    with counting(office, who) as counter:
        wanted = _answerable(counter, wanted)
        districts = tuple(counter.districts(wanted.filters))
        everything = counter.districts(Filters())
        cells, size, too_many = _hexagons(counter, wanted)
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


def _hexagons(counter: Counter, wanted: Wanted) -> tuple[tuple[CellCount, ...], int, int | None]:
    """Hexagons, their edge length, and how many there would have been at the one wanted."""
    size = wanted.cell_size or planning_store.cell_size_of_zoom()
    if wanted.section is not Section.MAP or wanted.display is Display.DISTRICTS:
        return (), size, None
    cells = counter.cells(replace(wanted.filters, cell_size=size))
    too_many = None
    if wanted.display is Display.HEXAGONS:
        while len(cells) > MOST_OBJECTS and size != max(CELL_SIZES):
            too_many = too_many or len(cells)
            size = min(larger for larger in CELL_SIZES if larger > size)
            cells = counter.cells(replace(wanted.filters, cell_size=size))
    return cells, size, too_many
