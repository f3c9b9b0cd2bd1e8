"""Create the store."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from mapper.db.migrate import read_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create PostGIS, the tables, and what the database itself keeps true."""
    op.execute("create extension if not exists postgis")
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column(
            "fields", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "digests",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(
        "ix_audit_event_subject", "audit_event", ["subject", "subject_key"], unique=False
    )
    op.create_table(
        "layer",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column(
            "style",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("public", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "role in ('districts', 'municipalities', 'green_spaces', 'base', 'overlay')",
            name=op.f("ck_layer_role"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer")),
        sa.UniqueConstraint("slug", name=op.f("uq_layer_slug")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("ags", name=op.f("uq_municipality_ags")),
    )
    op.create_table(
        "participation_round",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "questions",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "intros",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "results",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "area", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "action_fields",
            postgresql.ARRAY(sa.TEXT()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("opens", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("comments", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("moderation", sa.String(), nullable=True),
        sa.Column("standing", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "moderation is null or moderation in ('pre', 'post')",
            name=op.f("ck_participation_round_moderation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_round")),
        sa.UniqueConstraint("slug", name=op.f("uq_participation_round_slug")),
    )
    op.create_table(
        "rollup_delta",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("action_field_id", sa.Integer(), nullable=False),
        sa.Column("response_status", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("cell_1000", sa.Integer(), nullable=True),
        sa.Column("cell_500", sa.Integer(), nullable=True),
        sa.Column("cell_250", sa.Integer(), nullable=True),
        sa.Column("cell_125", sa.Integer(), nullable=True),
        sa.Column("public_cell_1000", sa.Integer(), nullable=True),
        sa.Column("public_cell_500", sa.Integer(), nullable=True),
        sa.Column("public_cell_250", sa.Integer(), nullable=True),
        sa.Column("public_cell_125", sa.Integer(), nullable=True),
        sa.Column("proposals", sa.Integer(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_delta")),
    )
    op.create_table(
        "rollup_internal",
        sa.Column("grain", sa.SmallInteger(), nullable=False),
        sa.Column("cell_size", sa.SmallInteger(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("action_field_id", sa.Integer(), nullable=False),
        sa.Column("response_status", sa.SmallInteger(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("proposals", sa.Integer(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "grain",
            "cell_size",
            "round_id",
            "action_field_id",
            "response_status",
            "period",
            "cell",
            "municipality_id",
            "district_id",
            name=op.f("pk_rollup_internal"),
            postgresql_include=["proposals", "supports"],
        ),
        postgresql_with={
            "fillfactor": "80",
            "autovacuum_vacuum_scale_factor": "0.01",
            "autovacuum_vacuum_insert_scale_factor": "0.01",
        },
    )
    op.create_index(
        "ix_rollup_internal_empty",
        "rollup_internal",
        ["grain"],
        unique=False,
        postgresql_where=sa.text("proposals = 0"),
    )
    op.create_table(
        "rollup_public",
        sa.Column("grain", sa.SmallInteger(), nullable=False),
        sa.Column("cell_size", sa.SmallInteger(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("action_field_id", sa.Integer(), nullable=False),
        sa.Column("response_status", sa.SmallInteger(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("proposals", sa.Integer(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "grain",
            "cell_size",
            "round_id",
            "action_field_id",
            "response_status",
            "period",
            "cell",
            "municipality_id",
            "district_id",
            name=op.f("pk_rollup_public"),
            postgresql_include=["proposals", "supports"],
        ),
        postgresql_with={
            "fillfactor": "80",
            "autovacuum_vacuum_scale_factor": "0.01",
            "autovacuum_vacuum_insert_scale_factor": "0.01",
        },
    )
    op.create_index(
        "ix_rollup_public_empty",
        "rollup_public",
        ["grain"],
        unique=False,
        postgresql_where=sa.text("proposals = 0"),
    )
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column(
            "roles", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_account_login")),
    )
    op.create_table(
        "action_field",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_action_field_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_field")),
        sa.UniqueConstraint(
            "municipality_id",
            "key",
            name=op.f("uq_action_field_municipality_id_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "district",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("population_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_district_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("key", name=op.f("uq_district_key")),
    )
    op.create_index(
        op.f("ix_district_municipality_id"), "district", ["municipality_id"], unique=False
    )
    op.create_table(
        "layer_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("layer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("source_crs", sa.String(), nullable=True),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("attribution", sa.String(), nullable=True),
        sa.Column("data_date", sa.Date(), nullable=True),
        sa.Column("schematic", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("feature_count", sa.Integer(), nullable=False),
        sa.Column(
            "report",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('staged', 'active', 'retired')", name=op.f("ck_layer_version_state")
        ),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["layer.id"], name=op.f("fk_layer_version_layer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer_version")),
    )
    op.create_index(op.f("ix_layer_version_layer_id"), "layer_version", ["layer_id"], unique=False)
    op.create_index(
        "ix_layer_version_one_active",
        "layer_version",
        ["layer_id"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "participation_event",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["participation_round.id"], name=op.f("fk_participation_event_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_event")),
    )
    op.create_index(
        op.f("ix_participation_event_round_id"), "participation_event", ["round_id"], unique=False
    )
    op.create_table(
        "staff_session",
        sa.Column("id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_staff_session_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_staff_session")),
    )
    op.create_index(
        op.f("ix_staff_session_account_id"), "staff_session", ["account_id"], unique=False
    )
    op.create_geospatial_table(
        "feature",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("layer_version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column(
            "attributes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "geom",
            Geometry(
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["layer_version_id"],
            ["layer_version.id"],
            name=op.f("fk_feature_layer_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feature")),
        sa.UniqueConstraint(
            "layer_version_id", "key", name=op.f("uq_feature_layer_version_id_key")
        ),
    )
    op.create_geospatial_index(
        "ix_feature_geom",
        "feature",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        op.f("ix_feature_layer_version_id"), "feature", ["layer_version_id"], unique=False
    )
    op.create_geospatial_table(
        "proposal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("place_certainty", sa.String(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column(
            "shape",
            Geometry(
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("public_precision", sa.String(), nullable=False),
        sa.Column(
            "public_geom",
            Geometry(
                geometry_type="POINT",
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=True),
        sa.Column("action_field_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), server_default="online", nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("moderation_status", sa.String(), server_default="pending", nullable=False),
        sa.Column("response_status", sa.String(), server_default="received", nullable=False),
        sa.Column("support_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_day",
            sa.Date(),
            sa.Computed("(created_at at time zone 'Europe/Berlin')::date", persisted=True),
            nullable=False,
        ),
        sa.Column("cell_1000", sa.Integer(), nullable=True),
        sa.Column("cell_500", sa.Integer(), nullable=True),
        sa.Column("cell_250", sa.Integer(), nullable=True),
        sa.Column("cell_125", sa.Integer(), nullable=True),
        sa.Column("public_cell_1000", sa.Integer(), nullable=True),
        sa.Column("public_cell_500", sa.Integer(), nullable=True),
        sa.Column("public_cell_250", sa.Integer(), nullable=True),
        sa.Column("public_cell_125", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(geom is not null) = (place_certainty = 'point')", name=op.f("ck_proposal_point")
        ),
        sa.CheckConstraint(
            "channel in ('online', 'shop', 'workshop', 'street_stall', 'letter', 'phone', 'import')",
            name=op.f("ck_proposal_channel"),
        ),
        sa.CheckConstraint(
            "moderation_status in ('pending', 'published', 'rejected', 'hidden', 'withdrawn', 'merged')",
            name=op.f("ck_proposal_moderation_status"),
        ),
        sa.CheckConstraint(
            "place_certainty <> 'district' or district_id is not null",
            name=op.f("ck_proposal_where"),
        ),
        sa.CheckConstraint(
            "place_certainty in ('point', 'district', 'none')",
            name=op.f("ck_proposal_place_certainty"),
        ),
        sa.CheckConstraint(
            "public_precision in ('exact', '100m', 'district')",
            name=op.f("ck_proposal_public_precision"),
        ),
        sa.CheckConstraint(
            "response_status in ('received', 'in_review', 'planned', 'done', 'forwarded', 'deferred', 'not_feasible')",
            name=op.f("ck_proposal_response_status"),
        ),
        sa.CheckConstraint("support_count >= 0", name=op.f("ck_proposal_support_count")),
        sa.ForeignKeyConstraint(
            ["action_field_id"], ["action_field.id"], name=op.f("fk_proposal_action_field_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_proposal_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["participation_event.id"], name=op.f("fk_proposal_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_proposal_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["participation_round.id"], name=op.f("fk_proposal_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("client_key", name=op.f("uq_proposal_client_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposal_public_id")),
    )
    op.create_index("ix_proposal_day", "proposal", ["created_day"], unique=False)
    op.create_index(
        "ix_proposal_demo", "proposal", ["id"], unique=False, postgresql_where=sa.text("demo")
    )
    op.create_index("ix_proposal_district", "proposal", ["district_id"], unique=False)
    op.create_geospatial_index(
        "ix_proposal_geom",
        "proposal",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        "ix_proposal_newest",
        "proposal",
        [sa.literal_column("created_at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    op.create_geospatial_index(
        "ix_proposal_public_geom",
        "proposal",
        ["public_geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        "ix_proposal_status",
        "proposal",
        ["moderation_status", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=True),
        sa.Column("moderation_status", sa.String(), server_default="pending", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["comment.id"], name=op.f("fk_comment_parent_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_comment_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_proposal_id"), "comment", ["proposal_id"], unique=False)
    op.create_geospatial_table(
        "photo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("file_key", sa.String(), nullable=False),
        sa.Column("alternative_text", sa.String(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=25833,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("moderation_status", sa.String(), server_default="pending", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_photo_proposal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("file_key", name=op.f("uq_photo_file_key")),
    )
    op.create_index(op.f("ix_photo_proposal_id"), "photo", ["proposal_id"], unique=False)
    op.create_table(
        "proposal_contact",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("edit_token_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_contact_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_contact")),
        sa.UniqueConstraint("edit_token_hash", name=op.f("uq_proposal_contact_edit_token_hash")),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("response_status", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("office", sa.String(), nullable=True),
        sa.Column("council_paper_url", sa.String(), nullable=True),
        sa.Column("public", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_response_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_proposal_id"), "response", ["proposal_id"], unique=False)
    op.create_table(
        "support",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_support_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
        sa.UniqueConstraint(
            "proposal_id", "token_hash", name=op.f("uq_support_proposal_id_token_hash")
        ),
    )
    op.create_index(op.f("ix_support_proposal_id"), "support", ["proposal_id"], unique=False)
    for name in ("hexgrid", "places", "rollup", "public_api"):
        for statement in read_sql(name):
            op.execute(sa.text(statement.replace(":", r"\:")))
