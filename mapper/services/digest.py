"""What waits for each member of the staff, as numbers: for the weekly letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from mapper.db.holders import count_by_holder, holder_name, join_holders, today
from mapper.db.tables import Proposal, StaffAccount
from mapper.db.waiting import is_overdue, is_pending, is_reported
from mapper.domain.roles import Actor, Right
from mapper.services.access import Who, actor_of
from mapper.services.backoffice import Act, Backoffice
from mapper.services.queue import Held, count_late, sort_held
from mapper.services.sight import visible

MOST_NUMBERS = 5
_RIGHTS = (Right.MODERATE, Right.RESPOND)


@dataclass(frozen=True, slots=True)
class OldIdea:
    """One of the ideas that have waited longest, without its words."""

    number: str
    since: datetime
    holder: str | None


@dataclass(frozen=True, slots=True)
class Pile:
    """Ideas that wait for the same thing; `late` have waited for longer than was promised."""

    ideas: int = 0
    late: int = 0
    held: tuple[Held, ...] = ()
    oldest: tuple[OldIdea, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for one person: to be let out, to be looked at again, to be answered."""

    pending: Pile
    reported: int
    overdue: Pile

    def __bool__(self) -> bool:
        return bool(self.pending.ideas or self.reported or self.overdue.ideas)


@dataclass(frozen=True, slots=True)
class Digest:
    """One person's letter: her own work, and that of colleagues she stands in for, by name."""

    account_id: int
    login: str
    display_name: str
    email: str
    own: Work
    stands_in: tuple[tuple[str, Work], ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    account: StaffAccount
    deputy: StaffAccount | None
    """Who does her work now: None while she does it herself."""

    @property
    def actor(self) -> Actor:
        return actor_of(self.account)


def list_digests(office: Backoffice, who: Who) -> list[Digest]:
    """The letters there are to send, by login; none to people for whom nothing waits.

    People who are away get none: it is in their deputy's, as far as she has the rights for it.
    """
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        readers = _list_readers(act)
        digests = [_digest(act, reader, readers) for reader in readers if _gets_letter(reader)]
        return [one for one in digests if one.own or one.stands_in]


def _list_readers(act: Act) -> list[_Reader]:
    """Enabled accounts that moderate or respond."""
    deputy = aliased(StaffAccount)
    stands_in = (StaffAccount.away_until >= today()) & ~_is_away(deputy.away_until)
    rows = act.session.execute(
        select(StaffAccount, deputy, stands_in)
        .outerjoin(deputy, deputy.id == StaffAccount.deputy_id)
        .where(StaffAccount.disabled_at.is_(None))
        .order_by(func.lower(StaffAccount.login))
    )
    readers = [
        _Reader(account, other if stands_in and _can_stand_in(account, other) else None)
        for account, other, stands_in in rows
    ]
    return [one for one in readers if any(map(one.actor.may, _RIGHTS))]


def _is_away(until: SQLColumnExpression[date | None]) -> ColumnElement[bool]:
    return func.coalesce(until >= today(), False)


def _can_stand_in(account: StaffAccount, deputy: StaffAccount | None) -> bool:
    """True for a deputy who reads letters and may do some of the work."""
    if deputy is None or not _reads_letters(deputy):
        return False
    return any(actor_of(account).may(one) and actor_of(deputy).may(one) for one in _RIGHTS)


def _reads_letters(account: StaffAccount) -> bool:
    return account.disabled_at is None and bool(account.email) and account.digest


def _gets_letter(reader: _Reader) -> bool:
    return _reads_letters(reader.account) and reader.deputy is None


def _digest(act: Act, reader: _Reader, readers: Sequence[_Reader]) -> Digest:
    account, actor = reader.account, reader.actor
    away = [
        (one.account.display_name, _work(act, actor, one))
        for one in readers
        if one.deputy is not None and one.deputy.id == account.id
    ]
    return Digest(
        account_id=account.id,
        login=account.login,
        display_name=account.display_name,
        email=account.email or "",
        own=_work(act, actor),
        stands_in=tuple((name, work) for name, work in away if work),
    )


def _work(act: Act, reader: Actor, away: _Reader | None = None) -> Work:
    """What waits for the reader; or what she does for somebody, beyond what she sees anyway."""
    whose = away.actor if away else reader

    def wanted(right: Right, condition: ColumnElement[bool]) -> list[ColumnElement[bool]] | None:
        if not (reader.may(right) and whose.may(right)):
            return None
        beyond = [_is_beyond(reader, away)] if away else []
        return [condition, *visible(whose), *beyond]

    pending = wanted(Right.MODERATE, is_pending())
    reported = wanted(Right.MODERATE, is_reported())
    overdue = wanted(Right.RESPOND, is_overdue(act.rules))
    return Work(
        pending=_pile(act, reader, pending, Proposal.waits_since) if pending else Pile(),
        reported=act.session.scalar(_count(reported)) or 0 if reported else 0,
        overdue=_pile(act, reader, overdue, Proposal.touched_at) if overdue else Pile(),
    )


def _is_beyond(reader: Actor, away: _Reader) -> ColumnElement[bool]:
    """What somebody away had taken, and what lies outside the reader's own limits."""
    taken = func.coalesce(Proposal.assigned_to == away.account.id, False)
    seen = visible(reader)
    return or_(taken, not_(func.coalesce(and_(*seen), False))) if seen else taken


def _count(conditions: Sequence[ColumnElement[bool]]) -> Select[int]:
    return select(func.count()).select_from(Proposal).where(*conditions)


def _pile(
    act: Act,
    reader: Actor,
    conditions: Sequence[ColumnElement[bool]],
    since: SQLColumnExpression[datetime],
) -> Pile:
    counted = count_by_holder(count_late(act.rules)).where(*conditions)
    rows = act.session.execute(counted).all()
    if not rows:
        return Pile()
    columns: Select[str, datetime, str | None] = select(Proposal.public_id, since, holder_name())
    oldest = join_holders(columns).where(*conditions).order_by(since, Proposal.public_id)
    return Pile(
        ideas=sum(row.ideas for row in rows),
        late=sum(row.late for row in rows),
        held=sort_held(rows, reader),
        oldest=tuple(OldIdea(*row) for row in act.session.execute(oldest.limit(MOST_NUMBERS))),
    )
