"""GIS staff show maps of other servers (WMS, WMTS): which, how they look, who sees them."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ARRAY, Select, Text, cast, or_, select

from mapper.db.engine import transaction
from mapper.db.layer_order import position_below, read_order
from mapper.db.layer_versions import lock_layers
from mapper.db.tables import MapService
from mapper.domain.imports import LonLatBox
from mapper.domain.map_services import (
    LEAST_OPACITY,
    MOST_OPACITY,
    ManagedService,
    ServiceChange,
    ShownService,
)
from mapper.domain.profile import TownProfile
from mapper.domain.roles import Right, Role
from mapper.domain.styles import MOST_ZOOM
from mapper.domain.wording import make_slug, read_line, read_lines
from mapper.errors import ImportRefusedError, InvalidFieldError, NotFoundError
from mapper.imports.addresses import Allowed
from mapper.imports.map_capabilities import MapOffer, describe_maps
from mapper.services.access import Who, identify
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import by_language, merged, set_values, spread, take_row
from mapper.services.layer_order import move_in_order

TITLE_MOST = 80
ATTRIBUTION_MOST = 200
LICENCE_MOST = 500


@dataclass(frozen=True, slots=True)
class MapSources:
    """Whose maps may be shown, and where pictures of them are kept.

    `extent` is the town's; far from it no other server is asked.
    """

    allowed: Allowed
    folder: Path
    extent: LonLatBox
    cache_mb: int = 500

    @classmethod
    def at_home(
        cls,
        home: Path,
        town: TownProfile,
        *,
        private: frozenset[str] = frozenset(),
        hosts: frozenset[str] = frozenset(),
        cache_mb: int = 500,
    ) -> "MapSources":
        """Those of the town's profile and of the operator; `private` as in `Allowed`."""
        allowed = Allowed(private, hosts.union(town.service_hosts))
        return cls(allowed, home / "cache" / "services", town.extent, cache_mb)


def look_up(office: Backoffice, who: Who, sources: MapSources, url: str) -> MapOffer:
    """What the service at an address offers.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError
    ImportRefusedError
        Also where it offers no map that fits.
    """
    with office.acting(who, Right.MANAGE_LAYERS):
        pass
    offer = describe_maps(url, sources.allowed)
    if not offer.maps:
        raise ImportRefusedError("no_maps", host=offer.host)
    return offer


def add_service(
    office: Backoffice, who: Who, offer: MapOffer, layer: str, change: ServiceChange
) -> str:
    """Show a map of a service, under all layers; its slug, made of its title.

    Raises
    ------
    InvalidFieldError, TextMissingError, TextTooLongError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        chosen = next((one for one in offer.maps if one.name == layer), None)
        if chosen is None:
            raise InvalidFieldError("layer", "a map of the service", layer)
        lock_layers(act.session)
        values = _checked({}, change)
        slug = _free_slug(act, next(iter(change.titles.values())))
        act.session.add(
            MapService(
                slug=slug,
                kind=offer.kind,
                url=offer.url,
                request=dict(chosen.request),
                position=position_below(act.session),
                **values,
            )
        )
        told = {**spread(values), "url": offer.url, "layer": layer}
        act.record("map_service.added", "map_service", slug, told)
        return slug


def list_services(office: Backoffice, who: Who) -> list[ManagedService]:
    """All of them, the uppermost first."""
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        rows = {row.id: row for row in act.session.scalars(select(MapService))}
        order = [one.id for one in read_order(act.session) if one.kind == "service"]
        return [_managed(rows[found]) for found in reversed(order)]


def change_service(
    office: Backoffice, who: Who, slug: str, change: ServiceChange, version: int
) -> None:
    """Store what was edited; everyone sees it at once.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, InvalidFieldError, TextMissingError, TextTooLongError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        row = take_row(act, _by_slug(slug), "map_service", slug, version)
        changes = set_values(row, _checked(row.titles, change))
        if changes:
            act.record("map_service.changed", "map_service", slug, changes)


