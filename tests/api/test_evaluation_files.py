"""The evaluation as files for the council, opened as people open them."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl.utils.escape import unescape
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.domain.measures import MeasureStatus
from mapper.domain.roles import Role
from mapper.services.edit_goals import (
    GoalFields,
    MeasureFields,
    add_goal,
    add_measures,
    list_goals,
)
from mapper.services.evaluate import Served, evaluate
from tests.api.conftest import Town
from tests.api.plan_files import add_idea
from tests.staff import TESTER, office_on

ENDINGS = ("xlsx", "docx")
HOSTILE = '<w:t>&amp;</w:t> "=2+3" \u202egnirts'
FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture(scope="module")
def planner(cookies: dict[Role, str]) -> str:
    return cookies[Role.PLANNER]


@pytest.fixture(scope="module")
def served(town: Town) -> Iterator[tuple[str, str]]:
    """Two ideas that serve a measure, one by its goal alone; numbers of the first and last."""
    office = office_on(town.sessions)
    goal = add_goal(office, TESTER, GoalFields("Sicher unterwegs", "2"))
    done = MeasureFields("Tempo 30", "2.9", MeasureStatus.DONE)
    add_measures(office, TESTER, goal, [done])
    measure = list_goals(office, TESTER)[0].measures[0].id
    first, second, third = (add_idea(town, title=f"Platz {n} zum Spielen") for n in "abc")
    evaluate(office, TESTER, first, Served(goal, measure), f"{FORMULA}\n{HOSTILE}", 0)
    evaluate(office, TESTER, second, Served(goal, measure), "", 0)
    evaluate(office, TESTER, third, Served(goal), "", 0)
    yield first, third
    with transaction(town.sessions) as session:
        for table in ("evaluation", "measure", "goal"):
            session.execute(text(f"delete from {table}"))


def get(town: Town, cookie: str, ending: str, query: str = "", lang: str = "de") -> bytes:
    path = f"/api/planning/evaluation.{ending}?{query}"
    answer = town.web.ask("GET", path, headers={"Cookie": cookie, "Accept-Language": lang})
    assert answer.status == 200, answer.body[:300]
    return answer.body


def rows_of(body: bytes) -> list[dict[str, Any]]:
    """The rows of the workbook's ideas by their heads."""
    heads, *rows = openpyxl.load_workbook(io.BytesIO(body)).worksheets[1].values
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def tables_of(body: bytes) -> list[list[list[str]]]:
    """The texts of the document's tables: by table, row, cell."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(io.BytesIO(body)).tables
    ]


def recount(town: Town, where: str = "true") -> dict[str | None, tuple[int, int]]:
    """Ideas and supports by goal, one by one."""
    query = text(
        "select g.code || ' ' || g.title, count(*), sum(support_count) from proposal p "
        "left join evaluation e on e.proposal_id = p.id left join goal g on g.id = e.goal_id "
        "join action_field a on a.id = p.action_field_id "
        f"where moderation_status = 'published' and {where} group by 1"
    )
    with transaction(town.sessions) as session:
        return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(query)}


@pytest.mark.parametrize(
    ("query", "where"), [("", "true"), ("action_field=green", "a.key = 'green'")]
)
def test_both_files_hold_the_ideas_of_a_recount(
    town: Town, planner: str, served: tuple[str, str], query: str, where: str
) -> None:
    del served
    expected = recount(town, where)

    rows = rows_of(get(town, planner, "xlsx", query))
    summary, *parts = tables_of(get(town, planner, "docx", query))

    told = {name: (int(ideas), int(supports)) for name, ideas, supports in summary[1:]}
    assert told == {name or "noch ohne Ziel": sums for name, sums in expected.items()}
    in_book = {
        name: (len(found), sum(one["Unterstützungen"] for one in found))
        for name in expected
        if (found := [one for one in rows if one["Ziel"] == name])
    }
    assert in_book == expected
    numbers = [row[0] for part in parts for row in part[1:]]
    assert numbers == [one["Nummer"] for one in rows]
    assert len(set(numbers)) == sum(ideas for ideas, _ in expected.values())


def test_the_workbook_begins_with_the_sums(
    town: Town, planner: str, served: tuple[str, str]
) -> None:
    del served
    sheet = openpyxl.load_workbook(io.BytesIO(get(town, planner, "xlsx"))).worksheets[0]
    sums = {row[0]: row[1:] for row in sheet.values if isinstance(row[1], int)}

    expected = recount(town)
    assert sums.pop("Alle zusammen") == tuple(map(sum, zip(*expected.values(), strict=True)))
    assert sums == {name or "noch ohne Ziel": given for name, given in expected.items()}


def test_the_document_is_one_that_everybody_can_read(
    town: Town, planner: str, served: tuple[str, str]
) -> None:
    body = get(town, planner, "docx", "action_field=green,mobility")
    document = Document(io.BytesIO(body))

    headings = [
        (one.style.name, one.text)
        for one in document.paragraphs
        if one.style is not None and one.style.name != "Normal"
    ]
    assert headings[:2] == [("Title", "Auswertung der Ideen"), ("Heading 1", "Zusammenfassung")]
    assert headings[-1] == ("Heading 1", "Ideen ohne Ziel")
    goal = headings.index(("Heading 1", "2 Sicher unterwegs"))
    assert headings[goal + 1][1] in ("2.9 Tempo 30 (umgesetzt)", "ohne Maßnahme")
    assert document.core_properties.title == "Auswertung der Ideen"
    assert document.core_properties.language == "de-DE"
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"de-DE"}
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((297, 210), abs=0.1)  # type: ignore[union-attr]
    assert "PAGE" in section.footer._element.xml
    for table in document.tables:
        assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
    facts = "\n".join(one.text for one in document.paragraphs)
    assert "Filter: Handlungsfeld:" in facts
    del served


def test_columns_without_any_text_are_left_out(
    town: Town, planner: str, served: tuple[str, str]
) -> None:
    notes = [name for one in tables_of(get(town, planner, "docx")) for name in one[0]]
    assert "Notiz" in notes

    with transaction(town.sessions) as session:
        session.execute(text("update evaluation set note = '' where note <> ''"))
        before = "delete from response"
        session.execute(text(before))
    heads = {name for one in tables_of(get(town, planner, "docx")) for name in one[0]}
    assert {"Notiz", "Antwort"}.isdisjoint(heads)
    assert {"Notiz", "Antwort"}.isdisjoint(rows_of(get(town, planner, "xlsx"))[0])
    del served


def test_hostile_texts_break_no_file(town: Town, planner: str, served: tuple[str, str]) -> None:
    with transaction(town.sessions) as session:
        session.execute(
            text("update proposal set title = :title, body = :body where public_id = :number"),
            {"title": FORMULA, "body": f"a\x0bb\x01c\n\n{HOSTILE}\ufffe", "number": served[0]},
        )
        session.execute(
            text("update evaluation set note = :note where measure_id is not null"),
            {"note": f"{FORMULA}\n{HOSTILE}"},
        )

    [row] = [one for one in rows_of(get(town, planner, "xlsx")) if one["Nummer"] == served[0]]
    assert row["Titel"] == f"'{FORMULA}"
    assert row["Notiz"] == f"'{FORMULA}\n{HOSTILE}"
    assert unescape(row["Text"]) == f"abc\n\n{HOSTILE}"
    [cells] = [
        one for part in tables_of(get(town, planner, "docx")) for one in part if one[0] == served[0]
    ]
    assert cells[1] == f"{FORMULA}\nabc\n{HOSTILE}"
    assert cells[-1] == f"{FORMULA}\n{HOSTILE}"


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_part_of_a_file_is_xml(
    town: Town, planner: str, served: tuple[str, str], ending: str
) -> None:
    del served
    with zipfile.ZipFile(io.BytesIO(get(town, planner, ending))) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_ideas_make_a_file_that_says_so(
    town: Town, planner: str, served: tuple[str, str], ending: str
) -> None:
    body = get(town, planner, ending, "supports=100000")

    if ending == "xlsx":
        assert rows_of(body) == []
    else:
        assert tables_of(body)[0][1:] == [["2 Sicher unterwegs", "0", "0"]]
    del served


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_for_planners_alone_and_recorded(
    town: Town, cookies: dict[Role, str], ending: str
) -> None:
    path = f"/api/planning/evaluation.{ending}"
    who: dict[str, int] = {"": 401, cookies[Role.GIS]: 403, cookies[Role.PARTNER]: 403}
    for cookie, status in who.items():
        answer = town.web.ask("GET", path, headers={"Cookie": cookie} if cookie else {})
        assert (answer.status, answer.headers["content-type"]) == (status, "application/json")
    count = "select count(*) from audit_event where kind = 'planning.exported' and "
    count += "subject_key = 'evaluation'"
    with transaction(town.sessions) as session:
        before = session.scalar(text(count)) or 0
    answer = town.web.ask("GET", path, headers={"Cookie": cookies[Role.PLANNER]})
    assert answer.headers["cache-control"] == "private, no-store"
    assert f"auswertung-intern.{ending}" in answer.headers["content-disposition"]
    with transaction(town.sessions) as session:
        assert session.scalar(text(count)) == before + 1
