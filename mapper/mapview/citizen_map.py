"""The citizens' map: mounts the component and hands it what it shows, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from mapper.domain.profile import TownProfile
from mapper.i18n import Translator
from mapper.i18n.component import COMPONENT_MESSAGES
from mapper.i18n.labels import MODERATION_STATUSES, RESPONSE_STATUSES, translate_labels
from mapper.mapview.overlays import Shown, overlay_data
from mapper.services.rounds import Choices, RoundChoice

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

View = Literal["map", "mine", "idea", "pick", "desk"]
AreaOf = Callable[[tuple[str, ...]], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What must stand under a map: attributions, and a sentence on what is schematic."""

    attributions: tuple[str, ...] = ()
    schematic: str | None = None


@dataclass(frozen=True, slots=True)
class ShownIdea:
    """A public idea on its small map, EPSG:4326; no place, no map."""

    lon: float | None
    lat: float | None
    action_field: str
    title: str


def mount_citizen_map(data: Mapping[str, Any], *, key: str = "citizen_map") -> None:
    """Mount the component; with the same key it keeps its state from run to run."""
    _component()(key=key, data=dict(data))


def build_map_data(
    view: View,
    town: TownProfile,
    choices: Choices,
    translator: Translator,
    *,
    provenance: Provenance,
    area_of: AreaOf,
    shown: Sequence[Shown] = (),
    chosen_round: str | None = None,
    idea: ShownIdea | None = None,
) -> dict[str, Any]:
    """What the component gets; the names are the contract with it.

    Parameters
    ----------
    area_of
        Gives the GeoJSON geometry of a round's area from its keys, None for everywhere.
    shown
        What GIS staff publish, the lowest first.
    chosen_round
        A round's slug from the address; an unknown one gives the first round.
    """
    slugs = [one.slug for one in choices.rounds]
    return {
        "view": view,
        "lang": translator.lang,
        "messages": translate_labels(COMPONENT_MESSAGES, translator),
        "bounds": list(town.extent),
        "municipalities": [{"ags": one.key, "name": one.name} for one in choices.municipalities],
        "districts": [
            {"key": one.key, "name": one.name, "municipality": one.municipality}
            for one in choices.districts
        ],
        "action_fields": _action_fields(choices, translator.lang),
        "rounds": [_round(one, translator.lang, area_of) for one in choices.rounds],
        "round": chosen_round if chosen_round in slugs else next(iter(slugs), ""),
        "attribution": list(provenance.attributions),
        "schematic": provenance.schematic,
        "licence": {"name": town.licence.name, "url": town.licence.url},
        "response_statuses": translate_labels(RESPONSE_STATUSES, translator),
        "moderation_statuses": translate_labels(MODERATION_STATUSES, translator),
        "idea": _idea(idea),
        **overlay_data(shown, translator),
    }


def in_language(words: Mapping[str, str], lang: str) -> str:
    """The words in a language, else in the first there is."""
    return words.get(lang) or next(iter(words.values()), "")


def _action_fields(choices: Choices, lang: str) -> Sequence[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "title": in_language(one.titles, lang),
            "colour": one.colour,
            "symbol": one.symbol,
            "municipalities": list(one.municipalities),
            "active": one.active,
        }
        for one in choices.action_fields
    ]


def _round(one: RoundChoice, lang: str, area_of: AreaOf) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": in_language(one.titles, lang),
        "question": in_language(one.questions, lang),
        "open": one.open_at(datetime.now(UTC)),
        "action_fields": list(one.action_fields) or None,
        "area": area_of(one.area) if one.area else None,
    }


def _idea(idea: ShownIdea | None) -> dict[str, Any] | None:
    if idea is None:
        return None
    return {
        "lon": idea.lon,
        "lat": idea.lat,
        "action_field": idea.action_field,
        "title": idea.title,
    }


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component("mapper.citizen_map", js="main.js", css="main.css")
