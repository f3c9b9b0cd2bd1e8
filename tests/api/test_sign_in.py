"""Signing in and out over HTTP: forms, cookies, ways back, and who sends what."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, quote, urlsplit

import pyotp
import pytest
from sqlalchemy import select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import StaffAccount, StaffSession
from mapper.domain.roles import Role
from mapper.services import second_factor
from mapper.services.passwords import hash_password
from mapper.services.staff_tokens import issue_token
from tests.api.person import Form, Person
from tests.browser.app import App, running_app
from tests.conftest import copied_database, opened
from tests.hostile import HOSTILE
from tests.staff import add_account

PASSWORD = "Blaue Tassen im Schrank"
STORED = hash_password(PASSWORD)
SECRET = "a secret of two processes"


@dataclass(frozen=True, slots=True)
class Office:
    """Two processes of one installation, on one database."""

    apps: tuple[App, App]
    sessions: Sessions

    def person(self, process: int = 0) -> Person:
        """A browser nobody has used yet, in front of one of the processes."""
        return Person(self.apps[process].port)

    def add(self, login: str, *roles: Role, **columns: object) -> int:
        """An account with the password of these tests."""
        return add_account(self.sessions, login, *roles, **{"password_hash": STORED, **columns})

    def link(self, account_id: int, purpose: str) -> str:
        """The token of a link for an account."""
        with transaction(self.sessions) as session:
            return issue_token(session, account_id, purpose, timedelta(hours=1))  # type: ignore[arg-type]

    def give_app(self, login: str) -> pyotp.TOTP:
        """Set up the second factor of an account some minutes ago; its app."""
        app = pyotp.TOTP(pyotp.random_base32())
        then = datetime.now(UTC) - timedelta(minutes=10)
        with transaction(self.sessions) as session:
            found = select(StaffAccount).where(StaffAccount.login == login)
            account = session.scalars(found).one()
            assert second_factor.confirm(SECRET, account, app.secret, app.at(then), then)
        return app

    def age(self, account_id: int, **by: timedelta) -> None:
        """Move moments of an account's sessions, as if time had passed."""
        values = {name: getattr(StaffSession, name) - step for name, step in by.items()}
        with transaction(self.sessions) as session:
            session.execute(
                update(StaffSession)
                .where(StaffSession.account_id == account_id)
                .values(**values)
                .execution_options(synchronize_session=False)
            )


def process(home: Path, url: str) -> AbstractContextManager[App]:
    """A web server of this installation."""
    return running_app(home, supervised=False, database_url=url, mapper_secret_key=SECRET)


@pytest.fixture(scope="module")
def office(server_url: str, empty_template: str) -> Iterator[Office]:
    """Shared by the tests: each uses accounts of its own."""
    with (
        TemporaryDirectory(prefix="ideenkarte-forms-") as folder,
        copied_database(server_url, empty_template) as url,
        process(Path(folder) / "a", url) as one,
        process(Path(folder) / "b", url) as two,
        opened(url) as sessions,
    ):
        yield Office((one, two), sessions)


def test_signing_in_goes_back_to_where_one_came_from(office: Office) -> None:
    office.add("back", Role.MODERATOR)
    person = office.person()
    back = "/moderation?id=abc&status=pending"

    answer = person.sign_in("back", PASSWORD, f"/anmelden?back={quote(back)}&lang=en")

    assert (answer.status, answer.headers["location"]) == (303, back)
    assert answer.headers["cache-control"] == "no-store"
    cookie = next(one for one in person.set_cookies if one.startswith("ideenkarte="))
    morsel = SimpleCookie(cookie)["ideenkarte"]
    assert morsel["httponly"]
    assert morsel["samesite"].lower() == "lax"
    assert morsel["path"] == "/"
    assert morsel["max-age"] == morsel["expires"] == morsel["domain"] == ""
    assert person.is_signed_in()
    assert person.get(f"/anmelden?back={quote(back)}").headers["location"] == back


@pytest.mark.parametrize(
    "back",
    [
        *("//evil.example", "\\\\evil.example", "https:evil.example", "/\\evil.example"),
        *("https://evil.example/x", "/\t/evil.example", "/x\r\nSet-Cookie: a=b", "javascript:x"),
        "///evil.example/%2f..",
    ],
)
def test_no_way_back_leads_to_another_site(office: Office, back: str) -> None:
    login = f"redirect{abs(hash(back)) % 10**9}"
    office.add(login, Role.MODERATOR)
    person = office.person()
    form = person.open(f"/anmelden?back={quote(back, safe='')}")
    fields = {**form.fields, "login": login, "password": PASSWORD, "back": back}

    shown = {attrs.get("href") for tag, attrs in form.tags if tag == "a"}
    answer = person.post("/anmelden", fields)

    assert answer.headers["location"] == "/"
    assert "set-cookie" not in answer.headers["location"].lower()
    assert not any(urlsplit(href or "").netloc for href in shown)
    assert person.get(f"/anmelden?back={quote(back, safe='')}").headers["location"] == "/"


