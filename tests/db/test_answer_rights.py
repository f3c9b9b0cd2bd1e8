"""Who may answer: staff with the right, within the limits of their accounts."""

from collections.abc import Callable

import pytest

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.errors import ForbiddenError, MapperError, NotFoundError, SignInNeededError
from mapper.services.access import Who
from mapper.services.answers import open_answering
from mapper.services.backoffice import Backoffice
from mapper.services.remarks import add_remark, list_remarks
from mapper.services.respond import correct, respond, respond_to_several, take_back
from tests.db.answering import PLANNED, REVIEW, number_of, planner, status, world
from tests.staff import TESTER, add_account, office_on, signed_in

__all__ = ["world"]


def calls(
    office: Backoffice, who: Who, number: str, given: int
) -> tuple[Callable[[], object], ...]:
    """All that can be done about an idea's answers."""
    return (
        lambda: respond(office, who, number, PLANNED),
        lambda: correct(office, who, number, given, PLANNED),
        lambda: take_back(office, who, number, given),
        lambda: open_answering(office, who, number),
        lambda: add_remark(office, who, number, "Hello"),
        lambda: list_remarks(office, who, number),
    )


@pytest.mark.parametrize(
    ("role", "error"), [(None, SignInNeededError), (Role.PARTNER, ForbiddenError)]
)
def test_only_staff_who_may_answer_do(
    world: Sessions, role: Role | None, error: type[MapperError]
) -> None:
    number = number_of(world)
    given = respond(office_on(world), TESTER, number, REVIEW)
    who: Who = signed_in(world, add_account(world, "someone", role)) if role else None
    office = office_on(world)

    for call in calls(office, who, number, given):
        with pytest.raises(error):
            call()
    assert status(world, number) == "in_review"


def test_an_account_answers_within_its_limits_only(world: Sessions) -> None:
    number = number_of(world)
    given = respond(office_on(world), TESTER, number, REVIEW)
    who = planner(world, municipalities=["00000002"])
    office = office_on(world)

    for call in calls(office, who, number, given):
        with pytest.raises(NotFoundError):
            call()
    assert respond_to_several(office, who, {number: None}, PLANNED).keys() == {number}
    assert status(world, number) == "in_review"
