"""An idea is handed in: by a citizen herself, or by staff who write it down for her."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from geoalchemy2 import WKTElement
from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import (
    find_action_field,
    find_district,
    find_municipality,
    find_round,
    place_of_point,
)
from mapper.db.tables import (
    District,
    Municipality,
    ParticipationEvent,
    ParticipationRound,
    Proposal,
    ProposalContact,
)
from mapper.domain.proposals import Draft
from mapper.domain.roles import Limits
from mapper.domain.statuses import Channel, ModerationStatus, PlaceCertainty
from mapper.domain.tokens import edit_token, hash_token, new_public_id
from mapper.errors import (
    InvalidFieldError,
    OutsideAreaError,
    OutsideLimitsError,
    OutsideRoundError,
    RoundClosedError,
)
from mapper.geo.crs import to_metres


@dataclass(frozen=True, slots=True)
class Submission:
    """What is answered once a proposal is stored; `created` is False for a repeated one."""

    public_id: str
    municipality: str | None
    district: str | None
    moderation_status: ModerationStatus
    waits_since: datetime
    edit_token: str
    created: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """How an idea came in.

    `event_id` names an event of its round. `given_at` is None for now; an idea written on paper
    earlier counts from then, and its round had to be open then. `limits` are those of whoever
    enters it.
    """

    channel: Channel = Channel.ONLINE
    event_id: int | None = None
    given_at: datetime | None = None
    limits: Limits = field(default_factory=Limits)


ONLINE = Entry()


def submit(sessions: Sessions, draft: Draft, *, secret: str, moderation: str) -> Submission:
    """Store a proposal once, however often it is sent; returns after the commit.

    Parameters
    ----------
    draft
        Checked field by field; keys and place are checked here.
    secret
        The installation's secret, which the private link follows from.
    moderation
        `pre` (pending first) or `post` (published at once); a round may say otherwise.

    Raises
    ------
    InvalidFieldError, OutsideAreaError, OutsideRoundError, RoundClosedError
        Nothing was stored.
    DatabaseAwayError
        Whether it was stored is not known; sending it again is safe.
    """
    with transaction(sessions) as session:
        done = store(session, draft, ONLINE, secret=secret, moderation=moderation)
    if done is None:
        with transaction(sessions) as session:
            done = find_stored(session, draft, secret)
    return done


def store(
    session: Session, draft: Draft, entry: Entry, *, secret: str, moderation: str
) -> Submission | None:
    """Store a proposal in a transaction of the caller's; parameters and errors as for `submit`.

    Returns
    -------
    Submission | None
        None when another transaction with the same client key was faster: `find_stored` gives
        what it stored, in a new transaction.

    Raises
    ------
    OutsideLimitsError
        The idea lies outside the limits of whoever enters it.
    """
    stored = _look_up(session, draft, secret)
    if stored:
        return stored
    round_ = _open_round(session, draft.round_slug, entry.given_at or datetime.now(UTC))
    municipality, district = place_of(session, draft)
    check_area(round_, municipality, district)
    field_id = field_of(session, draft, round_, municipality)
    ags = municipality.ags if municipality else None
    if not entry.limits.cover(ags, round_.slug, draft.action_field):
        raise OutsideLimitsError
    _check_event(session, entry, round_)
    post = (round_.moderation or moderation) == "post"
    values = _values(draft, round_.id, field_id, municipality, district, published=post)
    values |= {"channel": entry.channel.value, "event_id": entry.event_id}
    if entry.given_at:
        values["created_at"] = entry.given_at
    return _insert(session, values, edit_token(secret, draft.client_key))


def find_stored(session: Session, draft: Draft, secret: str) -> Submission:
    """What is stored under the draft's key; InvalidFieldError when nothing is."""
    stored = _look_up(session, draft, secret)
    if stored is None:
        raise InvalidFieldError("client_key", "the key of one proposal", draft.client_key)
    return stored


def _look_up(session: Session, draft: Draft, secret: str) -> Submission | None:
    row = session.execute(
        select(
            Proposal.public_id,
            Municipality.ags,
            District.key,
            Proposal.moderation_status,
            Proposal.waits_since,
        )
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(District, District.id == Proposal.district_id)
        .where(Proposal.client_key == draft.client_key)
    ).first()
    if row is None:
        return None
    number, municipality, district, status, waits_since = row
    token = edit_token(secret, draft.client_key)
    return Submission(
        number, municipality, district, ModerationStatus(status), waits_since, token, created=False
    )


