"""Internal remarks on ideas: for staff alone, never public."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mapper.db.tables import Remark, StaffAccount
from mapper.domain.answers import REMARK_LENGTH
from mapper.domain.proposals import check_length, clean_text
from mapper.domain.roles import Right
from mapper.errors import NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.one_proposal import find_proposal


@dataclass(frozen=True, slots=True)
class WrittenRemark:
    """A remark; `by` is None for an account that is gone, `own` when the reader wrote it."""

    id: int
    body: str
    by: str | None
    own: bool
    created_at: datetime


def list_remarks(office: Backoffice, who: Who, number: str) -> tuple[WrittenRemark, ...]:
    """The remarks on an idea, the oldest first.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError
    """
    with office.acting(who, Right.RESPOND) as act:
        found = (
            select(Remark, StaffAccount.display_name)
            .outerjoin(StaffAccount, StaffAccount.id == Remark.account_id)
            .where(Remark.proposal_id == find_proposal(act, number).id)
            .order_by(Remark.id)
        )
        mine = act.actor.account_id
        return tuple(
            WrittenRemark(
                one.id, one.body, by, mine is not None and one.account_id == mine, one.created_at
            )
            for one, by in act.session.execute(found)
        )


def add_remark(office: Backoffice, who: Who, number: str, body: str) -> int:
    """Write a remark; its id. It changes nothing about the idea, so nobody's work is in its way.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, InvalidFieldError
    """
    with office.acting(who, Right.RESPOND) as act:
        words = check_length("remark", clean_text(body), REMARK_LENGTH)
        proposal_id = find_proposal(act, number).id
        remark = Remark(proposal_id=proposal_id, account_id=act.actor.account_id, body=words)
        act.session.add(remark)
        act.session.flush()
        act.record("proposal.remarked", "proposal", number, {"remark": words})
        return remark.id


def delete_remark(office: Backoffice, who: Who, number: str, remark_id: int) -> None:
    """Delete a remark of one's own.

    Raises
    ------
    SignInNeededError, ForbiddenError
    NotFoundError
        There is none of one's own with this id on this idea.
    """
    with office.acting(who, Right.RESPOND) as act:
        proposal_id = find_proposal(act, number).id
        remark = act.session.get(Remark, remark_id, with_for_update=True)
        mine = act.actor.account_id
        own = remark and mine is not None and remark.account_id == mine
        if remark is None or not own or remark.proposal_id != proposal_id:
            raise NotFoundError("remark of yours with the number", remark_id)
        act.session.delete(remark)
        act.record("proposal.remark_deleted", "proposal", number, {"remark": remark.body})
