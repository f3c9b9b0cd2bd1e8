"""Forms of staff over HTTP: who sends what from where, ways back, and hostile texts."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount
from mapper.domain.roles import Role
from tests.api.office import PASSWORD, STORED, Office
from tests.api.person import Form, Person
from tests.browser.app import app_on_copy
from tests.conftest import opened
from tests.hostile import HOSTILE
from tests.staff import add_account


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


def test_behind_tls_cookies_belong_to_this_host_alone(server_url: str, empty_template: str) -> None:
    with (
        app_on_copy(
            *(server_url, empty_template),
            supervised=False,
            mapper_base_url="https://ideen.town.example",
        ) as app,
        opened(app.database_url) as sessions,
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
