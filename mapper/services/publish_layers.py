"""GIS staff publish layers: what they are called, how they look, who sees them, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from mapper.db.layer_fields import fields_of, kinds_of, shapes_of
from mapper.db.layer_order import read_order
from mapper.db.tables import Layer, LayerVersion
from mapper.domain.imports import FieldInfo
from mapper.domain.roles import Right, Role
from mapper.domain.styles import (
    MOST_KINDS,
    MOST_ZOOM,
    OF_EVERY_OBJECT,
    LayerStyle,
    check_style,
    kind_colours,
    read_style,
    to_stored,
)
from mapper.domain.wording import read_lines
from mapper.errors import InvalidFieldError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.edited import by_language, merged, set_values, take_row
from mapper.services.layer_order import move_in_order

TITLE_MOST = 80


@dataclass(frozen=True, slots=True)
class LayerChange:
    """What may be edited of a layer.

    One that is not `public` is shown to the staff with one of the `roles`, and always to GIS
    staff.
    """

    titles: Mapping[str, str]
    style: LayerStyle
    public: bool = True
    roles: tuple[Role, ...] = ()
    min_zoom: int = 0


@dataclass(frozen=True, slots=True)
class ManagedLayer:
    """A layer as GIS staff see it; without an active version nobody else sees it at all.

    `title` is what it was first called; `shapes` tells what its objects are: point, line, area.
    `version` is the one an editor has seen.
    """

    slug: str
    title: str
    role: str
    now: LayerChange
    position: int
    features: int
    active_version: int | None
    shapes: tuple[str, ...]
    fields: tuple[FieldInfo, ...]
    kinds: Mapping[str, str]
    version: int

    def title_in(self, lang: str) -> str:
        """The title in a language, else the first there is."""
        titles = self.now.titles
        return titles.get(lang) or next(iter(titles.values()), "") or self.title


def list_managed(office: Backoffice, who: Who) -> list[ManagedLayer]:
    """All layers, the uppermost first."""
    query = select(Layer, LayerVersion).outerjoin(
        LayerVersion, (LayerVersion.layer_id == Layer.id) & (LayerVersion.state == "active")
    )
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        rows = {row.Layer.id: row for row in act.session.execute(query)}
        order = [one.id for one in read_order(act.session) if one.kind == "layer"]
        return [_managed(act.session, rows[found]) for found in reversed(order)]


def change_layer(
    office: Backoffice, who: Who, slug: str, change: LayerChange, version: int
) -> None:
    """Store what was edited; everyone sees it at once.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, InvalidFieldError, PaleLayerColourError,
    TextMissingError, TextTooLongError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        row = take_row(act, select(Layer).where(Layer.slug == slug), "layer", slug, version)
        changes = set_values(row, _checked(act.session, row, change))
        if changes:
            told = {name.removeprefix("style."): value for name, value in changes.items()}
            act.record("layer.changed", "layer", slug, told)


def move_layer(office: Backoffice, who: Who, slug: str, steps: int) -> None:
    """Lay it so many places further up (positive) or down, also past other servers' maps.

    Raises
    ------
    NotFoundError
    """
    move_in_order(office, who, "layer", slug, steps)


def _checked(session: Session, row: Layer, change: LayerChange) -> dict[str, object]:
    style = check_style(change.style)
    if style.label_field not in (None, *OF_EVERY_OBJECT):
        known = {field.name for field in _fields(session, row.id)}
        if style.label_field not in known:
            raise InvalidFieldError("label_field", "an attribute of the layer", style.label_field)
    if not 0 <= change.min_zoom <= MOST_ZOOM:
        raise InvalidFieldError("min_zoom", f"0 to {MOST_ZOOM}", change.min_zoom)
    titles = read_lines("titles", change.titles, TITLE_MOST, needed=False)
    return {
        "titles": merged(row.titles, titles),
        "style": to_stored(style, row.role),
        "public": change.public,
        "roles": [] if change.public else sorted({Role(role).value for role in change.roles}),
        "min_zoom": change.min_zoom,
    }


def _fields(session: Session, layer_id: int) -> list[FieldInfo]:
    active = session.scalar(
        select(LayerVersion).where(
            LayerVersion.layer_id == layer_id, LayerVersion.state == "active"
        )
    )
    return fields_of(session, active.id, active.report) if active else []


def _managed(session: Session, row: Row[Layer, LayerVersion]) -> ManagedLayer:
    layer: Layer = row.Layer
    active: LayerVersion | None = row.LayerVersion
    style = read_style(layer.style, layer.role)
    return ManagedLayer(
        slug=layer.slug,
        title=layer.title,
        role=layer.role,
        now=LayerChange(
            titles=by_language(layer.titles),
            style=style,
            public=layer.public,
            roles=tuple(Role(role) for role in layer.roles),
            min_zoom=layer.min_zoom,
        ),
        position=layer.position,
        features=active.feature_count if active else 0,
        active_version=active.id if active else None,
        shapes=shapes_of(session, active.id, active.report) if active else (),
        fields=tuple(fields_of(session, active.id, active.report)) if active else (),
        kinds=kind_colours(kinds_of(session, active.id, MOST_KINDS)) if active else {},
        version=layer.version,
    )
