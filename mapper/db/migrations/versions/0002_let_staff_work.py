"""Let staff work: accounts and sign-in, decisions, answers, reports, and what is kept of them."""

from typing import Any

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
        _now("at"),
        _text("subject"),
        _text("subject_key"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "job_run",
        _text("name"),
        _moment("begun_at"),
        _moment("done_at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        _text("key"),
        _text("name"),
        _flag("outside", default=False),
        _flag("active", default=True),
        _number("position"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("key", name=op.f("uq_office_key")),
    )
    op.create_table(
        "page_text",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        _text("name"),
        _text("lang"),
        _text("body"),
        _now("created_at"),
        _text("created_by"),
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
        _text("scope"),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        _moment("window_start", nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key_hash", "window_start", name=op.f("pk_rate_count")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "text_block",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        _text("kind"),
        _text("key"),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("bodies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _number("position"),
        _flag("active", default=True),
        _number("version"),
        sa.CheckConstraint("kind in ('rejection', 'response')", name=op.f("ck_text_block_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_block")),
        sa.UniqueConstraint("key", name=op.f("uq_text_block_key")),
    )
    op.create_table(
        "staff_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _text("purpose"),
        _now("created_at"),
        _moment("expires_at", nullable=False),
        _moment("used_at"),
        sa.CheckConstraint(
            "purpose in ('invitation', 'reset')", name=op.f("ck_staff_token_purpose")
        ),
        _reference("staff_token", "account_id", "staff_account", "CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_token")),
    )
    op.create_index(op.f("ix_staff_token_account_id"), "staff_token", ["account_id"], unique=False)
    op.create_table(
        "proposal_original",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        _text("title"),
        _text("body"),
        _text("display_name", nullable=True),
        _now("created_at"),
        _moment("erase_after", nullable=False),
        _reference("proposal_original", "proposal_id", "proposal", "CASCADE"),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_original")),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        _text("body"),
        _now("created_at"),
        _reference("remark", "account_id", "staff_account", "SET NULL"),
        _reference("remark", "proposal_id", "proposal", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_proposal_id"), "remark", ["proposal_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=True),
        _text("reason"),
        _text("body", nullable=True),
        sa.Column("reporter_hash", sa.LargeBinary(), nullable=True),
        _now("created_at"),
        _moment("looked_at"),
        sa.CheckConstraint(
            "reason in ('personal_data', 'insult', 'illegal', 'advertising', 'other')",
            name=op.f("ck_report_reason"),
        ),
        _reference("report", "comment_id", "comment", "CASCADE"),
        _reference("report", "proposal_id", "proposal", "CASCADE"),
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
    _add("action_field", _flag("active", default=True), _moment("edited_at"), _number("version"))
    op.create_index(
        "ix_audit_event_at",
        "audit_event",
        [sa.literal_column("at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    _add("participation_round", _moment("edited_at"), _number("version"))
    _add(
        "proposal",
        _number("version"),
        _text("status_reason", nullable=True),
        sa.Column("assigned_to", sa.Integer(), nullable=True),
        _moment("assigned_at"),
        _now("touched_at"),
        _now("waits_since"),
    )
    op.create_index(op.f("ix_proposal_assigned_to"), "proposal", ["assigned_to"], unique=False)
    _add(
        "response",
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
    )
    _add(
        "staff_account",
        _text("email", nullable=True),
        _list("municipalities"),
        _list("rounds"),
        _list("action_fields"),
        _text("oidc_subject", nullable=True),
        _flag("second_factor_required", default=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        _moment("totp_confirmed_at"),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        _list("recovery_hashes", postgresql.BYTEA),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        _flag("digest", default=True),
        _number("version"),
        _moment("signed_in_at"),
    )
    op.drop_constraint(op.f("uq_staff_account_login"), "staff_account", type_="unique")
    op.create_index(
        "ix_staff_account_login", "staff_account", [sa.literal_column("lower(login)")], unique=True
    )
    op.create_unique_constraint(
        op.f("uq_staff_account_oidc_subject"), "staff_account", ["oidc_subject"]
    )
    for table, column in (
        ("proposal", "assigned_to"),
        ("response", "account_id"),
        ("staff_account", "deputy_id"),
    ):
        op.create_foreign_key(
            op.f(f"fk_{table}_{column}"),
            table,
            "staff_account",
            [column],
            ["id"],
            ondelete="SET NULL",
        )
    _add("staff_session", sa.Column("stage", sa.String(), server_default="full", nullable=False))
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


def _add(table: str, *columns: sa.Column[Any]) -> None:
    for column in columns:
        op.add_column(table, column)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    """Zero, unless given."""
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def _flag(name: str, *, default: bool) -> sa.Column[Any]:
    return sa.Column(
        name, sa.Boolean(), server_default=sa.text(str(default).lower()), nullable=False
    )


def _list(name: str, of: Any = sa.TEXT) -> sa.Column[Any]:
    """Empty, unless given."""
    return sa.Column(name, postgresql.ARRAY(of), server_default=sa.text("'{}'"), nullable=False)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _now(name: str) -> sa.Column[Any]:
    """The moment a row is written, unless given."""
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _reference(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
