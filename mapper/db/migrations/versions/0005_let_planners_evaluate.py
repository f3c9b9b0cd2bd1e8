"""Let planners evaluate: goals and measures of the development concept, and what ideas serve."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the lists and the evaluation; nothing that is there changes."""
    op.create_table(
        "goal",
        *_listed(),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_goal_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_table(
        "measure",
        *_listed(),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status in ('planned', 'running', 'done', 'deferred')", name=op.f("ck_measure_status")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_measure_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("id", "goal_id", name=op.f("uq_measure_id_goal_id")),
    )
    op.create_index("ix_measure_goal_id", "measure", ["goal_id"])
    op.create_table(
        "evaluation",
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "measure_id is null or goal_id is not null", name=op.f("ck_evaluation_measure")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_evaluation_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_evaluation_goal_id")),
        sa.ForeignKeyConstraint(
            ["measure_id", "goal_id"],
            ["measure.id", "measure.goal_id"],
            name=op.f("fk_evaluation_measure_id"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_evaluation")),
    )
    for column in ("goal_id", "measure_id"):
        op.create_index(f"ix_evaluation_{column}", "evaluation", [column])


def _listed() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
    ]
