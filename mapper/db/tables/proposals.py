"""Proposals and what hangs on them; contact data stand apart so that they can be erased alone."""

from datetime import date, datetime
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import STORAGE_SRID, Base, BigId, Created
from mapper.domain.statuses import (
    Channel,
    ModerationStatus,
    PlaceCertainty,
    PublicPrecision,
    ResponseStatus,
)


def _one_of(
    column: str,
    values: type[ModerationStatus | ResponseStatus | PlaceCertainty | PublicPrecision | Channel],
) -> CheckConstraint:
    return CheckConstraint(f"{column} in {tuple(str(value) for value in values)}", name=column)


class Proposal(Base):
    """An idea.

    Database triggers keep what follows from others: `municipality_id`, `district_id` and
    `public_geom` from `geom` and `public_precision`, the cells from both geometries, and the
    rollups' deltas. Cells are hexagon ids by edge length in metres (see `mapper.geo.hexgrid`).
    A trigger counts `version` up, and sets `touched_at`, at every change of words, place, field,
    round or status: whoever decides names the version that she has seen. `waits_since` is when it
    came in, where the promise to look at it begins; `created_at` is when it was given, which paper
    from a workshop was before. `status_reason` is what
    the author reads at her private link about a rejected or hidden idea.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        _one_of("place_certainty", PlaceCertainty),
        _one_of("public_precision", PublicPrecision),
        _one_of("channel", Channel),
        _one_of("moderation_status", ModerationStatus),
        _one_of("response_status", ResponseStatus),
        CheckConstraint("(geom is not null) = (place_certainty = 'point')", name="point"),
        CheckConstraint("place_certainty <> 'district' or district_id is not null", name="where"),
        CheckConstraint("support_count >= 0", name="support_count"),
        Index("ix_proposal_geom", "geom", postgresql_using="gist"),
        Index("ix_proposal_public_geom", "public_geom", postgresql_using="gist"),
        Index("ix_proposal_newest", text("created_at desc"), text("id desc")),
        Index("ix_proposal_status", "moderation_status", text("created_at desc"), text("id desc")),
        Index("ix_proposal_day", "created_day"),
        Index("ix_proposal_district", "district_id"),
        Index(
            "ix_proposal_search",
            text("search_vector(title, body)"),
            postgresql_using="gin",
            postgresql_where=text("moderation_status = 'published'"),
        ),
        Index("ix_proposal_demo", "id", postgresql_where=text("demo")),
    )

    id: Mapped[BigId]
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    client_key: Mapped[UUID] = mapped_column(unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("participation_round.id"))
    place_certainty: Mapped[str]
    geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=STORAGE_SRID, spatial_index=False)
    )
    shape: Mapped[WKBElement | None] = mapped_column(
        Geometry("GEOMETRY", srid=STORAGE_SRID, spatial_index=False)
    )
    public_precision: Mapped[str]
    public_geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=STORAGE_SRID, spatial_index=False)
    )
    title: Mapped[str]
    body: Mapped[str]
    display_name: Mapped[str | None]
    action_field_id: Mapped[int] = mapped_column(ForeignKey("action_field.id"))
    channel: Mapped[str] = mapped_column(server_default="online")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("participation_event.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    moderation_status: Mapped[str] = mapped_column(server_default="pending")
    response_status: Mapped[str] = mapped_column(server_default="received")
    support_count: Mapped[int] = mapped_column(server_default=text("0"))
    demo: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("0"))
    status_reason: Mapped[str | None]
    assigned_to: Mapped[int | None] = mapped_column(
        ForeignKey("staff_account.id", ondelete="SET NULL"), index=True
    )
    assigned_at: Mapped[datetime | None]
    touched_at: Mapped[Created]
    waits_since: Mapped[Created]
    created_at: Mapped[Created]
    published_at: Mapped[datetime | None]
    created_day: Mapped[date] = mapped_column(
        Computed("(created_at at time zone 'Europe/Berlin')::date", persisted=True)
    )
    cell_1000: Mapped[int | None]
    cell_500: Mapped[int | None]
    cell_250: Mapped[int | None]
    cell_125: Mapped[int | None]
    public_cell_1000: Mapped[int | None]
    public_cell_500: Mapped[int | None]
    public_cell_250: Mapped[int | None]
    public_cell_125: Mapped[int | None]


class OfProposal:
    """The proposal a row belongs to; it goes with it."""

    proposal_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )


class ProposalContact(Base):
    """How the author may be reached, and the hash of the private link's token."""

    __tablename__ = "proposal_contact"

    proposal_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    email: Mapped[str | None]
    edit_token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class Photo(OfProposal, Base):
    """A picture of a proposal; its position is public only when the place is exact."""

    __tablename__ = "photo"

    id: Mapped[BigId]
    file_key: Mapped[str] = mapped_column(unique=True)
    alternative_text: Mapped[str | None]
    geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=STORAGE_SRID, spatial_index=False)
    )
    moderation_status: Mapped[str] = mapped_column(server_default="pending")
    created_at: Mapped[Created]


class Support(OfProposal, Base):
    """One person's support, keyed by the hash of a random token of her browser."""

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("proposal_id", "token_hash"),)

    id: Mapped[BigId]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Created]


class Comment(OfProposal, Base):
    """A comment, or an answer to one."""

    __tablename__ = "comment"

    id: Mapped[BigId]
    parent_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("comment.id"))
    body: Mapped[str]
    display_name: Mapped[str | None]
    moderation_status: Mapped[str] = mapped_column(server_default="pending")
    created_at: Mapped[Created]


class Response(OfProposal, Base):
    """What the town answered, with the response status it set."""

    __tablename__ = "response"

    id: Mapped[BigId]
    response_status: Mapped[str]
    decided_on: Mapped[date | None]
    body: Mapped[str | None]
    office: Mapped[str | None]
    council_paper_url: Mapped[str | None]
    public: Mapped[bool] = mapped_column(server_default=text("true"))
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_account.id", ondelete="SET NULL")
    )
    created_at: Mapped[Created]
