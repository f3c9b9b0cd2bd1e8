"""What came out of a round: counted once more, kept as published, never over a colleague."""

import json
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select, text, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ParticipationRound, Proposal, RoundResult
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    NotFoundError,
    OutsideLimitsError,
    TextMissingError,
    TextTooLongError,
)
from mapper.services.access import SignedIn
from mapper.services.audit_search import AuditFilters, search_audit
from mapper.services.backoffice import Backoffice
from mapper.services.edit_rounds import close_round, list_rounds
from mapper.services.personal_data import erase_idea
from mapper.services.published_results import ResultTexts, find_result, list_results, name_ideas
from mapper.services.round_figures import PlaceFigure, RoundFigures, SupportedIdea
from mapper.services.round_results import (
    TEXT_MOST,
    publish_result,
    read_draft,
    save_draft,
    withdraw_result,
)
from tests.db.ideas import add_idea, hang_on
from tests.db.world import WEST
from tests.staff import TESTER, add_account, signed_in

WORDS = ResultTexts(
    {"de": "Viele wollen **Bänke**.", "en": "Many want benches."},
    {"de": "Der Rat berät im Mai.", "en": ""},
)
EAST = f"ST_SetSRID(ST_MakePoint({WEST + 4500}, 5775444), 25833)"


@pytest.fixture
def planner(office: Backoffice) -> SignedIn:
    """Somebody who plans."""
    return signed_in(office.sessions, add_account(office.sessions, "plan", Role.PLANNER))


def put(sessions: Sessions, number: str, **values: object) -> None:
    """Change an idea's columns."""
    with transaction(sessions) as session:
        session.execute(update(Proposal).where(Proposal.public_id == number).values(**values))


def edit_round(sessions: Sessions, slug: str, **values: object) -> None:
    with transaction(sessions) as session:
        found = update(ParticipationRound).where(ParticipationRound.slug == slug)
        session.execute(found.values(**values))


def stored(sessions: Sessions) -> str:
    """All that is kept of results, as text."""
    with transaction(sessions) as session:
        rows = session.scalars(select(RoundResult)).all()
        return json.dumps([[one.published, one.summaries, one.next_steps] for one in rows])


def test_figures_are_what_a_recount_of_the_public_ideas_gives(
    office: Backoffice, planner: SignedIn
) -> None:
    sessions = office.sessions
    numbers = [add_idea(sessions, support_count=count) for count in (0, 3, 7, 7, 1, 2, 4)]
    put(sessions, numbers[1], action_field_id=2, response_status="planned")
    put(sessions, numbers[2], response_status="done", public_precision="district")
    put(sessions, numbers[4], moderation_status="pending")
    put(sessions, numbers[5], round_id=2)
    put(sessions, numbers[6], geom=None, place_certainty="none", municipality_id=None,
        district_id=None)  # fmt: skip
    with transaction(sessions) as session:
        session.execute(
            text(
                f"update proposal set geom = {EAST}, created_at = '2026-03-01 12:00+01' "
                "where public_id = :number"
            ),
            {"number": numbers[3]},
        )

    figures = read_draft(office, planner, "ideas").figures

    with transaction(sessions) as session:
        public = session.execute(
            text(
                "select public_id, action_field, response_status, support_count, district, "
                "municipality, created_day, public_geom is null as unplaced, public_cell_500 "
                "from public_api.proposal where round = 'ideas'"
            )
        ).all()
    assert len(public) == 5
    assert (figures.ideas, figures.supports) == (5, 0 + 3 + 7 + 7 + 4)
    assert figures.without_point == sum(one.unplaced for one in public) == 2
    assert figures.by_field == Counter(one.action_field for one in public)
    assert figures.by_status == Counter(one.response_status for one in public)
    assert figures.cells == Counter(one.public_cell_500 for one in public if not one.unplaced)
    places = Counter((one.municipality, one.district) for one in public)
    assert {(one.municipality, one.district): one.ideas for one in figures.places} == places
    assert (figures.first_day, figures.last_day) == (
        date(2026, 3, 1),
        max(one.created_day for one in public),
    )
    assert figures.most_supported == (
        SupportedIdea(numbers[2], 7),
        SupportedIdea(numbers[3], 7),
        SupportedIdea(numbers[6], 4),
        SupportedIdea(numbers[1], 3),
    )
    assert figures.decided == (numbers[2], numbers[1])


