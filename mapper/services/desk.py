"""The desk: staff enter ideas for others, and say how far an idea has come."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, and_, or_, select

from mapper.db.limits import within
from mapper.db.tables import Proposal
from mapper.db.waiting import is_published
from mapper.domain.berlin import TIMEZONE, today
from mapper.domain.numbers import numbers_like
from mapper.domain.proposals import Draft
from mapper.domain.roles import Right
from mapper.domain.statuses import Channel, ModerationStatus, ResponseStatus
from mapper.errors import InvalidFieldError, NotFoundError
from mapper.services.access import Who
from mapper.services.answers import PublicAnswer, public_answers_of
from mapper.services.backoffice import Act, Backoffice
from mapper.services.submit import Entry, Submission, find_stored, store

NOT_AT_A_DESK = frozenset({Channel.ONLINE, Channel.IMPORT})
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """An idea that staff write down for somebody; `given_on` is the day she gave it, None today."""

    draft: Draft
    channel: Channel
    event_id: int | None = None
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class FoundIdea:
    """What is said at the desk about an idea.

    Title, answers, response status and day are there for public ideas only; the day also for those
    who may open the idea (`openable`) in the moderation.
    """

    number: str
    moderation_status: ModerationStatus
    response_status: ResponseStatus | None
    title: str | None
    created_at: datetime | None
    answers: tuple[PublicAnswer, ...]
    openable: bool


def desk_channels(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """The town's channels that people use to come to a desk, in the town's order."""
    return tuple(channel for channel in channels if channel not in NOT_AT_A_DESK)


def submit_for(office: Backoffice, who: Who, entered: DeskDraft, *, moderation: str) -> Submission:
    """Store an idea for somebody else once, however often it is sent; returns after the commit.

    Parameters
    ----------
    moderation
        The town's way, as for `mapper.services.submit.submit`, whose errors are raised as well.

    Raises
    ------
    SignInNeededError, ForbiddenError
    OutsideLimitsError
        The idea lies outside the account's limits.
    InvalidFieldError
        `channel` or `given_on` cannot be used, `event` is none of the round's.
    """
    with office.acting(who, Right.ENTER) as act:
        given_at = _given_at(entered.given_on)
        if entered.channel in NOT_AT_A_DESK:
            raise InvalidFieldError(
                "channel", "a way in which people come to a desk", entered.channel
            )
        entry = Entry(entered.channel, entered.event_id, given_at, act.actor.limits)
        done = store(act.session, entered.draft, entry, secret=act.secret, moderation=moderation)
        if done and done.created:
            _record(act, entered, done)
    if done is None:
        with office.acting(who, Right.ENTER) as act:
            done = find_stored(act.session, entered.draft, act.secret)
    return done


def look_up(office: Backoffice, who: Who, number: str) -> FoundIdea:
    """How far the idea with this number has come; a number that looks alike is found as well.

    Raises
    ------
    SignInNeededError, ForbiddenError
    NotFoundError
        No idea has this number, several have one that looks alike, or it is neither public nor
        within the account's limits.
    """
    with office.acting(who, Right.ENTER) as act:
        proposal = _find(act, numbers_like(number))
        if proposal is None:
            raise NotFoundError("idea with the number", number[:20])
        public = proposal.moderation_status == ModerationStatus.PUBLISHED
        openable = act.actor.may(Right.MODERATE) or act.actor.may(Right.RESPOND)
        answers = public_answers_of(act.session, [proposal.id])[proposal.id] if public else []
        return FoundIdea(
            number=proposal.public_id,
            moderation_status=ModerationStatus(proposal.moderation_status),
            response_status=ResponseStatus(proposal.response_status) if public else None,
            title=proposal.title if public else None,
            created_at=proposal.created_at if public or openable else None,
            answers=tuple(answers),
            openable=openable and _is_within(act, proposal),
        )


def _given_at(given_on: date | None) -> datetime | None:
    """Noon of an earlier day; None for today, which is now."""
    if given_on is None or given_on == today():
        return None
    if given_on > today() or given_on.year < _FIRST_YEAR:
        raise InvalidFieldError("given_on", "a day that is not in the future", given_on.isoformat())
    return datetime.combine(given_on, time(12), TIMEZONE).astimezone(UTC)


def _record(act: Act, entered: DeskDraft, done: Submission) -> None:
    changes: dict[str, object] = {
        "channel": entered.channel.value,
        "round": entered.draft.round_slug,
        "title": entered.draft.title,
        "body": entered.draft.body,
    }
    if entered.event_id is not None:
        changes["event"] = entered.event_id
    if entered.given_on is not None:
        changes["created_at"] = entered.given_on
    act.record("proposal.entered", "proposal", done.public_id, changes)


def _find(act: Act, numbers: tuple[str, ...]) -> Proposal | None:
    """The idea with the first number, else the only one with any of the others."""
    found = act.session.scalars(
        select(Proposal)
        .where(Proposal.public_id.in_(numbers), or_(is_published(), _own(act)))
        .order_by(Proposal.public_id)
    ).all()
    exact = [proposal for proposal in found if proposal.public_id == numbers[0]]
    chosen = exact or found
    return chosen[0] if len(chosen) == 1 else None


def _own(act: Act) -> ColumnElement[bool]:
    """Within the account's limits."""
    return and_(True, *within(act.actor.limits))


def _is_within(act: Act, proposal: Proposal) -> bool:
    own = select(Proposal.id).where(Proposal.id == proposal.id, _own(act))
    return act.session.scalar(own) is not None
