"""What the OGC API offers: every public layer, and the published ideas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mapper.db.engine import Sessions, transaction
from mapper.db.ogc import select_extent, select_first_moment
from mapper.domain.geodata import LayerRole
from mapper.domain.ogc import Box
from mapper.services.layers import PublishedLayer, check_shown, find_layer, list_layers

IDEAS = "ideas"
LAYER_FILTERS = ("name", "kind", "key")
IDEA_FILTERS = (
    *("public_id", "action_field", "district", "municipality", "round"),
    *("response_status", "public_precision"),
)


@dataclass(frozen=True, slots=True)
class Collection:
    """A public layer's active version, or, without one, all published ideas."""

    id: str
    layer: PublishedLayer | None = None

    @property
    def filters(self) -> tuple[str, ...]:
        """Properties whose value can be asked for."""
        return LAYER_FILTERS if self.layer else IDEA_FILTERS

    @property
    def titles(self) -> Mapping[str, str]:
        """A layer's title by language: what staff entered, else what came with the data."""
        if self.layer is None:
            return {}
        shipped = self.layer.report.get("titles")
        return self.layer.titles or (shipped if isinstance(shipped, dict) else {})


@dataclass(frozen=True, slots=True)
class Extent:
    """Where items lie: boxes in EPSG:4326 and EPSG:25833; None where there is nothing."""

    degrees: Box | None
    metres: Box | None


def list_collections(sessions: Sessions) -> list[Collection]:
    """The ideas, then the layers, the lowest on the map first."""
    layers = sorted(list_layers(sessions), key=lambda one: one.place)
    return [Collection(IDEAS), *(Collection(one.slug, one) for one in layers if one.slug != IDEAS)]


def find_collection(sessions: Sessions, name: str) -> Collection:
    """The collection with this id.

    Raises
    ------
    NotFoundError
        There is none, or it is not public.
    """
    return Collection(IDEAS) if name == IDEAS else Collection(name, find_layer(sessions, name))


def find_area(sessions: Sessions) -> PublishedLayer | None:
    """The layer in which every idea lies; None while there is none."""
    role = LayerRole.MUNICIPALITIES
    return next((one for one in list_layers(sessions) if one.role == role), None)


def find_extent(sessions: Sessions, layer: PublishedLayer) -> Extent:
    """Where the features of a layer lie.

    Raises
    ------
    NotFoundError
        It has just been hidden, or replaced.
    """
    with transaction(sessions) as session:
        numbers = session.execute(select_extent(layer.version_id)).one()
        check_shown(session, layer)
    if numbers[0] is None:
        return Extent(None, None)
    west, south, east, north, *metres = (float(number) for number in numbers)
    return Extent((west, south, east, north), (metres[0], metres[1], metres[2], metres[3]))


def first_moment(sessions: Sessions) -> datetime | None:
    """When the oldest published idea was handed in."""
    with transaction(sessions) as session:
        found: datetime | None = session.scalar(select_first_moment())
    return found
