"""Rounds, their action fields, and the events ideas come from."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from mapper.db.tables.base import Base, Id


class ActionField(Base):
    """A theme of ideas; without a municipality it is every municipality's.

    Once staff have edited it (`edited_at`), the town profile no longer changes it. One that is not
    `active` is offered for no new idea; those that have it keep it.
    """

    __tablename__ = "action_field"
    __table_args__ = (
        UniqueConstraint("municipality_id", "key", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[Id]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str]
    titles: Mapped[dict[str, object]]
    colour: Mapped[str]
    symbol: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("0"))


class ParticipationRound(Base):
    """A question to the people, for a time and an area; one standing round is always open.

    `area` holds district keys and AGS, empty for everywhere; `action_fields` keys, empty for all.
    Both times are instants; `closes` is the first one that is too late. Once staff have edited it
    (`edited_at`), the town profile no longer changes it.
    """

    __tablename__ = "participation_round"
    __table_args__ = (
        CheckConstraint("moderation is null or moderation in ('pre', 'post')", name="moderation"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    titles: Mapped[dict[str, object]]
    questions: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    intros: Mapped[dict[str, object]] = mapped_column(server_default=text("'{}'"))
    area: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    action_fields: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    opens: Mapped[datetime | None]
    closes: Mapped[datetime | None]
    address: Mapped[str | None]
    comments: Mapped[bool] = mapped_column(server_default=text("false"))
    moderation: Mapped[str | None]
    standing: Mapped[bool] = mapped_column(server_default=text("false"))
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("0"))


class ParticipationEvent(Base):
    """A workshop, street stall or creative action of a round."""

    __tablename__ = "participation_event"

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("participation_round.id"), index=True)
    title: Mapped[str]
    held_on: Mapped[date | None]
    place: Mapped[str | None]
