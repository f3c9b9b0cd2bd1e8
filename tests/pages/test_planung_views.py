"""Saved views on the planners' page, run by Streamlit's test runner."""

import pytest
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from mapper.services.saved_views import delete_view, list_views, save_view
from tests.pages.conftest import RunPage, html_of, key_now
from tests.staff import add_account, office_on, signed_in

PAGE = "pages/planung.py"


@pytest.fixture
def planner(sessions: Sessions) -> SignedIn:
    return signed_in(sessions, add_account(sessions, "petra", Role.PLANNER))


@pytest.fixture
def colleague(sessions: Sessions) -> SignedIn:
    return signed_in(sessions, add_account(sessions, "konrad", Role.PLANNER))


def key(name: str) -> str:
    return f"planning_view_{name}"


def address(test: AppTest) -> dict[str, str]:
    given = test.query_params.items()
    return {name: value if isinstance(value, str) else value[-1] for name, value in given}


def save(test: AppTest, title: str) -> AppTest:
    test.text_input(key=key("new")).input(title).run()
    return test.button(key=key("save")).click().run()


def test_only_planners_have_views(sessions: Sessions, run_page: RunPage) -> None:
    gis = signed_in(sessions, add_account(sessions, "gerd", Role.GIS))

    for who in (None, gis):
        test = run_page(PAGE, lang="de", who=who)
        assert not [one for one in test.button if one.key == key("save")]


def test_what_is_seen_is_saved_and_opened_again(
    sessions: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    test = run_page(PAGE, lang="de", action_field="green", view="density", who=planner)
    save(test, "Grün im <b>Dorf</b> *fett*")
    assert "Die Ansicht ist gespeichert." in html_of(test)

    test = run_page(PAGE, lang="de", municipality="00000002", who=planner)
    box = test.selectbox(key=key("chosen"))
    assert box.options == ["Grün im <b>Dorf</b> *fett*"]
    [view] = list_views(office_on(sessions), planner)
    box.select(view.id).run()

    assert address(test) == {"action_field": "green", "view": "density", "lang": "de"}
    assert test.multiselect(key=key_now(test, "planning_widget_action_fields")).value == ["green"]
    assert test.multiselect(key=key_now(test, "planning_widget_municipalities")).value == []


def test_a_name_that_is_taken_is_refused_and_stays_typed(
    sessions: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    test = save(run_page(PAGE, lang="de", who=planner), "Eins")

    save(test, "Eins")

    assert "„Eins“ gibt es schon." in html_of(test)
    assert test.text_input(key=key("new")).value == "Eins"
    assert len(list_views(office_on(sessions), planner)) == 1


def test_a_view_is_replaced_renamed_and_shared(
    sessions: Sessions, run_page: RunPage, planner: SignedIn, colleague: SignedIn
) -> None:
    office = office_on(sessions)
    number = save_view(office, planner, "Vorher", {"action_field": "green"})
    test = run_page(PAGE, lang="de", who=planner)
    test.selectbox(key=key("chosen")).select(number).run()

    test.multiselect(key=key_now(test, "planning_widget_action_fields")).set_value(
        ["mobility"]
    ).run()
    test.button(key=key("replace")).click().run()
    test.text_input(key=key(f"{number}_title")).input("Nachher").run()
    test.checkbox(key=key(f"{number}_shared")).check().run()
    test.button(key=key("rename")).click().run()

    [view] = list_views(office, colleague)
    assert (view.title, view.query, view.by) == ("Nachher", {"action_field": "mobility"}, "Petra")
    other = run_page(PAGE, lang="de", who=colleague)
    other.selectbox(key=key("chosen")).select(number).run()
    assert address(other)["action_field"] == "mobility"
    assert not [one for one in other.button if one.key == key("rename")]


def test_deleting_asks_first(sessions: Sessions, run_page: RunPage, planner: SignedIn) -> None:
    office = office_on(sessions)
    number = save_view(office, planner, "Weg damit", {})
    test = run_page(PAGE, lang="de", who=planner)
    test.selectbox(key=key("chosen")).select(number).run()

    test.button(key=key("ask")).click().run()
    assert "„Weg damit“ löschen?" in html_of(test)
    test.button(key=key("no")).click().run()
    assert len(list_views(office, planner)) == 1

    test.button(key=key("ask")).click().run()
    test.button(key=key("yes")).click().run()
    assert list_views(office, planner) == ()
    assert "Die Ansicht ist gelöscht." in html_of(test)


def test_a_view_whose_filters_are_gone_opens_with_the_rest(
    sessions: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    query = {"action_field": "green", "district": "00000009/weg", "near": "weg:100"}
    number = save_view(office_on(sessions), planner, "Alt", query)
    test = run_page(PAGE, lang="de", who=planner)

    test.selectbox(key=key("chosen")).select(number).run()

    assert "nicht gibt: Ortsteil" in html_of(test)
    assert test.multiselect(key=key_now(test, "planning_widget_action_fields")).value == ["green"]


def test_what_was_deleted_in_another_window_is_told(
    sessions: Sessions, run_page: RunPage, planner: SignedIn
) -> None:
    office = office_on(sessions)
    number = save_view(office, planner, "In zwei Fenstern", {})
    test = run_page(PAGE, lang="de", who=planner)
    test.selectbox(key=key("chosen")).select(number).run()
    delete_view(office, planner, number)

    test.button(key=key("rename")).click().run()

    assert "gibt es nicht (mehr)" in html_of(test)
    assert not [one for one in test.button if one.key == key("rename")]
