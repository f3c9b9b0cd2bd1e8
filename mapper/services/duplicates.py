"""Pairs of ideas that may be the same: near, of one action field, alike in words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, select

from mapper.db.limits import within
from mapper.db.tables import (
    ActionField,
    District,
    KeptApart,
    Municipality,
    ParticipationRound,
    Proposal,
)
from mapper.db.waiting import is_published
from mapper.domain.alike import likeness, words_of
from mapper.domain.filters import Filters
from mapper.domain.pages import Paged, page_within
from mapper.domain.roles import Right
from mapper.geo.near import find_near
from mapper.services.access import Who
from mapper.services.alike import LEAST_SCORE, NEIGHBOUR_M, score
from mapper.services.backoffice import Act, Backoffice
from mapper.services.evaluated import counter_of

MOST_IDEAS = 10_000
"""So many ideas are compared with each other at most, the newest: in a few seconds."""
MOST_NEIGHBOURS = 30
"""An idea is compared with so many others at least, the nearest of its field within reach."""
MOST_PAIRS = 500
PAGE_SIZE = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ideas by internal id, how likely they are the same, and how far apart they lie.

    `distance_m` is None where one of the two has no point.
    """

    ids: tuple[int, int]
    score: float
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The likeliest pairs first, and what they were looked for among.

    Parameters
    ----------
    compared
        How many ideas were compared: the newest of those that match.
    only_newest
        More ideas match.
    crowded
        Ideas that have more others around them than they were compared with.
    more_pairs
        There are pairs beyond those that are kept.
    """

    pairs: tuple[Pair, ...] = ()
    compared: int = 0
    only_newest: bool = False
    crowded: int = 0
    more_pairs: bool = False


@dataclass(frozen=True, slots=True)
class Twin:
    """One idea of a pair as it is now; `version` is what a merge must name."""

    number: str
    version: int
    title: str
    body: str
    action_field: str
    round_slug: str
    municipality_name: str | None
    district_name: str | None
    response_status: str
    supports: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Twins:
    """A pair that waits for somebody to decide; `ideas` with the one first that should stay.

    That is the one with more supports, of equal ones the older.
    """

    ideas: tuple[Twin, Twin]
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class TwinPage(Paged):
    """Some of the pairs, the page's number from 1, and how many wait in all."""

    pairs: tuple[Twins, ...]
    number: int
    total: int
    size: int = PAGE_SIZE


def find_duplicates(office: Backoffice, who: Who, filters: Filters) -> Duplicates:
    """Pairs among the ideas that match; errors as for `Counter.criteria`.

    A pair has the same action field, and both points lie within 250 m; where one of the two has no
    point, both belong to the same district, or to the same municipality outside of every one. Their
    words decide as for a single idea (`mapper.services.alike`). Nobody waits for this: the words
    are compared after the transaction.
    """
    with office.acting(who, Right.PLAN) as act:
        rows = _read(act, filters)
    only_newest, rows = len(rows) > MOST_IDEAS, rows[:MOST_IDEAS]
    ideas = [words_of(row.title, row.body) for row in rows]
    found, crowded = [], 0
    for places, metres, more in _near(rows):
        crowded += more
        for (one, other), distance_m in zip(places.tolist(), metres.tolist(), strict=True):
            distance = distance_m if np.isfinite(distance_m) else None
            likely = score(likeness(ideas[one], ideas[other]), distance, same_field=True)
            if likely >= LEAST_SCORE:
                found.append(Pair((rows[one].id, rows[other].id), likely, distance))
    found.sort(key=lambda pair: (-pair.score, pair.ids))
    kept = tuple(found[:MOST_PAIRS])
    return Duplicates(kept, len(rows), only_newest, crowded, len(found) > MOST_PAIRS)


