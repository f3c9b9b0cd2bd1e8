"""Every page shows itself to whom the table names, and to nobody else."""

import pytest

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.ui.site import SITE, SitePage
from tests.access_table import EVERYBODY, NOBODY, PAGES, Asker
from tests.pages.conftest import RunPage, html_of
from tests.staff import add_account, signed_in

CLOSED = {True: "Ihr Konto darf das nicht", False: "Diese Seite ist für"}
FOR_STAFF = [page for page in SITE if PAGES[page.address] != EVERYBODY]
FOR_ALL = [page for page in SITE if PAGES[page.address] == EVERYBODY]


def shown(run_page: RunPage, sessions: Sessions, page: SitePage, asker: Asker) -> str:
    """What a page shows to somebody with one role."""
    who = signed_in(sessions, add_account(sessions, f"a-{asker}", asker)) if asker else None
    opened = run_page("mapper/ui/app.py", who=who).switch_page(str(page.path)).run()
    assert not opened.exception
    return html_of(opened)


@pytest.mark.parametrize("page", FOR_STAFF, ids=lambda page: page.url_path)
def test_a_page_for_staff_shows_itself_to_whom_the_table_names(
    run_page: RunPage, sessions: Sessions, page: SitePage
) -> None:
    for asker in (NOBODY, *Role):
        html = shown(run_page, sessions, page, asker)

        closed = CLOSED[asker is not NOBODY] in html
        assert closed == (asker not in PAGES[page.address]), asker


@pytest.mark.parametrize("page", FOR_ALL, ids=lambda page: page.url_path or "karte")
@pytest.mark.parametrize("asker", [NOBODY, Role.GIS])
def test_a_page_for_everybody_shows_itself_to_everybody(
    run_page: RunPage, sessions: Sessions, page: SitePage, asker: Asker
) -> None:
    html = shown(run_page, sessions, page, asker)

    assert not any(sentence in html for sentence in CLOSED.values())
