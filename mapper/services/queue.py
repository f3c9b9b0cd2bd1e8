"""What waits for staff, as lists: who may see which, in which order, and how late it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select

from mapper.db.holders import Holder, count_by_holder, read_holder, with_holders
from mapper.db.holders import holder_id as find_holder
from mapper.db.tables import ActionField, District, Municipality, Proposal, Report
from mapper.db.waiting import (
    is_late,
    is_open_report_of,
    is_overdue,
    is_pending,
    is_published,
    is_reported,
)
from mapper.domain.pages import last_page, page_within
from mapper.domain.roles import Actor, Right
from mapper.domain.rules import Rules
from mapper.domain.statuses import ModerationStatus
from mapper.errors import ForbiddenError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.sight import visible

PAGE_SIZE = 25
MOST_WORDS = 8


class Queue(StrEnum):
    """A list of ideas."""

    WAITING = "waiting"
    REPORTED = "reported"
    OVERDUE = "overdue"
    PUBLISHED = "published"
    CLOSED = "closed"
    """Not published, hidden, withdrawn or merged."""


class Whose(StrEnum):
    """Whose ideas of a list."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"


QUEUE_RIGHTS: Mapping[Queue, Right] = {
    Queue.WAITING: Right.MODERATE,
    Queue.REPORTED: Right.MODERATE,
    Queue.OVERDUE: Right.RESPOND,
    Queue.PUBLISHED: Right.RESPOND,
    Queue.CLOSED: Right.MODERATE,
}


@dataclass(frozen=True, slots=True)
class QueuedIdea:
    """An idea in a list; `due_at` is what its author was promised, None once decided."""

    number: str
    title: str
    body: str
    action_field: str
    municipality: str | None
    district: str | None
    moderation_status: str
    response_status: str
    created_at: datetime
    touched_at: datetime
    version: int
    demo: bool
    reports: int
    due_at: datetime | None
    late: bool
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Held:
    """How many ideas of a list somebody has; None for nobody."""

    holder: str | None
    ideas: int
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of a list, how many there are, how old it is, and who has what of it.

    `oldest_at` is when the oldest came in, for those that wait; `late` how many have waited for
    longer than was promised.
    """

    ideas: tuple[QueuedIdea, ...]
    number: int
    total: int
    oldest_at: datetime | None = None
    late: int = 0
    held: tuple[Held, ...] = ()

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return last_page(self.total, PAGE_SIZE)


def queues_of(actor: Actor) -> tuple[Queue, ...]:
    """The lists somebody may see."""
    return tuple(queue for queue, right in QUEUE_RIGHTS.items() if actor.may(right))


def count_queues(office: Backoffice, who: Who) -> dict[Queue, int]:
    """How many ideas each list has that this person may see; within the account's limits."""
    with office.acting(who, None) as act:
        queues = queues_of(act.actor)
        counts = [func.count().filter(_belongs(queue, act.rules)) for queue in queues]
        row = act.session.execute(select(*counts).where(*visible(act.actor))).one()
        return dict(zip(queues, row, strict=True))


def list_queue(
    office: Backoffice, who: Who, queue: Queue, whose: Whose = Whose.ALL, page: int = 1
) -> QueuePage:
    """A page of a list; a number behind the last page gives the last one.

    What waits comes oldest first, what is reported by its first report, what is overdue by its
    last change; what is decided newest first.

    Raises
    ------
    SignInNeededError, ForbiddenError
    """
    with office.acting(who, None) as act:
        if not act.actor.may(QUEUE_RIGHTS[queue]):
            raise ForbiddenError(QUEUE_RIGHTS[queue])
        conditions = [_belongs(queue, act.rules), *visible(act.actor)]
        oldest = func.min(Proposal.waits_since).filter(is_pending()).label("oldest_at")
        held = act.session.execute(
            count_by_holder(oldest, count_late(act.rules)).where(*conditions)
        ).all()
        own = held
        if whose is not Whose.ALL:
            wanted = act.actor.account_id if whose is Whose.MINE else None
            own = [row for row in held if row.holder_id == wanted]
            conditions.append(find_holder() == wanted)
        total = sum(row.ideas for row in own)
        number = page_within(page, total, PAGE_SIZE)
        return QueuePage(
            ideas=_read(act, conditions, _order(queue), number),
            number=number,
            total=total,
            oldest_at=min((row.oldest_at for row in own if row.oldest_at), default=None),
            late=sum(row.late for row in own),
            held=sort_held(held, act.actor),
        )


