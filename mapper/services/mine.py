"""What the holder of a private link may see of her own ideas, whatever their state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ActionField, District, Municipality, Proposal, ProposalContact
from mapper.domain.tokens import hash_token
from mapper.services.answers import PublicAnswer, public_answers_of
from mapper.services.merged import Whole, public_wholes

MOST_TOKENS = 50


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """An idea as its author sees it; `lon, lat` is the exact place in EPSG:4326.

    `status_reason` is why it was rejected or hidden; `answers` are those that everyone may read.
    `part_of` is the public idea that it was merged into; then `answers` are that one's too.
    `waits_since` is when the town got it: of what staff have entered from older paper, that day.
    """

    token_index: int
    public_id: str
    title: str
    body: str
    display_name: str | None
    action_field: str
    municipality: str | None
    district: str | None
    place_certainty: str
    lon: float | None
    lat: float | None
    public_precision: str
    moderation_status: str
    response_status: str
    status_reason: str | None
    created_at: datetime
    waits_since: datetime
    answers: tuple[PublicAnswer, ...]
    part_of: Whole | None = None


def find_mine(sessions: Sessions, tokens: Sequence[str]) -> list[OwnProposal]:
    """The ideas of these private links in the order of the tokens; unknown ones are left out."""
    hashes = [hash_token(token) for token in tokens[:MOST_TOKENS]]
    place = func.ST_Transform(Proposal.geom, 4326)
    query = (
        select(
            ProposalContact.edit_token_hash,
            Proposal.public_id,
            Proposal.title,
            Proposal.body,
            Proposal.display_name,
            ActionField.key.label("action_field"),
            Municipality.ags.label("municipality"),
            District.key.label("district"),
            Proposal.place_certainty,
            func.ST_X(place).label("lon"),
            func.ST_Y(place).label("lat"),
            Proposal.public_precision,
            Proposal.moderation_status,
            Proposal.response_status,
            Proposal.status_reason,
            Proposal.created_at,
            Proposal.waits_since,
            Proposal.id,
        )
        .join(Proposal, Proposal.id == ProposalContact.proposal_id)
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(District, District.id == Proposal.district_id)
        .where(ProposalContact.edit_token_hash.in_(hashes))
    )
    with transaction(sessions) as session:
        rows = session.execute(query).all()
        wholes = public_wholes(session, [row.id for row in rows])
        ids = [*(row.id for row in rows), *(whole_id for whole_id, _ in wholes.values())]
        answers = public_answers_of(session, ids)
    own = (_own(row, hashes, answers, wholes.get(row.id)) for row in rows)
    return sorted(own, key=lambda one: one.token_index)


def _own(
    row: Row[Any],
    hashes: Sequence[bytes],
    answers: Mapping[int, Sequence[PublicAnswer]],
    merged: tuple[int, Whole] | None,
) -> OwnProposal:
    whole_id, whole = merged or (None, None)
    told = [one for id_ in (row.id, whole_id) if id_ is not None for one in answers.get(id_, ())]
    values: list[Any] = [hashes.index(row[0]), *row[1:-1], tuple(told), whole]
    return OwnProposal(*values)
