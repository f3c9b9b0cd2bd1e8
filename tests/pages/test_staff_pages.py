"""Pages for staff: what they say to others, and who gets in."""

from typing import Any

import pytest

from mapper.db.engine import Sessions
from mapper.domain.roles import Actor, Right, Role
from mapper.services import access
from mapper.ui import context
from mapper.ui.site import SITE, SitePage
from tests.pages.conftest import RunPage, forget, html_of
from tests.staff import add_account, signed_in

FOR_STAFF = [page for page in SITE if page.rights]


def opened(run_page: RunPage, page: SitePage, **options: object) -> str:
    return html_of(run_page("mapper/ui/app.py", **options).switch_page(str(page.path)).run())


@pytest.mark.parametrize("page", FOR_STAFF, ids=lambda page: page.url_path)
def test_somebody_without_the_right_reads_what_is_missing(
    run_page: RunPage, sessions: Sessions, page: SitePage
) -> None:
    stranger = Role.MODERATOR if page.rights == (Right.MANAGE_LAYERS,) else Role.GIS
    who = signed_in(sessions, add_account(sessions, "gisela", stranger))

    assert "Ihr Konto darf das nicht" in opened(run_page, page, who=who)


def test_who_is_signed_in_is_asked_once_in_a_run(
    run_page: RunPage, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = signed_in(sessions, add_account(sessions, "mona", Role.MODERATOR))
    asked = []

    def find_actor(*arguments: Any) -> Actor | None:
        asked.append(arguments)
        return access.find_actor(*arguments)

    monkeypatch.setattr(context, "find_actor", find_actor)
    test = run_page("mapper/ui/app.py", who=who)
    assert len(asked) == 1
    test.switch_page(str(FOR_STAFF[0].path)).run()
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.PLANNER, "gezählt an ihrem genauen Ort"),
        (Role.PARTNER, "gezählt an ihrem öffentlichen Ort"),
    ],
)
def test_the_planning_page_says_whose_eyes_it_counts_for(
    run_page: RunPage, sessions: Sessions, role: Role, sentence: str
) -> None:
    who = signed_in(sessions, add_account(sessions, "petra", role))

    assert sentence in html_of(run_page("pages/planung.py", who=who))


def test_without_the_database_nobody_is_told_to_sign_in(
    run_page: RunPage, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = signed_in(sessions, add_account(sessions, "mona", Role.MODERATOR))
    monkeypatch.setenv("DATABASE_URL", "postgresql://town@127.0.0.1:1/ideas")
    forget()

    shown = opened(run_page, FOR_STAFF[0], who=who)

    assert "Bitte melden Sie sich an" not in shown
    assert "Die Ideen sind gerade nicht erreichbar" in shown
