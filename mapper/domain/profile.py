"""A town profile: everything that makes the software one town's, as read-only values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from mapper.domain.geodata import Dataset, Facts
from mapper.domain.statuses import Channel

SYMBOLS = (
    *("house", "bicycle", "tree", "sun", "people", "shop", "mask", "signal", "church", "dot"),
)
"""What may be drawn on the pins of an action field."""
TEXT_BLOCK_KINDS = ("rejection", "response")

TEXT_BLOCK_KINDS = ("rejection", "response")
"""What text blocks are for."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality that takes part; `population_date` is as published, so it may be a year."""

    ags: str
    name: str
    population: int | None = None
    population_date: str | None = None
    population_source: str | None = None


@dataclass(frozen=True, slots=True)
class ActionField:
    """A theme of ideas; `municipalities` holds AGS, empty for all."""

    key: str
    titles: dict[str, str]
    colour: str
    symbol: str
    municipalities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """A participation round as the profile defines it; the standing round has no end.

    `closes` is the first moment at which it takes no ideas any more. `area` names district
    keys (`AGS/slug`) or AGS; empty means the whole area. `action_fields` empty means all.
    """

    slug: str
    titles: dict[str, str]
    questions: dict[str, str]
    intros: dict[str, str]
    opens: datetime | None = None
    closes: datetime | None = None
    area: tuple[str, ...] = ()
    action_fields: tuple[str, ...] = ()
    address: str | None = None
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named point that helps people say where something is."""

    name: str
    kind: str
    municipality: str
    lon: float
    lat: float
    source: str


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence ideas are published under."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office that is responsible; `outside` when it is not the town's (county, state)."""

    key: str
    name: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Words staff reuse; `kind` is one of TEXT_BLOCK_KINDS."""

    kind: str
    key: str
    titles: dict[str, str]
    bodies: dict[str, str]


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of the folder `logos/` with its text for those who do not see it."""

    file: Path
    alt: dict[str, str]


@dataclass(frozen=True, slots=True)
class TownProfile:
    """What a profile folder says.

    `extent` is west, south, east, north in EPSG:4326. `languages` are codes, the first is the
    default; `address` is "formal" or "informal". `texts` holds Markdown by text and language.
    `work_days` holds periods in days by their name in town.toml. `defects_url` is where people
    report defects (a broken lamp), which are no ideas. `service_hosts` are servers whose maps
    may be shown.
    """

    name: str
    operator: str
    contact_email: str | None
    languages: tuple[str, ...]
    address: str
    extent: tuple[float, float, float, float]
    municipalities: tuple[Municipality, ...]
    action_fields: tuple[ActionField, ...]
    rounds: tuple[Round, ...]
    licence: Licence
    review_days: int | None
    profile_date: date | None
    landmarks: tuple[Landmark, ...]
    texts: dict[str, dict[str, str]]
    channels: tuple[Channel, ...] = (Channel.ONLINE,)
    logos: tuple[Logo, ...] = ()
    offices: tuple[Office, ...] = ()
    text_blocks: tuple[TextBlock, ...] = ()
    work_days: dict[str, int] = field(default_factory=dict)
    defects_url: str | None = None
    service_hosts: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    datasets: tuple[Dataset, ...] = ()
    folder: Path = Path()

    def municipality(self, ags: str) -> Municipality | None:
        """The municipality with this AGS, or None."""
        return next((one for one in self.municipalities if one.ags == ags), None)

    def dataset(self, slug: str) -> Dataset | None:
        """The dataset with this slug, or None."""
        return next((one for one in self.datasets if one.slug == slug), None)
