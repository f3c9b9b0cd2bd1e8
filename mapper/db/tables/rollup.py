"""Counts kept beside the proposals, so that a heatmap never scans them (ADR 0004)."""

from datetime import date
from typing import Any

from sqlalchemy import Index, PrimaryKeyConstraint, SmallInteger, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from mapper.db.tables.base import Base, BigId

KEY = (
    *("grain", "cell_size", "round_id", "action_field_id", "response_status"),
    *("period", "cell", "municipality_id", "district_id"),
)


STORAGE = {
    "fillfactor": "80",
    "autovacuum_vacuum_scale_factor": "0.01",
    "autovacuum_vacuum_insert_scale_factor": "0.01",
}
"""Vacuumed early: index-only scans look the rows up again where a page has changed."""


class _Rollup:
    """Counts of published proposals in one cuboid of a data cube.

    `grain` says which dimensions are kept (bits: 1 round, 2 action field, 4 response status,
    8 month, 16 day); a dimension that is not kept holds 0. `period` is yyyymm or yyyymmdd.
    `cell_size` is a hexagon's edge length in metres; with 0 the row is a total, `cell` being
    1 for proposals with a point and 0 for those without.
    """

    grain: Mapped[int] = mapped_column(SmallInteger)
    cell_size: Mapped[int] = mapped_column(SmallInteger)
    round_id: Mapped[int]
    action_field_id: Mapped[int]
    response_status: Mapped[int] = mapped_column(SmallInteger)
    period: Mapped[int]
    cell: Mapped[int]
    municipality_id: Mapped[int]
    district_id: Mapped[int]
    proposals: Mapped[int]
    supports: Mapped[int]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        """The key covers the counts; a partial index finds rows that counted down to nothing."""
        name = cls.__tablename__  # type: ignore[attr-defined]
        return (
            PrimaryKeyConstraint(*KEY, postgresql_include=["proposals", "supports"]),
            Index(f"ix_{name}_empty", "grain", postgresql_where=text("proposals = 0")),
            {"postgresql_with": STORAGE},
        )


class RollupPublic(_Rollup, Base):
    """Counts by public position."""

    __tablename__ = "rollup_public"


class RollupInternal(_Rollup, Base):
    """Counts by exact place; for planning only."""

    __tablename__ = "rollup_internal"


class RollupDelta(Base):
    """A change not yet folded into the rollups; readers add these in."""

    __tablename__ = "rollup_delta"

    id: Mapped[BigId]
    round_id: Mapped[int]
    action_field_id: Mapped[int]
    response_status: Mapped[int] = mapped_column(SmallInteger)
    day: Mapped[date]
    municipality_id: Mapped[int]
    district_id: Mapped[int]
    cell_1000: Mapped[int | None]
    cell_500: Mapped[int | None]
    cell_250: Mapped[int | None]
    cell_125: Mapped[int | None]
    public_cell_1000: Mapped[int | None]
    public_cell_500: Mapped[int | None]
    public_cell_250: Mapped[int | None]
    public_cell_125: Mapped[int | None]
    proposals: Mapped[int]
    supports: Mapped[int]
