"""What lies near an idea, and which ideas may be the same one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal, or_, select

from mapper.db.tables import ActionField, KeptApart, Proposal, ProposalMerge
from mapper.domain.alike import Words, likeness, words_of
from mapper.domain.statuses import PlaceCertainty
from mapper.services.backoffice import Act
from mapper.services.sight import visible

NEIGHBOUR_M = 250
MOST_NEIGHBOURS = 8
MOST_ALIKE = 5
_ALIKE_WITHIN_M = 1000
_MOST_COMPARED = 400

_SAME_FIELD = 0.12
_NEARNESS = 0.08
LEAST_SCORE = 0.56
"""What words alone must almost reach: tried on pairs of wishes for the same and for different
things in one street (tests/unit/test_alike.py), it parts all but those that name only the street.
Place and field together weigh 0.2, so that they decide where the words leave it open."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another idea; `distance_m` is None where one of the two has no point, `score` where only
    its place is near. Coordinates of the exact place, EPSG:4326."""

    number: str
    version: int
    title: str
    body: str
    action_field: str
    moderation_status: str
    created_at: datetime
    distance_m: float | None
    lon: float | None
    lat: float | None
    score: float | None = None


def find_neighbours(act: Act, proposal: Proposal) -> tuple[Related, ...]:
    """Ideas within 250 m, the nearest first, at most eight; none for an idea without a point."""
    if proposal.geom is None:
        return ()
    near = func.ST_DWithin(Proposal.geom, _geom_of(proposal), NEIGHBOUR_M)
    query = _others(proposal).where(near, *visible(act.actor))
    distance = func.ST_Distance(Proposal.geom, _geom_of(proposal))
    rows = act.session.execute(query.order_by(distance, Proposal.id).limit(MOST_NEIGHBOURS))
    return tuple(_related(row) for row in rows)


def find_alike(act: Act, proposal: Proposal) -> tuple[Related, ...]:
    """Ideas whose words make them likely to be the same one, the likeliest first, at most five.

    Compared are at most the 400 newest within 1 km, of the same district, or of the same
    municipality where one of the two has no place. Left out are withdrawn ones, and those of which
    somebody has said that they are different, or the same.
    """
    query = _others(proposal).where(
        _in_reach(proposal),
        Proposal.moderation_status != "withdrawn",
        ~_is_decided(proposal),
        *visible(act.actor),
    )
    newest = query.order_by(Proposal.created_at.desc(), Proposal.id.desc())
    rows = act.session.execute(newest.limit(_MOST_COMPARED)).all()
    return _likeliest(proposal, rows)


def _likeliest(proposal: Proposal, rows: Sequence[Row[Any]]) -> tuple[Related, ...]:
    own = words_of(proposal.title, proposal.body)
    scored = [_related(row, round(_score(own, row), 3)) for row in rows]
    likely = [one for one in scored if one.score is not None and one.score >= LEAST_SCORE]
    return tuple(sorted(likely, key=lambda one: -(one.score or 0)))[:MOST_ALIKE]


def _score(own: Words, row: Row[Any]) -> float:
    words = likeness(own, words_of(row.title, row.body))
    return score(words, row.distance_m, same_field=row.same_field)


def score(words: float, distance_m: float | None, *, same_field: bool) -> float:
    """How likely two ideas are the same, from 0 to 1.2; proposed are those from LEAST_SCORE on.

    Parameters
    ----------
    words
        The likeness of their words; a common field and a near place add to what is there.
    distance_m
        Between their places in metres; None where one of the two has no point.
    """
    if not words:
        return 0.0
    near = 0.5 if distance_m is None else max(0.0, 1 - distance_m / _ALIKE_WITHIN_M)
    return words + _SAME_FIELD * same_field + _NEARNESS * near


def _in_reach(proposal: Proposal) -> ColumnElement[bool]:
    same_town = Proposal.municipality_id.is_not_distinct_from(proposal.municipality_id)
    vague = Proposal.place_certainty == PlaceCertainty.NONE.value
    reach = [and_(same_town, vague)]
    if proposal.place_certainty == PlaceCertainty.NONE:
        reach.append(same_town)
    if proposal.district_id is not None:
        reach.append(Proposal.district_id == proposal.district_id)
    if proposal.geom is not None:
        reach.append(func.ST_DWithin(Proposal.geom, _geom_of(proposal), _ALIKE_WITHIN_M))
    return or_(*reach)


def _is_decided(proposal: Proposal) -> ColumnElement[bool]:
    """Somebody found the two different, or one of them is part of the other."""
    own = proposal.id
    apart = exists().where(
        KeptApart.first_id == func.least(Proposal.id, own),
        KeptApart.second_id == func.greatest(Proposal.id, own),
    )
    merged = exists().where(
        ProposalMerge.proposal_id.in_((Proposal.id, own)),
        ProposalMerge.into_id.in_((Proposal.id, own)),
    )
    return or_(apart, merged)


def _geom_of(proposal: Proposal) -> ColumnElement[Any]:
    own = select(Proposal.geom).where(Proposal.id == proposal.id)
    return own.correlate(None).scalar_subquery()


def _others(proposal: Proposal) -> Select[*tuple[Any, ...]]:
    place = func.ST_Transform(Proposal.geom, 4326)
    distance = func.ST_Distance(Proposal.geom, _geom_of(proposal))
    return (
        select(
            *(
                Proposal.public_id,
                Proposal.version,
                Proposal.title,
                Proposal.body,
                Proposal.moderation_status,
            ),
            *(Proposal.created_at, ActionField.key.label("action_field")),
            (distance if proposal.geom is not None else literal(None)).label("distance_m"),
            func.ST_X(place).label("lon"),
            func.ST_Y(place).label("lat"),
            func.coalesce(Proposal.action_field_id == proposal.action_field_id, False).label(
                "same_field"
            ),
        )
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .where(Proposal.id != proposal.id)
    )


def _related(row: Row[Any], score: float | None = None) -> Related:
    return Related(
        number=row.public_id,
        version=row.version,
        title=row.title,
        body=row.body,
        action_field=row.action_field,
        moderation_status=row.moderation_status,
        created_at=row.created_at,
        distance_m=row.distance_m,
        lon=row.lon,
        lat=row.lat,
        score=score,
    )
