"""Let planners conclude: ideas that are the same become one, and a round says what came out."""

import sqlalchemy as sa
from alembic import op

from mapper.db.migrate import read_sql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; results that stand in a round already become its result's draft."""
    op.create_table(
        "proposal_merge",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("into_id", sa.BigInteger(), nullable=False),
        sa.Column("whole_id", sa.BigInteger(), nullable=False),
        sa.Column("former_status", sa.String(), nullable=False),
        _at("merged_at"),
        sa.CheckConstraint(
            "former_status in ('pending', 'published')", name=op.f("ck_proposal_merge_former")
        ),
        sa.CheckConstraint("proposal_id <> into_id", name=op.f("ck_proposal_merge_other")),
        _proposal("proposal_merge", "proposal_id", ondelete="CASCADE"),
        _proposal("proposal_merge", "into_id"),
        _proposal("proposal_merge", "whole_id"),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_merge")),
    )
    for column in ("into_id", "whole_id"):
        op.create_index(f"ix_proposal_merge_{column}", "proposal_merge", [column])
    op.create_table(
        "kept_apart",
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("second_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_kept_apart_order")),
        _proposal("kept_apart", "first_id", ondelete="CASCADE"),
        _proposal("kept_apart", "second_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_kept_apart")),
    )
    op.create_index("ix_kept_apart_second_id", "kept_apart", ["second_id"])
    op.create_table(
        "round_result",
        sa.Column("round_id", sa.Integer(), nullable=False),
        *(_words(name) for name in ("summaries", "next_steps")),
        sa.Column("published", sa.dialects.postgresql.JSONB(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "(published is null) = (published_at is null)", name=op.f("ck_round_result_published")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["participation_round.id"],
            name=op.f("fk_round_result_round_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_result")),
    )
    for statement in read_sql("conclude"):
        op.execute(sa.text(statement.replace(":", r"\:")))


def _proposal(table: str, column: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], ["proposal.id"], name=name, ondelete=ondelete)


def _at(name: str) -> sa.Column[object]:
    now = sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=now, nullable=False)


def _words(name: str) -> sa.Column[object]:
    empty = sa.text("'{}'")
    kind = sa.dialects.postgresql.JSONB()
    return sa.Column(name, kind, server_default=empty, nullable=False)
