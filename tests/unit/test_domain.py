"""Filters, periods, texts and statuses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.domain.filters import CELL_SIZES, Filters, parse_filters, to_query
from mapper.domain.periods import split_period
from mapper.domain.proposals import check_length, clean_line, clean_text
from mapper.domain.statuses import (
    MODERATION_MOVES,
    RESPONSE_MOVES,
    ModerationStatus,
    ResponseStatus,
    check_moderation_move,
    check_response_move,
)
from mapper.errors import InvalidFieldError, StatusMoveError

KEYS = st.lists(st.from_regex(r"[a-z0-9/_-]{1,12}", fullmatch=True), max_size=3, unique=True)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(
    st.builds(
        Filters,
        rounds=KEYS.map(tuple),
        action_fields=KEYS.map(tuple),
        municipalities=KEYS.map(tuple),
        districts=KEYS.map(tuple),
        response_statuses=st.lists(st.sampled_from(ResponseStatus), unique=True).map(tuple),
        first_day=st.none() | DAYS,
        last_day=st.none() | DAYS,
        cell_size=st.sampled_from(CELL_SIZES),
    ).filter(
        lambda filters: (
            not (filters.first_day and filters.last_day and filters.first_day > filters.last_day)
        )
    )
)
def test_filters_survive_the_address(filters: Filters) -> None:
    assert parse_filters(to_query(filters)) == filters


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"from": "2026-02-30"}, "from"),
        ({"from": "01.02.2026"}, "from"),
        ({"from": "٢٠٢٦-٠١-٠١"}, "from"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "to"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "13,52,12,53"}, "bbox"),
        ({"bbox": "nan,52,12,53"}, "bbox"),
        ({"bbox": "-inf,52,12,53"}, "bbox"),
        ({"cell": "501"}, "cell"),
        ({"response_status": "lost"}, "response_status"),
        ({"district": "a'; drop table proposal"}, "district"),
        ({"round": "x" * 81}, "round"),
    ],
)
def test_a_wrong_parameter_is_named(query: dict[str, str], parameter: str) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        parse_filters(query)

    assert refused.value.fields["parameter"] == parameter


@given(DAYS, st.integers(0, 800))
def test_months_and_days_make_up_the_period(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    split = split_period(first, last)
    covered = [
        start + timedelta(days=n)
        for start, end in split.days
        for n in range((end - start).days + 1)
    ]
    period = [first + timedelta(days=n) for n in range(length + 1)]
    if split.months:
        begin, end = split.months
        covered += [day for day in period if begin <= day.year * 100 + day.month <= end]

    assert sorted(covered) == period


@given(st.text())
def test_cleaned_texts_hold_no_control_characters_and_stay_clean(text: str) -> None:
    line, lines = clean_line(text), clean_text(text)

    assert not any(ord(char) < 32 or ord(char) == 127 for char in line)
    assert not any(ord(char) < 32 and char != "\n" for char in lines)
    assert (clean_line(line), clean_text(lines)) == (line, lines)


def test_umlauts_typed_in_two_parts_become_one_character() -> None:
    assert clean_line("Gru\u0308ne  \t Wiese\x00") == "Grüne Wiese"


def test_lengths_count_characters_not_bytes() -> None:
    assert check_length("title", "😀" * 120, (5, 120)) == "😀" * 120
    with pytest.raises(InvalidFieldError):
        check_length("title", "😀" * 121, (5, 120))


@pytest.mark.parametrize("current", ModerationStatus)
@pytest.mark.parametrize("wanted", ModerationStatus)
def test_only_moves_of_the_table_pass(current: ModerationStatus, wanted: ModerationStatus) -> None:
    if wanted in MODERATION_MOVES[current]:
        check_moderation_move(current, wanted)
    else:
        with pytest.raises(StatusMoveError):
            check_moderation_move(current, wanted)


def test_a_withdrawn_idea_stays_withdrawn_and_every_answer_can_be_changed() -> None:
    assert MODERATION_MOVES[ModerationStatus.WITHDRAWN] == frozenset()
    assert all(RESPONSE_MOVES[status] for status in ResponseStatus)
    with pytest.raises(StatusMoveError):
        check_response_move(ResponseStatus.DONE, ResponseStatus.RECEIVED)
