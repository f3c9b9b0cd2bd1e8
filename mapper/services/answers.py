"""Reading what the town has answered, for staff, for everyone, and for an idea's author."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Office, Response, StaffAccount
from mapper.db.views import RESPONSE
from mapper.domain.roles import Right
from mapper.domain.statuses import RESPONSE_MOVES, ModerationStatus, ResponseStatus
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.one_proposal import find_proposal
from mapper.services.respond import ANSWERABLE
from mapper.services.text_blocks import OfferedText, offered


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """An answer as everyone reads it."""

    status: ResponseStatus
    decided_on: date
    body: str | None
    office: str | None
    paper_url: str | None


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as staff see it; `by` is None for an account that is gone."""

    id: int
    answer: PublicAnswer
    public: bool
    by: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    """An office that may be responsible; `outside` when it is not the town's."""

    key: str
    name: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Answering:
    """All that is needed to answer one idea; `given` in the order they were given."""

    number: str
    version: int
    moderation_status: ModerationStatus
    response_status: ResponseStatus
    given: tuple[GivenAnswer, ...]
    offices: tuple[OfficeChoice, ...]
    templates: tuple[OfferedText, ...]

    @property
    def answerable(self) -> bool:
        """False while nobody has let the idea through."""
        return self.moderation_status in ANSWERABLE

    def statuses(self, response_id: int | None = None) -> tuple[ResponseStatus, ...]:
        """The statuses an answer may set, its own first; of None a new answer."""
        if response_id is None:
            return _with_moves(self.response_status, self.response_status)
        at = next(at for at, one in enumerate(self.given) if one.id == response_id)
        own = self.given[at].answer.status
        if at < len(self.given) - 1:
            return (own,)
        before = self.given[at - 1].answer.status if at else ResponseStatus.RECEIVED
        return _with_moves(own, before)


def open_answering(office: Backoffice, who: Who, number: str) -> Answering:
    """The answers of one idea, and what a new one may be made of.

    Raises
    ------
    SignInNeededError, ForbiddenError
    NotFoundError
        There is none, or it lies outside the account's limits.
    """
    with office.acting(who, Right.RESPOND) as act:
        proposal = find_proposal(act, number)
        return Answering(
            number,
            proposal.version,
            ModerationStatus(proposal.moderation_status),
            ResponseStatus(proposal.response_status),
            _given(act.session, proposal.id),
            _offices(act.session),
            offered(act.session, "response"),
        )


def list_choices(
    office: Backoffice, who: Who
) -> tuple[tuple[OfficeChoice, ...], tuple[OfferedText, ...]]:
    """Offices and templates, for one answer to several ideas."""
    with office.acting(who, Right.RESPOND) as act:
        return _offices(act.session), offered(act.session, "response")


def list_public_answers(sessions: Sessions, number: str) -> tuple[PublicAnswer, ...]:
    """What everyone may read of the answers to an idea, the first one first."""
    found = select(RESPONSE).where(RESPONSE.c.public_id == number).order_by(RESPONSE.c.id)
    with transaction(sessions) as session:
        return tuple(map(_public, session.execute(found)))


def public_answers_by_number(
    session: Session, numbers: Iterable[str]
) -> dict[str, list[PublicAnswer]]:
    """What everyone may read of the answers to several ideas, the first one first."""
    found = select(RESPONSE).where(RESPONSE.c.public_id.in_(numbers)).order_by(RESPONSE.c.id)
    answers: dict[str, list[PublicAnswer]] = defaultdict(list)
    for row in session.execute(found):
        answers[row.public_id].append(_public(row))
    return answers


def public_answers_of(
    session: Session, proposal_ids: Iterable[int]
) -> dict[int, list[PublicAnswer]]:
    """The public answers to ideas that need not be public themselves, for their authors."""
    found = (
        select(Response)
        .where(Response.proposal_id.in_(proposal_ids), Response.public)
        .order_by(Response.id)
    )
    answers: dict[int, list[PublicAnswer]] = defaultdict(list)
    for response in session.scalars(found):
        answers[response.proposal_id].append(_public(response))
    return answers


def _with_moves(own: ResponseStatus, before: ResponseStatus) -> tuple[ResponseStatus, ...]:
    allowed = RESPONSE_MOVES[before] | {before}
    return (own, *(status for status in ResponseStatus if status in allowed and status != own))


def _given(session: Session, proposal_id: int) -> tuple[GivenAnswer, ...]:
    found = (
        select(Response, StaffAccount.display_name)
        .outerjoin(StaffAccount, StaffAccount.id == Response.account_id)
        .where(Response.proposal_id == proposal_id)
        .order_by(Response.id)
    )
    return tuple(
        GivenAnswer(one.id, _public(one), one.public, by, one.created_at)
        for one, by in session.execute(found)
    )


def _public(row: Response | Row[Any]) -> PublicAnswer:
    """From the table or from the view, which name their columns alike."""
    return PublicAnswer(
        ResponseStatus(row.response_status),
        row.decided_on or row.created_at.date(),
        row.body,
        row.office,
        row.council_paper_url,
    )


def _offices(session: Session) -> tuple[OfficeChoice, ...]:
    found = (
        select(Office.key, Office.name, Office.outside)
        .where(Office.active)
        .order_by(Office.outside, Office.position, Office.name)
    )
    return tuple(OfficeChoice(*row) for row in session.execute(found))
