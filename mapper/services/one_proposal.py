"""One idea, taken hold of by somebody who may, until her transaction ends."""

from sqlalchemy import select

from mapper.db.limits import within
from mapper.db.tables import AuditEvent, Proposal, StaffAccount
from mapper.errors import ChangedMeanwhileError, NotFoundError
from mapper.services.backoffice import Act


def lock_proposal(act: Act, number: str, version: int | None) -> Proposal:
    """The idea with this number, locked for this transaction.

    Parameters
    ----------
    version
        The version that was looked at; None takes it as it is now.

    Raises
    ------
    NotFoundError
        There is none, or it lies outside the account's limits.
    ChangedMeanwhileError
        Somebody changed it since; the error says who.
    """
    proposal = act.session.scalar(
        select(Proposal)
        .where(Proposal.public_id == number, *within(act.actor.limits))
        .with_for_update(of=Proposal)
    )
    if proposal is None:
        raise NotFoundError("idea with the number", number)
    if version is not None and proposal.version != version:
        raise ChangedMeanwhileError("idea", number, _last_actor(act, number))
    return proposal


def _last_actor(act: Act, number: str) -> str | None:
    """The name of whoever changed it last, as colleagues know her."""
    last = (
        select(AuditEvent.actor)
        .where(AuditEvent.subject == "proposal", AuditEvent.subject_key == number)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    login = act.session.scalar(last)
    if login is None:
        return None
    name = select(StaffAccount.display_name).where(StaffAccount.login == login)
    return act.session.scalar(name) or login
