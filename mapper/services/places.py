"""Named points that help people say where something is."""

from collections.abc import Iterator
from dataclasses import dataclass

from mapper.domain.geodata import DistrictFact, SettlementPart
from mapper.domain.profile import TownProfile


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name with a point in EPSG:4326; `municipality` is the AGS."""

    name: str
    kind: str
    lon: float
    lat: float
    municipality: str


def list_places(profile: TownProfile) -> list[NamedPlace]:
    """Landmarks, then the settlements; a name that stands for several points comes once each.

    A landmark that repeats a settlement's name at its point is left out.
    """
    settlements = list(_settlements(profile))
    known = {(place.name, place.lon, place.lat) for place in settlements}
    landmarks = [
        NamedPlace(mark.name, mark.kind, mark.lon, mark.lat, mark.municipality)
        for mark in profile.landmarks
        if (mark.name, mark.lon, mark.lat) not in known
    ]
    return landmarks + settlements


def _settlements(profile: TownProfile) -> Iterator[NamedPlace]:
    seen: set[tuple[str, float, float]] = set()
    named: list[DistrictFact | SettlementPart] = [
        *profile.facts.districts,
        *profile.facts.settlement_parts,
    ]
    for place in named:
        for lon, lat in place.points:
            if (place.name, lon, lat) not in seen:
                seen.add((place.name, lon, lat))
                yield NamedPlace(place.name, "settlement", lon, lat, place.municipality)
