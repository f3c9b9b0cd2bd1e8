"""The desk: ideas entered for others, by those who may and within their limits."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ParticipationRound, StaffAccount
from mapper.domain.roles import Role
from mapper.domain.statuses import Channel, ModerationStatus, PlaceCertainty
from mapper.errors import (
    ForbiddenError,
    InvalidFieldError,
    MapperError,
    OutsideLimitsError,
    RoundClosedError,
    SignInNeededError,
)
from mapper.services.access import SignedIn
from mapper.services.events import list_events
from mapper.services.mine import find_mine
from tests.db.desk import INSIDE, audited, enter, event_of, find, paula, rows
from tests.db.test_submit import draft_at
from tests.db.world import SIDE, SOUTH, WEST
from tests.staff import TESTER, add_account, office_on, signed_in

__all__ = ["paula"]

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = datetime.now(BERLIN).date()


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
