"""One person's data: found by what she holds, handed out whole, erased without a trace of words."""

import json
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import LargeBinary, text

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import count_differences
from mapper.db.tables import Base
from mapper.domain.roles import Role
from mapper.errors import (
    ForbiddenError,
    InvalidFieldError,
    LastAdministratorError,
    NotFoundError,
    SignInNeededError,
)
from mapper.i18n import get_translator
from mapper.i18n.personal_data import describe_personal_data
from mapper.services.backoffice import Backoffice
from mapper.services.personal_data import (
    Search,
    erase_account,
    erase_idea,
    export_person,
    find_person,
    read_search,
    read_token,
)
from mapper.services.personal_rows import LEFT_OUT, exported_columns
from mapper.services.rollups import fold_waiting
from tests.db.ideas import add_idea, count, hang_on, token_of
from tests.db.merging import add_supported, put_into
from tests.db.world import NO_DIFFERENCE, build_world
from tests.hostile import HOSTILE
from tests.staff import TESTER, add_account, office_on, signed_in

HERS = ("A bench in the shade", "nowhere to sit", "Anna Beispiel", "anna@example.org")
HANGING = ("proposal_contact", "proposal_original", "photo", "support", "comment", "response")


@pytest.fixture
def office(empty_sessions: Sessions, tmp_path: Path) -> Backoffice:
    build_world(empty_sessions)
    return replace(office_on(empty_sessions), erasures=tmp_path / "erasures.jsonl")


def everything(sessions: Sessions) -> str:
    """All rows of all tables, as one text."""
    with transaction(sessions) as session:
        rows = [
            session.scalar(text(f"select coalesce(string_agg(t::text, ' '), '') from {name} t"))
            for name in Base.metadata.tables
        ]
    return " ".join(map(str, rows))


def found(office: Backoffice, **search: object) -> list[str]:
    return [idea.number for idea in find_person(office, TESTER, Search(**search)).ideas]  # type: ignore[arg-type]


def test_she_is_found_by_link_number_or_address_and_nobody_else_is(office: Backoffice) -> None:
    hers = add_idea(office.sessions, email="Anna@Example.org", moderation_status="withdrawn")
    other = add_idea(office.sessions, email="bernd@example.org")
    token = token_of(office.sessions, hers)

    assert found(office, token=token) == [hers]
    assert found(office, token=read_token(f"https://map.example/meine#{token}")) == [hers]
    assert found(office, email=" anna@example.org") == [hers]
    assert set(found(office, numbers=(hers, other))) == {hers, other}
    assert found(office, email="%@example.org") == []
    assert found(office, login="anna") == []
    assert read_search(f" {hers.upper()}, {other}") == Search(numbers=(hers, other))
    assert read_search(f"https://map.example/meine#{token}") == Search(token=token)
    assert read_search("anna@example.org") == Search(
        email="anna@example.org", login="anna@example.org"
    )
    for payload in HOSTILE:
        assert not find_person(office, TESTER, replace(read_search(payload), numbers=("none",)))
        assert found(office, email=payload, token=payload, login=payload) == []
    with pytest.raises(InvalidFieldError):
        find_person(office, TESTER, Search())


def test_everything_is_handed_out_but_secrets_and_who_reported(office: Backoffice) -> None:
    number = add_idea(office.sessions)
    hang_on(office.sessions, number)

    data = json.loads(json.dumps(export_person(office, TESTER, Search(numbers=(number,)))))

    idea = data["ideas"][0]
    assert idea["proposal_contact"] == [{"email": "anna@example.org"}]
    assert idea["proposal_original"][0]["body"] == "Her number is 0123"
    assert idea["geom"]["type"] == "Point"
    assert idea["round"] == "ideas"
    for name in (*HANGING, "remark", "report"):
        assert len(idea[name]) == 1, name
    assert "reporter_hash" not in json.dumps(data)
    assert token_of(office.sessions, number) not in json.dumps(data)
    assert [event["kind"] for event in idea["audit_event"]] == ["privacy.exported"]
    assert "actor" not in idea["audit_event"][0]


def test_what_an_idea_was_merged_with_is_handed_out(office: Backoffice) -> None:
    part, whole = add_supported(office.sessions, "A"), add_supported(office.sessions, "B")
    put_into(office, TESTER, part, whole)

    data = json.loads(json.dumps(export_person(office, TESTER, Search(numbers=(part, whole)))))

    merges = {idea["public_id"]: idea["proposal_merge"] for idea in data["ideas"]}
    assert merges[whole] == []
    assert [(one["into"], one["former_status"]) for one in merges[part]] == [(whole, "published")]
    said = describe_personal_data(get_translator("de", "formal"), data)
    assert f"Teil der Idee: {whole}" in said
    assert "Zusammengeführt am: 20" in said


def test_no_column_about_a_person_is_forgotten_in_what_is_handed_out() -> None:
    for mapper in Base.registry.mappers:
        table = mapper.class_
        columns = table.__table__.columns
        held_back = {
            name for column in columns if (name := column.name) not in exported_columns(table)
        }
        internal = {
            name for column in columns if (name := column.name) == "id" or name.endswith("_id")
        }
        silent = {column.name for column in columns if isinstance(column.type, LargeBinary)}
        secret = LEFT_OUT.get(table.__tablename__, set())
        assert held_back <= (internal - {"public_id"}) | silent | secret


