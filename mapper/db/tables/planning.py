"""What planning counts from, and what planners keep."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import Base, Created, Id
from mapper.domain.measures import MeasureStatus

_COUNTED = (
    *("proposal_id", "round_id", "action_field_id", "municipality_id", "district_id"),
    *("response_status", "channel", "created_day", "support_count"),
)
_PLACED = ("easting", "northing", "cell_250", "cell_500", "cell_1000")


def _by_cell(scope: str) -> Index:
    """All that a scope counts, in order of the smallest hexagons: areas are read from it alone."""
    placed = [f"{scope}{one}" for one in _PLACED]
    cell = f"{scope}cell_125"
    return Index(f"ix_proposal_fact_{cell}", cell, postgresql_include=[*_COUNTED, *placed])


class ProposalFact(Base):
    """A published proposal as a narrow row to scan; triggers on `proposal` keep it.

    Coordinates are easting, northing in EPSG:25833, null without a point; cells are hexagon ids by
    edge length; `response_status` is the number of `response_code`.
    """

    __tablename__ = "proposal_fact"
    __table_args__ = (_by_cell(""), _by_cell("public_"))

    proposal_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    round_id: Mapped[int]
    action_field_id: Mapped[int]
    municipality_id: Mapped[int | None]
    district_id: Mapped[int | None]
    response_status: Mapped[int] = mapped_column(SmallInteger)
    channel: Mapped[str]
    created_day: Mapped[date]
    support_count: Mapped[int]
    easting: Mapped[float | None]
    northing: Mapped[float | None]
    public_easting: Mapped[float | None]
    public_northing: Mapped[float | None]
    cell_1000: Mapped[int | None]
    cell_500: Mapped[int | None]
    cell_250: Mapped[int | None]
    cell_125: Mapped[int | None]
    public_cell_1000: Mapped[int | None]
    public_cell_500: Mapped[int | None]
    public_cell_250: Mapped[int | None]
    public_cell_125: Mapped[int | None]


class SavedView(Base):
    """Filters and display under a name, as the query of their address; `shared` with colleagues."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "title"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"))
    title: Mapped[str]
    query: Mapped[str]
    shared: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[Created]


class _Listed:
    """A line of the development concept; `code` is its number there ("2.3"), if it has one."""

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(server_default="")
    title: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(server_default=text("0"))


class Goal(_Listed, Base):
    """A goal of a municipality's development concept; without one it is every municipality's."""

    __tablename__ = "goal"

    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))


class Measure(_Listed, Base):
    """Something the town does for a goal."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("id", "goal_id"),
        CheckConstraint(f"status in {tuple(str(one) for one in MeasureStatus)}", name="status"),
    )

    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    status: Mapped[str]


class Evaluation(Base):
    """What an idea serves in the planners' eyes, for the council; a measure is one of its goal.

    `version` counts changes by staff.
    """

    __tablename__ = "evaluation"
    __table_args__ = (
        CheckConstraint("measure_id is null or goal_id is not null", name="measure"),
        ForeignKeyConstraint(
            ["measure_id", "goal_id"],
            ["measure.id", "measure.goal_id"],
            name="fk_evaluation_measure_id",
            onupdate="CASCADE",
        ),
    )

    proposal_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column(server_default=text("0"))


class ProposalMerge(Base):
    """An idea that became part of another one, and the moderation status it had before.

    Its own row keeps its words and its `support_count`; that of `into_id` counts each supporter of
    both once. `into_id` may have become part of a third one in its turn; `whole_id` is the one at
    the end, part of none, which stands for all.
    """

    __tablename__ = "proposal_merge"
    __table_args__ = (
        CheckConstraint("former_status in ('pending', 'published')", name="former"),
        CheckConstraint("proposal_id <> into_id", name="other"),
    )

    proposal_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    into_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), index=True)
    whole_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), index=True)
    former_status: Mapped[str]
    merged_at: Mapped[Created]


class KeptApart(Base):
    """Two ideas that somebody has looked at and found different; they are not proposed again."""

    __tablename__ = "kept_apart"
    __table_args__ = (CheckConstraint("first_id < second_id", name="order"),)

    first_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class RoundResult(Base):
    """What came out of a round.

    `summaries` and `next_steps` are the planners' draft by language; `published` is all that
    everybody sees, words and figures as they were at that moment. `version` counts changes.
    """

    __tablename__ = "round_result"
    __table_args__ = (
        CheckConstraint("(published is null) = (published_at is null)", name="published"),
    )

    round_id: Mapped[int] = mapped_column(
        ForeignKey("participation_round.id", ondelete="CASCADE"), primary_key=True
    )
    summaries: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    next_steps: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    published: Mapped[dict[str, object] | None] = mapped_column(JSONB(none_as_null=True))
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("0"))
