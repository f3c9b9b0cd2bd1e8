"""The administrators' pages, run by Streamlit's test runner: rights, refusals, hostile words."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.domain.roles import Role
from mapper.errors import DatabaseAwayError
from mapper.services.access import SignedIn
from mapper.services.audit import record
from mapper.services.audit_search import AuditFilters, search_audit
from mapper.services.edit_fields import ThemeFields, add_theme
from mapper.services.edit_offices import OfficeFields, add_office, list_offices
from mapper.services.edit_rounds import RoundFields, add_round, list_rounds
from mapper.services.edit_texts import BlockFields, add_block
from mapper.services.page_texts import save_page_text
from mapper.ui import context
from mapper.ui.site import PAGES_FOLDER
from tests.hostile import HOSTILE
from tests.mail_server import mail_server
from tests.pages.conftest import RunPage, forget, html_of
from tests.staff import SECRET, TESTER, add_account, office_on, signed_in
from tests.unit.test_pages_markup import Reader

PAGE, RECORD = "pages/verwaltung.py", "pages/protokoll.py"


@pytest.fixture
def admin(sessions: Sessions) -> SignedIn:
    """An administrator who is signed in."""
    return signed_in(sessions, add_account(sessions, "anna", Role.ADMIN))


def button(test: AppTest, label: str) -> None:
    next(one for one in test.button if one.label == label).click().run()


def test_every_section_says_what_it_is_for_and_shows_its_list(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    for section, words in {
        "accounts": "Anna",
        "rounds": "ideas",
        "themes": "green",
        "texts": "Neuer Textbaustein",
        "offices": "Neue Stelle",
        "pages": "Impressum (Deutsch)",
    }.items():
        test = run_page(PAGE, who=admin, lang="de", section=section)

        html = html_of(test)
        assert not test.exception
        assert words in html
        assert 'aria-current="page"' in html
        assert f"section={section}" in html


def test_an_item_that_is_gone_is_said_to_be(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    for section in ("accounts", "rounds", "themes", "texts", "offices", "pages"):
        test = run_page(PAGE, who=admin, lang="de", section=section, item="<b>weg</b>")

        assert "Das gibt es nicht (mehr)." in html_of(test)
        # Where the list is hidden behind what is open, this is the only way back to it.
        assert f'class="ik-to-list"><a class="ik-link" href="/verwaltung?section={section}' in (
            html_of(test)
        )


def test_a_refusal_keeps_what_was_typed_and_stores_nothing(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    test = run_page(PAGE, who=admin, lang="de", section="offices", item="new")
    test.text_input(key="admin_w_office_new_name").input("x" * 200)

    button(test, "Stelle eintragen")

    assert "„Name“ darf höchstens 120 Zeichen haben und hat 200." in html_of(test)
    assert test.text_input(key="admin_w_office_new_name").value == "x" * 200
    assert list_offices(office_on(sessions), TESTER) == []


def test_a_database_that_is_away_for_a_moment_loses_nothing_that_was_typed(
    sessions: Sessions, run_page: RunPage, admin: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = run_page("mapper/ui/app.py", who=admin, lang="de", section="offices", item="new")
    test.switch_page(str(PAGES_FOLDER / "verwaltung.py")).run()
    test.text_input(key="admin_w_office_new_name").input("Bauhof")

    with monkeypatch.context() as away:
        away.setattr(context, "find_actor", refuse)
        button(test, "Stelle eintragen")
        assert not test.text_input
    test.run()

    assert test.text_input(key="admin_w_office_new_name").value == "Bauhof"


def refuse(*_arguments: object) -> None:
    raise DatabaseAwayError


def test_what_was_stored_is_said_and_shown(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    test = run_page(PAGE, who=admin, lang="de", section="rounds", item="plan")
    test.text_input(key="admin_w_round_plan_titles_de").input("  Der   Plan ")
    test.text_input(key="admin_w_round_plan_titles_en").input("The plan")
    test.text_input(key="admin_w_round_plan_closes").input("1.2.2099")

    button(test, "Speichern")

    assert "Die Runde ist gespeichert." in html_of(test)
    assert test.text_input(key="admin_w_round_plan_titles_de").value == "Der Plan"
    found = next(one for one in list_rounds(office_on(sessions), TESTER) if one.slug == "plan")
    assert found.fields.titles == {"de": "Der Plan", "en": "The plan"}


def test_a_round_without_a_title_is_asked_for_the_title(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    test = run_page(PAGE, who=admin, lang="de", section="rounds", item="new")

    button(test, "Runde anlegen")

    assert "Bitte füllen Sie „Titel (Deutsch)“ aus." in html_of(test)


def test_an_invitation_is_sent_by_mail_and_shown_all_the_same(
    sessions: Sessions, run_page: RunPage, admin: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as server:
        for name, value in server.settings().items():
            monkeypatch.setenv(name, value)
        forget()
        server.refused["nobody@example.org"] = "550 no such person"

        good = invite(run_page, admin, "bea", "bea@example.org")
        bad = invite(run_page, admin, "bert", "nobody@example.org")

    [letter] = server.letters
    [link] = re.findall(r"http\S+token=\S+", letter.get_content())
    assert letter["to"] == "bea@example.org"
    assert link in good
    assert "Der Link wurde an bea@example.org gesendet." in good
    assert "/einladung?token=" in bad
    assert "konnte nicht" in bad


def invite(run_page: RunPage, admin: SignedIn, login: str, email: str) -> str:
    """What the page shows after somebody was invited."""
    test = run_page(PAGE, who=admin, lang="de", section="accounts", item="new")
    test.text_input(key="admin_w_account_new_name").input("Bea Beispiel")
    test.text_input(key="admin_w_account_new_email").input(email)
    test.text_input(key="admin_w_account_new_login").input(login)
    test.checkbox(key="admin_w_account_new_role_gis").check()
    button(test, "Konto anlegen und einladen")
    return html_of(test)


def test_the_last_administrator_keeps_her_role(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    test = run_page(PAGE, who=admin, lang="de", section="accounts", item="anna")
    assert "Das ist Ihr eigenes Konto." in html_of(test)
    test.checkbox(key="admin_w_account_anna_role_admin").uncheck()
    test.checkbox(key="admin_w_account_anna_role_gis").check()

    button(test, "Speichern")

    assert "letzte" in html_of(test).lower() or "last administrator" in html_of(test)
    assert test.checkbox(key="admin_w_account_anna_role_gis").value


def test_somebody_without_the_right_for_a_section_does_not_see_it(
    sessions: Sessions, run_page: RunPage
) -> None:
    who = signed_in(sessions, add_account(sessions, "mo", Role.MODERATOR))

    test = run_page("mapper/ui/app.py", who=who, lang="de")

    assert "section=accounts" not in html_of(test)


def test_hostile_words_are_shown_as_words_in_every_section(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    office = office_on(sessions)
    keys: dict[str, list[str]] = {"rounds": [], "themes": [], "texts": [], "offices": []}
    for number, text in enumerate(HOSTILE):
        words = {"de": f"{number} {text[:40]}"}
        add_round(office, TESTER, f"r{number}", RoundFields(words, words, words))
        keys["rounds"].append(f"r{number}")
        keys["themes"].append(add_theme(office, TESTER, ThemeFields(words, "#117733", "dot")))
        keys["texts"].append(add_block(office, TESTER, "response", BlockFields(words, words)))
        keys["offices"].append(add_office(office, TESTER, OfficeFields(words["de"])))
        with transaction(sessions) as session:
            told = text.replace("\x00", "")
            record(session, SECRET, told, "round.changed", "round", told, {told: told})

    pages = [
        run_page(PAGE, who=admin, lang="de", section=section, item=found[3])
        for section, found in keys.items()
    ]
    pages.append(run_page(RECORD, who=admin, lang="de"))

    for test in pages:
        assert not test.exception
        for tag, attrs in Reader(html_of(test)).tags:
            assert tag not in {"script", "iframe", "svg", "object", "form"}
            assert not any(name.startswith("on") for name in attrs)
            if tag == "img":
                assert str(attrs["src"]).startswith("data:image/svg+xml,")


def test_a_legal_text_of_staff_takes_the_profiles_place_and_runs_nothing(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    body = "# Impressum <b>x</b>\n\n" + "\n\n".join(HOSTILE)
    body += "\n\n[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](https://x.de)"
    save_page_text(office_on(sessions), TESTER, "imprint", "de", body, None)

    html = html_of(run_page("pages/impressum.py", lang="de"))

    links = [attrs["href"] for tag, attrs in Reader(html).tags if tag == "a"]
    assert "https://x.de" in links
    assert all(str(address).startswith(("https://", "http://", "mailto:")) for address in links)
    assert {tag for tag, _ in Reader(html).tags} & {"img", "script", "iframe", "svg", "b"} == set()
    assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_the_record_is_searched_by_its_address(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    with transaction(sessions) as session:
        for number in range(60):
            record(session, SECRET, "anna", "office.changed", "office", f"o{number}")
        record(session, SECRET, "cli:root", "round.closed", "round", "plan")

    everything = html_of(run_page(RECORD, who=admin, lang="de"))
    some = html_of(run_page(RECORD, who=admin, lang="de", kind="round", person="root"))
    none = html_of(run_page(RECORD, who=admin, lang="de", key="nirgends"))
    odd = html_of(run_page(RECORD, who=admin, lang="de", **{"from": "gestern"}))

    assert "61 Einträge" in everything
    assert everything.count("<time") == 50
    assert "Befehl auf dem Server (root) hat die Runde plan geschlossen." in some
    assert "/api/audit.csv?person=root&amp;kind=round" in some
    assert "Dazu steht nichts im Protokoll." in none
    assert "Ein Tag in der Adresse ist nicht zu verstehen" in odd


def test_an_entry_of_the_record_says_its_kind_in_words_and_by_its_key(
    sessions: Sessions, run_page: RunPage, admin: SignedIn
) -> None:
    with transaction(sessions) as session:
        record(session, SECRET, "anna", "round.closed", "round", "plan")
        record(session, SECRET, "anna", "strange.thing", "strange", "x")
    strange, closed = search_audit(office_on(sessions), TESTER, AuditFilters()).events

    known = html_of(run_page(RECORD, who=admin, lang="de", event=str(closed.id)))
    unknown = html_of(run_page(RECORD, who=admin, lang="de", event=str(strange.id)))

    assert "<dd>Runden (round.closed)</dd>" in known
    assert "<dd>strange.thing</dd>" in unknown
