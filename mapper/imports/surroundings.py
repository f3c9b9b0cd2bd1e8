"""What the sources of a dataset may draw on, and what must be said about what they give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from mapper.domain.profile import TownProfile
from mapper.imports.fetch import NetworkBudget


@dataclass(frozen=True, slots=True)
class Provenance:
    """Licence, attribution, date and truth of features; `note` says by language what is not so."""

    licence: str | None
    attribution: str
    as_of: str | None
    schematic: bool
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Districts:
    """The districts in use, in EPSG:25833 by key, which other datasets are put together from."""

    polygons: Mapping[str, BaseGeometry] = field(default_factory=dict)
    digest: str = ""
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that sources may draw on; no `network` means that it is not to be used."""

    profile: TownProfile
    folder: Path | None
    network: NetworkBudget | None
    districts: Districts = field(default_factory=Districts)
