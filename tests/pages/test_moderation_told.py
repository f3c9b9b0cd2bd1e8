"""What is said after a press on the moderation desk: where it was pressed, and for how long."""

from sqlalchemy import insert

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import TextBlock
from mapper.services.black_out import IdeaText, black_out
from tests.db.moderation import BODY, add_waiting, audit_of, moderator
from tests.pages.conftest import RunPage, html_of, key_now
from tests.pages.test_moderation import of_idea, opened, press
from tests.staff import TESTER, office_on

TOO_SHORT = "Bitte schreiben Sie eine Begründung"
IN_THE_PANEL = "Was liest die Verfasserin oder der Verfasser?"


def test_a_missing_reason_is_said_in_the_panel_until_there_is_one(
    sessions: Sessions, run_page: RunPage
) -> None:
    with transaction(sessions) as session:
        words = {"titles": {"de": "Werbung"}, "bodies": {"de": "Ihr Text ist Werbung."}}
        session.execute(insert(TextBlock).values(key="ad", kind="rejection", **words))
    number = add_waiting(sessions)
    page = opened(run_page, moderator(sessions), id=number)
    press(page, of_idea("reject", number))

    press(page, of_idea("confirm", number))
    html = html_of(page)
    assert html.count(TOO_SHORT) == 1
    assert html.index(TOO_SHORT) > html.index(IN_THE_PANEL)
    press(page, of_idea("block_ad", number))

    assert TOO_SHORT not in html_of(page)
    assert page.text_area(key=key_now(page, f"moderation_draft_reason_{number}")).value == (
        "Ihr Text ist Werbung."
    )


def test_a_missing_reason_is_not_said_once_the_panel_is_closed(
    sessions: Sessions, run_page: RunPage
) -> None:
    number = add_waiting(sessions)
    page = opened(run_page, moderator(sessions), id=number)
    press(page, of_idea("reject", number))
    press(page, of_idea("confirm", number))
    press(page, of_idea("cancel", number))
    assert TOO_SHORT not in html_of(page)

    press(page, of_idea("reject", number))
    assert TOO_SHORT not in html_of(page)


def test_a_missing_reason_for_several_is_said_in_their_panel(
    sessions: Sessions, run_page: RunPage
) -> None:
    add_waiting(sessions, "Eins")
    add_waiting(sessions, "Zwei")
    page = opened(run_page, moderator(sessions))
    page.toggle(key="moderation_selecting").set_value(True).run()
    press(page, "moderation_pick_all")
    press(page, "moderation_reject_several")

    press(page, of_idea("confirm", "several"))

    html = html_of(page)
    assert html.count(TOO_SHORT) == 1
    assert html.index(TOO_SHORT) > html.index(IN_THE_PANEL)
    assert "2 Ideen ausgewählt" in html


def test_a_look_at_the_original_is_recorded_once(sessions: Sessions, run_page: RunPage) -> None:
    number = add_waiting(sessions)
    shorter = IdeaText("Eine Bank", BODY.replace("Frau Mustermann", "[…]"), None)
    black_out(office_on(sessions), TESTER, number, shorter)
    page = opened(run_page, moderator(sessions), id=number)

    press(page, of_idea("original", number))
    assert "Mustermann" in html_of(page)
    press(page, of_idea("give", number))
    press(page, of_idea("take", number))
    assert "Mustermann" in html_of(page)
    press(page, of_idea("original", number))
    assert "Mustermann" not in html_of(page)

    kinds = [event.kind for event in audit_of(sessions, number)]
    assert kinds.count("proposal.original_seen") == 1


def test_several_that_leave_nothing_behind_leave_no_choice_open(
    sessions: Sessions, run_page: RunPage
) -> None:
    add_waiting(sessions, "Eins")
    add_waiting(sessions, "Zwei")
    page = opened(run_page, moderator(sessions))
    page.toggle(key="moderation_selecting").set_value(True).run()
    press(page, "moderation_pick_all")

    press(page, "moderation_publish_several")

    html = html_of(page)
    assert "Über 2 Ideen ist entschieden." in html
    assert "ausgewählt" not in html
    assert "Alles erledigt." in html
