"""The record of changes, searched and exported by those who may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from mapper.db.short_reads import read_shortly
from mapper.db.tables import AuditEvent, StaffAccount
from mapper.domain.berlin import begin_of, end_of
from mapper.domain.filters import read_day
from mapper.domain.pages import last_page, page_within
from mapper.domain.proposals import clean_line, clean_text
from mapper.domain.roles import Right
from mapper.errors import NotFoundError
from mapper.services.access import Who
from mapper.services.audit import digest
from mapper.services.backoffice import Act, Backoffice

AUDIT_PARAMETERS = ("person", "kind", "key", "from", "to")
PAGE_SIZE = 50
_FETCH_ROWS = 1000
_MOST_NUMBER = 2**62


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What is looked for; empty for everything.

    `person` is part of a login or a name, `kind` a kind or what it begins with (`account`), `key`
    the number, login or short name of what was changed. Both days are included.
    """

    person: str = ""
    kind: str = ""
    key: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def given(self) -> dict[str, object]:
        """The filters that narrow the search, by name."""
        named = {
            "person": self.person,
            "kind": self.kind,
            "key": self.key,
            "from": self.first_day,
            "to": self.last_day,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One event; `actor_name` is the account's name, None for commands, jobs and nobody."""

    id: int
    at: datetime
    actor: str
    actor_name: str | None
    kind: str
    subject: str
    key: str
    fields: tuple[str, ...]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some of the record: its events, the page's number from 1, and how many there are in all."""

    events: tuple[FoundEvent, ...]
    number: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return last_page(self.total, PAGE_SIZE)


def search_audit(office: Backoffice, who: Who, filters: AuditFilters, number: int = 1) -> AuditPage:
    """A page of the record, newest first; a number past the end gives the last page."""
    with office.acting(who, Right.SEE_AUDIT) as act:
        conditions = _conditions(filters)
        counted = select(func.count()).select_from(_EVENTS).where(*conditions)
        total = act.session.scalar(counted) or 0
        number = page_within(number, total, PAGE_SIZE)
        query = _newest(conditions).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
        events = tuple(map(_event, act.session.execute(query)))
    return AuditPage(events, number, total)


def find_event(office: Backoffice, who: Who, event_id: int) -> FoundEvent:
    """One event; NotFoundError."""
    with office.acting(who, Right.SEE_AUDIT) as act:
        return _find(act, event_id)


def is_text_of_then(office: Backoffice, who: Who, event_id: int, field: str, text: str) -> bool:
    """True when this text is the one that an event gave a field.

    Line breaks and blanks at its ends, as they change when a text is copied, do not matter.

    Raises
    ------
    NotFoundError
        There is no such event, or it gave the field nothing.
    """
    with office.acting(who, Right.SEE_AUDIT) as act:
        kept = _find(act, event_id).digests.get(field)
        if kept is None:
            raise NotFoundError("field", field)
        candidates = {text, text.strip(), clean_text(text), clean_line(text)}
        return any(compare_digest(kept, digest(act.secret, one)) for one in candidates)


def export_audit(office: Backoffice, who: Who, filters: AuditFilters) -> Iterator[FoundEvent]:
    """All events that match, newest first, without holding them all in memory.

    Who may is decided, and the export recorded, before the first event is read. The event of the
    export itself is not among them.
    """
    with office.acting(who, Right.SEE_AUDIT) as act:
        newest = act.session.scalar(select(func.max(AuditEvent.id))) or 0
        act.record("audit.exported", "audit", "csv", filters.given())
    return _stream(office, [*_conditions(filters), AuditEvent.id <= newest])


def _stream(office: Backoffice, conditions: list[ColumnElement[bool]]) -> Iterator[FoundEvent]:
    query = _newest(conditions)
    numbers = query.with_only_columns(AuditEvent.id)
    for rows in read_shortly(office.sessions, query, numbers, _FETCH_ROWS):
        yield from map(_event, rows)


def read_audit_filters(query: Mapping[str, str]) -> AuditFilters:
    """The filters of an address: `person`, `kind`, `key`, `from`, `to`; each may be absent.

    Raises
    ------
    InvalidFieldError
        A day is none.
    """
    texts = {name: clean_line(query.get(name, "")) for name in ("person", "kind", "key")}
    return AuditFilters(**texts, first_day=read_day(query, "from"), last_day=read_day(query, "to"))


_EVENTS = AuditEvent.__table__.outerjoin(
    StaffAccount.__table__, StaffAccount.login == AuditEvent.actor
)


def _newest(conditions: list[ColumnElement[bool]]) -> Select[AuditEvent, str]:
    return (
        select(AuditEvent, StaffAccount.display_name.label("actor_name"))
        .select_from(_EVENTS)
        .where(*conditions)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    )


def _conditions(filters: AuditFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.person:
        part = {"autoescape": True}
        conditions.append(
            or_(
                func.lower(AuditEvent.actor).contains(filters.person.lower(), **part),
                func.lower(StaffAccount.display_name).contains(filters.person.lower(), **part),
            )
        )
    if filters.kind:
        begun = AuditEvent.kind.startswith(f"{filters.kind}.", autoescape=True)
        conditions.append(or_(AuditEvent.kind == filters.kind, begun))
    if filters.key:
        conditions.append(AuditEvent.subject_key == filters.key)
    if filters.first_day:
        conditions.append(AuditEvent.at >= begin_of(filters.first_day))
    if filters.last_day and filters.last_day < date.max:
        conditions.append(AuditEvent.at < end_of(filters.last_day))
    return conditions


def _find(act: Act, event_id: int) -> FoundEvent:
    known = abs(event_id) < _MOST_NUMBER
    row = act.session.execute(_newest([AuditEvent.id == event_id])).first() if known else None
    if row is None:
        raise NotFoundError("event", event_id)
    return _event(row)


def _event(row: Row[AuditEvent, str]) -> FoundEvent:
    event: AuditEvent = row.AuditEvent
    return FoundEvent(
        event.id,
        event.at,
        event.actor,
        row.actor_name,
        event.kind,
        event.subject,
        event.subject_key,
        tuple(event.fields),
        {name: str(value) for name, value in event.digests.items()},
    )
