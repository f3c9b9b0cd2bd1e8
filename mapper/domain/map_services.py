"""Maps drawn by other servers, as they are shown over or under ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapper.domain.roles import Role

LEAST_OPACITY = 10
"""In per cent: what cannot be seen is better not shown."""
MOST_OPACITY = 100


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """What may be edited of a map; `opacity` in per cent.

    One that is not `public` is shown to the staff with one of the `roles`, and always to GIS
    staff.
    """

    titles: Mapping[str, str]
    attribution: str
    licence: str = ""
    opacity: int = MOST_OPACITY
    public: bool = False
    roles: tuple[Role, ...] = ()
    min_zoom: int = 0


@dataclass(frozen=True, slots=True)
class ManagedService:
    """A map as GIS staff see it; `version` is the one an editor has seen."""

    slug: str
    kind: str
    url: str
    layer: str
    now: ServiceChange
    position: int
    version: int

    def title_in(self, lang: str) -> str:
        """The title in a language, else the first there is."""
        return self.now.titles.get(lang) or next(iter(self.now.titles.values()), self.slug)


@dataclass(frozen=True, slots=True)
class ShownService:
    """A map that whoever asks may see; `opacity` from 0 to 1."""

    id: int
    slug: str
    kind: str
    titles: Mapping[str, str]
    attribution: str
    licence: str | None
    opacity: float
    min_zoom: int
    position: int
    public: bool
    request: Mapping[str, object] = field(repr=False)

    @property
    def address(self) -> str:
        """Where its tiles are, with {z}, {x} and {y}."""
        return f"/tiles/services/{self.slug}/{{z}}/{{x}}/{{y}}"

    @property
    def place(self) -> tuple[int, int, int]:
        """By which it lies among layers and services, the lowest first."""
        return self.position, 0, self.id

    def title_in(self, lang: str) -> str:
        """The title in a language, else the first there is."""
        return self.titles.get(lang) or next(iter(self.titles.values()), self.slug)
