"""Ideas that may be the same, on the planners' page, run by Streamlit's test runner."""

import pytest
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions
from mapper.services import merge
from mapper.services.access import SignedIn
from tests.db.merging import add_supported, put_into, supports
from tests.db.moderation import add_waiting, idea_of, moderator, planner
from tests.pages.conftest import RunPage, html_of
from tests.staff import office_on

PAGE = "pages/planung.py"
KEYS = "planning_duplicates_"


@pytest.fixture
def paul(sessions: Sessions) -> SignedIn:
    """A planner who is signed in."""
    return planner(sessions)


@pytest.fixture
def pair(sessions: Sessions) -> tuple[str, str]:
    """Two ideas for the same, the better supported first."""
    return add_supported(sessions, "Mehr Bänke im Park", "abc"), add_supported(
        sessions, "Sitzbänke für den Schlosspark", "cd"
    )


def show(run_page: RunPage, who: SignedIn | None, **query: str) -> AppTest:
    test = run_page(PAGE, who=who, lang="en", section="duplicates", **query)
    assert not test.exception
    return test


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=KEYS + key).click()
    test.run()
    assert not test.exception
    return test


def keys(test: AppTest) -> list[str]:
    return [str(one.key) for one in test.button if str(one.key).startswith(KEYS)]


def test_a_pair_is_merged_and_parted_again(
    sessions: Sessions, paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    test = show(run_page, paul)
    assert "1 pair waits for your decision." in html_of(test)

    press(test, f"merge_{'_'.join(pair)}")

    assert idea_of(sessions, pair[1]).moderation_status == "merged"
    assert supports(sessions, pair[0]) == 4
    assert "is now part of" in html_of(test)
    assert f"{KEYS}part_{pair[1]}" in keys(test)
    press(test, "undo")
    assert idea_of(sessions, pair[1]).moderation_status == "published"
    assert supports(sessions, pair[0]) == 3
    assert "is on its own again" in html_of(test)


def test_what_somebody_else_has_undone_is_done_again(
    sessions: Sessions, paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    test, office = show(run_page, paul), office_on(sessions)
    merging = f"merge_{'_'.join(pair)}"
    press(test, merging)
    merge.part(office, planner(sessions, "pia"), pair[1])
    test.run()

    press(test, merging)

    assert idea_of(sessions, pair[1]).moderation_status == "merged"
    press(test, "undo")
    put_into(office, planner(sessions, "max"), pair[1], pair[0])
    test.run()
    press(test, f"part_{pair[1]}")
    assert idea_of(sessions, pair[1]).moderation_status == "published"


def test_the_planner_says_which_idea_stays(
    sessions: Sessions, paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    test = show(run_page, paul)

    test.radio(key=f"{KEYS}stays_{'_'.join(sorted(pair))}").set_value(pair[1]).run()
    press(test, f"merge_{'_'.join(pair)}")

    assert idea_of(sessions, pair[0]).moderation_status == "merged"
    assert supports(sessions, pair[1]) == 4


def test_different_ideas_are_not_shown_again_unless_it_is_taken_back(
    paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    test = show(run_page, paul)

    press(test, f"apart_{'_'.join(pair)}")
    assert "Among these ideas there are no two" in html_of(test)
    press(test, "undo")

    assert f"{KEYS}merge_{'_'.join(pair)}" in keys(test)


def test_whoever_was_slower_reads_who_was_faster(
    sessions: Sessions, paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    test = show(run_page, paul)
    put_into(office_on(sessions), moderator(sessions), pair[1], pair[0])

    press(test, f"merge_{'_'.join(pair)}")

    assert "Mona was faster. Nothing was overwritten." in html_of(test)
    assert supports(sessions, pair[0]) == 4


def test_what_a_moderator_merged_unseen_only_a_moderator_undoes(
    sessions: Sessions, paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    mona, waiting = moderator(sessions), add_waiting(sessions, "Etwas anderes")
    put_into(office_on(sessions), mona, waiting, pair[0])

    assert f"{KEYS}part_{waiting}" not in keys(show(run_page, paul))
    press(show(run_page, mona), f"part_{waiting}")

    assert idea_of(sessions, waiting).moderation_status == "pending"


def test_a_merge_inside_a_merge_says_which_comes_first(
    sessions: Sessions, paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    third = add_supported(sessions, "Etwas anderes")
    office = office_on(sessions)
    put_into(office, paul, pair[1], pair[0])
    test = show(run_page, paul)
    put_into(office, paul, pair[0], third)

    press(test, f"part_{pair[1]}")

    assert f"The idea {pair[0]} is part of another one itself." in html_of(test)
    assert idea_of(sessions, pair[1]).moderation_status == "merged"


def test_the_section_is_for_planners_alone(pair: tuple[str, str], run_page: RunPage) -> None:
    test = show(run_page, None)

    assert "duplicates" not in test.radio[0].options
    assert "Schlosspark" not in html_of(test)
    assert not keys(test)


def test_merged_ideas_follow_the_filters(
    sessions: Sessions, paul: SignedIn, pair: tuple[str, str], run_page: RunPage
) -> None:
    merge_row = f"{KEYS}part_{pair[1]}"
    put_into(office_on(sessions), paul, pair[1], pair[0])

    assert merge_row in keys(show(run_page, paul, action_field="green"))
    assert merge_row not in keys(show(run_page, paul, action_field="mobility"))
    assert merge.part(office_on(sessions), paul, pair[1]) == pair[0]
