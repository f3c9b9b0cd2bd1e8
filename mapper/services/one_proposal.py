"""One idea, found or taken hold of by somebody who may."""

from sqlalchemy import select

from mapper.db.limits import within
from mapper.db.tables import Proposal
from mapper.errors import ChangedMeanwhileError, NotFoundError
from mapper.services.backoffice import Act
from mapper.services.edited import last_actor


def find_proposal(act: Act, number: str, *, lock: bool = False) -> Proposal:
    """The idea with this number.

    Raises
    ------
    NotFoundError
        There is none, or it lies outside the account's limits.
    """
    query = select(Proposal).where(Proposal.public_id == number, *within(act.actor.limits))
    proposal = act.session.scalar(query.with_for_update(of=Proposal) if lock else query)
    if proposal is None:
        raise NotFoundError("idea with the number", number)
    return proposal


def lock_proposal(act: Act, number: str, version: int | None) -> Proposal:
    """The idea with this number, locked for this transaction; errors as for `find_proposal`.

    Parameters
    ----------
    version
        The version that was looked at; None takes it as it is now.

    Raises
    ------
    ChangedMeanwhileError
        Somebody changed it since; the error says who.
    """
    proposal = find_proposal(act, number, lock=True)
    if version is not None and proposal.version != version:
        raise ChangedMeanwhileError("idea", number, last_actor(act, "proposal", number))
    return proposal
