"""Merged ideas in moderation, and on the page of an idea that everyone reads."""

from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions
from mapper.services import merge
from tests.db.merging import add_supported, put_into
from tests.db.moderation import add_report, add_waiting, audit_of, idea_of, moderator
from tests.pages.conftest import RunPage, html_of
from tests.staff import TESTER, office_on

BENCH, SAME = "Mehr Bänke im Park", "Sitzbänke für den Schlosspark"


def press(page: AppTest, name: str, number: str) -> AppTest:
    page.button(key=f"moderation_button_{name}_{number}").click().run()
    assert not page.exception
    return page


def test_a_moderator_merges_what_waits_with_its_likely_twin(
    sessions: Sessions, run_page: RunPage
) -> None:
    public, waiting = add_supported(sessions, BENCH), add_waiting(sessions, SAME)
    mona = moderator(sessions)

    page = run_page("pages/moderation.py", who=mona, lang="en", id=waiting)
    press(page, f"merge_{public}", waiting)

    assert idea_of(sessions, waiting).moderation_status == "merged"
    text = html_of(page)
    assert "The idea is now part of another one." in text
    assert "made part of another idea" in text
    assert "publish" not in {str(one.key).split("_")[2] for one in page.button if one.key}
    press(page, f"part_{waiting}", waiting)
    assert idea_of(sessions, waiting).moderation_status == "pending"
    assert "merge undone" in html_of(page)


def test_what_was_merged_into_an_idea_is_undone_there(
    sessions: Sessions, run_page: RunPage
) -> None:
    whole, part = add_supported(sessions, BENCH), add_supported(sessions, SAME)
    put_into(office_on(sessions), TESTER, part, whole)

    page = run_page(
        "pages/moderation.py", who=moderator(sessions), lang="en", queue="published", id=whole
    )
    assert "Merged into this idea:" in html_of(page)
    press(page, f"part_{part}", whole)

    assert idea_of(sessions, part).moderation_status == "published"


def test_reports_of_a_merged_idea_are_looked_at(sessions: Sessions, run_page: RunPage) -> None:
    whole, part = add_supported(sessions, BENCH), add_supported(sessions, SAME)
    add_report(sessions, part)
    put_into(office_on(sessions), TESTER, part, whole)

    page = run_page("pages/moderation.py", who=moderator(sessions), lang="en", id=part)
    press(page, "keep", part)

    assert idea_of(sessions, part).moderation_status == "merged"
    assert audit_of(sessions, part)[-1].kind == "proposal.kept"


def test_ideas_found_different_are_no_likely_twins_in_moderation(
    sessions: Sessions, run_page: RunPage
) -> None:
    one, other = add_supported(sessions, BENCH), add_waiting(sessions, SAME)
    merge.keep_apart(office_on(sessions), TESTER, one, other)

    page = run_page("pages/moderation.py", who=moderator(sessions), lang="en", id=other)

    assert "Possibly the same" not in html_of(page)


def test_an_old_link_leads_to_the_idea_that_stays(sessions: Sessions, run_page: RunPage) -> None:
    whole, part = add_supported(sessions, BENCH), add_supported(sessions, SAME)
    put_into(office_on(sessions), TESTER, part, whole)

    page = run_page("pages/idee.py", id=part, lang="de")

    assert "Diese Idee wurde mit einer ähnlichen zusammengeführt." in html_of(page)
    assert f"idee?id={whole}" in html_of(page)
    assert BENCH in html_of(page)


def test_the_idea_that_stays_shows_what_was_public_of_those_in_it(
    sessions: Sessions, run_page: RunPage
) -> None:
    office = office_on(sessions)
    whole = add_supported(sessions, BENCH)
    part = add_supported(sessions, SAME, display_name="Karla", body="Im Schlosspark fehlen Bänke.")
    inner = add_supported(sessions, "Noch eine Bank", body="Am Teich.")
    waiting = add_waiting(sessions, "Ungesehenes", body="Von niemandem gelesen.")
    put_into(office, TESTER, waiting, inner)
    put_into(office, TESTER, inner, part)
    put_into(office, TESTER, part, whole)

    text = html_of(run_page("pages/idee.py", id=whole, lang="de"))

    assert "Diese Idee fasst 3 Ideen zusammen" in text
    assert "Im Schlosspark fehlen Bänke." in text
    assert 'von <bdi dir="auto">Karla</bdi>' in text
    assert "Am Teich." in text
    assert "Ungesehenes" not in text
    assert "niemandem" not in text
    unseen = html_of(run_page("pages/idee.py", id=waiting, lang="de"))
    assert whole not in unseen
    assert "Ungesehenes" not in unseen
