"""The events ideas come from: workshops, street stalls, creative actions of a round."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from mapper.db.lookups import find_round
from mapper.db.tables import ParticipationEvent, ParticipationRound
from mapper.domain.proposals import check_length, clean_line
from mapper.domain.roles import Right
from mapper.errors import InvalidFieldError, OutsideLimitsError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice

TITLE_LENGTH = (3, 120)
PLACE_LENGTH = (0, 120)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as somebody types it in; date and place are optional."""

    round_slug: str
    title: str
    held_on: date | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event of a round."""

    id: int
    round_slug: str
    title: str
    held_on: date | None
    place: str | None

    def as_data(self) -> dict[str, object]:
        """The event as the desk's page reads it."""
        return {
            "id": self.id,
            "round": self.round_slug,
            "title": self.title,
            "held_on": self.held_on and self.held_on.isoformat(),
            "place": self.place,
        }


def list_events(office: Backoffice, who: Who) -> tuple[ListedEvent, ...]:
    """All events, the latest first, those without a date at the end; ties by name."""
    found = (
        select(ParticipationEvent, ParticipationRound.slug)
        .join(ParticipationRound, ParticipationRound.id == ParticipationEvent.round_id)
        .order_by(ParticipationEvent.held_on.desc().nulls_last(), ParticipationEvent.title)
    )
    with office.acting(who, Right.ENTER) as act:
        return tuple(_listed(event, slug) for event, slug in act.session.execute(found))


def add_event(office: Backoffice, who: Who, new: NewEvent) -> ListedEvent:
    """Add an event to a round; one that is there already with the same words is given back.

    Raises
    ------
    SignInNeededError, ForbiddenError
    InvalidFieldError
        `round`, `event_title` or `event_place` cannot be used.
    OutsideLimitsError
        The account is limited to other rounds.
    """
    with office.acting(who, Right.ENTER) as act:
        title = check_length("event_title", clean_line(new.title), TITLE_LENGTH)
        place = check_length("event_place", clean_line(new.place or ""), PLACE_LENGTH) or None
        round_ = find_round(act.session, new.round_slug)
        if round_ is None:
            raise InvalidFieldError("round", "the key of a round", new.round_slug)
        if act.actor.limits.rounds and round_.slug not in act.actor.limits.rounds:
            raise OutsideLimitsError
        # Two who add an event to a round do it one after the other: two clicks, one event.
        act.session.refresh(round_, with_for_update=True)
        values = {"title": title, "held_on": new.held_on, "place": place}
        same = select(ParticipationEvent).filter_by(round_id=round_.id, **values)
        event = act.session.scalar(same)
        if event is None:
            event = ParticipationEvent(round_id=round_.id, **values)
            act.session.add(event)
            act.session.flush()
            act.record("event.added", "event", event.id, {"round": round_.slug, **values})
        return _listed(event, round_.slug)


def _listed(event: ParticipationEvent, round_slug: str) -> ListedEvent:
    return ListedEvent(event.id, round_slug, event.title, event.held_on, event.place)
