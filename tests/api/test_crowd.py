"""Two moderators, a planner and fifty citizens at once: nothing is lost, doubled or left hanging.

Twelve seconds; with `MAPPER_TEST_CROWD_S=60` the whole minute.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from mapper.db.engine import shared_sessions, transaction
from mapper.db.tables import AuditEvent, Proposal
from mapper.domain.answers import Answer
from mapper.domain.roles import Role
from mapper.domain.statuses import ResponseStatus
from mapper.errors import ChangedMeanwhileError, MapperError, StatusMoveError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.decide import hide, publish, reject
from mapper.services.respond import respond
from tests.api.web import Web, new_idea
from tests.browser.app import App, app_on_copy
from tests.staff import add_account, office_on, signed_in

LONG_S = float(os.environ.get("MAPPER_TEST_CROWD_S", "12"))
CITIZENS = 50
PAUSE_S = 0.5
REASON = "Das steht schon an anderer Stelle."
READ = ("/api/pins.json", "/api/heatmap.geojson", "/api/proposals.geojson?round=ihre-ideen")
EXPECTED = (ChangedMeanwhileError, StatusMoveError)
"""Somebody else was faster, and it is said so."""

Work = Callable[[Backoffice, Who, str, int, random.Random], None]


@dataclass
class Seen:
    """What was confirmed to somebody, and what went wrong."""

    stored: list[str] = field(default_factory=list)
    done: list[tuple[str, int]] = field(default_factory=list)
    too_late: int = 0
    wrong: list[str] = field(default_factory=list)


@pytest.fixture
def town_hall(server_url: str, sampled_template: str) -> Iterator[App]:
    """An application of its own, for everybody at once."""
    with app_on_copy(server_url, sampled_template) as app:
        yield app


def moderate(
    office: Backoffice, who: Who, number: str, version: int, chance: random.Random
) -> None:
    """Publish, hide or reject what was looked at."""
    if chance.random() < 0.5:
        publish(office, who, number, version=version)
    else:
        chance.choice((reject, hide))(office, who, number, reason=REASON, version=version)


def answer(office: Backoffice, who: Who, number: str, version: int, chance: random.Random) -> None:
    """Say what becomes of an idea."""
    status = chance.choice((ResponseStatus.IN_REVIEW, ResponseStatus.PLANNED))
    given = Answer(status, "Wir sehen uns das im Frühjahr an.")
    respond(office, who, number, given, version=version)


def work(office: Backoffice, who: Who, act: Work, seen: Seen, end: threading.Event) -> None:
    """Take ideas that colleagues look at, too, and decide on what was seen."""
    chance = random.Random(id(seen))
    newest = select(Proposal.public_id, Proposal.version).order_by(Proposal.id.desc()).limit(8)
    while not end.is_set():
        with transaction(office.sessions) as session:
            number, version = chance.choice(session.execute(newest).all())
        try:
            act(office, who, number, version, chance)
        except EXPECTED:
            seen.too_late += 1
        except MapperError as refused:
            seen.wrong.append(refused.message)
        else:
            seen.done.append((number, version))


def live(web: Web, seen: Seen, end: threading.Event) -> None:
    """Look at the map, hand in ideas, each of them twice, look at one's own."""
    chance = random.Random(id(seen))
    tokens: list[str] = []
    while not end.wait(chance.uniform(0, 2 * PAUSE_S)):
        idea = new_idea()
        answers = [web.post("/api/proposals", idea) for _ in range(2)]
        answers.append(web.get(chance.choice(READ)))
        seen.wrong += [f"{one.status}: {one.text()[:80]}" for one in answers if one.status > 201]
        if answers[0].status == 201:
            receipt = answers[0].json()
            tokens.append(receipt["edit_token"])
            seen.stored.append(receipt["public_id"])
        mine = web.post("/api/mine", {"tokens": tokens[-5:]}).json()["proposals"]
        if len(mine) != len(tokens[-5:]):
            seen.wrong.append("An idea of mine is missing")


def test_all_at_once(town_hall: App) -> None:
    web = Web(town_hall.port)
    office = office_on(shared_sessions(town_hall.database_url))
    people = {"moni": moderate, "momo": moderate, "pia": answer}
    roles = {"moni": Role.MODERATOR, "momo": Role.MODERATOR, "pia": Role.PLANNER}
    staff = [Seen() for _ in people]
    citizens = [Seen() for _ in range(CITIZENS)]
    end = threading.Event()
    with ThreadPoolExecutor(CITIZENS + len(people)) as threads:
        running = [threads.submit(live, web, one, end) for one in citizens]
        for (login, act), seen in zip(people.items(), staff, strict=True):
            who = signed_in(office.sessions, add_account(office.sessions, login, roles[login]))
            running.append(threads.submit(work, office, who, act, seen, end))
        time.sleep(LONG_S)
        end.set()
        for one in running:
            one.result(timeout=60)

    assert [problem for seen in (*staff, *citizens) for problem in seen.wrong] == []
    stored = [number for seen in citizens for number in seen.stored]
    done = [one for seen in staff for one in seen.done]
    assert stored
    assert all(seen.done for seen in staff)
    print(f"{len(stored)} ideas, {len(done)} decisions, {sum(s.too_late for s in staff)} too late")
    # What both moderators looked at was decided by one of them.
    decided = Counter(one for seen in staff[:2] for one in seen.done)
    assert max(decided.values()) == 1
    check_store(office, stored, done)
    town_hall.command("db", "check-rollup")


def check_store(office: Backoffice, stored: list[str], done: list[tuple[str, int]]) -> None:
    """Every confirmed idea is there once, every confirmed decision with one row in the record."""
    with transaction(office.sessions) as session:
        found = select(Proposal.public_id).where(Proposal.public_id.in_(stored))
        assert sorted(session.scalars(found).all()) == sorted(stored)
        touched = {number for number, _ in done}
        recorded = session.execute(
            select(AuditEvent.subject_key, func.count())
            .where(AuditEvent.actor.in_(["moni", "momo", "pia"]), AuditEvent.subject == "proposal")
            .group_by(AuditEvent.subject_key)
        )
        assert dict(recorded.all()) == Counter(number for number, _ in done)
        # No decision was overwritten: each has moved the version on, from the one it had seen.
        versions = dict(
            session.execute(
                select(Proposal.public_id, Proposal.version).where(Proposal.public_id.in_(touched))
            ).all()
        )
    for number, version in done:
        assert versions[number] > version
