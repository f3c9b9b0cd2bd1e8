"""Municipalities, districts, and the versioned layers their geometry comes from."""

from datetime import date, datetime

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import STORAGE_SRID, Base, BigId, Created, Id

LAYER_ROLES = ("districts", "municipalities", "green_spaces", "base", "overlay")
VERSION_STATES = ("staged", "active", "retired")


class Municipality(Base):
    """A municipality that takes part; its area is the active version of its layer."""

    __tablename__ = "municipality"

    id: Mapped[Id]
    ags: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str]
    population: Mapped[int | None]


class District(Base):
    """A part of a municipality, keyed `AGS/slug`."""

    __tablename__ = "district"

    id: Mapped[Id]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    population: Mapped[int | None]
    population_date: Mapped[date | None]


class Layer(Base):
    """Something shown on the map, imported and published in versions.

    What is not `public` is shown to the staff whose `roles` are named. `titles` are by language and
    go before `title`. `former_versions` were shown one after the other before the present one, the
    latest last. `version` counts changes by staff.
    """

    __tablename__ = "layer"
    __table_args__ = (CheckConstraint(f"role in {LAYER_ROLES}", name="role"),)

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    role: Mapped[str]
    style: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    public: Mapped[bool] = mapped_column(server_default=text("true"))
    titles: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    min_zoom: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    former_versions: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'"))
    version: Mapped[int] = mapped_column(server_default=text("0"))


class LayerVersion(Base):
    """One import of a layer; at most one version of a layer is active."""

    __tablename__ = "layer_version"
    __table_args__ = (
        CheckConstraint(f"state in {VERSION_STATES}", name="state"),
        Index(
            "ix_layer_version_one_active",
            "layer_id",
            unique=True,
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[Id]
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id", ondelete="CASCADE"), index=True)
    state: Mapped[str]
    source: Mapped[str]
    file_name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    source_crs: Mapped[str | None]
    licence: Mapped[str | None]
    attribution: Mapped[str | None]
    data_date: Mapped[date | None]
    schematic: Mapped[bool] = mapped_column(server_default=text("false"))
    feature_count: Mapped[int]
    report: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    created_at: Mapped[Created]
    created_by: Mapped[str | None]
    activated_at: Mapped[datetime | None]
    activated_by: Mapped[str | None]


class Feature(Base):
    """An object of a layer version; `key` is a district's or a municipality's key.

    The version is no foreign key: looking it up for each of 100,000 rows took longer than writing
    them. A trigger removes a version's objects with it.
    """

    __tablename__ = "feature"
    __table_args__ = (
        Index("ix_feature_place", "layer_version_id", "geom", postgresql_using="gist"),
        UniqueConstraint("layer_version_id", "key"),
    )

    id: Mapped[BigId]
    layer_version_id: Mapped[int]
    key: Mapped[str | None]
    name: Mapped[str | None]
    kind: Mapped[str | None]
    attributes: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    geom: Mapped[WKBElement] = mapped_column(
        Geometry("GEOMETRY", srid=STORAGE_SRID, spatial_index=False)
    )


class AreaPart(Base):
    """A piece of a district or municipality in use, small enough to be looked up quickly.

    Made anew whenever a version of theirs is activated; `key` is the district's or the
    municipality's.
    """

    __tablename__ = "area_part"
    __table_args__ = (Index("ix_area_part_geom", "geom", postgresql_using="gist"),)

    id: Mapped[BigId]
    role: Mapped[str]
    key: Mapped[str]
    geom: Mapped[WKBElement] = mapped_column(
        Geometry("GEOMETRY", srid=STORAGE_SRID, spatial_index=False)
    )


class MapService(Base):
    """A map drawn by another server (WMS or WMTS), shown through ours."""

    __tablename__ = "map_service"
    __table_args__ = (CheckConstraint("kind in ('wms', 'wmts')", name="kind"),)

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    url: Mapped[str]
    titles: Mapped[dict[str, object]]
    request: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    attribution: Mapped[str]
    licence: Mapped[str | None]
    opacity: Mapped[int] = mapped_column(SmallInteger, server_default=text("100"))
    public: Mapped[bool] = mapped_column(server_default=text("true"))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    min_zoom: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("0"))
