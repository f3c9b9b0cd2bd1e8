"""Lists of what waits, everything about one idea, and decisions about one or several."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from mapper.domain.berlin import today
from mapper.domain.roles import Role
from mapper.domain.rules import Rules
from mapper.errors import ForbiddenError, NotFoundError, SignInNeededError
from mapper.services import decide
from mapper.services.queue import (
    PAGE_SIZE,
    Held,
    Queue,
    Whose,
    count_queues,
    list_queue,
    search_ideas,
)
from mapper.services.review import review_idea
from tests.db.moderation import add_report, add_waiting, moderator, numbers, planner
from tests.staff import TESTER, add_account, office_on, signed_in


def test_paper_from_last_month_is_not_late_on_the_day_it_is_entered(world: Sessions) -> None:
    add_waiting(world)
    with transaction(world) as session:
        session.execute(text("update proposal set created_at = now() - interval '30 days'"))
    page = list_queue(office_on(world), moderator(world), Queue.WAITING)

    assert [one.late for one in page.ideas] == [False]
    assert page.late == 0


def test_the_day_that_was_promised_counts_to_its_end(world: Sessions) -> None:
    number = add_waiting(world, age_days=Rules().review_within.days)
    office, mona = office_on(world), moderator(world)

    assert [one.late for one in list_queue(office, mona, Queue.WAITING).ideas] == [False]
    assert not review_idea(office, mona, number).late


def test_what_waits_comes_oldest_first_with_its_promise(world: Sessions) -> None:
    new, late, older = (add_waiting(world, age_days=days) for days in (0, 8, 3))
    add_waiting(world, moderation_status="published")
    page = list_queue(office_on(world), moderator(world), Queue.WAITING)

    assert [one.number for one in page.ideas] == [late, older, new]
    assert [one.late for one in page.ideas] == [True, False, False]
    assert (page.total, page.late) == (3, 1)
    assert page.oldest_at == page.ideas[0].created_at
    assert page.ideas[0].due_at == page.ideas[0].created_at + Rules().review_within


def test_every_list_has_its_ideas_and_the_counts_say_so(world: Sessions) -> None:
    waiting = add_waiting(world)
    reported = add_waiting(world, moderation_status="published")
    hidden = add_waiting(world, moderation_status="hidden")
    for number in (reported, hidden):
        add_report(world, number)
    overdue = add_waiting(world, moderation_status="published", age_days=29)
    rejected = add_waiting(world, moderation_status="rejected")
    who = moderator(world)

    assert numbers(world, who, Queue.WAITING) == [waiting]
    assert numbers(world, who, Queue.REPORTED) == [reported, hidden]
    assert numbers(world, who, Queue.OVERDUE) == [overdue]
    assert set(numbers(world, who, Queue.PUBLISHED)) == {reported, overdue}
    assert set(numbers(world, who, Queue.CLOSED)) == {hidden, rejected}
    assert count_queues(office_on(world), who) == {
        Queue.WAITING: 1,
        Queue.REPORTED: 2,
        Queue.OVERDUE: 1,
        Queue.PUBLISHED: 2,
        Queue.CLOSED: 2,
    }


def test_a_list_has_25_a_page_and_no_page_behind_the_last(world: Sessions) -> None:
    for number in range(PAGE_SIZE + 1):
        add_waiting(world, f"Idee {number:02}", age_days=100 - number)
    who, office = moderator(world), office_on(world)

    first, second, beyond = (
        list_queue(office, who, Queue.WAITING, page=number) for number in (1, 2, 99)
    )
    assert len(first.ideas) == 25
    assert [one.title for one in second.ideas] == [one.title for one in beyond.ideas] == ["Idee 25"]
    assert (beyond.number, beyond.last, beyond.total) == (2, 2, 26)


def test_a_planner_sees_published_ideas_only(world: Sessions) -> None:
    waiting = add_waiting(world)
    published = add_waiting(world, moderation_status="published")
    add_report(world, published)
    office, who = office_on(world), planner(world)

    assert set(count_queues(office, who)) == {Queue.OVERDUE, Queue.PUBLISHED}
    for queue in (Queue.WAITING, Queue.REPORTED, Queue.CLOSED):
        with pytest.raises(ForbiddenError):
            list_queue(office, who, queue)
    with pytest.raises(ForbiddenError):
        review_idea(office, who, waiting)
    assert search_ideas(office, who, waiting).total == 0
    seen = review_idea(office, who, published)
    assert (seen.reports, seen.history, seen.moves) == ((), (), frozenset())
    assert seen.neighbours == ()


@pytest.mark.parametrize("role", [Role.GIS, Role.ADMIN, Role.PARTNER])
def test_others_at_the_town_see_none_of_it(world: Sessions, role: Role) -> None:
    number = add_waiting(world, moderation_status="published")
    office, who = office_on(world), signed_in(world, add_account(world, "other", role))

    for call in (
        lambda: count_queues(office, who),
        lambda: list_queue(office, who, Queue.PUBLISHED),
        lambda: search_ideas(office, who, "Bank"),
        lambda: review_idea(office, who, number),
        lambda: decide.keep(office, who, number),
    ):
        with pytest.raises(ForbiddenError):
            call()
    with pytest.raises(SignInNeededError):
        review_idea(office, None, number)


def test_limits_hold_in_lists_search_neighbours_and_reviews(world: Sessions) -> None:
    west, east = add_waiting(world, east=1.99), add_waiting(world, east=2.01)
    who = moderator(world, municipalities=["00000002"])
    office = office_on(world)

    assert numbers(world, who, Queue.WAITING) == [east]
    assert count_queues(office, who)[Queue.WAITING] == 1
    assert [one.number for one in search_ideas(office, who, "bank").ideas] == [east]
    assert review_idea(office, who, east).neighbours == ()
    with pytest.raises(NotFoundError):
        review_idea(office, who, west)
    assert [one.number for one in review_idea(office, TESTER, east).neighbours] == [west]


def test_search_finds_numbers_and_all_of_the_words(world: Sessions) -> None:
    bench = add_waiting(world, "Eine Bank an der Kirche", display_name="Ute")
    bus = add_waiting(world, "100 % mehr Busse_", moderation_status="rejected")
    office, who = office_on(world), moderator(world)

    def found(words: str) -> list[str]:
        return [one.number for one in search_ideas(office, who, words).ideas]

    assert found(bus.upper()) == [bus]
    assert found("kirche BANK mustermann ute") == [bench]
    assert found("kirche busse") == []
    assert found("0 %") == [bus]
    assert found("busse_") == [bus]
    assert found("_____") == []
    assert found("  ") == []
    assert found("'; drop table proposal -- \0 \\") == []


def test_the_deputy_of_somebody_away_has_her_ideas(world: Sessions) -> None:
    otto = add_account(world, "otto", Role.MODERATOR)
    mona = add_account(world, "mona", Role.MODERATOR, deputy_id=otto, away_until=today())
    back = add_account(
        world, "bea", Role.MODERATOR, deputy_id=otto, away_until=today() - timedelta(days=2)
    )
    gone = add_account(world, "gone", Role.MODERATOR, disabled_at=datetime.now(UTC))
    of_mona, of_bea, of_gone, free = (
        add_waiting(world, assigned_to=account, age_days=10 - at)
        for at, account in enumerate((mona, back, gone, None))
    )
    who = signed_in(world, otto)
    page = list_queue(office_on(world), who, Queue.WAITING)

    assert numbers(world, who, Queue.WAITING, Whose.MINE) == [of_mona]
    assert numbers(world, who, Queue.WAITING, Whose.NOBODYS) == [of_gone, free]
    holder = page.ideas[0].holder
    assert holder is not None
    assert (holder.name, holder.stands_in_for) == ("Otto", "Mona")
    assert page.held == (Held("Otto", 1, is_me=True), Held("Bea", 1), Held(None, 2))
    assert numbers(world, signed_in(world, back), Queue.WAITING, Whose.MINE) == [of_bea]


def test_a_review_says_all_of_an_idea(world: Sessions) -> None:
    number = add_waiting(world, public_precision="100m", display_name="Ute", age_days=9)
    near = add_waiting(world, "Eine Bank", east=0.55, moderation_status="rejected")
    far = add_waiting(world, "Sitzbank gewünscht", east=0.9)
    add_report(world, number, "personal_data", "Name meiner Nachbarin")
    seen = review_idea(office_on(world), moderator(world), number)

    assert (seen.title, seen.display_name, seen.action_field) == ("Eine Bank", "Ute", "green")
    assert (seen.where.district_name, seen.where.municipality_name) == ("A", "Westdorf")
    assert seen.where.lon != seen.where.public_lon
    assert seen.late
    assert [(one.reason, one.body) for one in seen.open_reports] == [
        ("personal_data", "Name meiner Nachbarin")
    ]
    # 0.05 of a side of 2,000 m.
    (neighbour,) = seen.neighbours
    assert (neighbour.number, round(neighbour.distance_m or 0, 3)) == (near, 100)
    assert [one.number for one in seen.alike] == [near, far]
    assert seen.original_until is None
    assert seen.history == ()


def test_likely_duplicates_need_no_point(world: Sessions) -> None:
    vague = add_waiting(world, "Sitzbank", place_certainty="district", district_id=1)
    nowhere = add_waiting(world, "Bänke!", place_certainty="none", municipality_id=1)
    pinned = add_waiting(world, "Eine Bank", east=0.9)
    add_waiting(world, "Radweg nach Süden", body="Es fehlt ein Radweg.", east=0.9)
    add_waiting(world, "Eine Bank", east=2.5)
    office, who = office_on(world), moderator(world)

    for number in (vague, nowhere, pinned):
        alike = {one.number for one in review_idea(office, who, number).alike}
        assert alike == {vague, nowhere, pinned} - {number}
