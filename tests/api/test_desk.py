"""The desk's routes: who may, what is refused, and what staff get to hand out."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import unquote
from uuid import uuid4
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from mapper.db.engine import transaction
from mapper.db.tables import AuditEvent, ParticipationEvent, Proposal, StaffAccount
from mapper.domain.roles import Role
from tests.api.conftest import Town
from tests.api.test_submissions import BAD_FIELDS, count_stored
from tests.api.web import Answer, check_refusal, new_idea
from tests.hostile import HOSTILE
from tests.staff import add_account, signed_in

IDEAS, EVENTS = "/api/desk/proposals", "/api/desk/events"
TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody signed in, and what her browser sends."""

    town: Town
    login: str
    token: str

    def post(self, path: str, content: object, **headers: str) -> Answer:
        return self.town.web.post(
            path,
            content,
            **{
                "cookie": f"ideenkarte={self.token}",
                "origin": f"http://127.0.0.1:{self.town.web.port}",
                **headers,
            },
        )


Hire = Callable[..., Clerk]


@pytest.fixture(scope="module")
def hire(town: Town) -> Hire:
    """Makes accounts with an open session each."""

    def make(*roles: Role, **columns: object) -> Clerk:
        login = f"clerk-{uuid4().hex[:8]}"
        account = add_account(town.sessions, login, *roles, **columns)
        return Clerk(town, login, signed_in(town.sessions, account).token)

    return make


@pytest.fixture(scope="module")
def partner(hire: Hire) -> Clerk:
    return hire(Role.PARTNER)


def entered(**changes: object) -> dict[str, object]:
    return {**new_idea(), "channel": "street_stall", "event": None, "given_on": None, **changes}


def new_event(**changes: object) -> dict[str, object]:
    values = {"round": "ihre-ideen", "event_title": "Stand am Markt", "held_on": "2026-05-04"}
    return {**values, "event_place": "Marktplatz", **changes}


def test_an_idea_is_stored_once_with_a_slip_to_hand_out(partner: Clerk) -> None:
    added = partner.post(EVENTS, new_event())
    assert added.status == 200, added.text()
    event = added.json()
    idea = entered(event=event["id"], given_on="2026-05-04", channel="workshop")

    first, second = partner.post(IDEAS, idea), partner.post(IDEAS, idea)

    assert (first.status, second.status) == (201, 200)
    assert first.json() == second.json()
    assert first.headers["cache-control"] == "no-store"
    receipt = first.json()
    assert receipt["private_link"] == (
        f"http://127.0.0.1:{partner.town.web.port}/meine#{receipt['edit_token']}"
    )
    assert receipt["moderation_status"] == "pending"
    # Seven days are what the town's profile promises, from today however old the paper is.
    assert date.fromisoformat(receipt["review_by"]) == TODAY + timedelta(days=7)
    with transaction(partner.town.sessions) as session:
        row = session.scalars(
            select(Proposal).where(Proposal.public_id == receipt["public_id"])
        ).one()
        [audit] = session.scalars(
            select(AuditEvent).where(AuditEvent.subject_key == receipt["public_id"])
        ).all()
    assert (row.channel, row.event_id, row.created_day) == (
        "workshop",
        event["id"],
        date(2026, 5, 4),
    )
    assert (audit.kind, audit.actor) == ("proposal.entered", partner.login)


def test_the_promise_for_old_paper_counts_from_its_entry(partner: Clerk) -> None:
    receipt = partner.post(IDEAS, entered(given_on="2026-01-08", channel="letter")).json()

    found = partner.town.web.post("/api/mine", {"tokens": [receipt["edit_token"]]}).json()

    [own] = found["proposals"]
    assert own["created_at"].startswith("2026-01-08")
    assert own["review_by"] == receipt["review_by"] == (TODAY + timedelta(days=7)).isoformat()


def test_the_code_is_a_picture_that_holds_no_other_address(partner: Clerk) -> None:
    receipt = partner.post(IDEAS, entered()).json()

    head, _, picture = receipt["qr"].partition(",")
    drawing = ElementTree.fromstring(unquote(picture))
    assert head.startswith("data:image/svg+xml")
    assert drawing.tag.endswith("svg")
    # Version 5 or more: 37 modules and the quiet zone of four on each side.
    assert int(drawing.attrib["viewBox"].split()[2]) >= 37 + 8
    assert not re.search(r"href|script|https?://(?!www\.w3\.org)", unquote(picture))


def test_the_private_link_opens_the_idea(partner: Clerk) -> None:
    receipt = partner.post(IDEAS, entered(title="Ein Dach für das Wartehäuschen")).json()

    [own] = partner.town.web.post("/api/mine", {"tokens": [receipt["edit_token"]]}).json()[
        "proposals"
    ]

    assert own["title"] == "Ein Dach für das Wartehäuschen"


