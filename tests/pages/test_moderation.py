"""The moderation desk, run by Streamlit's own test runner."""

import pytest
from markupsafe import escape
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ParticipationRound
from mapper.services import decide
from mapper.services.access import SignedIn
from tests.db.moderation import add_report, add_waiting, audit_of, idea_of, moderator, planner
from tests.hostile import HOSTILE
from tests.pages.conftest import RunPage, html_of, key_now
from tests.staff import TESTER, office_on
from tests.unit.test_pages_markup import Reader

PAGE = "pages/moderation.py"
REASON = "Der Text nennt andere Menschen beim Namen."


def press(page: AppTest, key: str) -> AppTest:
    """Press the button of this key."""
    return page.button(key=key).click().run()


def of_idea(name: str, number: str) -> str:
    return f"moderation_button_{name}_{number}"


def address(page: AppTest, name: str) -> str:
    """A parameter of the address, as the page has left it."""
    value = page.query_params[name]
    return value if isinstance(value, str) else str(value[0])


def opened(run_page: RunPage, who: SignedIn, **query: str) -> AppTest:
    return run_page(PAGE, who=who, lang="de", **query)


def test_an_empty_desk_says_that_all_is_done(sessions: Sessions, run_page: RunPage) -> None:
    page = opened(run_page, moderator(sessions))

    assert "Alles erledigt." in html_of(page)
    assert "Nichts wartet." in html_of(page)
    assert not page.exception


def test_the_desk_opens_the_oldest_and_after_a_decision_the_next(
    sessions: Sessions, run_page: RunPage
) -> None:
    third, first, second = (
        add_waiting(sessions, title, age_days=days)
        for title, days in (("Die dritte", 1), ("Die erste", 9), ("Die zweite", 5))
    )
    page = opened(run_page, moderator(sessions))
    assert "3 Ideen warten" in html_of(page)

    press(page, "moderation_begin")
    assert address(page, "id") == first
    press(page, of_idea("publish", first))
    assert address(page, "id") == second
    assert '„<bdi dir="auto">Die erste</bdi>“ ist veröffentlicht.' in html_of(page)
    press(page, of_idea("next", second))
    press(page, of_idea("publish", third))
    assert address(page, "id") == second
    press(page, of_idea("publish", second))

    assert "id" not in page.query_params
    assert "Alles erledigt." in html_of(page)
    assert not page.exception


def test_rejecting_takes_a_reason_from_the_towns_texts(
    sessions: Sessions, run_page: RunPage
) -> None:
    number = add_waiting(sessions)
    page = opened(run_page, moderator(sessions), id=number)
    press(page, of_idea("reject", number))
    field = f"moderation_draft_reason_{number}"

    page.text_area(key=key_now(page, field)).input("kurz").run()
    press(page, of_idea("confirm", number))
    assert "Begründung mit 10 bis 2.000 Zeichen" in html_of(page)
    assert page.text_area(key=key_now(page, field)).value == "kurz"
    assert idea_of(sessions, number).moderation_status == "pending"

    page.text_area(key=key_now(page, field)).input(REASON).run()
    press(page, of_idea("confirm", number))
    assert idea_of(sessions, number).status_reason == REASON
    press(page, of_idea("undo", number))
    assert idea_of(sessions, number).moderation_status == "published"
    assert address(page, "id") == number


def test_whoever_is_slower_reads_who_was_faster_and_keeps_her_words(
    sessions: Sessions, run_page: RunPage
) -> None:
    number = add_waiting(sessions)
    otto = moderator(sessions, "otto")
    page = opened(run_page, moderator(sessions), id=number)
    press(page, of_idea("reject", number))
    page.text_area(key=key_now(page, f"moderation_draft_reason_{number}")).input(REASON).run()
    decide.publish(office_on(sessions), otto, number)

    press(page, of_idea("confirm", number))

    assert "Otto war schneller; die Idee ist jetzt: veröffentlicht." in html_of(page)
    assert page.text_area(key=key_now(page, f"moderation_draft_reason_{number}")).value == REASON
    assert [event.kind for event in audit_of(sessions, number)] == ["proposal.published"]


