"""Ideas that are the same become one, and can be parted again; every step leaves audit rows.

Both texts stay. A supporter counts once, and `mapper.services.groups` says how that is reckoned.
A service for supporting and taking it back must keep to it:

- Whoever supports an idea that is part of another one supports the one that stands for all
  (`groups` knows it): the row of `support` belongs to that one.
- A token that supports any idea of a group already counts no second time in it.
- A token that is taken back, or erased, is taken from every idea of the group; each idea that it
  was given to, and each that this one is part of, counts one less if no other idea of *its* group
  has the same token.
- `groups.hold_groups` before, and the one that stands for all locked meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from mapper.db.limits import within
from mapper.db.tables import KeptApart, Proposal, ProposalMerge
from mapper.domain.roles import Right
from mapper.domain.statuses import ModerationStatus, check_moderation_move
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    NotFoundError,
    NotMergeableError,
    PartFirstError,
)
from mapper.services import groups
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import last_actor
from mapper.services.sight import check_sight

_STATUS = ModerationStatus


@dataclass(frozen=True, slots=True)
class Merged:
    """An idea and the one it became part of, each with its version after it."""

    number: str
    into: str
    version: int
    into_version: int


def merge(
    office: Backoffice, who: Who, number: str, into: str, *, version: int, into_version: int
) -> Merged:
    """Make the idea `number` part of the idea `into`, which stays.

    Planners do so with two published ideas, moderators also with one that waits: it becomes part
    of a published one, or of another that waits.

    Parameters
    ----------
    version, into_version
        The versions that were looked at.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError
    ChangedMeanwhileError
        Somebody changed one of the two since; the error says who.
    StatusMoveError, NotMergeableError
        One of the two is neither public nor waits, or is part of another one, or both are one.
    """
    with office.acting(who, Right.RESPOND) as act:
        part, whole = _lock_two(act, number, into)
        for idea, seen in ((part, version), (whole, into_version)):
            if idea.version != seen:
                raise _changed(act, idea.public_id)
            check_sight(act.actor, idea)
        check_moderation_move(_STATUS(part.moderation_status), _STATUS.MERGED)
        if whole.moderation_status not in {_STATUS.PUBLISHED.value, part.moderation_status}:
            raise NotMergeableError(number, into)
        groups.join(act.session, part, whole)
        act.record("proposal.merged", "proposal", number, {"moderation_status": _STATUS.MERGED})
        act.record("proposal.took_in", "proposal", into, {"support_count": whole.support_count})
        act.session.flush()
        for idea in (part, whole):
            act.session.refresh(idea, ["version"])
        return Merged(number, into, part.version, whole.version)


def part(office: Backoffice, who: Who, number: str) -> str:
    """Undo a merge: the idea gets back the status it had; the number of the one it was part of.

    Planners do so where both would be public, moderators always.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError
    ChangedMeanwhileError
        It is not part of any, or no longer; the error says who was faster.
    PartFirstError
        The idea it is part of is part of another one itself.
    """
    with office.acting(who, Right.RESPOND) as act:
        groups.hold_groups(act.session)
        row, into = _merge_of(act, number)
        idea, whole = _lock_two(act, number, into)
        public = {row.former_status, whole.moderation_status} == {_STATUS.PUBLISHED.value}
        if whole.moderation_status == _STATUS.MERGED:
            raise PartFirstError(number, into)
        if not (public or act.actor.may(Right.MODERATE)):
            raise ForbiddenError(Right.MODERATE)
        groups.leave(act.session, idea, row)
        record_parted(act, number, into)
        return into


def keep_apart(office: Backoffice, who: Who, number: str, other: str) -> None:
    """Say that two ideas are different: they are not proposed for merging again.

    Said a second time it changes nothing. Planners do so with published ideas, moderators with
    all.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, NotMergeableError
    """
    with office.acting(who, Right.RESPOND) as act:
        first, second = _pair(act, number, other)
        added = insert(KeptApart).values(first_id=first, second_id=second)
        known = act.session.execute(added.on_conflict_do_nothing().returning(KeptApart.first_id))
        if known.first() is not None:
            for one in (number, other):
                act.record("proposal.kept_apart", "proposal", one)


def compare_again(office: Backoffice, who: Who, number: str, other: str) -> None:
    """Take back that two ideas are different; errors as for `keep_apart`."""
    with office.acting(who, Right.RESPOND) as act:
        row = act.session.get(KeptApart, _pair(act, number, other))
        if row is not None:
            act.session.delete(row)
            for one in (number, other):
                act.record("proposal.compared_again", "proposal", one)


def record_parted(act: Act, number: str, into: str) -> None:
    """Record on both ideas that one is no longer part of the other."""
    act.record("proposal.parted", "proposal", number)
    act.record("proposal.let_go", "proposal", into)


def _pair(act: Act, number: str, other: str) -> tuple[int, int]:
    """The ids of two ideas that the account may look at, the lower first."""
    both = _lock_two(act, number, other)
    for idea in both:
        check_sight(act.actor, idea)
    first, second = sorted(one.id for one in both)
    return first, second


def _lock_two(act: Act, number: str, other: str) -> Sequence[Proposal]:
    """Both ideas, locked in the order of their ids, so that two crosswise never wait for ever."""
    if number == other:
        raise NotMergeableError(number, other)
    groups.hold_groups(act.session)
    mine = Proposal.public_id.in_((number, other)), *within(act.actor.limits)
    query = select(Proposal).where(*mine).order_by(Proposal.id).with_for_update(of=Proposal)
    rows = act.session.scalars(query.execution_options(populate_existing=True))
    found = {row.public_id: row for row in rows}
    for one in (number, other):
        if one not in found:
            raise NotFoundError("idea with the number", one)
    return found[number], found[other]


def _merge_of(act: Act, number: str) -> tuple[ProposalMerge, str]:
    """What is kept of a merge, and the number of the idea that this one is part of."""
    mine = select(Proposal.id).where(Proposal.public_id == number, *within(act.actor.limits))
    proposal_id = act.session.scalar(mine)
    if proposal_id is None:
        raise NotFoundError("idea with the number", number)
    row = act.session.get(ProposalMerge, proposal_id)
    if row is None:
        raise _changed(act, number)
    into = select(Proposal.public_id).where(Proposal.id == row.into_id)
    return row, act.session.scalars(into).one()


def _changed(act: Act, number: str) -> ChangedMeanwhileError:
    return ChangedMeanwhileError("idea", number, last_actor(act, "proposal", number))
