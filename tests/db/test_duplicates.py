"""Pairs that may be the same: which are proposed, in what order, and what ends that."""

from collections.abc import Sequence
from typing import Any

import pytest
from pytest import MonkeyPatch

from mapper.db.engine import Sessions
from mapper.domain.alike import likeness, words_of
from mapper.domain.filters import Filters
from mapper.errors import ForbiddenError
from mapper.services import duplicates, merge
from mapper.services.access import Who
from mapper.services.alike import LEAST_SCORE, score
from mapper.services.backoffice import Backoffice
from mapper.services.duplicates import TwinPage, find_duplicates, list_pairs
from mapper.services.merged import list_merged
from tests.db.merging import add_supported, put_into
from tests.db.moderation import add_waiting, idea_of, moderator, planner
from tests.db.world import SIDE
from tests.staff import add_account, signed_in

BENCH, SAME_BENCH = "Mehr Bänke im Park", "Sitzbänke für den Schlosspark"
PATH = "Radweg zum See"
EVERYTHING = Filters()


def metres(count: float) -> float:
    """So many metres as a share of a district's side."""
    return count / SIDE


def look(office: Backoffice, who: Who, filters: Filters = EVERYTHING) -> TwinPage:
    return list_pairs(office, who, find_duplicates(office, who, filters))


def names(page: TwinPage) -> list[set[str]]:
    return [{idea.number for idea in pair.ideas} for pair in page.pairs]


def bench(sessions: Sessions, title: str = BENCH, east: float = 0.5, **columns: object) -> str:
    return add_supported(sessions, title, east=east, **columns)  # type: ignore[arg-type]


def test_near_ones_of_one_field_alike_in_words_are_a_pair(office: Backoffice) -> None:
    sessions = office.sessions
    one, other = bench(sessions), bench(sessions, SAME_BENCH, 0.5 + metres(120))
    bench(sessions, PATH)
    bench(sessions, SAME_BENCH, action_field_id=2)
    bench(sessions, BENCH, 0.5 + metres(400))

    page = look(office, planner(sessions))

    assert names(page) == [{one, other}]
    assert page.pairs[0].distance_m == pytest.approx(120)
    assert (page.total, page.number, page.last) == (1, 1, 1)


def test_the_likeliest_come_first_and_the_better_supported_stays(office: Backoffice) -> None:
    sessions = office.sessions
    old = add_supported(sessions, BENCH, "ab", age_days=2)
    new = add_supported(sessions, BENCH, "ab", east=0.5 + metres(10))
    more = add_supported(sessions, SAME_BENCH, "abc", east=0.5 + metres(200))

    page = look(office, planner(sessions))

    assert [[idea.number for idea in pair.ideas] for pair in page.pairs] == [
        [old, new],
        [more, new],
        [more, old],
    ]
    words = likeness(words_of(BENCH, ""), words_of(SAME_BENCH, ""))
    assert score(words, 200, same_field=True) >= LEAST_SCORE


def test_without_a_point_the_district_decides(office: Backoffice) -> None:
    sessions = office.sessions
    a: dict[str, Any] = {"place_certainty": "district", "district_id": 1}
    one, other = bench(sessions, **a), bench(sessions, SAME_BENCH, **a)
    bench(sessions, SAME_BENCH, **{**a, "district_id": 2})
    pointed = bench(sessions, BENCH, 0.9)

    page = look(office, planner(sessions))

    assert sorted(map(sorted, names(page))) == sorted(
        sorted(pair) for pair in ({one, other}, {one, pointed}, {other, pointed})
    )
    assert {pair.distance_m for pair in page.pairs} == {None}


def test_only_what_the_filters_and_the_limits_let_through_is_compared(office: Backoffice) -> None:
    sessions = office.sessions
    bench(sessions), bench(sessions, round_id=2)
    add_waiting(sessions, BENCH)
    everything, limited = planner(sessions), planner(sessions, "pia", rounds=["plan"])

    assert len(look(office, everything).pairs) == 1
    assert look(office, everything, Filters(rounds=("ideas",))).pairs == ()
    assert find_duplicates(office, limited, Filters()).compared == 1
    assert find_duplicates(office, limited, Filters(rounds=("ideas",))).compared == 0


def test_a_pair_that_was_decided_is_proposed_no_more(office: Backoffice) -> None:
    sessions = office.sessions
    who = planner(sessions)
    ideas = [bench(sessions, east=0.5 + metres(10 * step)) for step in range(3)]
    found = find_duplicates(office, who, Filters())
    assert list_pairs(office, who, found).total == 3

    merge.keep_apart(office, who, ideas[0], ideas[1])
    assert list_pairs(office, who, found).total == look(office, who).total == 2
    put_into(office, who, ideas[2], ideas[0])

    assert list_pairs(office, who, found).total == look(office, who).total == 0


def test_what_was_merged_is_listed_for_whoever_may_see_it(office: Backoffice) -> None:
    sessions = office.sessions
    who, mona = planner(sessions), moderator(sessions)
    whole, part, waiting = bench(sessions), bench(sessions, PATH), add_waiting(sessions, "Wartet")
    put_into(office, who, part, whole)
    put_into(office, mona, waiting, whole)

    page = list_merged(office, who, Filters())

    assert [(one.number, one.into, one.undoable) for one in page.ideas] == [(part, whole, True)]
    of_mona = list_merged(office, mona, Filters())
    assert ([one.number for one in of_mona.ideas], of_mona.total) == ([waiting, part], 2)
    assert list_merged(office, who, Filters(rounds=("plan",))).total == 0


def test_more_ideas_than_are_compared_are_said(
    office: Backoffice, monkeypatch: MonkeyPatch
) -> None:
    sessions = office.sessions
    who = planner(sessions)
    old = bench(sessions, age_days=9)
    new = [bench(sessions, east=0.5 + metres(step)) for step in range(3)]
    monkeypatch.setattr(duplicates, "MOST_IDEAS", 3)
    monkeypatch.setattr(duplicates, "MOST_PAIRS", 2)

    found = find_duplicates(office, who, Filters())

    assert (found.compared, found.only_newest, found.more_pairs) == (3, True, True)
    assert len(found.pairs) == 2
    assert idea_of(sessions, old).id not in {one for pair in found.pairs for one in pair.ids}
    assert idea_of(sessions, new[0]).id in {one for pair in found.pairs for one in pair.ids}


def test_a_crowded_place_is_said(office: Backoffice, monkeypatch: MonkeyPatch) -> None:
    sessions = office.sessions
    for step in range(4):
        bench(sessions, east=0.5 + metres(step))
    monkeypatch.setattr(duplicates, "MOST_NEIGHBOURS", 2)

    assert find_duplicates(office, planner(sessions), Filters()).crowded == 4


@pytest.mark.parametrize("roles", [[], ["gis"], ["admin"], ["partner"]])
def test_nobody_else_looks_for_pairs(office: Backoffice, roles: Sequence[str]) -> None:
    who = signed_in(office.sessions, add_account(office.sessions, "other", roles=list(roles)))

    with pytest.raises(ForbiddenError):
        find_duplicates(office, who, Filters())
