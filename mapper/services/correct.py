"""Staff put right where an idea belongs: its action field, its round, its place."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from mapper.db.limits import within
from mapper.db.lookups import find_round
from mapper.db.tables import ActionField, District, Municipality, ParticipationRound, Proposal
from mapper.domain.proposals import Draft
from mapper.domain.roles import Right
from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.errors import InvalidFieldError, OutsideLimitsError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.one_proposal import lock_proposal
from mapper.services.submit import check_area, field_of, place_of, point_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where an idea belongs, as somebody enters it; coordinates in EPSG:4326.

    A point needs coordinates, a district its key; without either, the AGS of a municipality or
    None for no particular place.
    """

    certainty: PlaceCertainty
    lon: float | None = None
    lat: float | None = None
    district: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be put right; None leaves it as it is."""

    action_field: str | None = None
    round_slug: str | None = None
    place: Place | None = None
    public_precision: PublicPrecision | None = None


def correct(
    office: Backoffice,
    who: Who,
    number: str,
    correction: Correction,
    *,
    version: int | None = None,
) -> tuple[str, ...]:
    """Put right what is wrong; the names of the fields that changed, none when all was right.

    A place is checked as for a new idea, a closed round is fine. Moving an idea drops the line or
    area its author drew, which would lie elsewhere.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, ChangedMeanwhileError
    InvalidFieldError, OutsideAreaError, OutsideRoundError
        Nothing was changed.
    """
    with office.acting(who, Right.MODERATE) as act:
        proposal = lock_proposal(act, number, version)
        before = _draft_of(act, proposal)
        after = _corrected(before, correction)
        values = _changes(act, proposal, before, after)
        if not values:
            return ()
        changed = {name: value for name, value in values.items() if name != "geom"}
        for name, value in values.items():
            setattr(proposal, name, value)
        _stay_within_limits(act, proposal)
        if "geom" in values:
            changed["place"] = f"{after.lon} {after.lat} {after.district} {after.municipality}"
        act.record("proposal.corrected", "proposal", number, changed)
        return tuple(sorted(changed))


def _corrected(before: Draft, correction: Correction) -> Draft:
    after = replace(
        before,
        action_field=correction.action_field or before.action_field,
        round_slug=correction.round_slug or before.round_slug,
        public_precision=correction.public_precision or before.public_precision,
    )
    place = correction.place
    if place is None:
        return after
    point = place.certainty is PlaceCertainty.POINT
    return replace(
        after,
        place_certainty=place.certainty,
        lon=place.lon if point else None,
        lat=place.lat if point else None,
        district=place.district if place.certainty is PlaceCertainty.DISTRICT else None,
        municipality=place.municipality if place.certainty is PlaceCertainty.NONE else None,
    )


def _changes(act: Act, proposal: Proposal, before: Draft, after: Draft) -> dict[str, Any]:
    """New values by column; round, action field and place are checked when any of them changed."""
    values: dict[str, Any] = {}
    if after.public_precision is not before.public_precision:
        values["public_precision"] = after.public_precision.value
    moved = _where(after) != _where(before)
    if not moved and _belonging(after) == _belonging(before):
        return values
    round_ = find_round(act.session, after.round_slug)
    if round_ is None:
        raise InvalidFieldError("round", "the key of a round", after.round_slug)
    municipality, district = place_of(act.session, after)
    check_area(round_, municipality, district)
    # The same key may name another field in another municipality.
    field_id = field_of(act.session, after, round_, municipality)
    if round_.id != proposal.round_id:
        values["round_id"] = round_.id
    if field_id != proposal.action_field_id:
        values["action_field_id"] = field_id
    if moved:
        values |= {
            "place_certainty": after.place_certainty.value,
            "geom": point_of(after),
            "shape": None,
            "municipality_id": municipality.id if municipality else None,
            "district_id": district.id if district else None,
        }
    return values


def _belonging(draft: Draft) -> tuple[str, str]:
    return draft.round_slug, draft.action_field


def _where(draft: Draft) -> tuple[object, ...]:
    return draft.place_certainty, draft.lon, draft.lat, draft.district, draft.municipality


def _stay_within_limits(act: Act, proposal: Proposal) -> None:
    """An account's limits hold for where an idea goes as for where it comes from."""
    act.session.flush()
    still = select(Proposal.id).where(Proposal.id == proposal.id, *within(act.actor.limits))
    if act.session.scalar(still) is None:
        raise OutsideLimitsError


def _draft_of(act: Act, proposal: Proposal) -> Draft:
    """The idea as if handed in now."""
    place = func.ST_Transform(Proposal.geom, 4326)
    row = act.session.execute(
        select(
            ParticipationRound.slug,
            ActionField.key,
            Municipality.ags,
            District.key.label("district"),
            func.ST_X(place).label("lon"),
            func.ST_Y(place).label("lat"),
        )
        .select_from(Proposal)
        .join(ParticipationRound, ParticipationRound.id == Proposal.round_id)
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(District, District.id == Proposal.district_id)
        .where(Proposal.id == proposal.id)
    ).one()
    certainty = PlaceCertainty(proposal.place_certainty)
    return Draft(
        client_key=proposal.client_key,
        round_slug=row.slug,
        place_certainty=certainty,
        lon=row.lon,
        lat=row.lat,
        district=row.district if certainty is PlaceCertainty.DISTRICT else None,
        municipality=row.ags if certainty is PlaceCertainty.NONE else None,
        public_precision=PublicPrecision(proposal.public_precision),
        title=proposal.title,
        body=proposal.body,
        action_field=row.key,
        display_name=proposal.display_name,
    )
