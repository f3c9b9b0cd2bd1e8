"""The ideas of one cluster, and an area that holds them."""

from dataclasses import dataclass

import shapely
from sqlalchemy import ColumnElement, FromClause

from mapper.db.clusters import is_in_squares, is_one_of, select_members
from mapper.domain.areas import Polygon
from mapper.domain.pages import last_page, page_within
from mapper.geo.clusters import to_area
from mapper.geo.regions import draw_area
from mapper.services.clusters import Cluster, Clusters, Membership
from mapper.services.plan import Counter

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class MemberIdea:
    """An idea in a list; what everyone may read of it."""

    public_id: str
    title: str
    district_name: str | None
    municipality_name: str | None
    response_status: str
    supports: int


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some of a cluster's ideas, the most supported first, and the page's number from 1."""

    ideas: tuple[MemberIdea, ...]
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class ClusterArea:
    """An area that holds a cluster, and how many filtered ideas of no or another one lie in it.

    None where the ideas are too many to be looked at one by one.
    """

    area: Polygon
    others: int | None


def list_members(counter: Counter, found: Clusters, cluster: Cluster, page: int) -> MemberPage:
    """A page of a cluster's ideas; a number past the end gives the last page."""
    matching = counter.matching(found.filters)
    if matching is None:
        return MemberPage((), 1, 1)
    facts, conditions = matching
    mine = _is_member(facts, found.membership, cluster.number)
    query = select_members(facts, [*conditions, mine])
    page = page_within(page, cluster.proposals, PAGE_SIZE)
    rows = counter.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    ideas = tuple(MemberIdea(*row) for row in rows)
    return MemberPage(ideas, page, last_page(cluster.proposals, PAGE_SIZE))


def area_of(found: Clusters, cluster: Cluster) -> ClusterArea:
    """What a filter can ask for in place of a cluster."""
    area = to_area(cluster.outline)
    if found.membership.squares is not None:
        return ClusterArea(area, None)
    others = found.membership.points[found.membership.labels != cluster.number]
    inside = shapely.contains_xy(draw_area(area), others)
    return ClusterArea(area, int(inside.sum()))


def _is_member(facts: FromClause, membership: Membership, number: int) -> ColumnElement[bool]:
    squares = membership.squares
    if squares is None:
        return is_one_of(facts, membership.ids[membership.labels == number].tolist())
    mine = squares.labels == number
    columns, rows = squares.columns[mine].tolist(), squares.rows[mine].tolist()
    return is_in_squares(facts, squares.side_m, columns, rows)
