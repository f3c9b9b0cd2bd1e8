"""What was merged: for planners and moderators, who may undo it, for authors, for everyone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, select, true
from sqlalchemy.orm import Session, aliased

from mapper.db.engine import Sessions, transaction
from mapper.db.limits import within
from mapper.db.tables import Proposal, ProposalMerge
from mapper.db.views import MERGED_PROPOSAL, PROPOSAL
from mapper.domain.filters import Filters
from mapper.domain.pages import Paged, page_within
from mapper.domain.roles import Actor, Right
from mapper.domain.statuses import ModerationStatus
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.evaluated import counter_of

PAGE_SIZE = 10
_WHOLE = aliased(Proposal)
_PUBLISHED = ModerationStatus.PUBLISHED.value


@dataclass(frozen=True, slots=True)
class MergedIdea:
    """An idea that is part of another one, for staff.

    `undoable` unless it is inside another merge, or one of both outside the account's limits.
    `supports` are its own, with those of whatever had become part of it before.
    """

    number: str
    title: str
    body: str
    created_at: datetime
    supports: int
    into: str
    into_title: str
    merged_at: datetime
    undoable: bool


@dataclass(frozen=True, slots=True)
class MergedPage(Paged):
    """Some of the merged ideas, the last merged first, the page's number from 1, all of them."""

    ideas: tuple[MergedIdea, ...]
    number: int
    total: int
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class PublicPart:
    """An idea as everyone reads it on the page of the one it is part of."""

    number: str
    title: str
    body: str
    display_name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Whole:
    """A public idea that others are part of."""

    number: str
    title: str
    response_status: str


def list_merged(office: Backoffice, who: Who, filters: Filters, number: int = 1) -> MergedPage:
    """A page of the ideas merged into one that matches; errors as for `Counter.criteria`."""
    with office.acting(who, Right.PLAN) as act:
        found = counter_of(act).matching(filters)
        if found is None:
            return MergedPage((), 1, 0)
        facts, conditions = found
        # From the merges, which are few, to the rows to filter by, which may be many.
        query = _merged(act.actor).join(facts, facts.c.proposal_id == ProposalMerge.into_id)
        query = query.where(*conditions)
        total = act.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        number = page_within(number, total, PAGE_SIZE)
        query = query.order_by(ProposalMerge.merged_at.desc(), ProposalMerge.proposal_id.desc())
        rows = act.session.execute(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
        return MergedPage(tuple(MergedIdea(*row) for row in rows), number, total)


def merged_around(
    session: Session, actor: Actor, proposal_id: int
) -> tuple[MergedIdea | None, tuple[MergedIdea, ...]]:
    """What an idea is part of, if it is, and what became part of it, the first one first."""
    query = _merged(actor)
    whole = session.execute(query.where(ProposalMerge.proposal_id == proposal_id)).first()
    parts = query.where(ProposalMerge.into_id == proposal_id)
    rows = session.execute(parts.order_by(ProposalMerge.merged_at, ProposalMerge.proposal_id))
    return MergedIdea(*whole) if whole else None, tuple(MergedIdea(*row) for row in rows)


def _merged(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Each merge as a `MergedIdea` of which the account may see both ideas."""
    limits = actor.limits
    mine, mine_too = and_(true(), *within(limits)), and_(true(), *within(limits, _WHOLE))
    alone = _WHOLE.moderation_status != ModerationStatus.MERGED.value
    return (
        select(
            *(Proposal.public_id, Proposal.title, Proposal.body, Proposal.created_at),
            *(Proposal.support_count, _WHOLE.public_id, _WHOLE.title, ProposalMerge.merged_at),
            func.coalesce(alone & mine & mine_too, false()),
        )
        .join_from(ProposalMerge, Proposal, Proposal.id == ProposalMerge.proposal_id)
        .join(_WHOLE, _WHOLE.id == ProposalMerge.into_id)
        .where(*_visible(actor, mine, mine_too))
    )


def _visible(
    actor: Actor, mine: ColumnElement[bool], mine_too: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """Who moderates also sees what is not public, within her limits: the part, and the whole."""
    whole = _WHOLE.moderation_status == _PUBLISHED
    both = (ProposalMerge.former_status == _PUBLISHED) & whole
    return [both | mine, whole | mine_too] if actor.may(Right.MODERATE) else [both]


def list_parts(sessions: Sessions, number: str) -> tuple[PublicPart, ...]:
    """What everyone may read of the ideas that are part of this one, the oldest first."""
    parts = (
        select(*(MERGED_PROPOSAL.c[name] for name in ("public_id", "title", "body")))
        .add_columns(MERGED_PROPOSAL.c.display_name, MERGED_PROPOSAL.c.created_at)
        .where(MERGED_PROPOSAL.c.into_public_id == number)
        .order_by(MERGED_PROPOSAL.c.created_at, MERGED_PROPOSAL.c.public_id)
    )
    with transaction(sessions) as session:
        return tuple(PublicPart(*row) for row in session.execute(parts))


def find_whole(sessions: Sessions, number: str) -> Whole | None:
    """The public idea that this one, once public itself, is part of; None for any other."""
    found = (
        select(PROPOSAL.c.public_id, PROPOSAL.c.title, PROPOSAL.c.response_status)
        .join(MERGED_PROPOSAL, MERGED_PROPOSAL.c.into_public_id == PROPOSAL.c.public_id)
        .where(MERGED_PROPOSAL.c.public_id == number)
    )
    with transaction(sessions) as session:
        row = session.execute(found).first()
    return Whole(*row) if row else None


def public_wholes(session: Session, proposal_ids: Iterable[int]) -> dict[int, tuple[int, Whole]]:
    """For ideas by id the public one that each is part of, for their authors; and its id."""
    found = (
        select(ProposalMerge.proposal_id, PROPOSAL.c.id)
        .add_columns(PROPOSAL.c.public_id, PROPOSAL.c.title, PROPOSAL.c.response_status)
        .join(ProposalMerge, ProposalMerge.whole_id == PROPOSAL.c.id)
        .where(ProposalMerge.proposal_id.in_(proposal_ids))
    )
    return {row[0]: (row[1], Whole(*row[2:])) for row in session.execute(found)}
