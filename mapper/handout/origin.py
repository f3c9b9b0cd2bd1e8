"""Where a file comes from: whose data, under which licence, which filters, made when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mapper.domain.profile import TownProfile
from mapper.i18n import N_, Translator
from mapper.i18n.labels import translate_labels
from mapper.services.export import provenance
from mapper.services.plan_tables import Table, What

TITLES: Mapping[str, str] = {
    What.IDEAS: N_("Ideas"),
    What.CELLS: N_("Hexagons"),
    What.CLUSTERS: N_("Clusters"),
}
_FACTS: Mapping[str, str] = {
    "content": N_("Content"),
    "attribution": N_("Attribution"),
    "licence": N_("Licence"),
    "licence_url": N_("Licence text"),
    "places": N_("Places"),
    "filters": N_("Filters"),
    "distance_m": N_("Metres between neighbours in a cluster, at most"),
    "least": N_("Ideas that begin a cluster, at least"),
    "made_at": N_("Made on"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know about a file: its key for programs, and title and words for people."""

    key: str
    title: str
    words: str


def origin_of(
    table: Table, filters: Sequence[str], profile: TownProfile, made_at: datetime, words: Translator
) -> tuple[Fact, ...]:
    """All there is to know, in the order in which people ask.

    What tells more than everybody may see carries no licence, but says that it stays in the house.
    """
    _ = words.gettext
    source = provenance(profile)
    if table.exact:
        del source["licence_url"]
        source["licence"] = _("None: for the town's own work only. Do not pass this on.")
    told = {
        "content": _(TITLES[table.what]),
        **source,
        "places": _("exact, also where the author lets everybody see less")
        if table.exact
        else _("as everybody may see them"),
        "filters": "; ".join(filters) or _("none: everything that is published"),
        **{name: words.format_number(number) for name, number in table.parameters.items()},
        "made_at": words.format_datetime(made_at),
    }
    titles = translate_labels(_FACTS, words)
    return tuple(Fact(key, titles[key], text) for key, text in told.items())


def as_metadata(facts: Sequence[Fact]) -> dict[str, str]:
    """The facts by their keys, for the metadata of a file."""
    return {one.key: one.words for one in facts}
