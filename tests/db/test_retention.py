"""What was kept long enough goes, to the day; nothing else does, and nobody is in the way."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import insert, text

from mapper.db.engine import Sessions, make_engine, make_sessions, transaction
from mapper.db.errors import ErasureLogError
from mapper.db.rollup import count_differences
from mapper.db.tables import RateCount, StaffSession, StaffToken
from mapper.domain.roles import Role
from mapper.errors import ForbiddenError, SignInNeededError
from mapper.services import retention
from mapper.services.backoffice import Backoffice
from mapper.services.retention import run_retention
from tests.db.ideas import add_idea, add_original, add_report, age, count, hang_on
from tests.db.world import NO_DIFFERENCE, build_world
from tests.staff import TESTER, add_account, office_on, signed_in

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def office(empty_sessions: Sessions, tmp_path: Path) -> Backoffice:
    build_world(empty_sessions)
    return replace(office_on(empty_sessions), erasures=tmp_path / "erasures.jsonl")


def counts(office: Backoffice, *, dry_run: bool = False) -> dict[str, int]:
    """What was erased, by rule; rules without are left out."""
    done = run_retention(office, TESTER, dry_run=dry_run)
    return {one.rule: one.count for one in done if one.count}


def test_an_idea_not_published_is_erased_on_the_day_it_is_due(office: Backoffice) -> None:
    numbers = {}
    for status in ("rejected", "withdrawn", "pending", "published", "hidden"):
        for days in (364, 366):
            number = numbers[status, days] = add_idea(office.sessions, moderation_status=status)
            age(office.sessions, number, days)

    assert counts(office, dry_run=True) == {"rejected_ideas": 2}
    assert counts(office) == {"rejected_ideas": 2}

    with transaction(office.sessions) as session:
        left = set(session.scalars(text("select public_id from proposal")))
        assert count_differences(session) == NO_DIFFERENCE
    assert set(numbers.values()) - left == {numbers["rejected", 366], numbers["withdrawn", 366]}
    assert counts(office) == {}


def test_an_address_goes_and_the_private_link_stays(office: Backoffice) -> None:
    old, young = add_idea(office.sessions), add_idea(office.sessions)
    age(office.sessions, old, 731)
    age(office.sessions, young, 729)

    assert counts(office) == {"contacts": 1}

    assert count(office.sessions, "proposal_contact") == 2
    assert count(office.sessions, "proposal_contact", "email is not null") == 1


def test_an_original_is_erased_when_its_time_has_come(office: Backoffice) -> None:
    for due in (NOW - DAY, NOW + DAY):
        add_original(office.sessions, add_idea(office.sessions), erase_after=due)

    assert counts(office) == {"originals": 1}

    assert count(office.sessions, "proposal_original", "erase_after > now()") == 1


def test_a_report_is_kept_until_long_after_somebody_has_looked(office: Backoffice) -> None:
    number = add_idea(office.sessions)
    for looked_at in (NOW - 181 * DAY, NOW - 179 * DAY, None):
        add_report(office.sessions, number, looked_at=looked_at)

    assert counts(office) == {"reports": 1}

    assert count(office.sessions, "report", "looked_at is null") == 1
    assert count(office.sessions, "report") == 2


def test_sessions_links_and_counts_go_when_they_mean_nothing_more(office: Backoffice) -> None:
    anna = add_account(office.sessions, "anna", Role.ADMIN)
    with transaction(office.sessions) as session:
        for name, expires, seen in (
            (b"over", NOW - DAY, NOW),
            (b"idle", NOW + DAY, NOW - timedelta(minutes=61)),
            (b"open", NOW + DAY, NOW),
        ):
            times = {"expires_at": expires, "seen_at": seen}
            session.execute(insert(StaffSession).values(id_hash=name, account_id=anna, **times))
        for name, expires in ((b"over", NOW - DAY), (b"open", NOW + DAY)):
            link = {"token_hash": name, "purpose": "reset", "expires_at": expires}
            session.execute(insert(StaffToken).values(account_id=anna, **link))
        for days in (1, 3):
            hits = {"scope": "s", "key_hash": b"k", "window_start": NOW - days * DAY, "hits": 1}
            session.execute(insert(RateCount).values(**hits))

    assert counts(office) == {"sessions": 2, "links": 1, "counts": 1}

    assert count(office.sessions, "staff_session", "id_hash = 'open'") == 1
    assert count(office.sessions, "staff_token", "token_hash = 'open'") == 1
    assert count(office.sessions, "rate_count") == 1
    assert count(office.sessions, "erasure") == 0


def test_a_person_is_forgotten_a_year_after_her_last_sign_in(office: Backoffice) -> None:
    sessions = office.sessions
    long_ago, lately = NOW - 366 * DAY, NOW - 364 * DAY
    personal = {"email": "anna@example.org", "password_hash": "x", "oidc_subject": "s1"}
    gone = {"created_at": NOW - 900 * DAY, "disabled_at": long_ago, "signed_in_at": long_ago}
    add_account(sessions, "gone", Role.MODERATOR, **personal, **gone)
    add_account(sessions, "late", Role.MODERATOR, **gone | {"disabled_at": lately})
    add_account(sessions, "busy", Role.MODERATOR, created_at=NOW - 900 * DAY)

    assert counts(office) == {"accounts": 1}

    with transaction(sessions) as session:
        query = text(
            "select login, display_name, email, password_hash, oidc_subject, roles "
            "from staff_account order by login"
        )
        rows = [tuple(row) for row in session.execute(query)]
    assert rows == [
        ("busy", "Busy", None, None, None, ["moderator"]),
        ("gone", "gone", None, None, None, []),
        ("late", "Late", None, None, None, ["moderator"]),
    ]
    assert counts(office) == {}
    assert "gone" not in (office.erasures or Path()).read_text()


def test_every_erasure_is_noted_twice_and_audited_as_a_number(office: Backoffice) -> None:
    number = add_idea(office.sessions, moderation_status="rejected")
    hang_on(office.sessions, number)
    age(office.sessions, number, 400)

    counts(office)

    assert office.erasures is not None
    [line] = map(json.loads, office.erasures.read_text().splitlines())
    assert (line["subject"], line["key"]) == ("proposal", number)
    assert office.erasures.stat().st_mode & 0o777 == 0o600
    with transaction(office.sessions) as session:
        noted = session.execute(text("select at, subject, subject_key from erasure")).one()
        audited = session.execute(text("select actor, kind, subject_key from audit_event")).one()
    assert (noted.at.isoformat(), noted.subject_key) == (line["at"], number)
    assert tuple(audited) == ("test", "privacy.retention", "rejected_ideas 1")


def test_nothing_is_erased_that_cannot_be_noted(office: Backoffice, tmp_path: Path) -> None:
    number = add_idea(office.sessions, moderation_status="rejected")
    age(office.sessions, number, 400)
    blocked = replace(office, erasures=tmp_path / "no-folder" / "erasures.jsonl")

    with pytest.raises(ErasureLogError, match="Nothing was erased"):
        run_retention(blocked, TESTER)

    assert count(office.sessions, "proposal") == 1
    assert count(office.sessions, "erasure") == 0


def test_an_idea_somebody_works_at_waits_for_the_next_run(office: Backoffice) -> None:
    held, free = (add_idea(office.sessions, moderation_status="rejected") for _ in range(2))
    for number in (held, free):
        age(office.sessions, number, 400)

    with transaction(office.sessions) as session:
        lock = text("select 1 from proposal where public_id = :n for update")
        session.execute(lock, {"n": held})
        assert counts(office) == {"rejected_ideas": 1}

    assert counts(office) == {"rejected_ideas": 1}


def test_many_go_in_portions_and_two_runs_at_once_count_each_once(
    office: Backoffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 7)
    for _ in range(30):
        age(office.sessions, add_idea(office.sessions, moderation_status="rejected"), 400)
    done: list[dict[str, int]] = []
    runs = [Thread(target=lambda: done.append(counts(office))) for _ in range(2)]

    for run in runs:
        run.start()
    for run in runs:
        run.join()
    done.append(counts(office))

    assert sum(one.get("rejected_ideas", 0) for one in done) == 30
    assert count(office.sessions, "proposal") == 0
    assert count(office.sessions, "erasure") == 30
    assert counts(office) == {}


def test_only_those_who_protect_data_may(office: Backoffice) -> None:
    with pytest.raises(SignInNeededError):
        run_retention(office, None)
    moderator = signed_in(office.sessions, add_account(office.sessions, "m", Role.MODERATOR))
    with pytest.raises(ForbiddenError):
        run_retention(office, moderator)


def test_the_application_s_own_role_may_do_it(office: Backoffice, empty_url: str) -> None:
    age(office.sessions, add_idea(office.sessions, moderation_status="rejected"), 400)
    engine = make_engine(empty_url, as_app=True)
    try:
        assert counts(replace(office, sessions=make_sessions(engine))) == {"rejected_ideas": 1}
    finally:
        engine.dispose()