def test_the_text_is_in_her_language_and_holds_her_words(office: Backoffice) -> None:
    number = add_idea(office.sessions, title=HOSTILE[0][:80])
    hang_on(office.sessions, number)
    data = export_person(office, TESTER, Search(numbers=(number,)))

    said = describe_personal_data(get_translator("de", "formal"), data)

    for words in (number, HOSTILE[0][:80].splitlines()[0], "anna@example.org", "Names my neigh"):
        assert words in said
    assert "Nummer: " in said


def test_an_erased_idea_leaves_its_number_and_nothing_else(office: Backoffice) -> None:
    number, other = add_idea(office.sessions), add_idea(office.sessions, display_name="Bernd")
    hang_on(office.sessions, number)
    fold_waiting(office.sessions)

    erase_idea(office, TESTER, number)

    left = everything(office.sessions)
    for words in ("Anna Beispiel", "Mrs Muster", "Names my neighbour", "So do I", "gardeners"):
        assert words not in left
    for table in (*HANGING[1:], "remark", "report"):
        assert count(office.sessions, table) == 0
    assert found(office, numbers=(number, other)) == [other]
    with transaction(office.sessions) as session:
        assert count_differences(session) == NO_DIFFERENCE
        audited = session.execute(text("select kind, subject_key, fields from audit_event")).all()
    assert [tuple(row) for row in audited] == [("privacy.erased", number, [])]


def test_words_may_stay_without_the_person(office: Backoffice) -> None:
    number = add_idea(office.sessions, public_precision="100m")
    exact = add_idea(office.sessions)
    hang_on(office.sessions, number)
    token = token_of(office.sessions, number)

    erase_idea(office, TESTER, number, keep_idea=True)
    erase_idea(office, TESTER, exact, keep_idea=True)

    assert found(office, token=token) == []
    with transaction(office.sessions) as session:
        query = text(
            "select title, display_name, place_certainty, district_id, "
            "geom is not null as placed, moderation_status from proposal "
            "where public_id = :number"
        )
        row = session.execute(query, {"number": number}).one()
        kept = session.execute(query, {"number": exact}).one()
        assert count_differences(session) == NO_DIFFERENCE
    assert tuple(row) == ("A bench in the shade", None, "district", 1, False, "published")
    assert kept.placed
    left = everything(office.sessions)
    assert "Anna Beispiel" not in left
    assert "anna@example.org" not in left
    assert "Mrs Muster" not in left
    assert count(office.sessions, "response") == 1


def test_an_account_keeps_its_login_as_a_pseudonym(office: Backoffice) -> None:
    add_account(office.sessions, "chief", Role.ADMIN)
    anna = add_account(office.sessions, "anna", Role.ADMIN, email="anna@example.org")
    hers = signed_in(office.sessions, anna)
    assert find_person(office, hers, Search(email="ANNA@example.org")).accounts[0].login == "anna"
    assert export_person(office, hers, Search(login="anna"))["accounts"][0]["did"]

    erase_account(office, TESTER, "Anna")

    with pytest.raises(SignInNeededError):
        find_person(office, hers, Search(login="anna"))
    [account] = find_person(office, TESTER, Search(login="anna")).accounts
    assert (account.display_name, account.email, account.disabled) == ("anna", None, True)
    assert count(office.sessions, "staff_session") == 0
    assert count(office.sessions, "audit_event", "actor = 'anna'") == 1
    assert "anna" not in (office.erasures or Path()).read_text()
    with pytest.raises(LastAdministratorError):
        erase_account(office, TESTER, "chief")


def test_of_two_at_once_one_erases_and_the_other_is_told(office: Backoffice) -> None:
    number = add_idea(office.sessions)
    start, told = Barrier(2), []

    def erase() -> None:
        start.wait()
        try:
            erase_idea(office, TESTER, number)
            told.append("erased")
        except NotFoundError:
            told.append("gone")

    both = [Thread(target=erase) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(told) == ["erased", "gone"]
    assert count(office.sessions, "erasure") == 1


def test_it_takes_the_right_and_stays_within_the_limits(office: Backoffice) -> None:
    number = add_idea(office.sessions)
    moderator = signed_in(office.sessions, add_account(office.sessions, "mo", Role.MODERATOR))
    elsewhere = add_account(office.sessions, "else", Role.ADMIN, municipalities=["00000002"])
    limited = signed_in(office.sessions, elsewhere)

    for who, refused in ((None, SignInNeededError), (moderator, ForbiddenError)):
        for task in (find_person, export_person):
            with pytest.raises(refused):
                task(office, who, Search(numbers=(number,)))
        with pytest.raises(refused):
            erase_idea(office, who, number)
        with pytest.raises(refused):
            erase_account(office, who, "mo")
    assert not find_person(office, limited, Search(numbers=(number,)))
    with pytest.raises(NotFoundError):
        erase_idea(office, limited, number)
    assert count(office.sessions, "proposal") == 1
