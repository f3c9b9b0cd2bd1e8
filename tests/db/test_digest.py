"""The weekly letter counts what waits for each reader, and holds nobody's words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Municipality, Proposal, Report
from mapper.domain.berlin import today
from mapper.domain.roles import Role
from mapper.errors import ForbiddenError
from mapper.i18n import get_translator
from mapper.mail import digest as letters
from mapper.services.access import SignedIn
from mapper.services.backoffice import Backoffice
from mapper.services.digest import Digest, list_digests
from tests.db.world import build_world
from tests.staff import TESTER, add_account, office_on, signed_in

WORDS = "Erika Mustermann wohnt am Markt 3"
WEST, EAST = "00000001", "00000002"


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    build_world(empty_sessions)
    return office_on(empty_sessions)


def add_idea(office: Backoffice, number: str, days_ago: float = 1, **columns: object) -> int:
    """A pending idea in the west, entered so long ago."""
    town = columns.pop("town", WEST)
    moment = func.now() - timedelta(days=days_ago)
    with transaction(office.sessions) as session:
        towns = select(Municipality.id).where(Municipality.ags == town)
        values = {
            **{"public_id": number, "client_key": uuid4(), "round_id": 1, "action_field_id": 1},
            **{"place_certainty": "none", "public_precision": "exact"},
            **{"title": WORDS, "body": WORDS, "display_name": WORDS},
            **{"created_at": moment, "waits_since": moment, "touched_at": moment},
            **columns,
        }
        added = session.execute(insert(Proposal).values(values).returning(Proposal.id)).scalar_one()
        # Where it lies follows from its point otherwise.
        session.execute(
            update(Proposal)
            .where(Proposal.id == added)
            .values(municipality_id=towns.scalar_subquery())
        )
    return added


def add_person(office: Backoffice, login: str, *roles: Role, **columns: object) -> int:
    return add_account(
        office.sessions, login, *roles, **{"email": f"{login}@example.org", **columns}
    )


def digest_of(office: Backoffice, login: str) -> Digest | None:
    found = {one.login: one for one in list_digests(office, TESTER)}
    return found.get(login)


def test_everything_that_waits_is_counted_once(office: Backoffice) -> None:
    anna = add_person(office, "anna", Role.MODERATOR)
    bert = add_person(office, "bert", Role.PLANNER)
    add_idea(office, "newest111", 1)
    add_idea(office, "oldest111", 9, assigned_to=bert)
    add_idea(office, "middle111", 3, assigned_to=anna)
    published = {"moderation_status": "published", "published_at": func.now()}
    reported = add_idea(office, "report111", 2, **published)
    add_idea(office, "overdue11", 30, **published)
    add_idea(office, "planned11", 30, **published, response_status="planned")
    with transaction(office.sessions) as session:
        session.execute(insert(Report), [{"proposal_id": reported, "reason": "insult"}] * 2)

    moderator, planner = digest_of(office, "anna"), digest_of(office, "bert")

    assert moderator is not None
    pending = moderator.own.pending
    assert (pending.ideas, pending.late) == (3, 1)
    assert [one.number for one in pending.oldest] == ["oldest111", "middle111", "newest111"]
    assert [(one.holder, one.ideas, one.is_me) for one in pending.held] == [
        ("Anna", 1, True),
        ("Bert", 1, False),
        (None, 1, False),
    ]
    assert moderator.own.reported == 1
    assert [one.number for one in moderator.own.overdue.oldest] == ["overdue11"]
    assert planner is not None
    assert (planner.own.pending.ideas, planner.own.reported, planner.own.overdue.ideas) == (0, 0, 1)


def test_limits_hold_in_letters_too(office: Backoffice) -> None:
    add_person(office, "anna", Role.MODERATOR, municipalities=[EAST])
    add_person(office, "bert", Role.MODERATOR, municipalities=[WEST])
    add_idea(office, "western11")

    assert digest_of(office, "anna") is None
    found = digest_of(office, "bert")
    assert found is not None
    assert found.own.pending.ideas == 1


def test_only_those_who_read_letters_and_for_whom_something_waits(office: Backoffice) -> None:
    add_idea(office, "waiting11")
    add_person(office, "reads", Role.MODERATOR)
    add_person(office, "planner", Role.PLANNER)
    add_person(office, "gis", Role.GIS, Role.ADMIN, Role.PARTNER)
    add_person(office, "off", Role.MODERATOR, digest=False)
    add_person(office, "nowhere", Role.MODERATOR, email=None)
    add_person(office, "gone", Role.MODERATOR, disabled_at=func.now())

    assert [one.login for one in list_digests(office, TESTER)] == ["reads"]


def test_a_deputy_gets_what_somebody_away_had_or_saw_beyond_her(office: Backoffice) -> None:
    anna = add_person(office, "anna", Role.MODERATOR, municipalities=[WEST])
    bert = add_person(
        *(office, "bert", Role.MODERATOR, Role.PLANNER),
        deputy_id=anna,
        away_until=today() + timedelta(days=5),
    )
    add_idea(office, "western11")
    add_idea(office, "westbert1", assigned_to=bert)
    add_idea(office, "eastern11", town=EAST)

    found = digest_of(office, "anna")

    assert digest_of(office, "bert") is None
    assert found is not None
    assert found.own.pending.ideas == 2
    [(name, work)] = found.stands_in
    assert name == "Bert"
    assert {one.number for one in work.pending.oldest} == {"westbert1", "eastern11"}


@pytest.mark.parametrize(
    "deputy",
    [
        {"roles": [Role.GIS]},
        {"disabled_at": func.now()},
        {"email": None},
        {"digest": False},
        {"away_until": today() + timedelta(days=2)},
    ],
)
def test_without_a_deputy_who_can_the_letter_stays_where_it_was(
    office: Backoffice, deputy: dict[str, object]
) -> None:
    add_idea(office, "waiting11")
    other = add_person(office, "other", **{"roles": [Role.MODERATOR], **deputy})
    later = today() + timedelta(days=5)
    add_person(office, "bert", Role.MODERATOR, deputy_id=other, away_until=later)

    found = digest_of(office, "bert")
    assert found is not None
    assert found.own.pending.ideas == 1


def test_who_is_back_gets_her_letter_again(office: Backoffice) -> None:
    anna = add_person(office, "anna", Role.MODERATOR)
    yesterday = today() - timedelta(days=2)
    add_person(office, "bert", Role.MODERATOR, deputy_id=anna, away_until=yesterday)
    add_idea(office, "waiting11")

    assert [(one.login, one.stands_in) for one in list_digests(office, TESTER)] == [
        ("anna", ()),
        ("bert", ()),
    ]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_letter_holds_numbers_and_no_words(office: Backoffice, lang: str) -> None:
    anna = add_person(office, "anna", Role.MODERATOR)
    add_person(
        *(office, "bert", Role.MODERATOR),
        deputy_id=anna,
        away_until=today() + timedelta(days=5),
    )
    for number in range(7):
        add_idea(office, f"number{number}11", 10 + number, assigned_to=anna + 1)
    [found] = list_digests(office, TESTER)

    letter = letters._letter(get_translator(lang), "Westdorf", "https://ideen.example.org", found)

    assert letter.to == "anna@example.org"
    assert "https://ideen.example.org/moderation" in letter.body.splitlines()
    assert {"7", "number611"} <= set(letter.body.replace(",", "").split())
    assert "number111" not in letter.body, "the oldest five only"
    assert "Bert" in letter.body
    for word in WORDS.split():
        if len(word) > 2:
            assert word not in letter.body + letter.subject


def test_not_everybody_may_ask_for_all_letters(office: Backoffice) -> None:
    who: SignedIn = signed_in(office.sessions, add_person(office, "anna", Role.MODERATOR))

    with pytest.raises(ForbiddenError):
        list_digests(office, who)
