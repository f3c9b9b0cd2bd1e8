"""Let areas answer faster: what is counted in them stands in the index by hexagon."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COUNTED = (
    *("proposal_id", "round_id", "action_field_id", "municipality_id", "district_id"),
    *("response_status", "channel", "created_day", "support_count"),
)
_PLACED = ("easting", "northing", "cell_250", "cell_500", "cell_1000")


def upgrade() -> None:
    """Make both indexes anew, with all columns that one scope counts."""
    for scope in ("", "public_"):
        name = f"ix_proposal_fact_{scope}cell_125"
        op.drop_index(name, "proposal_fact")
        op.create_index(
            name,
            "proposal_fact",
            [f"{scope}cell_125"],
            postgresql_include=[*_COUNTED, *(f"{scope}{one}" for one in _PLACED)],
        )
