"""Names of everything that can be filtered, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from mapper.domain.filters import CELL_SIZES
from mapper.i18n import N_, Translator
from mapper.i18n.labels import RESPONSE_STATUSES, translate_labels
from mapper.mapview.citizen_map import in_language
from mapper.services.rounds import Choices
from mapper.ui.components.planning_wanted import Display, districts_within

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
    "other_from": N_("Period to compare with"),
    "other_to": N_("Period to compare with"),
}

DISPLAYS: Mapping[str, str] = {
    Display.HEXAGONS: N_("Hexagons"),
    Display.DENSITY: N_("Smooth density"),
    Display.DISTRICTS: N_("By district"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Key and name of every choice, in the order in which they are offered."""

    rounds: dict[str, str]
    action_fields: dict[str, str]
    municipalities: dict[str, str]
    districts: dict[str, str]
    response_statuses: dict[str, str]
    cell_sizes: dict[int, str]
    displays: dict[str, str]

    @classmethod
    def of(cls, choices: Choices, municipalities: tuple[str, ...], words: Translator) -> "Names":
        """The names; districts only of the municipalities chosen, all when there is none.

        Two districts of the same name are told apart by their municipality.
        """
        towns = {one.key: one.name for one in choices.municipalities}
        offered = districts_within(choices, municipalities)
        names = [name for _, name, _ in offered]
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
        )


def _title(titles: Mapping[str, str], words: Translator, key: str) -> str:
    return in_language(dict(titles), words.lang) or key