def test_a_round_without_ideas_has_figures_of_zero(office: Backoffice, planner: SignedIn) -> None:
    assert read_draft(office, planner, "plan").figures == RoundFigures()


def test_words_and_figures_stay_as_published(office: Backoffice, planner: SignedIn) -> None:
    number = add_idea(office.sessions, support_count=2)
    version = publish_result(office, planner, "ideas", WORDS, 0)
    before = find_result(office.sessions, "ideas")

    add_idea(office.sessions)
    save_draft(office, planner, "ideas", ResultTexts({"de": "Neu"}), version)
    edit_round(office.sessions, "ideas", standing=False)
    edit_round(office.sessions, "plan", standing=True)
    listed = next(one for one in list_rounds(office, TESTER) if one.slug == "ideas")
    close_round(office, TESTER, "ideas", listed.version)

    assert before is not None
    assert find_result(office.sessions, "ideas") == before
    assert before.figures.most_supported == (SupportedIdea(number, 2),)
    assert before.figures.places == (PlaceFigure("00000001", "00000001/a", 1),)
    assert before.texts.next_steps == {"de": "Der Rat berät im Mai."}
    draft = read_draft(office, planner, "ideas")
    assert (draft.unpublished, draft.figures.ideas) == (True, 2)
    assert list(list_results(office.sessions)) == ["ideas"]
    publish_result(office, planner, "ideas", ResultTexts({"de": "Neu"}, {"de": "Mai"}), 2)
    published = find_result(office.sessions, "ideas")
    assert published is not None
    assert (published.texts.summaries["de"], published.figures.ideas) == ("Neu", 2)


def test_a_draft_is_public_nowhere(office: Backoffice, planner: SignedIn) -> None:
    save_draft(office, planner, "ideas", WORDS, 0)

    assert find_result(office.sessions, "ideas") is None
    assert list_results(office.sessions) == {}
    with transaction(office.sessions) as session:
        assert session.execute(text("select * from public_api.round_result")).all() == []
        views = session.scalars(
            text("select table_name from information_schema.views where table_schema='public_api'")
        ).all()
        for view in views:
            rows = session.execute(text(f"select to_jsonb(v) from public_api.{view} v")).all()
            assert "Bänke" not in json.dumps([list(one) for one in rows], ensure_ascii=False), view


def test_a_draft_beside_what_is_public_stays_a_draft(office: Backoffice, planner: SignedIn) -> None:
    version = publish_result(office, planner, "ideas", WORDS, 0)
    save_draft(office, planner, "ideas", ResultTexts({"de": "Geheim"}), version)

    with transaction(office.sessions) as session:
        rows = session.execute(text("select to_jsonb(v) from public_api.round_result v")).all()
    assert "Geheim" not in str(rows)
    assert "Bänke" in str(rows)


def test_what_was_withdrawn_nobody_reads_and_the_draft_stays(
    office: Backoffice, planner: SignedIn
) -> None:
    version = publish_result(office, planner, "ideas", WORDS, 0)

    withdraw_result(office, planner, "ideas", version)

    assert find_result(office.sessions, "ideas") is None
    draft = read_draft(office, planner, "ideas")
    assert (draft.published, draft.texts.summaries) == (None, WORDS.summaries)
    found = search_audit(office, TESTER, AuditFilters(kind="round_result")).events
    assert [one.kind for one in found] == ["round_result.withdrawn", "round_result.published"]


