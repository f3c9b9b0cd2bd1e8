"""The page for GIS staff in every stage of an import, run by Streamlit's test runner."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ImportJob
from mapper.domain.imports import (
    CrsFinding,
    DistrictMatch,
    ImportLimits,
    ImportOptions,
    ImportReport,
    Question,
    Stage,
)
from mapper.services.access import SignedIn
from mapper.services.import_jobs import find_import
from mapper.services.import_room import ImportRoom
from tests.hostile import HOSTILE
from tests.pages.conftest import RunPage, html_of
from tests.pages.geodata import (
    CANDIDATES,
    DIFFERENCE,
    FIELDS,
    PAGE,
    REPORT,
    add_import,
    kept,
    open_import,
    press,
)
from tests.staff import TESTER, office_on
from tests.unit.test_pages_markup import Reader


@pytest.mark.parametrize("section", ["imports", "layers", "services", "versions", "qgis", "nix"])
def test_every_section_is_shown(
    sessions: Sessions, run_page: RunPage, gis: SignedIn, section: str
) -> None:
    del sessions
    test = run_page(PAGE, who=gis, section=section)

    assert not test.exception
    assert "Bereiche der Geodaten" in html_of(test)


@pytest.mark.parametrize(
    ("stage", "columns", "words"),
    [
        (Stage.WAITING, {}, "wartet auf das Einlesen"),
        (Stage.READING, {"done": 40, "total": 80}, "40 von 80 Objekten (50 %)"),
        (Stage.STORING, {"done": 1, "total": 4}, "25 %"),
        (Stage.FAILED, {"refusal": {"reason": "gone"}}, "ist nicht mehr da"),
        (
            Stage.FAILED,
            {"refusal": {"reason": "too_many_fields", "got": 300, "most": 250}},
            "Die Datei hat 300 Felder. Höchstens 250",
        ),
        (Stage.FAILED, {"refusal": {"reason": "nobody knows"}}, "kann nicht importiert werden"),
        (Stage.CANCELLED, {}, "Der Import wurde abgebrochen."),
        (Stage.DONE, {"report": kept(REPORT)}, "ist gespeichert. Auf der Karte ist sie nicht"),
    ],
)
def test_every_stage_is_said_in_words(
    sessions: Sessions,
    run_page: RunPage,
    gis: SignedIn,
    stage: Stage,
    columns: dict[str, object],
    words: str,
) -> None:
    test = open_import(run_page, gis, add_import(sessions, stage, **columns))

    assert words in html_of(test)
    assert "alt (.dbf, .shp, .shx)" in html_of(test)


def test_only_where_it_may_help_is_another_reading_offered(
    sessions: Sessions, run_page: RunPage, gis: SignedIn, tmp_path: Path
) -> None:
    offered = {}
    for reason in ("unreadable", "unusable_crs"):
        job = add_import(sessions, Stage.FAILED, refusal={"reason": reason, "got": "EPSG:1"})
        ImportRoom.at_home(tmp_path, ImportLimits()).make_folder(job)
        test = open_import(run_page, gis, job)
        offered[reason] = "Neu lesen" in [one.label for one in test.button]

    assert offered == {"unreadable": False, "unusable_crs": True}


def test_the_preview_says_what_was_read_and_what_would_change(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    job = add_import(sessions, Stage.READY, report=kept(REPORT), difference=kept(DIFFERENCE))

    html = html_of(open_import(run_page, gis, job))

    for words in (
        "4 (3 mehrteilige Flächen)",
        "Gauß-Krüger Zone 4",
        "1 Zeile: Umriss überschnitt sich selbst, repariert",
        "vorher 100 m², nachher 90 m²",
        "<strong>2</strong> entfallen",
        "bisher 4 ha, dann 3 ha (-1 ha)",
        "1,5",
    ):
        assert words in html
    assert "nicht behalten" in html


def test_licence_and_attribution_are_missed_before_everyone_sees_it(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    bare = add_import(sessions, Stage.READY, report=kept(REPORT))
    said = {"licence": "CC BY 4.0", "attribution": "Kreis"}
    named = add_import(sessions, Stage.READY, report=kept(REPORT), **said)

    missing = "Lizenz und Quellenvermerk fehlen noch."
    assert missing in html_of(open_import(run_page, gis, bare))
    assert missing not in html_of(open_import(run_page, gis, named))


def test_municipalities_are_called_by_their_names(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    found = (DistrictMatch(1, "Schulhof", "00000001", "place"),)
    report = replace(REPORT, districts=found, unmatched_districts=("00000002",))
    columns = {"layer": "municipalities", "role": "municipalities", "title": "Gemeinden"}
    job = add_import(sessions, Stage.READY, report=kept(report), **columns)

    test = open_import(run_page, gis, job)

    html = html_of(test)
    assert 'dir="auto">Westdorf</bdi></td><td>an der Lage</td>' in html
    assert "Gehört diese Datei wirklich zu „Gemeinden“?" in html
    assert "Nicht in der Datei: Ostdorf. Auf der Karte" in html
    assert "Gemeinden zuordnen" in [one.label for one in test.expander]


def test_a_step_that_is_over_is_told_once(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    job = add_import(sessions, Stage.READY, report=kept(REPORT))

    asked = press(open_import(run_page, gis, job), "Import abbrechen")
    assert "Nein" in [one.label for one in asked.button]
    told = html_of(press(asked, "Ja, abbrechen"))

    assert told.count("Der Import wurde abgebrochen.") == 1
    assert "data-take-focus" in told


@pytest.mark.parametrize("section", ["imports", "services"])
def test_where_there_is_nothing_yet_the_form_is_open(
    sessions: Sessions, run_page: RunPage, gis: SignedIn, section: str
) -> None:
    del sessions
    html = html_of(run_page(PAGE, who=gis, section=section))

    assert 'class="ik-empty"' not in html
    assert 'class="ik-to-list"' not in html


def test_nothing_of_a_file_becomes_markup(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    job = add_import(sessions, Stage.READY, report=kept(REPORT), difference=kept(DIFFERENCE))

    read = Reader(html_of(open_import(run_page, gis, job)))

    assert HOSTILE[0] in read.text
    assert not {"script", "img", "svg", "iframe"} & {tag for tag, _ in read.tags}


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        (Question.LAYER, "Welche Ebene der Datei ist gemeint?"),
        (Question.CRS, "Wo liegen die Daten?"),
        (Question.COORDINATES, "In welchen Spalten stehen die Koordinaten?"),
    ],
)
def test_only_what_is_open_is_asked(
    sessions: Sessions, run_page: RunPage, gis: SignedIn, question: Question, heading: str
) -> None:
    found = CrsFinding("missing", None, None, candidates=CANDIDATES)
    report = ImportReport("CSV", layers=REPORT.layers, crs=found, fields=FIELDS, question=question)
    job = add_import(sessions, Stage.ASKING, report=kept(report))

    test = open_import(run_page, gis, job)

    assert heading in html_of(test)
    assert len(test.radio) == (question is Question.CRS)
    assert len(test.selectbox) == {"layer": 1, "crs": 0, "coordinates": 2}[question]


def test_nobody_decides_by_not_deciding(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    found = CrsFinding("missing", None, None, candidates=CANDIDATES)
    report = ImportReport("ESRI Shapefile", crs=found, question=Question.CRS)
    job = add_import(sessions, Stage.ASKING, report=kept(report))
    test = open_import(run_page, gis, job)
    assert test.radio[0].value is None

    refused = press(test, "Damit weiter")

    assert "Bitte wählen Sie eines: EPSG:31468, EPSG:2398." in html_of(refused)
    refused.text_input[0].set_value("25833")
    press(refused, "Damit weiter")
    office = office_on(sessions)
    assert find_import(office, TESTER, job).options == ImportOptions(crs="EPSG:25833")
    assert find_import(office, TESTER, job).stage is Stage.WAITING


def test_what_somebody_else_changed_is_not_taken_over(
    sessions: Sessions, run_page: RunPage, gis: SignedIn
) -> None:
    job = add_import(sessions, Stage.READY, report=kept(REPORT))
    test = open_import(run_page, gis, job)
    with transaction(sessions) as session:
        session.execute(update(ImportJob).where(ImportJob.id == job).values(version=7))

    told = press(test, "Übernehmen und zeigen")

    assert 'class="ik-problem" role="alert"' in html_of(told)
    assert find_import(office_on(sessions), TESTER, job).stage is Stage.READY