def test_a_signed_out_desk_can_do_nothing(sessions: Sessions, run_page: RunPage) -> None:
    from mapper.services.staff_sessions import end_session

    number = add_waiting(sessions)
    who = moderator(sessions)
    page = run_page("mapper/ui/app.py", who=who, lang="de", id=number)
    page = page.switch_page(str(_path())).run()
    end_session(sessions, who.token)

    press(page, of_idea("publish", number))

    assert "Bitte melden Sie sich an" in html_of(page)
    assert idea_of(sessions, number).moderation_status == "pending"


def _path() -> object:
    from mapper.ui.site import SITE

    return next(site.path for site in SITE if site.url_path == "moderation")


def test_several_ideas_are_decided_at_once(sessions: Sessions, run_page: RunPage) -> None:
    ideas = [add_waiting(sessions, f"Idee {at}") for at in range(3)]
    page = opened(run_page, moderator(sessions))
    page.toggle(key="moderation_selecting").set_value(True).run()
    press(page, "moderation_pick_all")
    assert "3 Ideen ausgewählt" in html_of(page)
    page.checkbox(key=key_now(page, f"moderation_pick_{ideas[0]}")).uncheck().run()
    decide.publish(office_on(sessions), TESTER, ideas[1])

    press(page, "moderation_publish_several")

    assert idea_of(sessions, ideas[0]).moderation_status == "pending"
    assert idea_of(sessions, ideas[2]).moderation_status == "published"
    assert "Über eine Idee ist entschieden." in html_of(page)
    assert f"{ideas[1]}: test war schneller." in html_of(page)


def test_blacking_out_replaces_words_and_refuses_new_ones(
    sessions: Sessions, run_page: RunPage
) -> None:
    number = add_waiting(sessions, moderation_status="published")
    page = opened(run_page, moderator(sessions), queue="published", id=number)
    press(page, of_idea("black_out", number))
    words, body = (f"moderation_draft_{name}_{number}" for name in ("words", "body"))

    page.text_area(key=key_now(page, body)).input("Ganz andere Worte.").run()
    press(page, of_idea("save_black_out", number))
    assert "Im Text lassen sich Wörter nur herausnehmen" in html_of(page)
    assert page.text_area(key=key_now(page, body)).value == "Ganz andere Worte."
    press(page, of_idea("cancel_black_out", number))

    press(page, of_idea("black_out", number))
    page.text_input(key=key_now(page, words)).input("frau mustermann").run()
    press(page, of_idea("take_out", number))
    assert (
        page.text_area(key=key_now(page, body)).value
        == "Hier wohnt […], und sie hätte gern eine Bank."
    )
    press(page, of_idea("save_black_out", number))
    assert "Mustermann" not in html_of(page)
    press(page, of_idea("original", number))
    assert "Mustermann" in html_of(page)
    press(page, of_idea("restore", number))
    assert idea_of(sessions, number).body.startswith("Hier wohnt Frau Mustermann")
    assert not page.exception


def test_theme_and_round_are_put_right(sessions: Sessions, run_page: RunPage) -> None:
    number = add_waiting(sessions)
    page = opened(run_page, moderator(sessions), id=number)
    press(page, of_idea("correct", number))

    page.selectbox(key=key_now(page, f"moderation_draft_field_{number}")).select("mobility").run()
    press(page, of_idea("save_correct", number))

    assert "Die Idee ist berichtigt." in html_of(page)
    assert idea_of(sessions, number).action_field_id == 2
    with transaction(sessions) as session:
        session.execute(update(ParticipationRound).values(action_fields=["green"]))
    press(page, of_idea("correct", number))
    page.selectbox(key=key_now(page, f"moderation_draft_round_{number}")).select("plan").run()
    press(page, of_idea("save_correct", number))
    assert "Bitte wählen Sie ein Thema aus der Liste." in html_of(page)
    assert page.selectbox(key=key_now(page, f"moderation_draft_round_{number}")).value == "plan"


