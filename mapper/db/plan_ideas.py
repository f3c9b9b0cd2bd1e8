"""Published ideas as planning hands them out, one by one."""

from typing import Any

from sqlalchemy import Select, select

from mapper.db.criteria import Criteria, Scope, facts_of, matching_facts
from mapper.db.public_proposals import select_proposals
from mapper.db.views import PROPOSAL

_OF_IDEA = (
    *("public_id", "title", "body", "action_field", "municipality", "district", "round"),
    *("response_status", "place_certainty", "public_precision", "support_count"),
)


def select_ideas(scope: Scope, criteria: Criteria) -> Select[Any]:
    """The ideas that match, with `easting, northing` as far as the scope sees them.

    Newest first, ties by id. In the internal scope with the `channel`.
    """
    facts = facts_of(scope, criteria)
    more = [facts.c.created_day.label("created_on"), facts.c.easting, facts.c.northing]
    if scope == "internal":
        more.append(facts.c.channel)
    return (
        select(*(PROPOSAL.c[name] for name in _OF_IDEA), *more)
        .join_from(facts, PROPOSAL, PROPOSAL.c.id == facts.c.proposal_id)
        .where(*matching_facts(facts, criteria))
        .order_by(facts.c.created_day.desc(), facts.c.proposal_id.desc())
    )


def select_public(criteria: Criteria) -> Select[Any]:
    """The ideas that match in public, with the columns of `select_proposals`, in the same order."""
    facts = facts_of("public", criteria)
    return (
        select_proposals()
        .join_from(facts, PROPOSAL, PROPOSAL.c.id == facts.c.proposal_id)
        .where(*matching_facts(facts, criteria))
        .order_by(facts.c.created_day.desc(), facts.c.proposal_id.desc())
    )


def select_numbers(scope: Scope, criteria: Criteria) -> Select[int]:
    """The internal numbers of the same ideas in the same order, read from narrow rows alone."""
    facts = facts_of(scope, criteria)
    return (
        select(facts.c.proposal_id)
        .where(*matching_facts(facts, criteria))
        .order_by(facts.c.created_day.desc(), facts.c.proposal_id.desc())
    )
