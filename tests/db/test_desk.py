"""The desk: ideas entered for others, the events they come from, and status by number."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import (
    AuditEvent,
    ParticipationEvent,
    ParticipationRound,
    Proposal,
    Response,
    StaffAccount,
)
from mapper.domain.proposals import Draft
from mapper.domain.roles import Role
from mapper.domain.statuses import Channel, ModerationStatus, PlaceCertainty
from mapper.errors import (
    ForbiddenError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    OutsideLimitsError,
    RoundClosedError,
    SignInNeededError,
)
from mapper.services.access import SignedIn, Who
from mapper.services.decide import publish
from mapper.services.desk import DeskDraft, FoundIdea, look_up, submit_for
from mapper.services.events import ListedEvent, NewEvent, add_event, list_events
from mapper.services.mine import find_mine
from mapper.services.submit import Submission
from tests.db.test_submit import draft_at
from tests.db.world import SIDE, SOUTH, WEST, build_world
from tests.hostile import HOSTILE
from tests.staff import TESTER, add_account, office_on, signed_in

INSIDE = draft_at(WEST + 500, SOUTH + 500)
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = datetime.now(BERLIN).date()


@pytest.fixture
def world(empty_sessions: Sessions) -> Iterator[Sessions]:
    build_world(empty_sessions)
    yield empty_sessions


@pytest.fixture
def paula(world: Sessions) -> SignedIn:
    """A partner without limits."""
    return signed_in(world, add_account(world, "paula", Role.PARTNER))


def enter(
    sessions: Sessions, who: Who, draft: Draft = INSIDE, mode: str = "pre", **more: object
) -> Submission:
    entered = DeskDraft(draft, **{"channel": Channel.SHOP, **more})  # type: ignore[arg-type]
    return submit_for(office_on(sessions), who, entered, moderation=mode)


def find(sessions: Sessions, who: Who, number: str) -> FoundIdea:
    return look_up(office_on(sessions), who, number)


def event_of(sessions: Sessions, who: Who, round_slug: str = "ideas") -> ListedEvent:
    new = NewEvent(round_slug, "Werkstatt", date(2026, 5, 4), "Rathaus")
    return add_event(office_on(sessions), who, new)


def rows(sessions: Sessions) -> list[Proposal]:
    with transaction(sessions) as session:
        return list(session.scalars(select(Proposal)))


def audited(sessions: Sessions) -> list[AuditEvent]:
    with transaction(sessions) as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def test_an_entered_idea_is_stored_with_channel_event_and_day(
    world: Sessions, paula: SignedIn
) -> None:
    event = event_of(world, paula)
    done = enter(
        world, paula, channel=Channel.WORKSHOP, event_id=event.id, given_on=date(2026, 5, 4)
    )

    [row] = rows(world)
    assert (row.public_id, row.channel, row.event_id) == (done.public_id, "workshop", event.id)
    assert row.created_at == datetime.combine(date(2026, 5, 4), time(12), BERLIN)
    assert row.created_day == date(2026, 5, 4)
    assert done.moderation_status is ModerationStatus.PENDING
    [own] = find_mine(world, [done.edit_token])
    assert own.public_id == done.public_id


def test_it_is_audited_with_the_account_and_without_the_words(
    world: Sessions, paula: SignedIn
) -> None:
    number = enter(world, paula).public_id

    [event] = audited(world)
    assert (event.actor, event.kind, event.subject_key) == ("paula", "proposal.entered", number)
    assert {"channel", "round", "title", "body"} <= set(event.fields)
    assert INSIDE.title not in str(event.digests)


def test_a_day_that_is_left_out_or_today_is_now(world: Sessions, paula: SignedIn) -> None:
    enter(world, paula)
    enter(world, paula, replace(INSIDE, client_key=draft_at(0, 0).client_key), given_on=TODAY)

    now = datetime.now(UTC)
    assert all(now - row.created_at < timedelta(minutes=1) for row in rows(world))


def test_sixteen_sendings_are_one_idea_and_one_audit_row(world: Sessions, paula: SignedIn) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: enter(world, paula), range(16)))

    assert len(rows(world)) == 1
    assert len(audited(world)) == 1
    assert sum(answer.created for answer in answers) == 1
    assert len({(answer.public_id, answer.edit_token) for answer in answers}) == 1


def test_where_the_town_publishes_at_once_so_does_the_desk(
    world: Sessions, paula: SignedIn
) -> None:
    assert enter(world, paula, mode="post").moderation_status is ModerationStatus.PUBLISHED


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"channel": Channel.ONLINE}, "channel"),
    ({"channel": Channel.IMPORT}, "channel"),
    ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
    ({"given_on": date(1066, 10, 14)}, "given_on"),
    ({"event_id": 4711}, "event"),
    ({"draft": replace(INSIDE, action_field="none")}, "action_field"),
    ({"draft": replace(INSIDE, lon=None)}, "lon,lat"),
]


def test_what_is_refused_leaves_nothing_behind(world: Sessions, paula: SignedIn) -> None:
    for changes, parameter in REFUSED:
        with pytest.raises(InvalidFieldError) as refusal:
            enter(world, paula, **changes)  # type: ignore[arg-type]
        assert refusal.value.fields["parameter"] == parameter

    assert rows(world) == []
    assert audited(world) == []


def test_an_event_belongs_to_its_round(world: Sessions, paula: SignedIn) -> None:
    other = event_of(world, paula, "plan")

    with pytest.raises(InvalidFieldError, match="'event' must be"):
        enter(world, paula, event_id=other.id)


def test_paper_from_an_open_round_is_taken_after_its_end(world: Sessions, paula: SignedIn) -> None:
    with transaction(world) as session:
        session.execute(
            update(ParticipationRound).values(
                opens=datetime(2026, 3, 1, tzinfo=BERLIN),
                closes=datetime(2026, 4, 1, tzinfo=BERLIN),
            )
        )

    assert enter(world, paula, given_on=date(2026, 3, 31)).created
    for day in (None, date(2026, 4, 1), date(2026, 2, 28)):
        with pytest.raises(RoundClosedError):
            enter(world, paula, draft_at(WEST + 500, SOUTH + 500), given_on=day)


@pytest.mark.parametrize(
    ("roles", "error"),
    [
        ((Role.MODERATOR,), None),
        ((Role.PLANNER,), None),
        ((Role.PARTNER,), None),
        ((Role.GIS,), ForbiddenError),
        ((Role.ADMIN,), ForbiddenError),
        ((), ForbiddenError),
        (None, SignInNeededError),
    ],
)
def test_only_who_may_enter_ideas_works_at_the_desk(
    world: Sessions, roles: tuple[Role, ...] | None, error: type[MapperError] | None
) -> None:
    who = None if roles is None else signed_in(world, add_account(world, "dora", *roles))
    number = enter(world, TESTER, mode="post").public_id
    calls = (
        lambda: enter(world, who),
        lambda: find(world, who, number),
        lambda: event_of(world, who),
        lambda: list_events(office_on(world), who),
    )

    for call in calls:
        if error is None:
            assert call() is not None
        else:
            with pytest.raises(error):
                call()


def test_a_disabled_account_can_do_nothing_with_its_session(
    world: Sessions, paula: SignedIn
) -> None:
    with transaction(world) as session:
        session.execute(update(StaffAccount).values(disabled_at=func.now()))

    with pytest.raises(SignInNeededError):
        enter(world, paula)


@pytest.mark.parametrize(
    "limits",
    [
        {"municipalities": ["00000002"]},
        {"rounds": ["plan"]},
        {"action_fields": ["mobility"]},
    ],
)
def test_the_limits_of_an_account_hold(world: Sessions, limits: dict[str, list[str]]) -> None:
    who = signed_in(world, add_account(world, "lena", Role.PARTNER, **limits))
    nowhere = replace(
        INSIDE, place_certainty=PlaceCertainty.NONE, lon=None, lat=None, municipality=None
    )

    with pytest.raises(OutsideLimitsError):
        enter(world, who)
    if "municipalities" in limits:
        with pytest.raises(OutsideLimitsError):
            enter(world, who, nowhere)
        assert enter(world, who, draft_at(WEST + 2 * SIDE + 500, SOUTH + 500)).created


def test_an_event_is_added_once_and_listed_with_the_latest_first(
    world: Sessions, paula: SignedIn
) -> None:
    with ThreadPoolExecutor(8) as pool:
        same = {event.id for event in pool.map(lambda _: event_of(world, paula), range(8))}
    later = add_event(
        office_on(world), paula, NewEvent("ideas", "  Stand   am Markt ", date(2026, 6, 1))
    )
    undated = add_event(office_on(world), paula, NewEvent("plan", "Aktion"))

    listed = list_events(office_on(world), paula)
    assert len(same) == 1
    assert [event.id for event in listed] == [later.id, *same, undated.id]
    assert (later.title, later.place) == ("Stand am Markt", None)
    assert [event.kind for event in audited(world)] == ["event.added"] * 3


def test_an_event_without_sense_is_refused(world: Sessions, paula: SignedIn) -> None:
    for new, parameter in (
        (NewEvent("none", "Werkstatt"), "round"),
        (NewEvent("ideas", " x "), "event_title"),
        (NewEvent("ideas", "x" * 121), "event_title"),
        (NewEvent("ideas", "Werkstatt", place="x" * 121), "event_place"),
    ):
        with pytest.raises(InvalidFieldError) as refusal:
            add_event(office_on(world), paula, new)
        assert refusal.value.fields["parameter"] == parameter

    with transaction(world) as session:
        assert session.scalar(select(func.count()).select_from(ParticipationEvent)) == 0


def test_an_event_lies_within_the_limits_of_the_account(world: Sessions) -> None:
    who = signed_in(world, add_account(world, "lena", Role.PARTNER, rounds=["plan"]))

    assert event_of(world, who, "plan").round_slug == "plan"
    with pytest.raises(OutsideLimitsError):
        event_of(world, who)


def test_a_partner_reads_of_an_idea_that_is_not_public_only_its_state(
    world: Sessions, paula: SignedIn
) -> None:
    number = enter(world, paula).public_id

    found = find(world, paula, number)

    assert found == FoundIdea(number, ModerationStatus.PENDING, None, None, None, (), False)


def test_of_a_public_idea_everyone_at_the_desk_reads_title_day_and_answer(
    world: Sessions, paula: SignedIn
) -> None:
    number = enter(world, paula).public_id
    publish(office_on(world), TESTER, number)
    with transaction(world) as session:
        proposal_id = session.scalar(select(Proposal.id))
        for public, words in ((True, "Wir bauen die Bank."), (False, "Nur intern.")):
            values = {"proposal_id": proposal_id, "public": public, "body": words}
            session.execute(insert(Response).values(response_status="planned", **values))
        session.execute(update(Proposal).values(response_status="planned"))

    found = find(world, paula, number)

    assert (found.title, found.response_status, found.openable) == (INSIDE.title, "planned", False)
    assert [answer.body for answer in found.answers] == ["Wir bauen die Bank."]
    assert found.created_at == rows(world)[0].created_at


def test_moderators_are_led_to_the_idea_within_their_limits(world: Sessions) -> None:
    number = enter(world, TESTER).public_id
    mona = signed_in(world, add_account(world, "mona", Role.MODERATOR))
    mina = signed_in(world, add_account(world, "mina", Role.MODERATOR, municipalities=["00000002"]))

    assert find(world, mona, number).openable
    with pytest.raises(NotFoundError):
        find(world, mina, number)
    publish(office_on(world), TESTER, number)
    assert not find(world, mina, number).openable


def test_a_number_is_found_however_it_is_typed(world: Sessions, paula: SignedIn) -> None:
    enter(world, paula)
    with transaction(world) as session:
        session.execute(update(Proposal).values(public_id="abz89uvwx"))

    for typed in ("abz89uvwx", " ABZ 89-UVW X\n", "AB2 89uvwx", "abz89vuwx", "a6z8quvwx"):
        assert find(world, paula, typed).number == "abz89uvwx"


def test_the_number_typed_goes_before_those_that_look_alike(
    world: Sessions, paula: SignedIn
) -> None:
    for number in ("abz89uvwx", "ab289uvwx"):
        done = enter(world, paula, draft_at(WEST + 500, SOUTH + 500))
        with transaction(world) as session:
            mine = update(Proposal).where(Proposal.public_id == done.public_id)
            session.execute(mine.values(public_id=number))

    assert find(world, paula, "AB289UVWX").number == "ab289uvwx"
    assert find(world, paula, "abz89uvwx").number == "abz89uvwx"
    with pytest.raises(NotFoundError):
        find(world, paula, "ab289vvwx")


def test_what_is_no_number_finds_nothing(world: Sessions, paula: SignedIn) -> None:
    enter(world, paula)

    for typed in ("", "x", "999999999", "z" * 81, "%_%", *HOSTILE):
        with pytest.raises(NotFoundError):
            find(world, paula, typed)