def test_an_idea_is_taken_and_handed_on(sessions: Sessions, run_page: RunPage) -> None:
    number = add_waiting(sessions)
    moderator(sessions, "otto")
    page = opened(run_page, moderator(sessions), id=number)

    press(page, of_idea("take", number))
    assert "Sie haben diese Idee." in html_of(page)
    press(page, of_idea("give", number))
    page.selectbox(key=key_now(page, f"moderation_draft_colleague_{number}")).select("otto").run()
    press(page, of_idea("save_give", number))
    assert "Otto hat diese Idee." in html_of(page)


def test_a_reported_idea_is_kept(sessions: Sessions, run_page: RunPage) -> None:
    number = add_waiting(sessions, moderation_status="hidden")
    add_report(sessions, number, "insult", "Das beleidigt mich.")
    page = opened(run_page, moderator(sessions), queue="reported", id=number)
    assert "Das beleidigt mich." in html_of(page)
    assert "Eine offene Meldung" in html_of(page)

    press(page, of_idea("keep", number))

    assert idea_of(sessions, number).moderation_status == "published"
    assert "Niemand hat etwas gemeldet." in html_of(page)


def test_a_planner_sees_published_ideas_and_decides_nothing(
    sessions: Sessions, run_page: RunPage
) -> None:
    waiting = add_waiting(sessions, "Noch geheim")
    shown = add_waiting(sessions, "Schon öffentlich", moderation_status="published")
    who = planner(sessions)
    page = opened(run_page, who, queue="published", id=shown)

    html = html_of(page)
    assert "Schon öffentlich" in html
    assert "Noch geheim" not in html
    assert "Wartet" not in html
    keys = {button.key for button in page.button}
    assert not keys & {of_idea(name, shown) for name in ("hide", "black_out", "correct", "keep")}
    assert "Noch geheim" not in html_of(opened(run_page, who, id=waiting))


def test_search_spans_all_lists(sessions: Sessions, run_page: RunPage) -> None:
    rejected = add_waiting(sessions, "Alte Rutsche", moderation_status="rejected")
    add_waiting(sessions, "Neue Schaukel")
    page = opened(run_page, moderator(sessions))

    page.text_input(key="moderation_search").input("rutsche").run()
    assert f"id={rejected}" in html_of(page)
    assert "Neue Schaukel" not in html_of(page)
    page.text_input(key="moderation_search").input("nichts dergleichen").run()
    assert "Keine Idee hat diese Nummer oder alle diese Wörter." in html_of(page)


def test_single_keys_can_be_switched_off(sessions: Sessions, run_page: RunPage) -> None:
    number = add_waiting(sessions)
    who = moderator(sessions)

    on = opened(run_page, who, id=number)
    assert on.button(key=of_idea("publish", number)).proto.shortcut == "v"
    on.toggle(key="moderation_keys").set_value(False).run()
    assert address(on, "keys") == "off"
    off = opened(run_page, who, id=number, keys="off")
    assert {button.proto.shortcut for button in off.button} == {""}


@pytest.mark.parametrize("query", [{"id": "23456789z"}, {"queue": "x", "id": "!", "page": "x"}])
def test_a_link_to_nothing_is_a_sentence(
    sessions: Sessions, run_page: RunPage, query: dict[str, str]
) -> None:
    html = html_of(opened(run_page, moderator(sessions), **query))

    assert "Es gibt keine Idee mit dieser Nummer" in html or "Es wurde weggelassen." in html


def test_hostile_words_are_text_everywhere(sessions: Sessions, run_page: RunPage) -> None:
    usable = [words.replace("\0", "") for words in HOSTILE if len(words) <= 120]
    who = moderator(sessions)
    for words in usable:
        number = add_waiting(
            sessions, f"Titel {words}", body=words, display_name=words, status_reason=words
        )
        add_report(sessions, number, "other", words)
        page = opened(run_page, who, id=number)
        assert not page.exception
        html = html_of(page)
        allowed = {
            *("h1", "h2", "h3", "p", "ul", "ol", "li", "a", "bdi", "span", "img", "div", "dl"),
            *("dt", "dd", "nav", "section", "strong", "time", "kbd", "style"),
        }
        assert {tag for tag, _ in Reader(html).tags} <= allowed, words
        assert str(escape(words.split("\n")[0].strip()))[:20] in html
