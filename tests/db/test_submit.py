"""Handing in an idea: stored once, in the right place, or refused with nothing stored."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import func, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ParticipationRound, Proposal, ProposalContact
from mapper.domain.proposals import Draft
from mapper.domain.statuses import ModerationStatus, PlaceCertainty, PublicPrecision
from mapper.errors import (
    InvalidFieldError,
    MapperError,
    OutsideAreaError,
    OutsideRoundError,
    RoundClosedError,
)
from mapper.geo.crs import to_degrees
from mapper.services.decide import hide, list_by_status, publish, reject
from mapper.services.explore import find_public
from mapper.services.mine import find_mine
from mapper.services.submit import Submission, submit
from tests.db.world import SIDE, SOUTH, WEST
from tests.staff import TESTER, office_on

SECRET = "a secret of the test"


def draft_at(easting: float, northing: float) -> Draft:
    """A complete draft at a point in metres."""
    lon, lat = to_degrees(np.array([easting, northing]))
    return Draft(
        client_key=uuid4(),
        round_slug="ideas",
        place_certainty=PlaceCertainty.POINT,
        lon=float(lon),
        lat=float(lat),
        district=None,
        municipality=None,
        public_precision=PublicPrecision.EXACT,
        title="More benches",
        body="There is nowhere to sit.",
        action_field="green",
        display_name=None,
    )


INSIDE = draft_at(WEST + 500, SOUTH + 500)


def send(sessions: Sessions, draft: Draft, moderation: str = "pre") -> Submission:
    return submit(sessions, draft, secret=SECRET, moderation=moderation)


def count(sessions: Sessions) -> int:
    with transaction(sessions) as session:
        return session.scalar(select(func.count()).select_from(Proposal)) or 0


def test_a_point_is_stored_where_it_was_set_with_its_district(world: Sessions) -> None:
    answer = send(world, INSIDE)

    with transaction(world) as session:
        stored = session.scalars(select(Proposal)).one()
        away = session.scalar(
            select(
                func.ST_Distance(
                    Proposal.geom,
                    func.ST_SetSRID(func.ST_MakePoint(WEST + 500, SOUTH + 500), 25833),
                )
            )
        )
    assert away is not None
    assert away < 0.01
    assert (answer.municipality, answer.district) == ("00000001", "00000001/a")
    assert answer.moderation_status is ModerationStatus.PENDING
    assert stored.public_id == answer.public_id
    assert find_public(world, answer.public_id) is None


def test_sixteen_sendings_of_one_draft_store_one_row_with_one_answer(world: Sessions) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: send(world, INSIDE), range(16)))

    assert count(world) == 1
    assert sum(answer.created for answer in answers) == 1
    assert len({replace(answer, created=False) for answer in answers}) == 1


def test_only_the_hash_of_the_private_link_is_stored(world: Sessions) -> None:
    answer = send(world, INSIDE)

    with transaction(world) as session:
        contact = session.scalars(select(ProposalContact)).one()
    assert answer.edit_token.encode() not in contact.edit_token_hash
    own = find_mine(world, ["unknown", answer.edit_token])
    assert [(one.token_index, one.public_id) for one in own] == [(1, answer.public_id)]


REFUSED: list[tuple[Draft, type[MapperError]]] = [
    (draft_at(WEST - 5000, SOUTH), OutsideAreaError),
    (replace(INSIDE, lon=None), InvalidFieldError),
    (replace(INSIDE, round_slug="none"), InvalidFieldError),
    (replace(INSIDE, action_field="none"), InvalidFieldError),
    (replace(INSIDE, place_certainty=PlaceCertainty.DISTRICT, district="x"), InvalidFieldError),
    (replace(INSIDE, place_certainty=PlaceCertainty.NONE, municipality="x"), InvalidFieldError),
]


@pytest.mark.parametrize(("draft", "error"), REFUSED)
def test_what_is_refused_leaves_nothing_behind(
    world: Sessions, draft: Draft, error: type[MapperError]
) -> None:
    with pytest.raises(error):
        send(world, draft)

    assert count(world) == 0


def test_a_district_or_no_place_is_enough(world: Sessions) -> None:
    in_b = replace(INSIDE, place_certainty=PlaceCertainty.DISTRICT, district="00000001/b")
    nowhere = replace(INSIDE, place_certainty=PlaceCertainty.NONE, client_key=uuid4())

    assert (send(world, in_b).municipality, count(world)) == ("00000001", 1)
    assert (send(world, nowhere).municipality, count(world)) == (None, 2)


@pytest.mark.parametrize(
    ("opens", "closes", "open_now"),
    [(-1, 1, True), (None, None, True), (1, 2, False), (-2, -1, False)],
)
def test_a_round_takes_ideas_in_its_period_only(
    world: Sessions, opens: int | None, closes: int | None, open_now: bool
) -> None:
    now = datetime.now(UTC)
    period = {
        name: None if days is None else now + timedelta(days=days)
        for name, days in (("opens", opens), ("closes", closes))
    }
    with transaction(world) as session:
        session.execute(update(ParticipationRound).values(period))

    if open_now:
        assert send(world, INSIDE).created
    else:
        with pytest.raises(RoundClosedError):
            send(world, INSIDE)


def test_a_round_with_an_area_refuses_places_outside_it(world: Sessions) -> None:
    with transaction(world) as session:
        session.execute(update(ParticipationRound).values(area=["00000001/b"]))

    assert send(world, draft_at(WEST + SIDE + 500, SOUTH + 500)).created
    with pytest.raises(OutsideRoundError):
        send(world, INSIDE)


def test_publishing_shows_an_idea_and_hiding_takes_it_away(world: Sessions) -> None:
    number = send(world, INSIDE).public_id
    publish(office_on(world), TESTER, number)
    shown = find_public(world, number)
    hide(office_on(world), TESTER, number)

    assert shown is not None
    assert find_public(world, number) is None
    assert [one.moderation_status for one in list_by_status(office_on(world), TESTER)] == ["hidden"]


def test_decisions_follow_the_table_of_moves(world: Sessions) -> None:
    number = send(world, INSIDE, moderation="post").public_id

    with pytest.raises(MapperError, match="cannot become 'published'"):
        publish(office_on(world), TESTER, number)
    with pytest.raises(MapperError, match="cannot become 'rejected'"):
        reject(office_on(world), TESTER, number)
    with pytest.raises(MapperError, match="no idea with the number"):
        publish(office_on(world), TESTER, "unknown")
