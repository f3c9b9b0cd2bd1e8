"""Let planners filter by anything: facts to scan, words to search, views to keep."""

import sqlalchemy as sa
from alembic import op

from mapper.db.migrate import read_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CELLS = [f"{scope}cell_{size}" for scope in ("", "public_") for size in (1000, 500, 250, 125)]


def upgrade() -> None:
    """Add what planning counts from; what is published already is written into it."""
    op.create_table(
        "proposal_fact",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("round_id", "action_field_id")
        ),
        *(sa.Column(name, sa.Integer()) for name in ("municipality_id", "district_id")),
        sa.Column("response_status", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_day", sa.Date(), nullable=False),
        sa.Column("support_count", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Double())
            for name in ("easting", "northing", "public_easting", "public_northing")
        ),
        *(sa.Column(name, sa.Integer()) for name in _CELLS),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_fact_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_fact")),
    )
    for cell in ("cell_125", "public_cell_125"):
        op.create_index(f"ix_proposal_fact_{cell}", "proposal_fact", [cell])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_saved_view_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "title", name=op.f("uq_saved_view_account_id_title")),
    )
    for file in ("search", "facts"):
        for statement in read_sql(file):
            op.execute(sa.text(statement.replace(":", r"\:")))
    op.create_index(
        "ix_proposal_search",
        "proposal",
        [sa.text("search_vector(title, body)")],
        postgresql_using="gin",
        postgresql_where=sa.text("moderation_status = 'published'"),
    )
