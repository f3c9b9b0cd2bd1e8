"""Reports: each person counts once, enough of them hide a text, a person's look brings it back."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import count_differences
from mapper.db.tables import AuditEvent, Proposal, Report
from mapper.domain.answers import Answer
from mapper.domain.statuses import ResponseStatus
from mapper.errors import InvalidFieldError, NotFoundError
from mapper.services import audit
from mapper.services.decide import publish
from mapper.services.explore import find_public
from mapper.services.mine import find_mine
from mapper.services.report import Reported, report
from mapper.services.respond import respond
from mapper.services.submit import Submission, submit
from tests.db.test_submit import INSIDE
from tests.staff import SECRET, TESTER, office_on


def add(sessions: Sessions, moderation: str = "post") -> Submission:
    draft = replace(INSIDE, client_key=uuid4())
    return submit(sessions, draft, secret=SECRET, moderation=moderation)


def send(
    sessions: Sessions, number: str, address: str = "192.0.2.1", *, hide_at: int = 1
) -> Reported:
    return report(
        *(sessions, number, "insult", "This is about my neighbour."),
        address=address,
        secret=SECRET,
        reports_to_hide=hide_at,
        status_reason="It is being checked.",
    )


def look(sessions: Sessions, number: str) -> None:
    """A moderator has looked at the reports of an idea."""
    with transaction(sessions) as session:
        of_it = select(Proposal.id).where(Proposal.public_id == number).scalar_subquery()
        session.execute(
            update(Report)
            .where(Report.proposal_id == of_it, Report.looked_at.is_(None))
            .values(looked_at=func.now())
        )


def change_words(sessions: Sessions, number: str) -> None:
    """A moderator corrects the words, as the record tells."""
    with transaction(sessions) as session:
        session.execute(update(Proposal).values(body="Other words than before."))
        audit.record(
            *(session, SECRET, "moni", "proposal.corrected", "proposal", number),
            {"body": "Other words than before."},
        )


def open_reports(sessions: Sessions) -> int:
    with transaction(sessions) as session:
        return session.scalar(select(func.count()).where(Report.looked_at.is_(None))) or 0


def is_shown(sessions: Sessions, number: str) -> bool:
    return find_public(sessions, number) is not None


def test_the_report_that_reaches_the_threshold_hides_the_idea(world: Sessions) -> None:
    sent = add(world)

    first = send(world, sent.public_id, "192.0.2.1", hide_at=2)
    second = send(world, sent.public_id, "192.0.2.2", hide_at=2)

    assert (first, second) == (Reported(created=True, shown=True), Reported(True, shown=False))
    assert not is_shown(world, sent.public_id)
    [own] = find_mine(world, [sent.edit_token])
    assert (own.moderation_status, own.status_reason) == ("hidden", "It is being checked.")
    with transaction(world) as session:
        [event] = session.scalars(select(AuditEvent))
        assert set(count_differences(session).values()) == {0}
    assert (event.actor, event.kind) == ("system:reports", "proposal.hidden")
    assert event.fields == ["moderation_status", "status_reason"]


def test_with_a_threshold_of_zero_reports_only_queue_up(world: Sessions) -> None:
    number = add(world).public_id

    answers = [send(world, number, f"192.0.2.{n}", hide_at=0) for n in range(1, 6)]

    assert all(answer.shown for answer in answers)
    assert is_shown(world, number)
    assert open_reports(world) == 5


def test_one_person_counts_once_a_day(world: Sessions) -> None:
    number = add(world).public_id

    first = send(world, number, hide_at=2)
    again = send(world, number, hide_at=2)

    assert (first.created, again.created) == (True, False)
    assert is_shown(world, number)
    assert open_reports(world) == 1


def test_a_repeated_report_of_what_it_has_hidden_is_not_refused(world: Sessions) -> None:
    number = add(world).public_id
    send(world, number)

    assert send(world, number) == Reported(created=False, shown=False)
    with pytest.raises(NotFoundError):
        send(world, number, "192.0.2.2")


def test_nothing_that_is_not_public_can_be_reported(world: Sessions) -> None:
    pending = add(world, "pre").public_id

    for number in (pending, "unknown", "", "' or 1=1 --"):
        with pytest.raises(NotFoundError):
            send(world, number)
    assert open_reports(world) == 0


def test_nobody_empties_the_map_by_reports(
    world: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.services.report.MOST_HIDDEN", 3)
    numbers = [add(world).public_id for _ in range(8)]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda number: send(world, number), numbers))

    assert [answer.shown for answer in answers].count(False) == 3
    assert [is_shown(world, number) for number in numbers] == [one.shown for one in answers]
    assert open_reports(world) == 8
    # Once somebody has looked, there is room again.
    hidden = next(number for number in numbers if not is_shown(world, number))
    publish(office_on(world), TESTER, hidden)
    assert not send(world, add(world).public_id).shown


def test_what_was_looked_at_and_kept_stays_shown(world: Sessions) -> None:
    number = add(world).public_id
    send(world, number, "192.0.2.1")
    publish(office_on(world), TESTER, number)
    look(world, number)

    again = [send(world, number, f"192.0.2.{n}") for n in range(2, 5)]
    respond(office_on(world), TESTER, number, Answer(ResponseStatus.PLANNED, "In spring."))
    later = send(world, number, "192.0.2.9")

    assert all(one.shown for one in [*again, later])
    assert is_shown(world, number)
    assert open_reports(world) == 4


def test_other_words_may_be_hidden_again(world: Sessions) -> None:
    number = add(world).public_id
    send(world, number, "192.0.2.1")
    publish(office_on(world), TESTER, number)
    look(world, number)
    change_words(world, number)

    assert not send(world, number, "192.0.2.2").shown
    assert not is_shown(world, number)


def test_two_reports_at_the_same_moment_hide_once(world: Sessions) -> None:
    number = add(world).public_id
    together = threading.Barrier(2)

    def at_once(address: str) -> Reported:
        together.wait()
        return send(world, number, address, hide_at=2)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(at_once, ["192.0.2.1", "192.0.2.2"]))

    assert sorted(answer.shown for answer in answers) == [False, True]
    assert not is_shown(world, number)
    with transaction(world) as session:
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == 1


def test_the_same_report_sent_eight_times_at_once_counts_once(world: Sessions) -> None:
    number = add(world).public_id
    together = threading.Barrier(8)

    def at_once(_attempt: int) -> bool:
        together.wait()
        return send(world, number, hide_at=2).created

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(at_once, range(8))) == 1
    assert is_shown(world, number)


def test_no_address_is_stored(world: Sessions) -> None:
    number = add(world).public_id

    send(world, number, "192.0.2.77", hide_at=0)
    report(
        *(world, number, "other", "  \r\n "),
        address="2001:db8::77",
        secret="another secret",
        reports_to_hide=0,
        status_reason="",
    )

    with transaction(world) as session:
        rows = session.scalars(select(Report).order_by(Report.id)).all()
        text = str([(one.reporter_hash, one.reason, one.body) for one in rows])
    assert [one.body for one in rows] == ["This is about my neighbour.", None]
    assert "192.0.2.77" not in text
    assert "2001:db8" not in text


@pytest.mark.parametrize(
    ("reason", "body", "parameter"),
    [("", "", "reason"), ("ugly", "", "reason"), ("insult", "x" * 501, "body")],
)
def test_a_bad_report_is_refused(world: Sessions, reason: str, body: str, parameter: str) -> None:
    number = add(world).public_id

    with pytest.raises(InvalidFieldError) as refused:
        report(
            *(world, number, reason, body),
            address="192.0.2.1",
            secret=SECRET,
            reports_to_hide=1,
            status_reason="",
        )

    assert refused.value.fields["parameter"] == parameter
    assert is_shown(world, number)
