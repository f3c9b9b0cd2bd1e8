"""Published ideas as planning hands them out, one by one."""

from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, select

from mapper.db.criteria import Criteria, Scope, facts_of, matching_facts
from mapper.db.public_proposals import select_proposals
from mapper.db.views import ACTION_FIELD, PROPOSAL

_LISTED = (
    *("public_id", "title", "action_field", "municipality_name", "district"),
    *("district_name", "response_status", "support_count"),
)
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


def select_most_supported(scope: Scope, criteria: Criteria, most: int) -> Select[Any]:
    """Up to so many of the ideas that match, the most supported first, then the newest."""
    facts = facts_of(scope, criteria)
    order = (facts.c.support_count.desc(), facts.c.created_day.desc(), facts.c.proposal_id.desc())
    place = func.row_number().over(order_by=order).label("place")
    first = (
        select(facts.c.proposal_id, facts.c.created_day, place)
        .where(*matching_facts(facts, criteria))
        .order_by(*order)
        .limit(most)
        .subquery("first")
    )
    return (
        select(*(PROPOSAL.c[name] for name in _LISTED), first.c.created_day.label("created_on"))
        .join_from(first, PROPOSAL, PROPOSAL.c.id == first.c.proposal_id)
        .order_by(first.c.place)
    )


def count_by_field_and_status(scope: Scope, criteria: Criteria) -> Select[Any]:
    """Rows `action_field, response_status, proposals, supports` of the ideas that match.

    The field's key; the status as the number of `response_code`.
    """
    facts = facts_of(scope, criteria)
    supports = cast(func.sum(facts.c.support_count), BigInteger)
    return (
        select(
            ACTION_FIELD.c.key.label("action_field"),
            facts.c.response_status,
            func.count().label("proposals"),
            supports.label("supports"),
        )
        .join_from(facts, ACTION_FIELD, ACTION_FIELD.c.id == facts.c.action_field_id)
        .where(*matching_facts(facts, criteria))
        .group_by(ACTION_FIELD.c.key, facts.c.response_status)
    )


def select_numbers(scope: Scope, criteria: Criteria) -> Select[int]:
    """The internal numbers of the same ideas in the same order, read from narrow rows alone."""
    facts = facts_of(scope, criteria)
    return (
        select(facts.c.proposal_id)
        .where(*matching_facts(facts, criteria))
        .order_by(facts.c.created_day.desc(), facts.c.proposal_id.desc())
    )
