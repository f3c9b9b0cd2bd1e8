"""The maps of a report: that of the page, and that of clusters."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.report.blocks import Picture, Section
from mapper.report.gather import Gathered
from mapper.report.still import Still, draw_still
from mapper.services.ground import read_ground
from mapper.services.layers import PublishedLayer

_SIZE = (1000, 1000)


@dataclass(frozen=True, slots=True)
class Maps:
    """Both maps; `clusters` is None where there are none. `layers` are what they are drawn on."""

    counts: Picture
    clusters: Picture | None
    layers: Sequence[PublishedLayer]


def draw_maps(gathered: Gathered) -> Maps:
    """The maps of what was gathered, on one ground."""
    ground = read_ground(gathered.view.office.sessions)
    view, found = gathered.view, gathered.found
    width, height = _SIZE
    counts = draw_still(view, ground, drawn=gathered.drawn, width=width, height=height)
    clusters = None
    if found.shown:
        still = draw_still(view, ground, clusters=found, width=width, height=height)
        clusters = _picture(still)
    return Maps(_picture(counts), clusters, ground.layers)


def tell_map(gathered: Gathered, maps: Maps) -> Section:
    """The map with what its colours mean."""
    return Section(gathered.view.words.gettext("Map"), [maps.counts])


def _picture(still: Still) -> Picture:
    alt = " ".join((f"{still.title}: {still.unit}.", *still.notes))
    notes = (*still.notes, still.attribution)
    return Picture(still.unit or still.title, str(still.svg), alt, still.legend, notes)
