"""Sample ideas for demonstrations: invented, marked, and removable at once."""

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from geoalchemy2.shape import to_shape
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import case, delete, exists, func, insert, select
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import fold
from mapper.db.tables import (
    ActionField,
    District,
    Feature,
    Layer,
    LayerVersion,
    Office,
    ParticipationRound,
    Proposal,
    Response,
    TextBlock,
)
from mapper.domain.statuses import ModerationStatus, PlaceCertainty, PublicPrecision, ResponseStatus
from mapper.domain.tokens import new_public_id
from mapper.errors import MapperError
from mapper.geo.crs import to_metres
from mapper.services.groups import release

_T = TypeVar("_T")
_DAYS = 420
_WAITING = 9
"""The oldest sample that waits for publication is a little later than was promised."""
_UNTOUCHED = 32
"""Since so many days at most nothing happened to a sample, so that some answers are due."""
_SPREAD_M = 450.0
_BATCH = 1000
_TRIES = 20
_ANSWERED_AFTER = 21
"""Days from an idea to its answer."""
_PRECISIONS = (
    (PublicPrecision.EXACT, 70),
    (PublicPrecision.HUNDRED_METRES, 20),
    (PublicPrecision.DISTRICT, 10),
)
_CERTAINTIES = ((PlaceCertainty.POINT, 90), (PlaceCertainty.DISTRICT, 7), (PlaceCertainty.NONE, 3))
_MODERATION = ((ModerationStatus.PUBLISHED, 92), (ModerationStatus.PENDING, 8))
_RESPONSES = (
    (ResponseStatus.RECEIVED, 60),
    (ResponseStatus.IN_REVIEW, 20),
    (ResponseStatus.PLANNED, 8),
    (ResponseStatus.DONE, 4),
    (ResponseStatus.FORWARDED, 4),
    (ResponseStatus.DEFERRED, 2),
    (ResponseStatus.NOT_FEASIBLE, 2),
)

Samples = Mapping[str, Sequence[tuple[str, str]]]
"""Titles and bodies by action field; `{place}` stands for a district's name."""

Settlements = Mapping[str, Sequence[tuple[float, float]]]
"""By district key where people live, lon and lat in EPSG:4326."""


class NoPlaceForSamplesError(MapperError):
    """There is no area to put sample ideas into."""

    code = "no_place_for_samples"

    def __init__(self) -> None:
        super().__init__(
            "There are no areas to place sample ideas in: run 'mapper geodata load' first."
        )


@dataclass(frozen=True, slots=True)
class _Area:
    """Where samples may lie: a point inside, and how likely it is chosen."""

    district_id: int | None
    name: str
    easting: float
    northing: float
    weight: float
    geom: BaseGeometry


def seed(
    sessions: Sessions, samples: Samples, settlements: Settlements, count: int, lang: str = ""
) -> int:
    """Add so many sample ideas; the number added.

    They lie around the settlements, more where more people live, over the last fourteen months.
    Those that are further than received have an answer, in this language where the town has a
    template for it.

    Raises
    ------
    NoPlaceForSamplesError
        No geodata are loaded.
    """
    chance = random.Random(count)  # noqa: S311
    with transaction(sessions) as session:
        areas = _areas(session, settlements)
        rounds = session.execute(select(ParticipationRound.id, ParticipationRound.standing)).all()
        fields = dict(session.execute(select(ActionField.key, ActionField.id)).all())
        if not areas:
            raise NoPlaceForSamplesError
        texts = [(fields[key], *text) for key in samples if key in fields for text in samples[key]]
        for start in range(0, count, _BATCH):
            size = min(_BATCH, count - start)
            rows = [_sample(chance, areas, rounds, texts) for _ in range(size)]
            session.execute(insert(Proposal), rows)
        _answer(session, lang)
        fold(session, count)
    return count


def _answer(session: Session, lang: str) -> None:
    """Give samples the answer that their status came from; a template is named after its status."""
    template = (TextBlock.kind == "response") & (
        TextBlock.key == func.replace(Proposal.response_status, "_", "-")
    )
    words = TextBlock.bodies[lang].as_string()
    outside = select(Office.name).where(Office.outside).order_by(Office.position).limit(1)
    handed = Proposal.response_status == ResponseStatus.FORWARDED.value
    answered = (
        select(
            Proposal.id,
            Proposal.response_status,
            func.least(Proposal.created_day + _ANSWERED_AFTER, func.current_date()),
            # One that ends with a colon waits for a person's reason.
            case((words.not_like("%:"), words)),
            case((handed, outside.scalar_subquery())),
        )
        .outerjoin(TextBlock, template)
        .where(
            Proposal.demo,
            Proposal.response_status != ResponseStatus.RECEIVED.value,
            ~exists().where(Response.proposal_id == Proposal.id),
        )
    )
    columns = ["proposal_id", "response_status", "decided_on", "body", "office"]
    session.execute(insert(Response).from_select(columns, answered))


