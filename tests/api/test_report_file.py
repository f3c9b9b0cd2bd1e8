"""The planners' report as a PDF: opened as readers open it, its numbers counted anew in SQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from mapper.i18n import get_translator
from mapper.i18n.labels import CHANNELS, RESPONSE_STATUSES
from mapper.profile import load_profile
from mapper.report import gather
from mapper.report.pdf import write_report
from mapper.report.view import read_view
from mapper.settings import load_settings
from tests.api.conftest import Town
from tests.api.plan_files import add_idea, add_pending, get
from tests.api.web import check_refusal
from tests.report_pdf import Pdf
from tests.staff import office_on

PUBLISHED = "from proposal p where moderation_status = 'published'"


@pytest.fixture(scope="module")
def planner(cookies: dict[Role, str]) -> str:
    return cookies[Role.PLANNER]


def report(town: Town, query: str = "", cookie: str = "", lang: str = "de") -> Pdf:
    return Pdf.of(get(town.web, f"report.pdf?{query}", cookie, lang))


def rows(town: Town, query: str) -> list[Any]:
    with transaction(town.sessions) as session:
        return list(session.execute(text(query)).all())


def by_district(town: Town) -> list[Any]:
    return rows(
        town,
        "select d.name, d.population, count(*), sum(support_count)::int "
        "from proposal p join district d on d.id = p.district_id "
        "where moderation_status = 'published' group by d.name, d.population",
    )


def test_it_is_tagged_and_says_what_it_is(town: Town) -> None:
    pdf = report(town)

    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.root["/Lang"] == "de"
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp
    assert '<rdf:li xml:lang="x-default">Bericht zu den Ideen: ' in pdf.xmp
    figures = pdf.tagged("/Figure")
    assert len(figures) == 4
    assert all(len(one["/Alt"]) > 20 for one in figures)
    assert len(pdf.tagged("/H1")) >= 8
    assert pdf.tagged("/Table")
    assert all(one["/K"] for one in pdf.tagged("/THead"))
    sections = ["Karte", "Häufungen", "Die Ideen", "So wurde gezählt", "Quellen und Lizenzen"]
    assert [one for one in pdf.bookmarks if one in sections] == sections


def test_its_numbers_are_those_of_the_database(town: Town, planner: str) -> None:
    write = get_translator("de").format_number
    ideas, supports, pointless = rows(
        town,
        f"select count(*), sum(support_count), count(*) filter (where geom is null) {PUBLISHED}",
    )[0]

    told = report(town, "scope=internal", planner).text

    assert f"{write(ideas)} Ideen {write(supports)} Unterstützungen" in told
    assert f"{write(pointless)} ohne Punkt" in told
    for name, population, count, given in by_district(town):
        people = write(population) if population else "–"
        assert f"{name} {write(count)} {write(given)} {people} " in told
    by_field = (
        "select titles->>'de', count(*), sum(support_count)::int from proposal p "
        "join action_field a on a.id = action_field_id "
        "where moderation_status = 'published' group by 1"
    )
    for name, count, given in rows(town, by_field):
        share = write(100 * count / ideas, 1)
        assert f"{name} {write(count)} {share} % {write(given)}" in told
    by_status = f"select response_status, count(*), sum(support_count)::int {PUBLISHED} group by 1"
    for status, count, given in rows(town, by_status):
        named = get_translator("de").gettext(RESPONSE_STATUSES[status])
        assert f"{named} {write(count)} {write(100 * count / ideas, 1)} % {given}" in told
    for (number,) in rows(town, f"select public_id {PUBLISHED}"):
        assert number in told


def test_it_is_english_too(town: Town) -> None:
    pdf = report(town, "lang=en")

    assert pdf.root["/Lang"] == "en"
    assert {"Map", "Who is heard", "Over time", "Clusters", "The ideas"} <= set(pdf.bookmarks)
    assert f"Page 1 of {len(pdf.reader.pages)}" in pdf.text


def test_filters_stand_in_it_and_narrow_it(town: Town) -> None:
    mark = f"Rollbrücke {uuid4().hex[:8]}"
    number = add_idea(town, title=mark)

    told = report(town, f"text={quote(mark)}&view=districts").text

    assert f"Text: {mark}" in told
    assert "1 Idee 0 Unterstützungen" in told
    assert number in told
    assert "Das sind wenige Ideen" in told


def test_nothing_found_is_said_in_a_report(town: Town) -> None:
    pdf = report(town, "text=nirgendwostehtdies")

    assert "Keine Idee passt zu diesen Filtern" in pdf.text
    assert not pdf.tagged("/Figure")
    assert "So wurde gezählt" in pdf.bookmarks


def test_hostile_words_stay_words(town: Town) -> None:
    mark = uuid4().hex[:8]
    title = f'#panic("{mark}") $x$ *b* @a \\ 🌳 مرحبا \u202egnirts'
    add_idea(town, title=title, body="W" * 4000)

    told = report(town, f"text={mark}").text

    assert f'#panic("{mark}") $x$ *b* @a \\ □' in told
    assert "\u202e" not in told


def test_what_is_for_planners_is_not_in_the_public_report(town: Town, planner: str) -> None:
    mark = f"Geheimsache {uuid4().hex[:8]}"
    hidden = add_pending(town, title=mark)
    number = add_idea(
        town, title=f"{mark} offen", display_name="Frau Namenlos", public_precision="district"
    )
    query = f"text={quote(mark)}"

    public, internal = (
        report(town, query, planner),
        report(town, f"{query}&scope=internal", planner),
    )

    for told in (public.text, internal.text):
        assert number in told
        assert hidden not in told
        assert "Namenlos" not in told
    assert "1 ohne öffentlichen Punkt" in public.text
    assert "0 ohne Punkt" in internal.text
    assert ("Dienstgebrauch" in public.text, "Dienstgebrauch" in internal.text) == (False, True)
    assert ("Wie die Ideen kamen" in public.bookmarks) is False
    assert "Wie die Ideen kamen" in internal.bookmarks
    online = get_translator("de").gettext(CHANNELS["online"])
    assert f"Kanal Ideen {online}" in internal.text
    assert "Kanal Ideen" not in public.text


def test_exact_places_are_for_planners_and_recorded(
    town: Town, cookies: dict[Role, str], planner: str
) -> None:
    path = "/api/planning/report.pdf?scope=internal"
    check_refusal(town.web.get(path), 401, "sign_in_needed")
    other = town.web.ask("GET", path, headers={"Cookie": cookies[Role.GIS]})
    check_refusal(other, 403, "forbidden")

    given = town.web.ask("GET", f"{path}&view=districts", headers={"Cookie": planner})
    public = town.web.ask(
        "GET", "/api/planning/report.pdf?text=Radweg", headers={"Cookie": planner}
    )

    assert given.headers["cache-control"] == "private, no-store"
    assert "link" not in given.headers
    assert 'attachment; filename="bericht-intern.pdf"' in given.headers["content-disposition"]
    assert public.headers["cache-control"] == "no-store"
    assert 'rel="license"' in public.headers["link"]
    assert 'filename="bericht.pdf"' in public.headers["content-disposition"]
    recorded = rows(
        town, "select actor, subject_key from audit_event where kind = 'planning.exported'"
    )
    assert ("a-planner", "report") in {tuple(one) for one in recorded}


def test_an_address_that_cannot_be_answered_is_refused(town: Town) -> None:
    check_refusal(town.web.get("/api/planning/report.pdf?view=nothing"), 422, "invalid_field")
    check_refusal(town.web.get("/api/planning/report.pdf?channel=phone"), 422, "invalid_field")


def test_two_at_the_same_time_both_get_theirs(town: Town) -> None:
    def ask(lang: str) -> str:
        return str(report(town, f"text=Radweg&lang={lang}").root["/Lang"])

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(ask, ("de", "en", "de"))) == ["de", "en", "de"]


def test_a_list_that_is_too_long_names_the_most_supported(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "MOST_IDEAS", 7)
    first = [
        number
        for (number,) in rows(
            town,
            f"select public_id {PUBLISHED} order by support_count desc, created_day desc, id desc",
        )
    ]
    profile, words = load_profile(load_settings().profile_dir), get_translator("de")
    office, now = office_on(town.sessions), datetime.now(UTC)
    view = read_view(office, None, profile, "report", {}, "public", now, words)
    path = tmp_path / "bericht.pdf"

    write_report(path, view)

    told = Pdf.of(path.read_bytes()).text
    listed = told[told.rindex("Idee und ihre Nummer") :]
    assert f"Von {len(first)} Ideen sind dies die 7 mit den meisten Unterstützungen." in told
    assert [number in listed for number in first] == [True] * 7 + [False] * (len(first) - 7)
