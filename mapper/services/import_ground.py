"""What a file is held against: where the municipalities lie, and which districts are known."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mapper.db.tables import District, Feature, Layer, LayerVersion, Municipality
from mapper.domain.imports import Ground, KnownDistrict


def find_ground(session: Session) -> Ground:
    """The municipalities' area and all known districts, those without an area included."""
    municipalities = session.scalar(_in_use("municipalities", func.ST_Union(Feature.geom)))
    area = municipalities or session.scalar(_in_use("districts", func.ST_Union(Feature.geom)))
    columns = (Feature.key, func.ST_AsBinary(Feature.geom))
    areas = {key: bytes(wkb) for key, wkb in session.execute(_in_use("districts", *columns))}
    query = (
        select(District.key, District.name, Municipality.ags)
        .join(Municipality, Municipality.id == District.municipality_id)
        .order_by(District.key)
    )
    known = [
        KnownDistrict(key, name, ags, areas.get(key)) for key, name, ags in session.execute(query)
    ]
    wkb = session.scalar(select(func.ST_AsBinary(area))) if area is not None else None
    return Ground(bytes(wkb) if wkb else None, tuple(known), _municipalities(session))


def _municipalities(session: Session) -> tuple[KnownDistrict, ...]:
    columns = (Feature.key, func.ST_AsBinary(Feature.geom))
    areas = {key: bytes(wkb) for key, wkb in session.execute(_in_use("municipalities", *columns))}
    query = select(Municipality.ags, Municipality.name).order_by(Municipality.ags)
    return tuple(
        KnownDistrict(ags, name, ags, areas.get(ags)) for ags, name in session.execute(query)
    )


def _in_use(role: str, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Feature)
        .join(LayerVersion, LayerVersion.id == Feature.layer_version_id)
        .join(Layer, Layer.id == LayerVersion.layer_id)
        .where(Layer.role == role, LayerVersion.state == "active")
    )