def search_ideas(office: Backoffice, who: Who, text: str, page: int = 1) -> QueuePage:
    """Ideas of any list with this number, or with all of these words, the newest first."""
    with office.acting(who, None) as act:
        conditions = [*visible(act.actor), _matches(text)]
        found = select(func.count()).select_from(Proposal).where(*conditions)
        total = act.session.scalar(found) or 0
        number = page_within(page, total, PAGE_SIZE)
        newest = (Proposal.created_at.desc(), Proposal.id.desc())
        return QueuePage(_read(act, conditions, newest, number), number, total)


def count_late(rules: Rules) -> ColumnElement[int]:
    """How many of the ideas that are counted have waited for longer than was promised."""
    return func.count().filter(is_late(rules)).label("late")


def sort_held(rows: Sequence[Row[Any]], reader: Actor) -> tuple[Held, ...]:
    """Rows of `count_by_holder`: the reader first, then by number of ideas; nobody last."""
    me = reader.account_id
    held = [
        Held(row.holder_name, row.ideas, row.holder_id is not None and row.holder_id == me)
        for row in rows
    ]
    return tuple(sorted(held, key=lambda h: (h.holder is None, not h.is_me, -h.ideas, h.holder)))


def _belongs(queue: Queue, rules: Rules) -> ColumnElement[bool]:
    match queue:
        case Queue.WAITING:
            return is_pending()
        case Queue.REPORTED:
            return is_reported()
        case Queue.OVERDUE:
            return is_overdue(rules)
        case Queue.PUBLISHED:
            return is_published()
        case Queue.CLOSED:
            shown = (ModerationStatus.PENDING.value, ModerationStatus.PUBLISHED.value)
            return Proposal.moderation_status.not_in(shown)


def _order(queue: Queue) -> tuple[ColumnElement[Any], ...]:
    match queue:
        case Queue.WAITING:
            return Proposal.waits_since.asc(), Proposal.id.asc()
        case Queue.REPORTED:
            return _of_open_reports(func.min(Report.created_at)).asc(), Proposal.id.asc()
        case Queue.OVERDUE:
            return Proposal.touched_at.asc(), Proposal.id.asc()
        case _:
            return Proposal.touched_at.desc(), Proposal.id.desc()


def _of_open_reports(aggregate: ColumnElement[Any]) -> ColumnElement[Any]:
    found = select(aggregate).where(is_open_report_of())
    return found.correlate(Proposal).scalar_subquery()


def _matches(text: str) -> ColumnElement[bool]:
    """One number, or every word somewhere in title, text or name; no words match nothing."""
    words = text.replace("\0", " ").split()[:MOST_WORDS]
    if not words:
        return false()
    said = func.concat_ws(" ", Proposal.title, Proposal.body, Proposal.display_name)
    numbers = [word.lower() for word in words]
    everywhere = [said.icontains(word, autoescape=True) for word in words]
    return or_(Proposal.public_id.in_(numbers), and_(*everywhere))


def _read(
    act: Act,
    conditions: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[Any]],
    page: int,
) -> tuple[QueuedIdea, ...]:
    query = (
        with_holders(
            select(
                *(Proposal.public_id, Proposal.title, Proposal.body),
                *(Proposal.moderation_status, Proposal.response_status, Proposal.version),
                *(Proposal.created_at, Proposal.waits_since, Proposal.touched_at),
                Proposal.demo,
                ActionField.key.label("action_field"),
                Municipality.name.label("municipality"),
                District.name.label("district"),
                _of_open_reports(func.count()).label("reports"),
                is_late(act.rules).label("late"),
            )
        )
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(District, District.id == Proposal.district_id)
        .where(*conditions)
        .order_by(*order)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return tuple(_queued(row, act.rules) for row in act.session.execute(query))


def _queued(row: Row[Any], rules: Rules) -> QueuedIdea:
    waiting = row.moderation_status == ModerationStatus.PENDING
    return QueuedIdea(
        number=row.public_id,
        title=row.title,
        body=row.body,
        action_field=row.action_field,
        municipality=row.municipality,
        district=row.district,
        moderation_status=row.moderation_status,
        response_status=row.response_status,
        created_at=row.created_at,
        touched_at=row.touched_at,
        version=row.version,
        demo=row.demo,
        reports=row.reports,
        due_at=row.waits_since + rules.review_within if waiting else None,
        late=row.late,
        holder=read_holder(row),
    )
