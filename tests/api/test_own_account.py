"""`/konto` over HTTP: what everybody on the staff changes of her own account; letters for that."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyotp
import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffAccount
from mapper.domain.roles import Role
from mapper.services.passwords import hash_password
from tests.api.person import Form, Person
from tests.browser.app import App, running_app
from tests.conftest import copied_database, opened
from tests.hostile import HOSTILE
from tests.mail_server import MailServer, mail_server
from tests.processes import wait_until
from tests.staff import add_account

PASSWORD = "Blaue Tassen im Schrank"
NEW_PASSWORD = "Gelbe Kannen am Fenster"
STORED = hash_password(PASSWORD)


class Town:
    """A web server that sends letters, and its database."""

    def __init__(self, app: App, sessions: Sessions, mail: MailServer) -> None:
        self.app, self.sessions, self.mail = app, sessions, mail

    def signed_in(self, login: str, *roles: Role, **columns: object) -> Person:
        """Somebody new, in a browser of her own."""
        given = {"password_hash": STORED, "email": f"{login}@town.example", **columns}
        add_account(self.sessions, login, *(roles or (Role.MODERATOR,)), **given)
        return self.again(login)

    def again(self, login: str, password: str = PASSWORD) -> Person:
        """The same somebody in another browser."""
        person = Person(self.app.port)
        assert person.sign_in(login, password).status == 303
        return person

    def account(self, login: str) -> StaffAccount:
        """The row of an account."""
        with transaction(self.sessions) as session:
            return session.scalars(select(StaffAccount).where(StaffAccount.login == login)).one()

    def recorded(self, login: str) -> list[tuple[str, tuple[str, ...]]]:
        """Kinds and fields of what stands in the audit about an account."""
        with transaction(self.sessions) as session:
            rows = session.scalars(
                select(AuditEvent)
                .where(AuditEvent.subject == "account", AuditEvent.subject_key == login)
                .order_by(AuditEvent.id)
            )
            return [(row.kind, tuple(row.fields)) for row in rows]


@pytest.fixture(scope="module")
def town(server_url: str, empty_template: str) -> Iterator[Town]:
    """Shared by the tests: each uses accounts of its own."""
    with (
        TemporaryDirectory(prefix="ideenkarte-konto-") as folder,
        copied_database(server_url, empty_template) as url,
        mail_server() as mail,
        started(Path(folder), url, mail) as app,
        opened(url) as sessions,
    ):
        yield Town(app, sessions, mail)


@contextmanager
def started(home: Path, url: str, mail: MailServer) -> Iterator[App]:
    """The web server alone, with the mail server's settings."""
    given = {name.lower(): value for name, value in mail.settings().items()}
    with running_app(
        home, options=(), supervised=False, proxy="", database_url=url, **given
    ) as app:
        yield app


def test_name_and_weekly_letter_are_changed_and_recorded_without_content(town: Town) -> None:
    person = town.signed_in("names")
    form = person.open("/konto/angaben?back=/ideen")

    changed = person.post(
        form.action, {**form.fields, "display_name": " Erika \t Beispiel ", "digest": ""}
    )

    assert changed.headers["location"] == "/konto?back=%2Fideen&nach=gespeichert"
    page = Form(person.get(changed.headers["location"]).text())
    assert "Erika Beispiel" in page.text
    assert "Saved." in page.text
    assert ("a", "/ideen") in [(tag, attrs.get("href")) for tag, attrs in page.tags]
    account = town.account("names")
    assert (account.display_name, account.digest) == ("Erika Beispiel", False)
    assert town.recorded("names") == [("account.changed", ("digest", "display_name"))]


def test_a_name_that_cannot_be_is_refused_and_stays_in_the_form(town: Town) -> None:
    person = town.signed_in("unnamed")

    for name in ("", "   ", "x" * 101, "zero\u200bwidth\u202e"):
        answer = person.send("/konto/angaben", display_name=name)
        assert answer.status == 422
        assert Form(answer.text()).fields["display_name"] == name
        assert 'aria-invalid="true"' in answer.text()
        assert 'aria-describedby="display_name-error"' in answer.text()
    assert town.account("unnamed").display_name == "Unnamed"


def test_hostile_names_stay_text(town: Town) -> None:
    person = town.signed_in("hostile")

    for text in HOSTILE:
        answer = person.send("/konto/angaben", display_name=text[:100])
        page = answer if answer.status == 422 else person.get("/konto")
        form = Form(page.text())
        assert not {"script", "img", "svg", "iframe", "b"} & {tag for tag, _ in form.tags}
        assert not any(name.startswith("on") for _, attrs in form.tags for name in attrs)


def test_a_deputy_is_a_colleague_who_can_sign_in(town: Town) -> None:
    person = town.signed_in("absent")
    add_account(town.sessions, "standin", Role.MODERATOR, display_name="Vera Vertretung")

    for deputy, until, wrong in (
        ("", "2026-12-24", "deputy"),
        ("absent", "2026-12-24", "deputy"),
        ("nobody", "", "deputy"),
        ("standin", "24.12.2026", "away_until"),
        ("standin", "2026-13-01", "away_until"),
    ):
        answer = person.send("/konto/vertretung", deputy=deputy, away_until=until)
        assert answer.status == 422
        assert f'href="#{wrong}"' in answer.text()
        assert Form(answer.text()).fields["away_until"] == until
    saved = person.send("/konto/vertretung", deputy="standin", away_until="2026-12-24")

    assert saved.status == 303
    assert "Vera Vertretung, you are away until 24 December 2026" in person.get("/konto").text()
    assert str(town.account("absent").away_until) == "2026-12-24"