def _open_round(session: Session, slug: str, moment: datetime) -> ParticipationRound:
    round_ = find_round(session, slug)
    if round_ is None:
        raise InvalidFieldError("round", "the key of a round", slug)
    if (round_.opens and moment < round_.opens) or (round_.closes and moment >= round_.closes):
        raise RoundClosedError(slug)
    return round_


def _check_event(session: Session, entry: Entry, round_: ParticipationRound) -> None:
    if entry.event_id is None:
        return
    event = session.get(ParticipationEvent, entry.event_id)
    if event is None or event.round_id != round_.id:
        raise InvalidFieldError("event", "an event of this round", entry.event_id)


def place_of(session: Session, draft: Draft) -> tuple[Municipality | None, District | None]:
    if draft.place_certainty is PlaceCertainty.POINT:
        if draft.lon is None or draft.lat is None:
            raise InvalidFieldError("lon,lat", "given when 'place_certainty' is 'point'")
        municipality, district = place_of_point(session, draft.lon, draft.lat)
        if municipality is None:
            names = session.scalars(select(Municipality.name).order_by(Municipality.name))
            raise OutsideAreaError(", ".join(names))
        return municipality, district
    if draft.place_certainty is PlaceCertainty.DISTRICT:
        found = find_district(session, draft.district or "")
        if found is None:
            raise InvalidFieldError("district", "the key of a district", draft.district)
        return found[1], found[0]
    if draft.municipality is None:
        return None, None
    municipality = find_municipality(session, draft.municipality)
    if municipality is None:
        raise InvalidFieldError("municipality", "the AGS of a municipality", draft.municipality)
    return municipality, None


def check_area(
    round_: ParticipationRound, municipality: Municipality | None, district: District | None
) -> None:
    """An idea without a place fits every round's area."""
    keys: Collection[str | None] = {
        municipality.ags if municipality else None,
        district.key if district else None,
    }
    if round_.area and municipality and not set(round_.area) & set(keys):
        raise OutsideRoundError(round_.slug)


def field_of(
    session: Session, draft: Draft, round_: ParticipationRound, municipality: Municipality | None
) -> int:
    allowed = not round_.action_fields or draft.action_field in round_.action_fields
    field_id = (
        find_action_field(session, draft.action_field, municipality.id if municipality else None)
        if allowed
        else None
    )
    if field_id is None:
        raise InvalidFieldError("action_field", "a theme of this round", draft.action_field)
    return field_id


def _values(
    draft: Draft,
    round_id: int,
    field_id: int,
    municipality: Municipality | None,
    district: District | None,
    *,
    published: bool,
) -> dict[str, object]:
    status = ModerationStatus.PUBLISHED if published else ModerationStatus.PENDING
    return {
        "public_id": new_public_id(),
        "client_key": draft.client_key,
        "round_id": round_id,
        "place_certainty": draft.place_certainty.value,
        "geom": point_of(draft),
        "public_precision": draft.public_precision.value,
        "title": draft.title,
        "body": draft.body,
        "display_name": draft.display_name,
        "action_field_id": field_id,
        "municipality_id": municipality.id if municipality else None,
        "district_id": district.id if district else None,
        "moderation_status": status.value,
        "published_at": func.now() if published else None,
    }


def point_of(draft: Draft) -> WKTElement | None:
    if draft.place_certainty is not PlaceCertainty.POINT or draft.lon is None or draft.lat is None:
        return None
    easting, northing = to_metres(draft.lon, draft.lat)
    return WKTElement(f"POINT({easting!r} {northing!r})", srid=25833)


def _insert(session: Session, values: dict[str, object], token: str) -> Submission | None:
    row = session.execute(
        upsert(Proposal)
        .values(values)
        .on_conflict_do_nothing(index_elements=["client_key"])
        .returning(
            Proposal.id,
            Proposal.public_id,
            Proposal.municipality_id,
            Proposal.district_id,
            Proposal.moderation_status,
            Proposal.waits_since,
        )
    ).first()
    if row is None:
        return None
    session.execute(
        insert(ProposalContact).values(proposal_id=row.id, edit_token_hash=hash_token(token))
    )
    municipality = session.get(Municipality, row.municipality_id) if row.municipality_id else None
    district = session.get(District, row.district_id) if row.district_id else None
    return Submission(
        row.public_id,
        municipality.ags if municipality else None,
        district.key if district else None,
        ModerationStatus(row.moderation_status),
        row.waits_since,
        token,
        created=True,
    )
