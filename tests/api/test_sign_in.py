"""Signing in and out over HTTP: each step, its cookies, and how a session ends."""

import re
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyotp

from mapper.domain.roles import Role
from tests.api.office import PASSWORD, Office, process
from tests.api.person import Form, Person


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