def test_wrong_login_and_wrong_password_look_the_same(office: Office) -> None:
    office.add("known", Role.MODERATOR)
    office.add("closed", Role.MODERATOR, disabled_at=datetime.now(UTC))
    pages = []
    for login, password in (("known", "wrong"), ("nobody", PASSWORD), ("closed", PASSWORD)):
        person = office.person()
        answer = person.sign_in(login, password)
        assert answer.status == 422
        assert person.token is None
        form = Form(answer.text())
        assert form.fields["login"] == login
        assert form.fields["password"] == ""
        pages.append(re.sub(rf"{login}|[0-9a-f]{{40}}", "", answer.text()))

    assert pages[0] == pages[1] == pages[2]
    assert "Login and password do not go together" in pages[0]


def test_every_step_gives_another_id_and_one_put_there_before_is_worth_nothing(
    office: Office,
) -> None:
    office.add("fixed", Role.MODERATOR)
    office.give_app("fixed")
    person = office.person()
    person.cookies["ideenkarte"] = "an id of the attacker"

    person.sign_in("fixed", PASSWORD)
    half_way = person.token
    thief = office.person()
    thief.cookies["ideenkarte"] = "an id of the attacker"

    assert half_way not in (None, "an id of the attacker")
    assert not thief.is_signed_in()
    assert not person.is_signed_in()


def test_a_second_factor_is_set_up_then_asked_for_and_its_codes_shown_once(
    office: Office,
) -> None:
    office.add("setup", Role.ADMIN)
    person = office.person()

    answer = person.sign_in("setup", PASSWORD, "/anmelden?back=/verwaltung")
    page = person.get(answer.headers["location"])
    key = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page.text()))
    again = person.get(answer.headers["location"]).text()
    wrong = person.send(answer.headers["location"], code="000000")
    half_way = person.token
    done = person.send(answer.headers["location"], code=pyotp.TOTP(key).now())
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", done.text())

    assert len(key) == 32
    assert key == "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", again))
    assert "<svg" in page.text()
    assert wrong.status == 422
    assert done.status == 200
    assert len(codes) == 10
    assert 'href="/verwaltung"' in done.text()
    assert person.is_signed_in()
    old = office.person()
    old.cookies["ideenkarte"] = half_way or ""
    assert old.get("/anmelden/einrichten").status == 303
    assert codes[0] not in person.get("/konto").text()

    other = office.person(process=1)
    asked = other.sign_in("setup", PASSWORD, "/anmelden?back=/protokoll")
    assert urlsplit(asked.headers["location"]).path == "/anmelden/code"
    assert other.get("/anmelden/einrichten").headers["location"].startswith("/anmelden/code")
    back = other.send(asked.headers["location"], recovery=codes[0].upper())
    assert (back.status, back.headers["location"]) == (303, "/protokoll")
    third = office.person()
    third.sign_in("setup", PASSWORD)
    used = third.send("/anmelden/code", recovery=codes[0])
    assert used.status == 422
    assert "wrong or was used before" in used.text()


def test_a_session_holds_in_every_process_and_after_a_restart(
    office: Office, tmp_path: Path
) -> None:
    office.add("stays", Role.MODERATOR)
    person = office.person()
    person.sign_in("stays", PASSWORD)

    other = Person(office.apps[1].port, cookies=dict(person.cookies))
    assert other.is_signed_in()
    url = office.apps[1].database_url
    with process(tmp_path, url) as third:
        late = Person(third.port, cookies=dict(person.cookies))
        assert late.is_signed_in()
        assert late.send("/abmelden").status == 303
    assert not other.is_signed_in()
    assert not person.is_signed_in()


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(office: Office) -> None:
    office.add("stolen", Role.MODERATOR)
    person, thief = office.person(), office.person()
    person.sign_in("stolen", PASSWORD)
    thief.cookies = dict(person.cookies)
    assert thief.is_signed_in()

    asked = person.get("/abmelden")
    assert person.is_signed_in()
    answer = person.send("/abmelden")

    assert asked.status == 200
    assert answer.headers["location"].startswith("/anmelden?nach=abgemeldet")
    assert "You are signed out." in person.get(answer.headers["location"]).text()
    assert person.token is None
    assert thief.get("/konto").headers["location"] == "/anmelden?back=%2Fkonto"
    assert thief.send("/abmelden").status == 303


