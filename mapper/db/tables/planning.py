"""What planning counts from, and what planners keep."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import Base, Created, Id


class ProposalFact(Base):
    """A published proposal as a narrow row to scan; triggers on `proposal` keep it.

    Coordinates are easting, northing in EPSG:25833, null without a point; cells are hexagon ids by
    edge length; `response_status` is the number of `response_code`.
    """

    __tablename__ = "proposal_fact"

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
    cell_125: Mapped[int | None] = mapped_column(index=True)
    public_cell_1000: Mapped[int | None]
    public_cell_500: Mapped[int | None]
    public_cell_250: Mapped[int | None]
    public_cell_125: Mapped[int | None] = mapped_column(index=True)


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
