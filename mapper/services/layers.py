"""Layers as they are shown: to everyone, and to the staff who may see more of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ARRAY, Row, Select, Text, cast, select
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.layer_fields import kinds_of, shapes_of
from mapper.db.layer_order import rank_of
from mapper.db.tables import Layer, LayerVersion
from mapper.db.views import LAYER
from mapper.domain.roles import Actor, Right
from mapper.domain.styles import MOST_KINDS, LayerStyle, kind_colours, read_style
from mapper.errors import NotFoundError
from mapper.services.access import Who, identify
from mapper.services.backoffice import Backoffice

_OF_LAYER = ("id", "slug", "title", "titles", "role", "style", "position", "min_zoom")
_OF_VERSION = (
    *("source", "licence", "attribution", "data_date", "schematic", "feature_count"),
    *("sha256", "source_crs", "report", "activated_at"),
)


@dataclass(frozen=True, slots=True)
class PublishedLayer:
    """A layer with an active version, how it looks, and where its objects come from.

    `titles` by language go before `title`. One that is not `public` is for some staff only. For
    drawing `kinds` gives colours by kind where each has its own, and `shapes` what the objects are
    (point, line, area).
    """

    id: int
    slug: str
    title: str
    titles: Mapping[str, str]
    role: str
    stored_style: Mapping[str, object]
    position: int
    min_zoom: int
    version_id: int
    source: str
    licence: str | None
    attribution: str | None
    data_date: date | None
    schematic: bool
    feature_count: int
    sha256: str | None
    source_crs: str | None
    report: Mapping[str, object] = field(repr=False)
    activated_at: datetime | None
    public: bool = True
    kinds: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Changes whenever the layer's content, look, name or terms do, whatever the database."""
        moment = self.activated_at.timestamp() if self.activated_at else 0
        told = [
            *(self.stored_style, self.min_zoom, self.title, dict(self.titles)),
            *(self.licence, self.attribution),
        ]
        digest = hashlib.blake2b(
            orjson.dumps(told, option=orjson.OPT_SORT_KEYS), digest_size=4
        ).hexdigest()
        return f"{self.slug}-{self.version_id}-{moment:.6f}-{digest}"

    @property
    def style(self) -> LayerStyle:
        """How it is drawn."""
        return read_style(self.stored_style, self.role)

    @property
    def place(self) -> tuple[int, int, int]:
        """By which it lies among others, the lowest first."""
        return self.position, rank_of(self.role), self.id

    def title_in(self, lang: str) -> str:
        """The title in a language, else in the first there is."""
        return self.titles.get(lang) or next(iter(self.titles.values()), "") or self.title


def list_layers(sessions: Sessions) -> list[PublishedLayer]:
    """All public layers with an active version, by slug."""
    with transaction(sessions) as session:
        return [_published(row) for row in session.execute(_public().order_by(LAYER.c.slug))]


def list_shown(office: Backoffice, who: Who) -> list[PublishedLayer]:
    """What whoever asks may see, the lowest first: nobody the public ones, staff their own too."""
    with transaction(office.sessions) as session:
        rows = [_published(row) for row in session.execute(_public())]
        actor = identify(session, who, office.rules)
        if actor is not None:
            rows += [_published(row, public=False) for row in session.execute(_staffs(actor))]
        return [_to_draw(session, one) for one in sorted(rows, key=lambda one: one.place)]


def find_layer(sessions: Sessions, slug: str) -> PublishedLayer:
    """The public layer with this slug.

    Raises
    ------
    NotFoundError
        There is none, or it is not public.
    """
    with transaction(sessions) as session:
        row = session.execute(_public().where(LAYER.c.slug == slug)).first()
    if row is None:
        raise NotFoundError("layer", slug)
    return _published(row)


def find_shown(office: Backoffice, who: Who, slug: str) -> PublishedLayer:
    """The layer with this slug, public or for whoever asks.

    Raises
    ------
    NotFoundError
        There is none, or it is for others.
    """
    with transaction(office.sessions) as session:
        row = session.execute(_public().where(LAYER.c.slug == slug)).first()
        if row is not None:
            return _published(row)
        actor = identify(session, who, office.rules)
        if actor is not None:
            row = session.execute(_staffs(actor).where(Layer.slug == slug)).first()
    if row is None:
        raise NotFoundError("layer", slug)
    return _published(row, public=False)


def shown_versions(session: Session, actor: Actor | None) -> dict[str, int]:
    """The version in use of each layer that this person, or nobody, may see, by its slug."""
    found = select(LAYER.c.slug, LAYER.c.version_id)
    versions = {row[0]: row[1] for row in session.execute(found)}
    if actor is not None:
        staffs = _staffs(actor).subquery("staffs")
        found = select(staffs.c.slug, staffs.c.version_id)
        versions |= {row[0]: row[1] for row in session.execute(found)}
    return versions


def check_shown(session: Session, layer: PublishedLayer) -> None:
    """Refuse what was just read of a layer when it is not shown any more as it was found.

    A public one meanwhile hidden, or another version in use; another one's version removed: then
    not all of its objects were read, or none, and nobody may keep that as what the layer holds.

    Raises
    ------
    NotFoundError
    """
    version = LAYER.c.version_id if layer.public else LayerVersion.id
    if session.scalar(select(version).where(version == layer.version_id)) is None:
        raise NotFoundError("layer", layer.slug)


def _to_draw(session: Session, layer: PublishedLayer) -> PublishedLayer:
    kinds = kinds_of(session, layer.version_id, MOST_KINDS) if layer.style.by_kind else []
    shapes = shapes_of(session, layer.version_id, layer.report)
    return replace(layer, kinds=kind_colours(kinds), shapes=shapes)


def _public() -> Select[Any]:
    return select(*(LAYER.c[name] for name in (*_OF_LAYER, "version_id", *_OF_VERSION)))


def _staffs(actor: Actor) -> Select[Any]:
    """Layers that are not public and that this person may see."""
    columns = (
        *(getattr(Layer, name) for name in _OF_LAYER),
        LayerVersion.id.label("version_id"),
        *(getattr(LayerVersion, name) for name in _OF_VERSION),
    )
    query = (
        select(*columns)
        .join(LayerVersion, LayerVersion.layer_id == Layer.id)
        .where(LayerVersion.state == "active", Layer.public.is_(False))
    )
    if actor.may(Right.MANAGE_LAYERS):
        return query
    roles = cast([role.value for role in actor.roles], ARRAY(Text))
    return query.where(Layer.roles.op("&&", is_comparison=True)(roles))


def _published(row: Row[Any], *, public: bool = True) -> PublishedLayer:
    values = dict(row._mapping)
    style = values.pop("style")
    return PublishedLayer(**values, stored_style=style, public=public)