def clear(sessions: Sessions) -> int:
    """Remove all sample ideas; the number removed. Others stay as if they had never been merged."""
    with transaction(sessions) as session:
        release(session, Proposal.demo.is_(True))
        removed = session.scalars(
            delete(Proposal).where(Proposal.demo).returning(Proposal.id)
        ).all()
        fold(session, len(removed))
    return len(removed)


def count_samples(sessions: Sessions) -> int:
    """How many sample ideas there are."""
    with transaction(sessions) as session:
        query = select(func.count()).select_from(Proposal).where(Proposal.demo)
        return session.scalar(query) or 0


def _areas(session: Session, settlements: Settlements) -> list[_Area]:
    """Districts with their settlement's point, else municipalities with a point inside them."""
    query = (
        select(
            Layer.role,
            District.id,
            func.coalesce(District.name, Feature.name),
            District.population,
            Feature.key,
            Feature.geom,
        )
        .join(LayerVersion, LayerVersion.id == Feature.layer_version_id)
        .join(Layer, Layer.id == LayerVersion.layer_id)
        .outerjoin(District, District.key == Feature.key)
        .where(LayerVersion.state == "active", Layer.role.in_(("districts", "municipalities")))
        .order_by(Feature.key)
    )
    rows = session.execute(query).all()
    role = "districts" if any(row[0] == "districts" for row in rows) else "municipalities"
    return [_area(row, settlements) for row in rows if row[0] == role]


def _area(row: Any, settlements: Settlements) -> _Area:
    geom = to_shape(row[5])
    points = settlements.get(row[4])
    centre = Point(to_metres(*points[0])) if points else geom.representative_point()
    weight = float(row[3] or 150) ** 0.7
    return _Area(row[1], row[2], centre.x, centre.y, weight, geom)


def _sample(
    chance: random.Random,
    areas: Sequence[_Area],
    rounds: Sequence[Any],
    texts: Sequence[tuple[int, str, str]],
) -> dict[str, object]:
    area = chance.choices(areas, [one.weight for one in areas])[0]
    round_id = chance.choices(rounds, [4 if one.standing else 1 for one in rounds])[0].id
    field_id, title, body = chance.choice(texts)
    certainty = _pick(chance, _CERTAINTIES)
    if area.district_id is None and certainty is PlaceCertainty.DISTRICT:
        certainty = PlaceCertainty.NONE
    spread = _SPREAD_M * area.weight**0.25
    easting, northing = _near(chance, area, spread)
    point = f"SRID=25833;POINT({easting:.2f} {northing:.2f})"
    status = _pick(chance, _MODERATION)
    published = status is ModerationStatus.PUBLISHED
    now = datetime.now(UTC)
    created = now - timedelta(days=chance.betavariate(1, 1.4) * (_DAYS if published else _WAITING))
    touched = max(created, now - timedelta(days=chance.random() * _UNTOUCHED))
    return {
        "public_id": new_public_id(),
        "client_key": uuid.uuid4(),
        "round_id": round_id,
        "place_certainty": certainty.value,
        "geom": point if certainty is PlaceCertainty.POINT else None,
        "public_precision": _pick(chance, _PRECISIONS).value,
        "title": title.format(place=area.name),
        "body": body.format(place=area.name),
        "action_field_id": field_id,
        "district_id": area.district_id,
        "moderation_status": status.value,
        "response_status": _pick(chance, _RESPONSES).value if published else "received",
        "support_count": int(chance.expovariate(1 / 6)) if published else 0,
        "demo": True,
        "created_at": created,
        "touched_at": touched,
        "waits_since": created,
        "published_at": created if published else None,
    }


def _near(chance: random.Random, area: _Area, spread_m: float) -> tuple[float, float]:
    """A random place inside the area around its settlement; the settlement itself at worst."""
    for _ in range(_TRIES):
        point = Point(
            area.easting + chance.gauss(0, spread_m), area.northing + chance.gauss(0, spread_m)
        )
        if area.geom.contains(point):
            return point.x, point.y
    return area.easting, area.northing


def _pick(chance: random.Random, weighted: Sequence[tuple[_T, int]]) -> _T:
    return chance.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]