def list_pairs(office: Backoffice, who: Who, found: Duplicates, number: int = 1) -> TwinPage:
    """A page of the pairs that still wait: both public, not found to be different."""
    with office.acting(who, Right.PLAN) as act:
        ids = {one for pair in found.pairs for one in pair.ids}
        mine = Proposal.id.in_(ids), is_published(), *within(act.actor.limits)
        public = set(act.session.scalars(select(Proposal.id).where(*mine)))
        apart = select(KeptApart.first_id, KeptApart.second_id).where(KeptApart.first_id.in_(ids))
        kept_apart = {tuple(row) for row in act.session.execute(apart)}
        waiting = [
            pair
            for pair in found.pairs
            if public.issuperset(pair.ids) and tuple(sorted(pair.ids)) not in kept_apart
        ]
        number = page_within(number, len(waiting), PAGE_SIZE)
        shown = waiting[(number - 1) * PAGE_SIZE :][:PAGE_SIZE]
        twins = _read_twins(act, {one for pair in shown for one in pair.ids})
        pairs = [_twins(pair, twins) for pair in shown if twins.keys() >= set(pair.ids)]
        return TwinPage(tuple(pairs), number, len(waiting))


def _read(act: Act, filters: Filters) -> Sequence[Row[Any]]:
    """The newest ideas that match with their words, one more than are compared."""
    found = counter_of(act).matching(filters)
    if found is None:
        return ()
    facts, conditions = found
    names = ("action_field_id", "district_id", "municipality_id", "easting", "northing")
    newest = (
        select(facts.c.proposal_id.label("id"), facts.c.created_day, *(facts.c[n] for n in names))
        .where(*conditions)
        .order_by(facts.c.created_day.desc(), facts.c.proposal_id.desc())
        .limit(MOST_IDEAS + 1)
        .subquery()
    )
    query = select(newest, Proposal.title, Proposal.body)
    query = query.join(Proposal, Proposal.id == newest.c.id).where(is_published())
    ordered = query.order_by(newest.c.created_day.desc(), newest.c.id.desc())
    return act.session.execute(ordered).all()


def _near(
    rows: Sequence[Row[Any]],
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64], int]]:
    """Pairs of places in `rows` with their distances in metres, nan where there is none."""
    by_field, by_area = defaultdict(list), defaultdict(list)
    for place, row in enumerate(rows):
        area = (row.action_field_id, row.district_id, row.municipality_id)
        by_area[area].append(place)
        if row.easting is not None:
            by_field[row.action_field_id].append(place)
    for places in by_field.values():
        points = np.array([(rows[one].easting, rows[one].northing) for one in places])
        pairs, metres, crowded = find_near(points, NEIGHBOUR_M, MOST_NEIGHBOURS)
        yield np.array(places)[pairs], metres, crowded
    for places in by_area.values():
        vague = [one for one in places if rows[one].easting is None]
        pairs = np.array(
            sorted(
                {
                    (min(one, other), max(one, other))
                    for one in vague
                    for other in _some(places, one)
                }
            ),
            dtype=np.int64,
        ).reshape(-1, 2)
        crowded = len(vague) if len(places) > MOST_NEIGHBOURS + 1 else 0
        yield pairs, np.full(len(pairs), np.nan), crowded


def _some(places: Sequence[int], own: int) -> Iterator[int]:
    """The newest others."""
    return islice((one for one in places if one != own), MOST_NEIGHBOURS)


def _read_twins(act: Act, ids: set[int]) -> dict[int, Twin]:
    query = (
        select(
            *(Proposal.id, Proposal.public_id, Proposal.version, Proposal.title, Proposal.body),
            ActionField.key,
            ParticipationRound.slug,
            Municipality.name.label("municipality_name"),
            District.name.label("district_name"),
            *(Proposal.response_status, Proposal.support_count, Proposal.created_at),
        )
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .join(ParticipationRound, ParticipationRound.id == Proposal.round_id)
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(District, District.id == Proposal.district_id)
        .where(Proposal.id.in_(ids), is_published())
    )
    rows = (list[Any](row) for row in act.session.execute(query))
    return {row[0]: Twin(*row[1:]) for row in rows}


def _twins(pair: Pair, twins: dict[int, Twin]) -> Twins:
    one, other = (twins[each] for each in pair.ids)
    if (-other.supports, other.created_at) < (-one.supports, one.created_at):
        one, other = other, one
    return Twins((one, other), pair.distance_m)
