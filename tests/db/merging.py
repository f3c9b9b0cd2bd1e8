"""Ideas with supporters, for tests of merging; what a group must count, reckoned in Python."""

from collections import defaultdict
from typing import Any

from sqlalchemy import insert, select

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import count_differences
from mapper.db.tables import Proposal, ProposalMerge, Support
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.merge import Merged, merge
from tests.db.moderation import add_waiting, idea_of


def add_supported(
    sessions: Sessions, title: str, tokens: str = "", *, uncounted: int = 0, **columns: object
) -> str:
    """A published idea supported by these tokens, a letter each, and by some without a token."""
    values: dict[str, Any] = {"moderation_status": "published", **columns}
    number = add_waiting(sessions, title, support_count=len(tokens) + uncounted, **values)
    with transaction(sessions) as session:
        own = session.scalars(select(Proposal.id).where(Proposal.public_id == number)).one()
        for token in tokens:
            session.execute(insert(Support).values(proposal_id=own, token_hash=token.encode()))
    return number


def put_into(office: Backoffice, who: Who, number: str, into: str) -> Merged:
    """Merge two ideas as they are now."""
    version, into_version = (idea_of(office.sessions, one).version for one in (number, into))
    return merge(office, who, number, into, version=version, into_version=into_version)


def supports(sessions: Sessions, number: str) -> int:
    return idea_of(sessions, number).support_count


def recount(sessions: Sessions, uncounted: dict[str, int]) -> dict[str, int]:
    """What each idea must count: all without a token in its group, and its different tokens."""
    with transaction(sessions) as session:
        ids = session.execute(select(Proposal.id, Proposal.public_id)).all()
        number = {row.id: row.public_id for row in ids}
        rows = session.execute(select(Support.proposal_id, Support.token_hash)).all()
        parts = session.execute(select(ProposalMerge.into_id, ProposalMerge.proposal_id)).all()
    tokens: dict[str, set[bytes]] = defaultdict(set)
    for proposal_id, token in rows:
        tokens[number[proposal_id]].add(token)
    below: dict[str, list[str]] = defaultdict(list)
    for into, part in parts:
        below[number[into]].append(number[part])

    def group(one: str) -> list[str]:
        return [one, *(inner for part in below[one] for inner in group(part))]

    return {
        one: sum(uncounted[each] for each in group(one))
        + len(set[bytes]().union(*(tokens[each] for each in group(one))))
        for one in uncounted
        if one in number.values()
    }


def rollup_differences(sessions: Sessions) -> dict[str, int]:
    with transaction(sessions) as session:
        return count_differences(session)


def wholes(sessions: Sessions) -> dict[int, int]:
    """Which idea stands for each that is part of one, as it is stored."""
    with transaction(sessions) as session:
        rows = session.execute(select(ProposalMerge.proposal_id, ProposalMerge.whole_id)).all()
        return {row.proposal_id: row.whole_id for row in rows}


def expected_wholes(sessions: Sessions) -> dict[int, int]:
    """The same, by going from each to the one it is part of until there is none."""
    with transaction(sessions) as session:
        rows = session.execute(select(ProposalMerge.proposal_id, ProposalMerge.into_id)).all()
        into = {row.proposal_id: row.into_id for row in rows}

    def whole_of(one: int) -> int:
        return whole_of(into[one]) if one in into else one

    return {one: whole_of(one) for one in into}