def test_a_session_ends_when_idle_and_in_any_case(office: Office) -> None:
    account = office.add("expiring", Role.MODERATOR)
    person = office.person()

    person.sign_in("expiring", PASSWORD)
    office.age(account, seen_at=timedelta(minutes=59))
    assert person.is_signed_in()
    office.age(account, seen_at=timedelta(minutes=61))
    assert not person.is_signed_in()

    person.sign_in("expiring", PASSWORD)
    office.age(account, expires_at=timedelta(hours=11, minutes=59))
    assert person.is_signed_in()
    office.age(account, expires_at=timedelta(minutes=2))
    assert not person.is_signed_in()


def test_too_many_tries_say_how_long_to_wait_and_spare_a_known_device(office: Office) -> None:
    office.add("slow", Role.MODERATOR)
    owner = office.person()
    owner.sign_in("slow", PASSWORD)
    owner.send("/abmelden")
    attacker = Person(office.apps[0].port, owner.address)

    statuses = [attacker.sign_in("slow", "wrong").status for _ in range(5)]
    refused = attacker.sign_in("slow", PASSWORD)

    assert statuses == [422] * 5
    assert refused.status == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 900
    minutes = re.search(r"Please wait (\d+) minutes?, then try again", refused.text())
    assert minutes
    assert int(minutes[1]) == -(-int(refused.headers["retry-after"]) // 60)
    assert Form(refused.text()).fields["login"] == "slow"
    assert owner.sign_in("slow", PASSWORD).status == 303


@pytest.mark.parametrize("path", ["/anmelden", "/abmelden"])
@pytest.mark.parametrize("trick", ["no token", "another's", "no cookie", "foreign", "cross-site"])
def test_a_form_that_our_page_did_not_send_is_shown_again(
    office: Office, path: str, trick: str
) -> None:
    person = office.person()
    form = person.open(path)
    headers = {"foreign": {"origin": "https://evil.example"}, "cross-site": {"origin": "null"}}
    fields = {**form.fields, "login": "<b>typed</b>", "password": "secret"}
    if trick == "no token":
        del fields["form_token"]
    if trick == "another's":
        fields["form_token"] = office.person().open(path).fields["form_token"]
    if trick == "no cookie":
        person.cookies.clear()

    answer = person.post(path, fields, **headers.get(trick, {}))

    assert answer.status == 403
    assert "Please send this once more" in answer.text()
    assert "secret" not in answer.text()
    if path == "/anmelden":
        assert Form(answer.text()).fields["login"] == "<b>typed</b>"
    again = Form(answer.text())
    assert again.fields["form_token"] != ""


def test_a_form_of_a_page_without_referrer_is_taken_from_our_own_site_only(
    office: Office,
) -> None:
    office.add("menu", Role.MODERATOR)
    person = office.person()
    person.sign_in("menu", PASSWORD)
    fields = person.open("/abmelden").fields

    other_site = person.post("/abmelden", fields, origin="null", sec_fetch_site="cross-site")
    assert (other_site.status, person.is_signed_in()) == (403, True)
    own = person.post("/abmelden", fields, origin="null", sec_fetch_site="same-origin")
    assert own.status == 303
    assert person.token is None


def test_signed_out_in_one_tab_the_other_tabs_forms_do_nothing(office: Office) -> None:
    account = office.add("tabs", Role.MODERATOR)
    person = office.person()
    person.sign_in("tabs", PASSWORD)
    other_tab = person.open("/konto/angaben").fields
    cookies = dict(person.cookies)
    person.send("/abmelden")

    late = person.post("/konto/angaben", {**other_tab, "display_name": "Somebody else"})
    stolen = Person(person.port, cookies=cookies)
    stolen_late = stolen.post("/konto/angaben", {**other_tab, "display_name": "A thief"})

    assert late.headers["location"].startswith("/anmelden")
    assert stolen_late.headers["location"].startswith("/anmelden")
    with transaction(office.sessions) as session:
        kept = session.get(StaffAccount, account)
        assert kept is not None
        assert kept.display_name == "Tabs"


def test_an_invitation_sets_the_first_password(office: Office) -> None:
    account = office.add("invited", Role.MODERATOR, password_hash=None, display_name="<b>I</b>")
    link = office.link(account, "invitation")
    person = office.person()
    path = f"/einladung?token={link}"

    form = person.open(path)
    differs = person.send(path, password=PASSWORD, again="something else")
    weak = person.send(path, password="invited2026!", again="invited2026!")
    saved = person.send(path, password=PASSWORD, again=PASSWORD)

    assert "<b>I</b>" in form.text
    assert "invited" in form.text
    assert "The two passwords are not the same" in differs.text()
    assert (weak.status, Form(weak.text()).fields["token"]) == (422, link)
    assert "made of your own name" in weak.text()
    assert saved.headers["location"] == "/anmelden?nach=passwort"
    used = person.get(path)
    assert used.status == 410
    assert "was used already or has run out" in used.text()
    assert person.get(f"/passwort?token={link}").status == 410
    assert person.sign_in("invited", PASSWORD).status == 303


def test_without_a_mail_server_one_is_told_whom_to_ask(office: Office) -> None:
    page = office.person().get("/passwort")

    assert page.status == 200
    assert "ask your administration for a printed link" in page.text()
    assert "<form" not in page.text()


def test_a_language_chosen_by_hand_can_be_changed_back(office: Office) -> None:
    person = office.person()
    address, seen = "/anmelden?back=/ideen&lang=en", []

    for wanted in ("de", "en", "de"):
        tags = person.open(address).tags
        address = next(a["href"] or "" for tag, a in tags if a.get("hreflang") == wanted)
        page = person.open(address)
        seen.append((dict(page.tags)["html"]["lang"], page.fields["back"]))

    assert seen == [("de", "/ideen"), ("en", "/ideen"), ("de", "/ideen")]


@pytest.mark.parametrize("path", ["/anmelden", "/passwort", "/einladung", "/anmelden/code"])
def test_hostile_texts_stay_text_in_every_field(office: Office, path: str) -> None:
    names = ("login", "password", "again", "code", "recovery", "token", "back", "nach", "lang")
    for text in HOSTILE:
        person = office.person()
        fields = {**person.open("/anmelden").fields, **dict.fromkeys(names, text)}
        fields["form_token"] = person.open("/anmelden").fields["form_token"]
        query = "&".join(f"{name}={quote(text, safe='')}" for name in names)

        for answer in (person.post(path, fields), person.get(f"{path}?{query}")):
            assert answer.status in (200, 303, 403, 410, 422, 429), answer.text()[:300]
            if answer.status == 303:
                assert answer.headers["location"].startswith("/")
                continue
            tags = Form(answer.text()).tags
            assert not {"script", "img", "svg", "iframe", "b"} & {tag for tag, _ in tags}
            assert not any(name.startswith("on") for _, attrs in tags for name in attrs)
            hrefs = [attrs.get("href") or "" for tag, attrs in tags if tag == "a"]
            assert all(href.startswith(("/", "#")) and href[1:2] != "/" for href in hrefs)


def test_other_methods_and_unknown_addresses_end_in_their_shapes(office: Office) -> None:
    person = office.person()

    assert person.ask("PUT", "/anmelden").status == 405
    assert person.ask("OPTIONS", "/anmelden").headers["allow"] == "GET, HEAD, POST"
    assert person.ask("HEAD", "/anmelden").body == b""
    assert person.get("/anmelden/").headers["location"] == "/anmelden"
    for path in ("/anmelden/nichts", "/konto/nichts", "/abmelden/x", "/einladung/x"):
        assert person.get(path).status == 404
        assert person.get(path, accept="*/*").json()["error"] == "not_found"
    assert person.post("/konto", {}).status == 405


def test_whatever_is_no_form_is_refused_like_an_empty_one(office: Office) -> None:
    person = office.person()
    person.open("/anmelden")

    for body in ({}, {f"f{n}": "x" for n in range(200)}):
        assert person.post("/anmelden", body).status == 403
    as_json = person.post("/anmelden", {"a": "b"}, content_type="application/json")
    too_large = person.post("/anmelden", {"login": "x" * 70_000})

    assert as_json.status == 403
    assert too_large.status == 413


def test_behind_tls_cookies_belong_to_this_host_alone(
    server_url: str, empty_template: str, tmp_path: Path
) -> None:
    with (
        copied_database(server_url, empty_template) as url,
        running_app(
            tmp_path,
            supervised=False,
            database_url=url,
            mapper_base_url="https://ideen.town.example",
        ) as app,
        opened(url) as sessions,
    ):
        add_account(sessions, "secure", Role.MODERATOR, password_hash=STORED)
        person = Person(app.port)
        form = person.open("/anmelden")
        fields = {**form.fields, "login": "secure", "password": PASSWORD}

        plain = person.post("/anmelden", fields)
        answer = person.post("/anmelden", fields, origin="https://ideen.town.example")

        assert plain.status == 403
        assert answer.status == 303
        names = {line.partition("=")[0] for line in person.set_cookies}
        assert names == {"__Host-ideenkarte", "__Host-ideenkarte_device"}
        assert all("Secure" in line and "HttpOnly" in line for line in person.set_cookies)
        assert parse_qs(urlsplit(answer.headers["location"]).query) == {}
