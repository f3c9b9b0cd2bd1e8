"""Facts about a town's places and the datasets that may draw them, as read-only values."""

from dataclasses import dataclass, field
from enum import StrEnum

from mapper.domain.spelling import slug_of

LonLat = tuple[float, float]

DIRECTIONS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
"""Compass directions, clockwise from north."""

MAX_LON = 180.0
MAX_LAT = 90.0


def is_lon_lat(lon: float, lat: float) -> bool:
    """Whether these are degrees of EPSG:4326."""
    return abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT


def district_key(ags: str, name: str) -> str:
    """The key of a district: its municipality's AGS and its name as a slug."""
    return f"{ags}/{slug_of(name)}"


@dataclass(frozen=True, slots=True)
class DistrictFact:
    """What is published about a district; `points` lie inside it, in EPSG:4326."""

    municipality: str
    name: str
    kind: str
    area_km2: float | None
    points: tuple[LonLat, ...]
    population: int | None = None
    population_date: str | None = None
    population_source: str | None = None

    @property
    def key(self) -> str:
        """`AGS/slug`."""
        return district_key(self.municipality, self.name)


@dataclass(frozen=True, slots=True)
class SettlementPart:
    """A place without a polygon of its own; `districts` holds keys, several when it is split."""

    municipality: str
    name: str
    districts: tuple[str, ...]
    points: tuple[LonLat, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class GreenSpaceFact:
    """What is published about a green space.

    `point` is None where only the district is known; `near` then names a settlement part and
    `direction` (n, ne, e, ...) the side of the village on which it lies, where either is known.
    """

    municipality: str
    name: str
    kind: str
    districts: tuple[str, ...]
    point: LonLat | None
    near: str | None
    direction: str | None
    area_ha: float | None
    position: str
    source: str


@dataclass(frozen=True, slots=True)
class NeighbouringPlace:
    """A village or town outside the municipalities."""

    name: str
    point: LonLat
    source: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of a profile's CSV files; each is empty where its file is absent."""

    districts: tuple[DistrictFact, ...] = ()
    settlement_parts: tuple[SettlementPart, ...] = ()
    green_spaces: tuple[GreenSpaceFact, ...] = ()
    neighbouring_places: tuple[NeighbouringPlace, ...] = ()


class LayerRole(StrEnum):
    """What a layer is for."""

    DISTRICTS = "districts"
    MUNICIPALITIES = "municipalities"
    GREEN_SPACES = "green_spaces"
    BASE = "base"
    OVERLAY = "overlay"


class SourceKind(StrEnum):
    """Where a dataset's geometry may come from."""

    FOLDER = "folder"
    PROFILE = "profile"
    NETWORK = "network"
    DISSOLVE = "dissolve"
    SCHEMATIC = "schematic"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source.

    `location` is a file name (folder, profile) or an address (network). `fields` maps our
    columns (name, municipality, kind) to the file's; `municipality` is the AGS of all its
    features where no field tells.
    """

    location: str
    srid: int | None = None
    sha256: str | None = None
    municipality: str | None = None
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """The last part of the location."""
        return self.location.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class DatasetSource:
    """One way to a dataset's geometry, with what must be said about it."""

    kind: SourceKind
    titles: dict[str, str]
    licence: str | None
    attribution: str
    as_of: str | None = None
    files: tuple[SourceFile, ...] = ()
    renames: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title for operators, in English where there is one."""
        return self.titles.get("en") or next(iter(self.titles.values()))


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of the catalogue with its sources in the order in which they are tried."""

    slug: str
    role: LayerRole
    titles: dict[str, str]
    sources: tuple[DatasetSource, ...]
    expected_features: int | None = None
