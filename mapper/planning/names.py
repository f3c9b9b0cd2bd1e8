"""Names of everything that can be filtered, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mapper.domain.areas import MOST_OBJECTS
from mapper.domain.filters import CELL_SIZES, Placed
from mapper.i18n import N_, Translator
from mapper.i18n.labels import CHANNELS, RESPONSE_STATUSES, translate_labels
from mapper.mapview.citizen_map import in_language
from mapper.mapview.overlays import Shown
from mapper.planning.wanted import Display, districts_within
from mapper.services.layers import PublishedLayer
from mapper.services.places import NamedPlace
from mapper.services.rounds import Choices

PARAMETER_NAMES: Mapping[str, str] = {
    "round": N_("Participation round"),
    "action_field": N_("Action field"),
    "municipality": N_("Municipality"),
    "district": N_("District"),
    "response_status": N_("Processing status"),
    "from": N_("Period"),
    "to": N_("Period"),
    "cell": N_("Edge length of the hexagons"),
    "view": N_("Display"),
    "text": N_("Words"),
    "channel": N_("Channel"),
    "placed": N_("Point on the map"),
    "supports": N_("Least number of supports"),
    "near": N_("Close to"),
    "inside": N_("Inside of"),
    "area": N_("Area"),
    "section": N_("Section"),
    "measure": N_("Colour shows"),
    "step": N_("Time step"),
    "bandwidth": N_("Bandwidth"),
    "distance": N_("Distance"),
    "least": N_("Least number"),
    "cluster": N_("Cluster"),
    "only": N_("Show"),
    "goal": N_("Goal"),
    "order": N_("Order"),
    "page": N_("Page"),
    "lists": N_("Goals and measures"),
    "other_from": N_("Period to compare with"),
    "other_to": N_("Period to compare with"),
}

DISPLAYS: Mapping[str, str] = {
    Display.HEXAGONS: N_("Hexagons"),
    Display.DENSITY: N_("Smooth density"),
    Display.DISTRICTS: N_("By district"),
}


PLACED: Mapping[str, str] = {
    Placed.WITH_POINT: N_("with a point"),
    Placed.WITHOUT_POINT: N_("without a point"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Key and name of every choice, in the order in which they are offered.

    `layers` are all that are shown; of them `near` may be asked what is close to them, and
    `inside` (with the version in use) have areas. `places` are points by a name of their own.
    """

    rounds: dict[str, str]
    action_fields: dict[str, str]
    municipalities: dict[str, str]
    districts: dict[str, str]
    response_statuses: dict[str, str]
    cell_sizes: dict[int, str]
    displays: dict[str, str]
    channels: dict[str, str] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    inside: dict[str, int] = field(default_factory=dict)
    places: dict[str, NamedPlace] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        choices: Choices,
        municipalities: tuple[str, ...],
        words: Translator,
        shown: Sequence[Shown] = (),
        places: Sequence[NamedPlace] = (),
    ) -> "Names":
        """The names; districts only of the municipalities chosen, all when there is none.

        Two districts of the same name are told apart by their municipality.
        """
        towns = {one.key: one.name for one in choices.municipalities}
        offered = districts_within(choices, municipalities)
        names = [name for _, name, _ in offered]
        layers = [one for one in shown if isinstance(one, PublishedLayer)]
        return cls(
            rounds={one.slug: _title(one.titles, words, one.slug) for one in choices.rounds},
            action_fields={
                one.key: _title(one.titles, words, one.key) for one in choices.action_fields
            },
            municipalities=towns,
            districts={
                key: name if names.count(name) == 1 else f"{name} ({towns[town]})"
                for key, name, town in offered
            },
            response_statuses=translate_labels(RESPONSE_STATUSES, words),
            cell_sizes={size: f"{words.format_number(size)} m" for size in CELL_SIZES},
            displays=translate_labels(DISPLAYS, words),
            channels=translate_labels(CHANNELS, words),
            placed=translate_labels(PLACED, words),
            layers={one.slug: one.title_in(words.lang) for one in layers},
            near=tuple(one.slug for one in layers if one.feature_count <= MOST_OBJECTS),
            inside={one.slug: one.version_id for one in layers if "area" in one.shapes},
            places=_name_apart(places, towns),
        )

    def layer(self, slug: str) -> str:
        """The title of a layer; its slug where it is not shown any more."""
        return self.layers.get(slug, slug)


def _name_apart(places: Sequence[NamedPlace], towns: Mapping[str, str]) -> dict[str, NamedPlace]:
    """Places by name, in its order; one name in two municipalities is told apart by theirs.

    Of several points of one place, such as its church and its middle, the first is kept.
    """
    kept: dict[tuple[str, str], NamedPlace] = {}
    for place in sorted(places, key=lambda one: one.name.casefold()):
        kept.setdefault((place.name, place.municipality), place)
    names = [name for name, _ in kept]
    return {
        name if names.count(name) == 1 else f"{name} ({towns.get(town, town)})": place
        for (name, town), place in kept.items()
    }


def _title(titles: Mapping[str, str], words: Translator, key: str) -> str:
    return in_language(dict(titles), words.lang) or key
