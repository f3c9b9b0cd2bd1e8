"""One decision about several ideas: each by itself, so that one refusal stops no other."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mapper.domain.roles import Right
from mapper.errors import ChangedMeanwhileError, NotFoundError, StatusMoveError
from mapper.services import decide
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice


class Decision(StrEnum):
    """What may be decided about several ideas at once."""

    PUBLISH = "publish"
    REJECT = "reject"
    HIDE = "hide"
    KEEP = "keep"


class Result(StrEnum):
    """What became of one of them."""

    DONE = "done"
    CHANGED = "changed"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One idea and what became of it; `by` is who was faster, where she is known."""

    number: str
    result: Result
    by: str | None = None


def decide_several(
    office: Backoffice,
    who: Who,
    decision: Decision,
    versions: Mapping[str, int],
    reason: str = "",
) -> list[Outcome]:
    """Decide about each idea in a transaction of its own, in the order of their numbers.

    Parameters
    ----------
    versions
        The version of each idea that was looked at, by number.

    Raises
    ------
    SignInNeededError, ForbiddenError
        Before anything was changed, or in the middle when the session ended meanwhile.
    InvalidFieldError
        The reason says too little or too much; nothing was changed.
    """
    with office.acting(who, Right.MODERATE):
        if decision in (Decision.REJECT, Decision.HIDE):
            decide.check_reason(reason, needed=decision is Decision.REJECT)
    return [
        _decide_one(office, who, decision, number, versions[number], reason)
        for number in sorted(versions)
    ]


def _decide_one(
    office: Backoffice, who: Who, decision: Decision, number: str, version: int, reason: str
) -> Outcome:
    try:
        apply(office, who, decision, number, version, reason)
    except ChangedMeanwhileError as changed:
        by = changed.fields.get("by")
        return Outcome(number, Result.CHANGED, str(by) if by else None)
    except (StatusMoveError, NotFoundError):
        return Outcome(number, Result.NOT_POSSIBLE)
    return Outcome(number, Result.DONE)


def apply(
    office: Backoffice, who: Who, decision: Decision, number: str, version: int, reason: str = ""
) -> int:
    """Make one decision about one idea; the version after it, errors as the decision's own."""
    match decision:
        case Decision.PUBLISH:
            return decide.publish(office, who, number, version=version)
        case Decision.KEEP:
            return decide.keep(office, who, number, version=version)
        case Decision.REJECT:
            return decide.reject(office, who, number, reason=reason, version=version)
        case Decision.HIDE:
            return decide.hide(office, who, number, reason=reason, version=version)
