"""Reports over HTTP, and what an author reads of her own idea; nothing of it leaks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from mapper.db.engine import transaction
from mapper.db.tables import AuditEvent, Proposal, Report
from mapper.domain.answers import Answer
from mapper.domain.statuses import ResponseStatus
from mapper.services.decide import publish, reject
from mapper.services.respond import respond
from tests.api.conftest import Town
from tests.api.web import check_refusal, new_idea
from tests.hostile import HOSTILE
from tests.staff import TESTER, office_on


def hand_in(town: Town, **changes: object) -> dict[str, str]:
    answer = town.web.post("/api/proposals", new_idea(**changes))
    receipt: dict[str, str] = answer.json()
    return receipt


def hand_in_and_publish(town: Town, **changes: object) -> dict[str, str]:
    receipt = hand_in(town, **changes)
    publish(office_on(town.sessions), TESTER, receipt["public_id"])
    return receipt


def report_of(receipt: dict[str, str], **changes: object) -> dict[str, object]:
    return {"public_id": receipt["public_id"], "reason": "insult", "body": None, **changes}


def own(town: Town, receipt: dict[str, str]) -> dict[str, object]:
    """What the holder of the private link reads."""
    answer = town.web.post("/api/mine", {"tokens": [receipt["edit_token"]]})
    [idea] = answer.json()["proposals"]
    found: dict[str, object] = idea
    return found


def everything_public(town: Town, number: str) -> str:
    paths = ("proposals.geojson", "proposals.csv", "pins.json")
    return "".join(town.web.get(f"/api/{path}").text() for path in paths).replace(number, "")


def count_reports(town: Town, receipt: dict[str, str]) -> int:
    with transaction(town.sessions) as session:
        found = select(func.count()).select_from(Report).join(Proposal)
        return session.scalar(found.where(Proposal.public_id == receipt["public_id"])) or 0


BAD_VALUES: dict[str, list[object]] = {
    "reason": [None, "", "ugly", 7, ["insult"]],
    "public_id": [None, "", 7, "x" * 500],
    "body": ["x" * 501, 7, ["a"], "a\0b", "half \ud83d"],
    "moderation_status": ["hidden"],
}
BAD_REPORTS: list[tuple[str, dict[str, object]]] = [
    (name, {name: value}) for name, values in BAD_VALUES.items() for value in values
]


@pytest.mark.parametrize(("parameter", "changes"), BAD_REPORTS)
def test_a_bad_report_names_its_field_and_hides_nothing(
    town: Town, changes: dict[str, object], parameter: str
) -> None:
    receipt = hand_in_and_publish(town)

    answer = town.web.post("/api/reports", report_of(receipt, **changes))

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == parameter
    assert own(town, receipt)["moderation_status"] == "published"
    assert count_reports(town, receipt) == 0


@pytest.mark.parametrize("number", ["222222222", "' or 1=1 --", "<b>"])
def test_what_does_not_exist_cannot_be_reported(town: Town, number: str) -> None:
    check_refusal(town.web.post("/api/reports", report_of({"public_id": number})), 404, "not_found")


def test_an_idea_that_waits_cannot_be_reported(town: Town) -> None:
    receipt = hand_in(town)

    check_refusal(town.web.post("/api/reports", report_of(receipt)), 404, "not_found")

    assert count_reports(town, receipt) == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_sites_pages_report_nothing(town: Town, origin: str) -> None:
    receipt = hand_in_and_publish(town)

    answer = town.web.post("/api/reports", report_of(receipt), origin=origin)

    check_refusal(answer, 403, "foreign_origin")
    assert own(town, receipt)["moderation_status"] == "published"


def test_a_report_hides_the_idea_and_its_author_reads_why(town: Town) -> None:
    receipt = hand_in_and_publish(town, title="Reported just now")

    first = town.web.post("/api/reports", report_of(receipt, body="It names my neighbour."))
    again = town.web.post("/api/reports", report_of(receipt))

    assert (first.status, again.status) == (201, 200)
    assert first.json() == {"public_id": receipt["public_id"], "shown": False}
    idea = own(town, receipt)
    assert idea["moderation_status"] == "hidden"
    assert str(idea["status_reason"]).startswith("Wird geprüft")
    assert "Reported just now" not in everything_public(town, receipt["public_id"])
    with transaction(town.sessions) as session:
        actors = session.scalars(
            select(AuditEvent.actor).where(
                AuditEvent.subject_key == receipt["public_id"],
                AuditEvent.kind == "proposal.hidden",
            )
        ).all()
    assert actors == ["system:reports"]
    assert count_reports(town, receipt) == 1


def test_the_promise_is_a_day_and_ends_with_the_decision(town: Town) -> None:
    receipt = hand_in(town)
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()

    # review_days = 7 in the first town's profile; just before midnight the day may have changed.
    promised = date.fromisoformat(receipt["review_by"])
    assert promised - today in (timedelta(days=7), timedelta(days=6))
    assert own(town, receipt)["review_by"] == receipt["review_by"]
    publish(office_on(town.sessions), TESTER, receipt["public_id"])
    assert own(town, receipt)["review_by"] is None


def test_the_promise_counts_days_on_the_towns_clocks(town: Town) -> None:
    receipt = hand_in(town)
    with transaction(town.sessions) as session:
        # 23:30 UTC in summer is half past one of the next day there.
        moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
        session.execute(
            update(Proposal)
            .where(Proposal.public_id == receipt["public_id"])
            .values(created_at=moment, waits_since=moment)
        )

    assert own(town, receipt)["review_by"] == "2026-07-09"


def test_the_author_reads_reason_and_answers_and_nobody_else_does(town: Town) -> None:
    receipt = hand_in(town, title="Only mine to read")
    number, office = receipt["public_id"], office_on(town.sessions)
    reject(office, TESTER, number, reason="A reason for her alone.")

    assert own(town, receipt)["status_reason"] == "A reason for her alone."
    assert "A reason for her alone." not in everything_public(town, number)
    assert "Only mine to read" not in everything_public(town, number)
    publish(office, TESTER, number)
    answer = Answer(
        *(ResponseStatus.PLANNED, "In spring.", date(2026, 11, 1), "bauamt"),
        paper_url="https://ris.example.org/7",
    )
    respond(office, TESTER, number, answer)
    inside = Answer(ResponseStatus.IN_REVIEW, "Words for colleagues.", public=False)
    respond(office, TESTER, number, inside)

    idea = own(town, receipt)
    assert idea["status_reason"] is None
    assert idea["response_status"] == "in_review"
    assert idea["responses"] == [
        {
            "response_status": "planned",
            "decided_on": "2026-11-01",
            "body": "In spring.",
            "office": "Bauamt",
            "council_paper_url": "https://ris.example.org/7",
        }
    ]
    assert "Words for colleagues." not in everything_public(town, number)
    stranger = town.web.post("/api/mine", {"tokens": [number, "x" * 40]})
    assert stranger.json() == {"proposals": []}


def test_hostile_words_arrive_as_they_were_written(town: Town) -> None:
    receipt = hand_in_and_publish(town)
    number, office = receipt["public_id"], office_on(town.sessions)
    usable = [words for words in HOSTILE if "\0" not in words and len(words) < 300]
    for words in usable:
        respond(office, TESTER, number, Answer(ResponseStatus.IN_REVIEW, f"Words {words} end"))

    answer = town.web.post("/api/mine", {"tokens": [receipt["edit_token"]]})

    assert answer.headers["content-type"] == "application/json"
    read = [one["body"] for one in answer.json()["proposals"][0]["responses"]]
    assert len(read) == len(usable)
    assert all(body.startswith("Words ") and body.endswith(" end") for body in read)
