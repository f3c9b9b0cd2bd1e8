"""Layers and their versions: which one is active, and how another takes its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import shapely
from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from mapper.db.layer_order import position_on_top
from mapper.db.reassign import reassign_proposals
from mapper.db.tables import STORAGE_SRID, Feature, Layer, LayerVersion
from mapper.domain.styles import read_style, unused_colour

AREA_ROLES = ("districts", "municipalities")
"""Layers that tell where ideas lie."""

_LOCK = 4_251_913


@dataclass(frozen=True, slots=True)
class NewFeature:
    """A feature to be stored, its geometry in EPSG:25833."""

    key: str | None
    name: str
    kind: str
    geometry: BaseGeometry
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be stored, with its provenance."""

    source: str
    file_name: str | None
    sha256: str | None
    source_crs: str | None
    licence: str | None
    attribution: str
    data_date: date | None
    schematic: bool
    report: dict[str, object]
    created_by: str


def lock_layers(session: Session) -> None:
    """Let one transaction at a time change layers."""
    session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def hold_layer(session: Session, slug: str, *, wait: bool = False) -> bool:
    """Let this transaction alone write into a layer; False when another one does.

    To be called before `lock_layers`.

    Parameters
    ----------
    wait
        Whether to wait until no other one does.
    """
    key = func.hashtextextended(f"layer:{slug}", 0)
    if wait:
        session.execute(select(func.pg_advisory_xact_lock(key)))
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(key))))


def active_version(session: Session, slug: str) -> LayerVersion | None:
    """The active version of a layer."""
    return session.scalar(
        select(LayerVersion)
        .join(Layer, Layer.id == LayerVersion.layer_id)
        .where(Layer.slug == slug, LayerVersion.state == "active")
    )


def next_version_id(session: Session) -> int:
    """A number for a version to come; nobody else gets it."""
    sequence = func.pg_get_serial_sequence("layer_version", "id")
    return session.scalar(select(func.nextval(sequence))) or 0


def active_polygons(session: Session, version: LayerVersion) -> dict[str, BaseGeometry]:
    """Geometries of a version in EPSG:25833 by key, of features that have one."""
    query = (
        select(Feature.key, func.ST_AsBinary(Feature.geom))
        .where(Feature.layer_version_id == version.id, Feature.key.is_not(None))
        .order_by(Feature.key)
    )
    return {str(key): shapely.from_wkb(bytes(wkb)) for key, wkb in session.execute(query) if key}


def upsert_layer(session: Session, slug: str, title: str, role: str) -> Layer:
    """The layer with this slug, made where there is none; an existing one keeps its title.

    A new one lies on top of all others, in a colour that few of them have.
    """
    layer = session.scalar(select(Layer).where(Layer.slug == slug))
    if layer is None:
        values = {"slug": slug, "title": title, "role": role, "style": _first_style(session, role)}
        layer = Layer(**values, position=position_on_top(session))
        session.add(layer)
        session.flush()
    return layer


def _first_style(session: Session, role: str) -> dict[str, object]:
    if role not in ("overlay", "base"):
        return {}
    query = select(Layer.style, Layer.role).where(Layer.role == role)
    used = [read_style(style, of_role).colour for style, of_role in session.execute(query)]
    return {"colour": unused_colour(used)}


def activate(
    session: Session, layer: Layer, version: NewVersion, features: Sequence[NewFeature]
) -> LayerVersion:
    """Store a version with its features and make it the active one; the former is retired."""
    stored = LayerVersion(
        layer_id=layer.id,
        state="staged",
        source=version.source,
        file_name=version.file_name,
        sha256=version.sha256,
        source_crs=version.source_crs,
        licence=version.licence,
        attribution=version.attribution,
        data_date=version.data_date,
        schematic=version.schematic,
        feature_count=len(features),
        report=version.report,
        created_by=version.created_by,
    )
    session.add(stored)
    session.flush()
    session.execute(insert(Feature), [_row(stored.id, feature) for feature in features])
    former = make_active(session, layer.id, stored.id, version.created_by)
    if layer.role in AREA_ROLES:
        use_areas(session, layer.role, former, stored.id)
    return stored


def make_active(session: Session, layer_id: int, version_id: int, by: str) -> int | None:
    """Show a version in place of the one that was shown; the id of that one, which is kept."""
    former = session.scalar(
        update(LayerVersion)
        .where(LayerVersion.layer_id == layer_id, LayerVersion.state == "active")
        .values(state="retired")
        .returning(LayerVersion.id)
    )
    session.execute(
        update(LayerVersion)
        .where(LayerVersion.id == version_id)
        .values(state="active", activated_at=func.clock_timestamp(), activated_by=by)
    )
    if former is not None:
        longer = func.array_append(Layer.former_versions, former)
        session.execute(update(Layer).where(Layer.id == layer_id).values(former_versions=longer))
    return former


def use_areas(session: Session, role: str, former: int | None, version_id: int) -> int:
    """Look points up in the areas of the version that was activated; ideas with another district.

    To be called after each activation of districts or municipalities.
    """
    # An idea that comes in meanwhile waits, or it would be looked up in the former areas.
    session.execute(text("lock table proposal in share row exclusive mode"))
    session.execute(select(func.refresh_area_parts(role)))
    return reassign_proposals(session, former, version_id)


def _row(version_id: int, feature: NewFeature) -> dict[str, object]:
    geometry: WKBElement = from_shape(feature.geometry, srid=STORAGE_SRID)
    return {
        "layer_version_id": version_id,
        "key": feature.key,
        "name": feature.name,
        "kind": feature.kind,
        "attributes": dict(feature.attributes),
        "geom": geometry,
    }
