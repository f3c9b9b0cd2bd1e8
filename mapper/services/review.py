"""Everything about one idea, for whoever decides or answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from mapper.db.holders import Holder, read_holder, with_holders
from mapper.db.limits import within
from mapper.db.tables import (
    ActionField,
    District,
    Municipality,
    ParticipationEvent,
    ParticipationRound,
    Proposal,
    ProposalOriginal,
    Report,
)
from mapper.db.waiting import is_late, is_overdue
from mapper.domain.roles import Right
from mapper.domain.statuses import (
    MODERATION_MOVES,
    Channel,
    ModerationStatus,
    PlaceCertainty,
    PublicPrecision,
    ResponseStatus,
)
from mapper.errors import NotFoundError
from mapper.services.access import Who
from mapper.services.alike import Related, find_alike, find_neighbours
from mapper.services.backoffice import Act, Backoffice
from mapper.services.history import Happening, read_history
from mapper.services.merged import MergedIdea, merged_around
from mapper.services.sight import check_sight, visible


@dataclass(frozen=True, slots=True)
class ReportedFor:
    """One report: why, in whose words, when, and when somebody looked."""

    reason: str
    body: str | None
    created_at: datetime
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Where:
    """An idea's place: exact and public one in EPSG:4326, and how well each is known."""

    certainty: PlaceCertainty
    precision: PublicPrecision
    lon: float | None
    lat: float | None
    public_lon: float | None
    public_lat: float | None
    district: str | None
    district_name: str | None
    municipality: str | None
    municipality_name: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """An idea as staff see it.

    `moves` are the states it may be given by a decision; undoing a merge is none. `original_until`
    is when the words from before something was blacked out will be erased; None when nothing was.
    Reports, original and history are for moderators; planners get none. `part_of` says what it was
    merged into, `parts` what was merged into it.
    """

    number: str
    version: int
    title: str
    body: str
    display_name: str | None
    action_field: str
    round_slug: str
    channel: Channel
    event: str | None
    where: Where
    moderation_status: ModerationStatus
    response_status: ResponseStatus
    status_reason: str | None
    supports: int
    demo: bool
    created_at: datetime
    published_at: datetime | None
    touched_at: datetime
    due_at: datetime | None
    late: bool
    overdue: bool
    holder: Holder | None
    assigned_at: datetime | None
    taker: str | None
    moves: frozenset[ModerationStatus]
    may_moderate: bool
    reports: tuple[ReportedFor, ...]
    original_until: datetime | None
    history: tuple[Happening, ...]
    neighbours: tuple[Related, ...]
    alike: tuple[Related, ...]
    part_of: MergedIdea | None
    parts: tuple[MergedIdea, ...]

    @property
    def open_reports(self) -> tuple[ReportedFor, ...]:
        """The reports nobody has looked at."""
        return tuple(one for one in self.reports if one.looked_at is None)


def review_idea(office: Backoffice, who: Who, number: str) -> Review:
    """The idea with this number and everything around it.

    Raises
    ------
    SignInNeededError
    ForbiddenError
        The account may see published ideas only, and this one is not.
    NotFoundError
        There is none, or it lies outside the account's limits.
    """
    with office.acting(who, None) as act:
        visible(act.actor)
        mine = [Proposal.public_id == number, *within(act.actor.limits)]
        row = act.session.execute(_facts(act).where(*mine)).first()
        if row is None:
            raise NotFoundError("idea with the number", number)
        proposal: Proposal = row.Proposal
        check_sight(act.actor, proposal)
        return _review(act, proposal, row)


def _review(act: Act, proposal: Proposal, row: Row[Any]) -> Review:
    status = ModerationStatus(proposal.moderation_status)
    waiting = status is ModerationStatus.PENDING
    merged = status is ModerationStatus.MERGED
    moderates = act.actor.may(Right.MODERATE)
    part_of, parts = merged_around(act.session, act.actor, proposal.id)
    return Review(
        number=proposal.public_id,
        version=proposal.version,
        title=proposal.title,
        body=proposal.body,
        display_name=proposal.display_name,
        action_field=row.field,
        round_slug=row.slug,
        channel=Channel(proposal.channel),
        event=row.event,
        where=_where(proposal, row),
        moderation_status=status,
        response_status=ResponseStatus(proposal.response_status),
        status_reason=proposal.status_reason,
        supports=proposal.support_count,
        demo=proposal.demo,
        created_at=proposal.created_at,
        published_at=proposal.published_at,
        touched_at=proposal.touched_at,
        due_at=proposal.waits_since + act.rules.review_within if waiting else None,
        late=row.late,
        overdue=row.overdue,
        holder=read_holder(row),
        assigned_at=proposal.assigned_at,
        taker=row.taker_login,
        moves=MODERATION_MOVES[status] if moderates and not merged else frozenset(),
        may_moderate=moderates,
        reports=_reports(act, proposal) if moderates else (),
        original_until=row.erase_after if moderates else None,
        history=read_history(act, proposal.public_id) if moderates else (),
        neighbours=find_neighbours(act, proposal),
        alike=find_alike(act, proposal),
        part_of=part_of,
        parts=parts,
    )


def _where(proposal: Proposal, row: Row[Any]) -> Where:
    return Where(
        certainty=PlaceCertainty(proposal.place_certainty),
        precision=PublicPrecision(proposal.public_precision),
        lon=row.lon,
        lat=row.lat,
        public_lon=row.public_lon,
        public_lat=row.public_lat,
        district=row.district,
        district_name=row.district_name,
        municipality=row.ags,
        municipality_name=row.municipality_name,
    )


def _reports(act: Act, proposal: Proposal) -> tuple[ReportedFor, ...]:
    """The open ones first, then the newest."""
    rows = act.session.scalars(
        select(Report)
        .where(Report.proposal_id == proposal.id)
        .order_by(Report.looked_at.is_not(None), Report.created_at.desc(), Report.id.desc())
    )
    return tuple(ReportedFor(r.reason, r.body, r.created_at, r.looked_at) for r in rows)


def _facts(act: Act) -> Select[*tuple[Any, ...]]:
    exact = func.ST_Transform(Proposal.geom, 4326)
    public = func.ST_Transform(Proposal.public_geom, 4326)
    kept = select(ProposalOriginal.erase_after).where(
        ProposalOriginal.proposal_id == Proposal.id, ProposalOriginal.erase_after > func.now()
    )
    query = select(
        Proposal,
        ActionField.key.label("field"),
        ParticipationRound.slug,
        ParticipationEvent.title.label("event"),
        Municipality.ags,
        Municipality.name.label("municipality_name"),
        District.key.label("district"),
        District.name.label("district_name"),
        func.ST_X(exact).label("lon"),
        func.ST_Y(exact).label("lat"),
        func.ST_X(public).label("public_lon"),
        func.ST_Y(public).label("public_lat"),
        kept.correlate(Proposal).scalar_subquery().label("erase_after"),
        is_overdue(act.rules).label("overdue"),
        is_late(act.rules).label("late"),
    )
    return (
        with_holders(query)
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .join(ParticipationRound, ParticipationRound.id == Proposal.round_id)
        .outerjoin(ParticipationEvent, ParticipationEvent.id == Proposal.event_id)
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(District, District.id == Proposal.district_id)
    )
