"""Let staff work: accounts and sign-in, decisions, answers, reports, and what is kept of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from mapper.db.migrate import read_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what staff need; what is there stays."""
    op.create_table(
        "erasure",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outside", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("key", name=op.f("uq_office_key")),
    )
    op.create_table(
        "page_text",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "name in ('imprint', 'privacy', 'accessibility', 'about')",
            name=op.f("ck_page_text_name"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_text")),
    )
    op.create_index(
        "ix_page_text_newest",
        "page_text",
        ["name", "lang", sa.literal_column("id desc")],
        unique=False,
    )
    op.create_table(
        "rate_count",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key_hash", "window_start", name=op.f("pk_rate_count")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "text_block",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("bodies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("kind in ('rejection', 'response')", name=op.f("ck_text_block_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_block")),
        sa.UniqueConstraint("key", name=op.f("uq_text_block_key")),
    )
    op.create_table(
        "staff_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose in ('invitation', 'reset')", name=op.f("ck_staff_token_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_staff_token_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_token")),
    )
    op.create_index(op.f("ix_staff_token_account_id"), "staff_token", ["account_id"], unique=False)
    op.create_table(
        "proposal_original",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("erase_after", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_original_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_original")),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_remark_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_remark_proposal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_proposal_id"), "remark", ["proposal_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("reporter_hash", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reason in ('personal_data', 'insult', 'illegal', 'advertising', 'other')",
            name=op.f("ck_report_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_report_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_report_proposal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(
        "ix_report_open",
        "report",
        ["proposal_id"],
        unique=False,
        postgresql_where=sa.text("looked_at is null"),
    )
    op.create_index(op.f("ix_report_proposal_id"), "report", ["proposal_id"], unique=False)
    op.add_column(
        "action_field",
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )
    op.add_column("action_field", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "action_field",
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.create_index(
        "ix_audit_event_at",
        "audit_event",
        [sa.literal_column("at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    op.add_column(
        "participation_round", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "participation_round",
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "proposal", sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("proposal", sa.Column("status_reason", sa.String(), nullable=True))
    op.add_column("proposal", sa.Column("assigned_to", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "proposal",
        sa.Column(
            "touched_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.add_column(
        "proposal",
        sa.Column(
            "waits_since",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.create_index(op.f("ix_proposal_assigned_to"), "proposal", ["assigned_to"], unique=False)
    op.create_foreign_key(
        op.f("fk_proposal_assigned_to"),
        "proposal",
        "staff_account",
        ["assigned_to"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column("response", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("response", sa.Column("account_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_response_account_id"),
        "response",
        "staff_account",
        ["account_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column("staff_account", sa.Column("email", sa.String(), nullable=True))
    op.add_column(
        "staff_account",
        sa.Column(
            "municipalities",
            postgresql.ARRAY(sa.TEXT()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column(
        "staff_account",
        sa.Column(
            "rounds", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.add_column(
        "staff_account",
        sa.Column(
            "action_fields",
            postgresql.ARRAY(sa.TEXT()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column("staff_account", sa.Column("oidc_subject", sa.String(), nullable=True))
    op.add_column(
        "staff_account",
        sa.Column(
            "second_factor_required", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
    )
    op.add_column("staff_account", sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
    op.add_column(
        "staff_account", sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("staff_account", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    op.add_column(
        "staff_account",
        sa.Column(
            "recovery_hashes",
            postgresql.ARRAY(postgresql.BYTEA()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column("staff_account", sa.Column("deputy_id", sa.Integer(), nullable=True))
    op.add_column("staff_account", sa.Column("away_until", sa.Date(), nullable=True))
    op.add_column(
        "staff_account",
        sa.Column("digest", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )
    op.add_column(
        "staff_account",
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "staff_account", sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.drop_constraint(op.f("uq_staff_account_login"), "staff_account", type_="unique")
    op.create_index(
        "ix_staff_account_login", "staff_account", [sa.literal_column("lower(login)")], unique=True
    )
    op.create_unique_constraint(
        op.f("uq_staff_account_oidc_subject"), "staff_account", ["oidc_subject"]
    )
    op.create_foreign_key(
        op.f("fk_staff_account_deputy_id"),
        "staff_account",
        "staff_account",
        ["deputy_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column(
        "staff_session", sa.Column("stage", sa.String(), server_default="full", nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_staff_session_stage"), "staff_session", "stage in ('second_factor', 'full')"
    )
    op.create_check_constraint(
        op.f("ck_staff_account_roles"),
        "staff_account",
        "roles <@ array['moderator', 'planner', 'gis', 'admin', 'partner']::text[]",
    )
    for statement in read_sql("staff"):
        op.execute(sa.text(statement.replace(":", r"\:")))
