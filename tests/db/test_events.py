"""The events ideas come from: added once, listed, within the limits of an account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ParticipationEvent
from mapper.domain.roles import Role
from mapper.errors import InvalidFieldError, OutsideLimitsError
from mapper.services.access import SignedIn
from mapper.services.events import NewEvent, add_event, list_events
from tests.db.desk import audited, event_of, paula
from tests.staff import add_account, office_on, signed_in

__all__ = ["paula"]


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