def test_an_erased_or_hidden_idea_leaves_no_word(office: Backoffice, planner: SignedIn) -> None:
    sessions = office.sessions
    titles = ("Die Bank von Frau Muster", "Ein Zebrastreifen", "Ein Brunnen")
    numbers = [add_idea(sessions, title=one, support_count=4) for one in titles]
    for number in numbers:
        hang_on(sessions, number)
        put(sessions, number, response_status="planned")
    publish_result(office, planner, "ideas", WORDS, 0)
    assert "Muster" not in stored(sessions)
    result = find_result(sessions, "ideas")
    assert result is not None
    assert [one.title for one in name_ideas(sessions, result.figures).decided] == list(titles)

    erase_idea(office, TESTER, numbers[0])
    put(sessions, numbers[1], moderation_status="hidden")

    named = name_ideas(sessions, result.figures)
    assert [one.title for one in named.most_supported] == ["Ein Brunnen"]
    assert [one.title for one in named.decided] == ["Ein Brunnen"]
    assert [one.body for one in named.decided[0].answers] == ["We are planning one."]

    put(sessions, numbers[2], response_status="not_feasible")
    assert name_ideas(sessions, result.figures).decided == ()


def test_of_two_at_once_the_slower_one_reads_who_was_faster(
    office: Backoffice, planner: SignedIn
) -> None:
    clara = signed_in(office.sessions, add_account(office.sessions, "clara", Role.PLANNER))
    save_draft(office, clara, "ideas", WORDS, 0)

    for step in (save_draft, publish_result):
        with pytest.raises(ChangedMeanwhileError) as refused:
            step(office, planner, "ideas", ResultTexts({"de": "Ich"}, {"de": "Ich"}), 0)
        assert refused.value.fields["by"] == "Clara"
    with pytest.raises(ChangedMeanwhileError):
        withdraw_result(office, planner, "ideas", 0)
    assert read_draft(office, planner, "ideas").texts.summaries == WORDS.summaries


def test_texts_are_needed_cleaned_and_held_to_a_length(
    office: Backoffice, planner: SignedIn
) -> None:
    for texts in (
        ResultTexts({"de": " ", "en": "Much"}, {"de": "Mai"}),
        ResultTexts({"de": "Viel"}, {"de": ""}),
    ):
        with pytest.raises(TextMissingError):
            publish_result(office, planner, "ideas", texts, 0)
    with pytest.raises(TextTooLongError):
        save_draft(office, planner, "ideas", ResultTexts({"de": "x" * (TEXT_MOST + 1)}), 0)
    with pytest.raises(NotFoundError):
        save_draft(office, planner, "nowhere", WORDS, 0)

    assert read_draft(office, planner, "ideas").version == 0
    save_draft(office, planner, "ideas", ResultTexts({"de": "  Viel\r\nHolz\x00 "}), 0)
    assert read_draft(office, planner, "ideas").texts == ResultTexts({"de": "Viel\nHolz"})


@pytest.mark.parametrize(
    ("limits", "area", "fields", "may"),
    [
        ({"rounds": ["ideas"]}, [], [], True),
        ({"rounds": ["plan"]}, [], [], False),
        ({"municipalities": ["00000001"]}, [], [], False),
        ({"municipalities": ["00000001"]}, ["00000001/a"], [], True),
        ({"municipalities": ["00000001"]}, ["00000001", "00000002/c"], [], False),
        ({"municipalities": ["00000001", "00000002"]}, [], [], True),
        ({"action_fields": ["green"]}, [], [], False),
        ({"action_fields": ["green"]}, [], ["green"], True),
    ],
)
def test_a_result_lies_wholly_within_the_limits_of_whoever_writes_it(
    office: Backoffice, limits: dict[str, list[str]], area: list[str], fields: list[str], may: bool
) -> None:
    account = add_account(office.sessions, "limited", Role.PLANNER, **limits)
    who = signed_in(office.sessions, account)
    edit_round(office.sessions, "ideas", area=area, action_fields=fields)

    if may:
        publish_result(office, who, "ideas", WORDS, 0)
    else:
        for step in (publish_result, save_draft):
            with pytest.raises(OutsideLimitsError):
                step(office, who, "ideas", WORDS, 0)
        with pytest.raises(OutsideLimitsError):
            read_draft(office, who, "ideas")
        with pytest.raises(OutsideLimitsError):
            withdraw_result(office, who, "ideas", 0)
    assert (find_result(office.sessions, "ideas") is not None) is may
