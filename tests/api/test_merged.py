"""Merged ideas over HTTP: what their authors read, and what nobody else does."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from mapper.db.engine import transaction
from mapper.db.tables import SCHEMA_API
from mapper.db.views import MERGED_PROPOSAL
from mapper.domain.answers import Answer
from mapper.domain.statuses import ResponseStatus
from mapper.services import merge
from mapper.services.decide import hide
from mapper.services.respond import respond
from tests.api.conftest import Town
from tests.api.test_reports import hand_in, hand_in_and_publish, own
from tests.db.merging import put_into
from tests.staff import TESTER, office_on

PUBLIC = (
    *("/api/proposals.geojson", "/api/proposals.csv", "/api/pins.json"),
    "/ogc/collections/ideas/items?limit=1000",
)


@dataclass(frozen=True)
class Group:
    """A public idea, and in it one that was public and one that nobody has published."""

    whole: dict[str, str]
    part: dict[str, str]
    unseen: dict[str, str]


@pytest.fixture
def group(town: Town) -> Group:
    made = Group(
        hand_in_and_publish(town, title="Bank am Teich"),
        hand_in_and_publish(town, title="Sitzplatz am Teich"),
        hand_in(town, title="Ungelesene Zeilen", display_name="Frau Ungenannt"),
    )
    office = office_on(town.sessions)
    for one in (made.unseen, made.part):
        put_into(office, TESTER, one["public_id"], made.whole["public_id"])
    return made


def everything(town: Town) -> str:
    answers = [town.web.get(path) for path in PUBLIC]
    assert {one.status for one in answers} == {200}
    return "".join(one.text() for one in answers)


def test_nothing_of_a_merged_idea_is_in_what_is_public(town: Town, group: Group) -> None:
    text = everything(town)

    assert text.count(group.whole["public_id"]) >= len(PUBLIC)
    for one in (group.part, group.unseen):
        assert one["public_id"] not in text
    assert "Ungelesene" not in text
    assert "Ungenannt" not in text


def test_the_public_view_holds_what_was_public_alone(town: Town, group: Group) -> None:
    mine = MERGED_PROPOSAL.c.into_public_id == group.whole["public_id"]
    with transaction(town.sessions) as session:
        rows = session.execute(select(MERGED_PROPOSAL).where(mine)).all()

    assert MERGED_PROPOSAL.schema == SCHEMA_API
    assert [row.public_id for row in rows] == [group.part["public_id"]]
    hide(office_on(town.sessions), TESTER, group.whole["public_id"])
    with transaction(town.sessions) as session:
        assert session.execute(select(MERGED_PROPOSAL).where(mine)).all() == []


def test_an_author_reads_what_her_idea_is_part_of_with_its_answers(
    town: Town, group: Group
) -> None:
    number, office = group.whole["public_id"], office_on(town.sessions)
    respond(office, TESTER, number, Answer(ResponseStatus.PLANNED, "Im Frühjahr."))
    hidden = Answer(ResponseStatus.IN_REVIEW, "Nur für Kollegen.", public=False)
    respond(office, TESTER, number, hidden)

    for receipt in (group.part, group.unseen):
        idea = own(town, receipt)
        assert idea["moderation_status"] == "merged"
        assert idea["part_of"] == {
            "public_id": number,
            "title": "Bank am Teich",
            "response_status": "in_review",
            "url": f"/idee?id={number}",
        }
        answers = idea["responses"]
        assert isinstance(answers, list)
        assert [one["body"] for one in answers] == ["Im Frühjahr."]
    assert own(town, group.whole)["part_of"] is None


def test_an_author_reads_nothing_of_an_idea_that_is_not_public(town: Town, group: Group) -> None:
    office = office_on(town.sessions)
    hide(office, TESTER, group.whole["public_id"], reason="Der Text beleidigt jemanden.")

    assert own(town, group.unseen)["part_of"] is None
    merge.part(office, TESTER, group.unseen["public_id"])
    assert own(town, group.unseen)["moderation_status"] == "pending"
