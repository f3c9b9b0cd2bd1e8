"""Who has an idea: taken, given to a colleague, given back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from mapper.db.holders import today
from mapper.db.tables import ActionField, Municipality, ParticipationRound, Proposal, StaffAccount
from mapper.domain.roles import Right
from mapper.domain.statuses import ModerationStatus
from mapper.errors import ChangedMeanwhileError, InvalidFieldError
from mapper.services.access import Who, actor_of
from mapper.services.backoffice import Act, Backoffice
from mapper.services.one_proposal import find_proposal
from mapper.services.sight import check_sight, visible


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may have an idea."""

    login: str
    name: str
    away: bool


def take(office: Backoffice, who: Who, number: str, *, seen: str | None = None) -> None:
    """Take an idea; `seen` is the login of whoever had it when it was looked at.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError
    ChangedMeanwhileError
        Somebody else has it by now; the error says who.
    """
    with office.acting(who, None) as act:
        _assign(act, _find(act, number, lock=True), act.actor.account_id, seen)


def give(office: Backoffice, who: Who, number: str, login: str, *, seen: str | None = None) -> None:
    """Hand an idea to a colleague who may work on it; errors as for `take`.

    Raises
    ------
    InvalidFieldError
        She lacks the right, it lies outside her limits, or her account is disabled.
    """
    with office.acting(who, None) as act:
        proposal = _find(act, number, lock=True)
        chosen = next((one for one in _able(act, proposal) if one.login == login), None)
        if chosen is None:
            raise InvalidFieldError("colleague", "a colleague who may work on this idea", login)
        _assign(act, proposal, chosen.id, seen)


def give_back(office: Backoffice, who: Who, number: str, *, seen: str | None = None) -> None:
    """Let an idea be nobody's; errors as for `take`."""
    with office.acting(who, None) as act:
        _assign(act, _find(act, number, lock=True), None, seen)


def list_colleagues(office: Backoffice, who: Who, number: str) -> list[Colleague]:
    """Everybody who may work on this idea, the caller too, by name."""
    with office.acting(who, None) as act:
        able = _able(act, _find(act, number))
        now = act.session.scalars(select(today())).one()
        return [
            Colleague(
                one.login,
                one.display_name,
                away=one.away_until is not None and one.away_until >= now,
            )
            for one in able
        ]


def _assign(act: Act, proposal: Proposal, account_id: int | None, seen: str | None) -> None:
    taker = act.session.get(StaffAccount, proposal.assigned_to) if proposal.assigned_to else None
    if taker is not None and taker.id != account_id and taker.login != seen:
        raise ChangedMeanwhileError("idea", proposal.public_id, taker.display_name)
    if proposal.assigned_to == account_id:
        return
    proposal.assigned_to = account_id
    proposal.assigned_at = func.now() if account_id else None
    new = act.session.get(StaffAccount, account_id) if account_id else None
    act.record(
        "proposal.assigned" if new else "proposal.given_back",
        "proposal",
        proposal.public_id,
        {"assigned_to": new.login if new else ""},
    )


def _find(act: Act, number: str, *, lock: bool = False) -> Proposal:
    """The idea, for those who may look at it; ForbiddenError comes before NotFoundError."""
    visible(act.actor)
    proposal = find_proposal(act, number, lock=lock)
    check_sight(act.actor, proposal)
    return proposal


def _able(act: Act, proposal: Proposal) -> list[StaffAccount]:
    """Accounts with the right for an idea of this state whose limits cover it, by name."""
    belongs = act.session.execute(_facts(proposal)).one()
    published = proposal.moderation_status == ModerationStatus.PUBLISHED
    rights = {Right.MODERATE, Right.RESPOND} if published else {Right.MODERATE}
    accounts = act.session.scalars(
        select(StaffAccount)
        .where(StaffAccount.disabled_at.is_(None))
        .order_by(StaffAccount.display_name, StaffAccount.login)
    )
    return [
        account
        for account, actor in ((account, actor_of(account)) for account in accounts)
        if rights & actor.rights and actor.limits.cover(*belongs)
    ]


def _facts(proposal: Proposal) -> Select[*tuple[Any, ...]]:
    return (
        select(Municipality.ags, ParticipationRound.slug, ActionField.key)
        .select_from(Proposal)
        .outerjoin(Municipality, Municipality.id == Proposal.municipality_id)
        .join(ParticipationRound, ParticipationRound.id == Proposal.round_id)
        .join(ActionField, ActionField.id == Proposal.action_field_id)
        .where(Proposal.id == proposal.id)
    )
