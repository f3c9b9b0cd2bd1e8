"""The town answers ideas: status, text, office and paper; every step leaves an audit row.

An idea's response status is always the one its newest answer set, and `received` without any: so
taking the newest back restores the status before, and an older one may be mended or taken back
without touching the status.
"""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import func, select

from mapper.db.holders import today
from mapper.db.tables import Office, Proposal, Response
from mapper.domain.answers import Answer, CheckedAnswer, check_answer
from mapper.domain.roles import Right
from mapper.domain.statuses import ModerationStatus, ResponseStatus, check_response_move
from mapper.errors import (
    DatabaseAwayError,
    ForbiddenError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    SignInNeededError,
    StatusMoveError,
)
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.one_proposal import lock_proposal

ANSWERABLE = frozenset({ModerationStatus.PUBLISHED, ModerationStatus.HIDDEN})
"""What the town answers: an idea nobody has let through yet is published or rejected first."""
_FIELDS = ("response_status", "decided_on", "body", "office", "council_paper_url", "public")


def respond(
    office: Backoffice, who: Who, number: str, answer: Answer, *, version: int | None = None
) -> int:
    """Answer an idea; the id of the answer.

    The status may stay what it is when the answer says something besides.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, ChangedMeanwhileError, InvalidFieldError
        Nothing was changed.
    StatusMoveError
        The status cannot follow the one the idea has, or the idea is not public.
    """
    with office.acting(who, Right.RESPOND) as act:
        proposal = _lock(act, number, version)
        checked = _check(act, answer)
        if checked.status != proposal.response_status:
            check_response_move(ResponseStatus(proposal.response_status), checked.status)
        elif not (checked.body or checked.office or checked.paper_url):
            raise InvalidFieldError("answer_words", "there, or office, link, or another status")
        response = Response(proposal_id=proposal.id, account_id=act.actor.account_id)
        changes = _write(response, checked)
        act.session.add(response)
        act.session.flush()
        _touch(proposal, checked.status)
        act.record("proposal.answered", "proposal", number, _audited(changes))
        return response.id


def respond_to_several(
    office: Backoffice, who: Who, versions: Mapping[str, int | None], answer: Answer
) -> dict[str, MapperError]:
    """Give several ideas the same answer, each on its own; why some were refused, by number.

    Parameters
    ----------
    versions
        By number the version that was looked at.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError
        Before anything was changed, or in the middle: what was answered until then stays answered.
    """
    with office.acting(who, Right.RESPOND):
        numbers = sorted(versions)
    refused: dict[str, MapperError] = {}
    for number in numbers:
        try:
            respond(office, who, number, answer, version=versions[number])
        except (SignInNeededError, ForbiddenError, DatabaseAwayError):
            raise
        except MapperError as error:
            refused[number] = error
    return refused


def correct(
    office: Backoffice,
    who: Who,
    number: str,
    response_id: int,
    answer: Answer,
    *,
    version: int | None = None,
) -> None:
    """Put other words in the place of an answer's; raises as `respond`.

    Only the newest answer may set another status: later answers rest on that of an older one.
    """
    with office.acting(who, Right.RESPOND) as act:
        proposal = _lock(act, number, version)
        response, newest, before = _find(act, proposal, response_id)
        checked = _check(act, answer, named=response.office)
        if checked.status != response.response_status:
            if not newest:
                raise StatusMoveError(response.response_status, checked.status)
            if checked.status != before:
                check_response_move(before, checked.status)
        changes = _write(response, checked)
        if changes:
            _touch(proposal, checked.status if newest else None)
            act.record("proposal.answer_corrected", "proposal", number, _audited(changes))


def take_back(
    office: Backoffice, who: Who, number: str, response_id: int, *, version: int | None = None
) -> None:
    """Remove an answer as if it had not been given; raises as `respond`.

    When it was the newest, the idea has the status of the one before again, whichever that was:
    a slip is undone, no new decision is made.
    """
    with office.acting(who, Right.RESPOND) as act:
        proposal = lock_proposal(act, number, version)
        response, newest, before = _find(act, proposal, response_id)
        changes = {name: getattr(response, name) for name in _FIELDS}
        act.session.delete(response)
        _touch(proposal, before if newest else None)
        act.record("proposal.answer_taken_back", "proposal", number, _audited(changes))


def _audited(changes: Mapping[str, object]) -> dict[str, object]:
    """Changes under names that no column of the idea itself has, which the record is about."""
    return {"answer" if name == "body" else name: value for name, value in changes.items()}


def _lock(act: Act, number: str, version: int | None) -> Proposal:
    proposal = lock_proposal(act, number, version)
    if ModerationStatus(proposal.moderation_status) not in ANSWERABLE:
        raise StatusMoveError(proposal.moderation_status, ModerationStatus.PUBLISHED)
    return proposal


def _check(act: Act, answer: Answer, named: str | None = None) -> CheckedAnswer:
    """The answer with today's date and the office's name; `named` keeps one that is gone."""
    day = act.session.scalars(select(today())).one()
    return check_answer(answer, day, _office_name(act, answer.office, named))


def _office_name(act: Act, key: str | None, named: str | None) -> str | None:
    if not key or key == named:
        return key or None
    name = act.session.scalar(select(Office.name).where(Office.key == key, Office.active))
    if name is None:
        raise InvalidFieldError("office", "the key of an office", key)
    return name


def _find(act: Act, proposal: Proposal, response_id: int) -> tuple[Response, bool, ResponseStatus]:
    """The answer, whether it is the newest, and the status before it."""
    given = act.session.scalars(
        select(Response).where(Response.proposal_id == proposal.id).order_by(Response.id)
    ).all()
    at = next((at for at, one in enumerate(given) if one.id == response_id), None)
    if at is None:
        raise NotFoundError("answer with the number", response_id)
    before = given[at - 1].response_status if at else ResponseStatus.RECEIVED
    return given[at], at == len(given) - 1, ResponseStatus(before)


def _write(response: Response, checked: CheckedAnswer) -> dict[str, object]:
    """Put the answer into its row; what differs from before, by column."""
    values = dict(zip(_FIELDS, asdict(checked).values(), strict=True))
    values["response_status"] = checked.status.value
    changes = {name: value for name, value in values.items() if getattr(response, name) != value}
    for name, value in changes.items():
        setattr(response, name, value)
    return changes


def _touch(proposal: Proposal, status: ResponseStatus | None) -> None:
    """Count the answer as a change of its idea, also where the status stays.

    The trigger does so for a new status, from the same old row: both count to the same number.
    """
    if status is not None:
        proposal.response_status = status.value
    proposal.version += 1
    proposal.touched_at = func.now()
