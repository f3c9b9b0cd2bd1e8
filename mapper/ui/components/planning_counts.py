"""The numbers behind the planners' picture, read at once."""

from dataclasses import dataclass, replace

from mapper.db.counts import Scope
from mapper.db.engine import Sessions
from mapper.domain.filters import CELL_SIZES, Filters
from mapper.mapview.heat import MOST_OBJECTS
from mapper.services import explore
from mapper.services.explore import CellCount, DistrictCount
from mapper.ui.components.planning_wanted import Display, Wanted


@dataclass(frozen=True, slots=True)
class Survey:
    """What matches, where it lies, and out of how many.

    `cell_size` is that of `cells`; it is coarser than the one wanted where a map would have to
    draw too many hexagons, `too_many` of them; else that is None. Nothing is counted by cell
    for a picture of districts.
    """

    cells: tuple[CellCount, ...]
    cell_size: int
    too_many: int | None
    districts: tuple[DistrictCount, ...]
    matching: int
    without_point: int
    supports: int
    total: int


def load_survey(sessions: Sessions, wanted: Wanted, scope: Scope = "public") -> Survey:
    """Count what matches by hexagon and by district."""
    districts = tuple(explore.count_districts(sessions, wanted.filters, scope))
    everything = explore.count_districts(sessions, Filters(), scope)
    size = wanted.filters.cell_size
    by_district = wanted.display is Display.DISTRICTS
    cells = () if by_district else explore.heatmap(sessions, wanted.filters, scope)
    too_many = None
    if wanted.display is Display.HEXAGONS:
        while len(cells) > MOST_OBJECTS and size != max(CELL_SIZES):
            too_many = too_many or len(cells)
            size = min(larger for larger in CELL_SIZES if larger > size)
            cells = explore.heatmap(sessions, replace(wanted.filters, cell_size=size), scope)
    return Survey(
        cells=cells,
        cell_size=size,
        too_many=too_many,
        districts=districts,
        matching=sum(one.proposals for one in districts),
        without_point=sum(one.without_point for one in districts),
        supports=sum(one.supports for one in districts),
        total=sum(one.proposals for one in everything),
    )
