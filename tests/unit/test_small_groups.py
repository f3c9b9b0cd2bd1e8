"""What tables of small counts may tell: from everything shown, no hidden count can be computed."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.domain.small_groups import LEAST_SHOWN, Guarded, guard_table

Table = tuple[tuple[Guarded, ...], ...]


def lines(total: int, told: tuple[Guarded, ...]) -> list[tuple[int, ...]]:
    """Every row of counts that fits what is told of it and of its total."""
    choices = [
        (one.count,)
        if not one.hidden
        else tuple(range(LEAST_SHOWN))
        if one.is_small
        else tuple(range(LEAST_SHOWN, total + 1))
        for one in told
    ]
    return [line for line in product(*choices) if sum(line) == total]


def possible_values(table: Table, *, columns_told: bool) -> dict[tuple[int, int], set[int]]:
    """What each hidden count may be, by trying every table that fits all that is told."""
    counts = [[one.count for one in line] for line in table]
    columns = [sum(column) for column in zip(*counts, strict=True)]
    found: dict[tuple[int, int], set[int]] = {}
    rows = [lines(sum(line), told) for line, told in zip(counts, table, strict=True)]
    for guess in product(*rows):
        if columns_told and [sum(column) for column in zip(*guess, strict=True)] != columns:
            continue
        for row, told in enumerate(table):
            for column, one in enumerate(told):
                if one.hidden:
                    found.setdefault((row, column), set()).add(guess[row][column])
    return found


counts = st.integers(0, 2) | st.integers(0, 5)
tables = st.tuples(st.integers(1, 3), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(counts, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@settings(max_examples=250, deadline=None)
@given(tables, st.booleans())
def test_every_hidden_count_may_be_another(told: list[list[int]], columns_told: bool) -> None:
    table = guard_table(told, columns_told=columns_told)

    if table is None:
        return
    assert [[one.count for one in line] for line in table] == told
    assert all(one.hidden for line in table for one in line if 0 < one.count < LEAST_SHOWN)
    possible = possible_values(table, columns_told=columns_told)
    assert all(len(values) > 1 for values in possible.values())


@settings(max_examples=250, deadline=None)
@given(tables, st.booleans())
def test_a_table_is_refused_only_when_hiding_every_count_would_not_help(
    told: list[list[int]], columns_told: bool
) -> None:
    if guard_table(told, columns_told=columns_told) is not None:
        return

    everything = tuple(tuple(Guarded(one, True) for one in line) for line in told)
    possible = possible_values(everything, columns_told=columns_told)
    small = [place for place, values in possible.items() if 0 < told[place[0]][place[1]] < 3]
    assert any(len(possible[place]) == 1 for place in small)


def shown(table: Table | None) -> list[str]:
    assert table is not None
    signs = {True: "<", False: ">"}
    return [
        " ".join(signs[one.is_small] if one.hidden else str(one.count) for one in line)
        for line in table
    ]


def test_large_counts_and_zeros_hide_nothing() -> None:
    assert shown(guard_table([[12, 0, 3], [0, 7, 40]])) == ["12 0 3", "0 7 40"]


def test_one_small_count_takes_three_others_with_it() -> None:
    # The cheapest walk leads over the zero of the first row, the five and the zero of the second.
    assert shown(guard_table([[2, 9, 0], [0, 30, 5]])) == ["< 9 <", "< 30 >"]


def test_a_single_row_is_guarded_by_another_count_in_it() -> None:
    assert shown(guard_table([[30, 1, 6]], columns_told=False)) == ["30 < >"]


@pytest.mark.parametrize("told", [[[2]], [[2], [9]], [[1, 8]]])
def test_what_totals_give_away_cannot_be_guarded(told: list[list[int]]) -> None:
    assert guard_table(told) is None


def test_an_empty_table_stays_empty() -> None:
    assert guard_table([]) == ()


def test_a_table_of_a_town_is_guarded_at_once() -> None:
    told = [[(row * 7 + column * 5) % 11 % 4 for column in range(7)] for row in range(60)]

    table = guard_table(told)

    assert table is not None
    assert {one.hidden for line in table for one in line if 0 < one.count < 3} == {True}
