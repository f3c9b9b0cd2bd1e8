"""The page for GIS staff while colleagues and the process that stores are at work too."""

import pytest
from sqlalchemy import event, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ImportJob
from mapper.domain.imports import Stage
from mapper.services.access import SignedIn
from tests.db.layers import add_layer, squares
from tests.pages.conftest import RunPage, html_of
from tests.pages.geodata import PAGE, REPORT, add_import, kept, open_import

DATA_PAGE = "pages/daten.py"


def test_a_form_that_opened_by_itself_stays_when_a_colleague_begins(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    nothing_open = "Wählen Sie einen Import"
    test = run_page(PAGE, who=gis, section="imports")
    assert nothing_open not in html_of(test)
    job = add_import(sessions, Stage.DONE, report=kept(REPORT))

    test = test.run()

    assert str(job) in html_of(test)
    assert nothing_open not in html_of(test)
    test.query_params["item"] = str(job)
    test.run()
    del test.query_params["item"]
    assert nothing_open in html_of(test.run())


@pytest.mark.parametrize("seen_by", ["list", "progress"])
def test_everyone_is_shown_at_once_what_was_stored_while_somebody_watched(
    sessions: Sessions, run_page: RunPage, gis: SignedIn, seen_by: str
) -> None:
    # The page reads the list, the list looks whether it has changed, then the import looks.
    looked = {"list": 1, "progress": 2}[seen_by]
    assert "Spielplätze" not in html_of(run_page(DATA_PAGE))
    job = add_import(sessions, Stage.STORING, report=kept(REPORT))
    add_layer(sessions, "spielplaetze", squares(2), titles={"de": "Spielplätze"})
    engine = sessions.kw["bind"]
    asked: list[str] = []

    def store(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM import_job" not in statement or "JOIN" in statement:
            return
        if len(asked) == looked:
            with transaction(sessions) as session:
                session.execute(update(ImportJob).values(stage=Stage.DONE.value))
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", store)
    test = open_import(run_page, gis, job)
    event.remove(engine, "before_cursor_execute", store)

    assert "ist gespeichert" in html_of(test)
    assert "Spielplätze" in html_of(run_page(DATA_PAGE))