@pytest.mark.parametrize(("path", "content"), [(IDEAS, entered()), (EVENTS, new_event())])
def test_only_who_may_enter_ideas_is_heard(
    town: Town, hire: Hire, path: str, content: dict[str, object]
) -> None:
    check_refusal(town.web.post(path, content), 401, "sign_in_needed")
    origin = f"http://127.0.0.1:{town.web.port}"
    for cookie in ("ideenkarte=", "ideenkarte=unknown", f"other={'x' * 40}"):
        answer = town.web.post(path, content, cookie=cookie, origin=origin)
        check_refusal(answer, 401, "sign_in_needed")
    for roles in ((), (Role.GIS,), (Role.ADMIN,)):
        check_refusal(hire(*roles).post(path, content), 403, "forbidden")
    for role in (Role.MODERATOR, Role.PLANNER, Role.PARTNER):
        assert hire(role).post(path, content).status in (200, 201)
    gone = hire(Role.PARTNER)
    with transaction(town.sessions) as session:
        disabled = update(StaffAccount).where(StaffAccount.login == gone.login)
        session.execute(disabled.values(disabled_at=datetime.now(ZoneInfo("UTC"))))
    check_refusal(gone.post(path, content), 401, "sign_in_needed")


@pytest.mark.parametrize("path", [IDEAS, EVENTS])
def test_other_sites_pages_and_other_methods_are_refused(partner: Clerk, path: str) -> None:
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}):
        check_refusal(partner.post(path, entered(), **headers), 403, "foreign_origin")
    check_refusal(partner.town.web.get(path), 405, "method_not_allowed")
    check_refusal(partner.post(path, b" " * 65_537), 413, "too_large")
    check_refusal(partner.post(path, b"["), 422, "invalid_json")


OF_THE_DESK: list[tuple[str, dict[str, object]]] = [
    ("channel", {"channel": "online"}),
    ("channel", {"channel": "import"}),
    ("channel", {"channel": None}),
    ("channel", {"channel": ["shop"]}),
    ("event", {"event": 2**31}),
    ("event", {"event": -1}),
    ("event", {"event": True}),
    ("event", {"event": "1"}),
    ("event", {"event": 2**31 - 1}),
    ("given_on", {"given_on": (TODAY + timedelta(days=2)).isoformat()}),
    ("given_on", {"given_on": "04.05.2026"}),
    ("given_on", {"given_on": "0001-01-01"}),
    ("given_on", {"given_on": 20260504}),
    ("given_at", {"given_at": "2026-05-04"}),
    ("account", {"account": "somebody"}),
]


def test_bad_fields_are_named_and_nothing_is_stored(partner: Clerk) -> None:
    for parameter, changes in BAD_FIELDS + OF_THE_DESK:
        idea = entered(**changes)
        refusal = check_refusal(partner.post(IDEAS, idea), 422, "invalid_field")
        assert refusal["parameter"] == parameter, changes
        if isinstance(idea["client_key"], str) and len(idea["client_key"]) == 36:
            assert count_stored(partner.town, str(idea["client_key"])) == 0


def test_bad_events_are_named(partner: Clerk) -> None:
    for parameter, changes in (
        ("round", {"round": "nichts"}),
        ("round", {"round": None}),
        ("event_title", {"event_title": ""}),
        ("event_title", {"event_title": "x" * 121}),
        ("event_title", {"event_title": 7}),
        ("event_place", {"event_place": "x" * 121}),
        ("held_on", {"held_on": "gestern"}),
        ("title", {"title": "x"}),
    ):
        refusal = check_refusal(partner.post(EVENTS, new_event(**changes)), 422, "invalid_field")
        assert refusal["parameter"] == parameter


def test_an_account_stays_within_its_limits(hire: Hire) -> None:
    clerk = hire(Role.PARTNER, municipalities=["12069665"])

    idea = entered(lon=12.5954, lat=52.1415)
    refusal = check_refusal(clerk.post(IDEAS, idea), 403, "outside_limits")

    assert "beschränkt" in refusal["message"]
    assert count_stored(clerk.town, str(idea["client_key"])) == 0
    assert clerk.post(IDEAS, entered(lon=12.4524, lat=52.1127)).status == 201


def test_sixteen_at_once_store_one_idea_with_one_audit_row(partner: Clerk) -> None:
    idea = entered()
    together = threading.Barrier(16)

    def send(_number: int) -> tuple[int, str]:
        together.wait()
        answer = partner.post(IDEAS, idea)
        return answer.status, answer.text()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, range(16)))

    assert sorted(status for status, _ in answers) == [200] * 15 + [201]
    assert len({text for _, text in answers}) == 1
    assert count_stored(partner.town, str(idea["client_key"])) == 1
    number = partner.post(IDEAS, idea).json()["public_id"]
    with transaction(partner.town.sessions) as session:
        audits = session.scalars(select(AuditEvent).where(AuditEvent.subject_key == number)).all()
    assert len(audits) == 1


def test_a_desk_may_send_more_than_one_address_may_otherwise(partner: Clerk) -> None:
    """The public route takes 60 in ten minutes from one address (mapper.api.limits)."""
    statuses = {partner.post(IDEAS, entered()).status for _ in range(65)}

    assert statuses == {201}


def test_hostile_words_are_stored_as_they_are(partner: Clerk) -> None:
    for text in HOSTILE:
        if "\0" in text:
            continue
        words = f"Idee {text[:80]}"
        receipt = partner.post(IDEAS, entered(title=words, body=f"{text} und mehr Text"[:4000]))
        event = partner.post(EVENTS, new_event(event_title=words, event_place=text[:100]))

        assert (receipt.status, event.status) == (201, 200), text
        with transaction(partner.town.sessions) as session:
            stored = session.get(ParticipationEvent, event.json()["id"])
        assert stored is not None
        assert stored.title == event.json()["title"]