def remove_service(office: Backoffice, who: Who, slug: str) -> None:
    """Show it no longer.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        act.session.delete(take_row(act, _by_slug(slug), "map_service", slug))
        act.record("map_service.deleted", "map_service", slug)


def move_service(office: Backoffice, who: Who, slug: str, steps: int) -> None:
    """Lay it so many places further up (positive) or down, also past layers.

    Raises
    ------
    NotFoundError
    """
    move_in_order(office, who, "service", slug, steps)


def list_shown_services(office: Backoffice, who: Who) -> list[ShownService]:
    """What whoever asks may see, the lowest first."""
    return sorted(_shown(office, who, select(MapService)), key=lambda one: one.place)


def find_shown_service(office: Backoffice, who: Who, slug: str) -> ShownService:
    """One of them.

    Raises
    ------
    NotFoundError
        There is none, or it is for others.
    """
    found = next(iter(_shown(office, who, _by_slug(slug))), None)
    if found is None:
        raise NotFoundError("map_service", slug)
    return found


def _shown(office: Backoffice, who: Who, query: Select[MapService]) -> list[ShownService]:
    with transaction(office.sessions) as session:
        actor = identify(session, who, office.rules)
        if actor is None:
            query = query.where(MapService.public)
        elif not actor.may(Right.MANAGE_LAYERS):
            roles = cast([role.value for role in actor.roles], ARRAY(Text))
            theirs = MapService.roles.op("&&", is_comparison=True)(roles)
            query = query.where(or_(MapService.public, theirs))
        return [_to_shown(row) for row in session.scalars(query)]


def _by_slug(slug: str) -> Select[MapService]:
    return select(MapService).where(MapService.slug == slug)


def _free_slug(act: Act, title: str) -> str:
    wanted = make_slug(title) or "map"
    taken = set(act.session.scalars(select(MapService.slug)))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (wanted, *numbered) if one not in taken)


def _checked(before: dict[str, object], change: ServiceChange) -> dict[str, object]:
    if not LEAST_OPACITY <= change.opacity <= MOST_OPACITY:
        raise InvalidFieldError("opacity", f"{LEAST_OPACITY} to {MOST_OPACITY}", change.opacity)
    if not 0 <= change.min_zoom <= MOST_ZOOM:
        raise InvalidFieldError("min_zoom", f"0 to {MOST_ZOOM}", change.min_zoom)
    titles = read_lines("titles", change.titles, TITLE_MOST)
    licence = read_line("licence", change.licence, LICENCE_MOST, needed=False)
    return {
        "titles": merged(before, titles),
        "attribution": read_line("attribution", change.attribution, ATTRIBUTION_MOST),
        "licence": licence or None,
        "opacity": change.opacity,
        "public": change.public,
        "roles": [] if change.public else sorted({Role(role).value for role in change.roles}),
        "min_zoom": change.min_zoom,
    }


def _managed(row: MapService) -> ManagedService:
    return ManagedService(
        slug=row.slug,
        kind=row.kind,
        url=row.url,
        layer=str(row.request.get("layer", "")),
        now=ServiceChange(
            titles=by_language(row.titles),
            attribution=row.attribution,
            licence=row.licence or "",
            opacity=row.opacity,
            public=row.public,
            roles=tuple(Role(role) for role in row.roles),
            min_zoom=row.min_zoom,
        ),
        position=row.position,
        version=row.version,
    )


def _to_shown(row: MapService) -> ShownService:
    return ShownService(
        id=row.id,
        slug=row.slug,
        kind=row.kind,
        titles=by_language(row.titles),
        attribution=row.attribution,
        licence=row.licence,
        opacity=row.opacity / MOST_OPACITY,
        min_zoom=row.min_zoom,
        position=row.position,
        public=row.public,
        request=dict(row.request),
    )