def test_a_new_password_takes_the_old_one_and_ends_the_other_sessions(town: Town) -> None:
    person = town.signed_in("changes")
    elsewhere = town.again("changes")
    before = person.token

    wrong = person.send("/konto/passwort", old="wrong", password=NEW_PASSWORD, again=NEW_PASSWORD)
    differs = person.send("/konto/passwort", old=PASSWORD, password=NEW_PASSWORD, again="x")
    weak = person.send("/konto/passwort", old=PASSWORD, password="changes123!", again="changes123!")
    saved = person.send("/konto/passwort", old=PASSWORD, password=NEW_PASSWORD, again=NEW_PASSWORD)

    assert [wrong.status, differs.status, weak.status, saved.status] == [422, 422, 422, 303]
    assert "This is not your current password." in wrong.text()
    assert 'href="#again"' in differs.text()
    assert NEW_PASSWORD not in wrong.text() + differs.text()
    assert person.token != before
    assert person.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert Person(town.app.port).sign_in("changes", PASSWORD).status == 422
    assert Person(town.app.port).sign_in("changes", NEW_PASSWORD).status == 303
    assert town.recorded("changes") == [("account.password_set", ("change",))]


def test_guessing_the_old_password_at_a_screen_left_alone_is_throttled(town: Town) -> None:
    person = town.signed_in("left")

    given = [
        person.send("/konto/codes" if n % 2 else "/konto/passwort", old="wrong").status
        if n % 2 == 0
        else person.send("/konto/zweiter-schritt", old="wrong", code="000000").status
        for n in range(7)
    ]

    assert given[:5] == [422] * 5
    assert given[5:] == [429] * 2


def test_the_second_step_is_set_up_replaced_and_its_codes_made_anew(town: Town) -> None:
    person = town.signed_in("factor")
    elsewhere = town.again("factor")

    assert person.get("/konto/codes").headers["location"] == "/konto/zweiter-schritt"
    first = set_up(person)
    assert not elsewhere.is_signed_in()
    assert person.is_signed_in()
    second = set_up(person)
    assert first.key != second.key
    renewed = person.send("/konto/codes", old=PASSWORD)
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", renewed.text())

    assert len(set(codes) | set(first.codes) | set(second.codes)) == 30
    late = Person(town.app.port)
    late.sign_in("factor", PASSWORD)
    for stale in (first.codes[0], second.codes[0]):
        assert late.send("/anmelden/code", recovery=stale).status == 422
    assert late.send("/anmelden/code", recovery=codes[0]).status == 303
    assert "9 unused" in late.get("/konto").text()
    kinds = [kind for kind, _ in town.recorded("factor")]
    assert kinds == ["account.second_factor_set"] * 2 + ["account.recovery_codes_set"]


class SetUp:
    """A second factor that was just set up."""

    def __init__(self, key: str, codes: list[str]) -> None:
        self.key, self.codes = key, codes


def set_up(person: Person) -> SetUp:
    """Set up the second factor on the account's page."""
    page = person.get("/konto/zweiter-schritt").text()
    key = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    done = person.send("/konto/zweiter-schritt", old=PASSWORD, code=pyotp.TOTP(key).now())
    assert done.status == 200
    return SetUp(key, re.findall(r"<code>([a-z0-9-]{14})</code>", done.text()))


def test_one_signs_out_everywhere_else(town: Town) -> None:
    here = town.signed_in("everywhere")
    others = [town.again("everywhere") for _ in range(2)]
    assert "signed in 3 times" in here.get("/konto").text()

    assert here.send("/konto/sitzungen").status == 303

    assert here.is_signed_in()
    assert not any(other.is_signed_in() for other in others)


def test_nobody_sees_an_account_and_is_sent_to_sign_in(town: Town) -> None:
    person = Person(town.app.port)

    for path in ("", "/angaben", "/vertretung", "/passwort", "/zweiter-schritt", "/codes"):
        answer = person.get(f"/konto{path}")
        assert answer.status == 303
        assert answer.headers["location"] == f"/anmelden?back=%2Fkonto{path.replace('/', '%2F')}"


def test_a_letter_brings_the_link_and_the_answer_does_not_say_to_whom(town: Town) -> None:
    person = town.signed_in("forgets")
    asking = Person(town.app.port)

    answers = [asking.send("/passwort", login=who) for who in ("nobody", "Forgets@town.example")]
    letter = wait_for_letter(town.mail, "forgets@town.example")
    link = re.search(r"/passwort\?token=[\w-]+", letter)
    assert link
    saved = asking.send(link[0], password=NEW_PASSWORD, again=NEW_PASSWORD)

    assert [answer.headers["location"] for answer in answers] == ["/passwort?nach=bitte"] * 2
    assert "If there is such an account" in asking.get("/passwort?nach=bitte").text()
    assert saved.headers["location"] == "/anmelden?nach=passwort"
    assert not person.is_signed_in()
    assert town.again("forgets", NEW_PASSWORD).is_signed_in()
    assert asking.get(link[0]).status == 410
    assert asking.send("/passwort", login="  ").status == 422
    assert town.mail.received().count("nobody") == 0


def wait_for_letter(mail: MailServer, to: str) -> str:
    """The text of the letter to somebody, once it is there."""
    wait_until(lambda: to in mail.received(), limit_s=30, told=mail.received)
    found = next(letter for letter in mail.letters if str(letter["To"]) == to)
    return str(found.get_content()).replace("=\n", "")
