"""Let GIS staff import: imports under way, styles and order of layers, other servers' maps."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from mapper.db.migrate import read_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what importing needs; what is there stays."""
    op.execute("create extension if not exists btree_gist")
    op.drop_constraint("fk_feature_layer_version_id", "feature", type_="foreignkey")
    op.drop_index("ix_feature_layer_version_id", "feature")
    op.drop_index("ix_feature_geom", "feature")
    op.create_index(
        "ix_feature_place", "feature", ["layer_version_id", "geom"], postgresql_using="gist"
    )
    for column in (
        *(_words("titles"), _roles(), _number("position"), _small("min_zoom")),
        sa.Column(
            "former_versions",
            postgresql.ARRAY(sa.Integer()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        _version(),
    ):
        op.add_column("layer", column)
    op.add_column("layer_version", _text("activated_by", nullable=True))
    op.create_table(
        "area_part",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        _text("role"),
        _text("key"),
        sa.Column("geom", Geometry("GEOMETRY", 25833, spatial_index=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_part")),
    )
    op.create_index("ix_area_part_geom", "area_part", ["geom"], postgresql_using="gist")
    op.create_table(
        "map_service",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        _text("slug"),
        _text("kind"),
        _text("url"),
        sa.Column("titles", postgresql.JSONB(), nullable=False),
        _words("request"),
        _text("attribution"),
        _text("licence", nullable=True),
        _small("opacity", 100),
        _flag("public", default=True),
        _roles(),
        _number("position"),
        _small("min_zoom"),
        _version(),
        sa.CheckConstraint("kind in ('wms', 'wmts')", name=op.f("ck_map_service_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_service")),
        sa.UniqueConstraint("slug", name=op.f("uq_map_service_slug")),
    )
    _create_import_job()
    for statement in read_sql("imports"):
        op.execute(sa.text(statement.replace(":", r"\:")))


def _create_import_job() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        *map(_text, ("layer", "title", "role", "stage", "source")),
        _text("file_name", nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        *(_text(name, nullable=True) for name in ("licence", "attribution")),
        *map(_words, ("options", "report", "difference", "refusal")),
        _flag("activate", default=True),
        _number("done"),
        _number("total"),
        _flag("cancelled", default=False),
        _number("attempts"),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("base_version_id", sa.Integer(), nullable=True),
        _text("created_by"),
        _text("accepted_by", nullable=True),
        _moment("created_at"),
        _moment("touched_at"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        _version(),
        sa.CheckConstraint(
            "stage in ('waiting', 'reading', 'asking', 'ready', 'accepted', 'storing', 'done',"
            " 'failed', 'cancelled')",
            name=op.f("ck_import_job_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["base_version_id"],
            ["layer_version.id"],
            name=op.f("fk_import_job_base_version_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    op.create_index("ix_import_job_stage", "import_job", ["stage"])


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def _small(name: str, default: int = 0) -> sa.Column[Any]:
    return sa.Column(name, sa.SmallInteger(), server_default=sa.text(str(default)), nullable=False)


def _version() -> sa.Column[Any]:
    return _number("version")


def _flag(name: str, *, default: bool) -> sa.Column[Any]:
    return sa.Column(
        name, sa.Boolean(), server_default=sa.text(str(default).lower()), nullable=False
    )


def _words(name: str) -> sa.Column[Any]:
    """An empty jsonb object, unless given."""
    return sa.Column(name, postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False)


def _roles() -> sa.Column[Any]:
    return sa.Column(
        "roles", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
    )


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )
