"""Putting right where an idea belongs, and blacking out personal data."""

import numpy as np
import pytest
from sqlalchemy import func, insert, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ActionField, ParticipationRound, Proposal, ProposalOriginal
from mapper.domain.rules import Rules
from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    OutsideAreaError,
    OutsideRoundError,
)
from mapper.geo.crs import to_degrees
from mapper.services.black_out import IdeaText, black_out, restore_original, see_original
from mapper.services.correct import Correction, Place, correct
from mapper.services.explore import find_public
from mapper.services.review import review_idea
from tests.db.moderation import BODY, add_waiting, audit_of, idea_of, moderator, planner
from tests.db.world import SIDE, SOUTH, WEST
from tests.staff import TESTER, office_on


def point(east: float) -> Place:
    """A point in the middle row, `east` districts from the west."""
    lon, lat = to_degrees(np.array([WEST + east * SIDE, SOUTH + SIDE / 2]))
    return Place(PlaceCertainty.POINT, float(lon), float(lat))


def test_field_round_place_and_precision_can_be_put_right(world: Sessions) -> None:
    number = add_waiting(world)
    office, who = office_on(world), moderator(world)

    changed = correct(
        office,
        who,
        number,
        Correction("mobility", "plan", point(2.5), PublicPrecision.HUNDRED_METRES),
        version=0,
    )

    seen = review_idea(office, who, number)
    assert (seen.action_field, seen.round_slug) == ("mobility", "plan")
    assert (seen.where.district, seen.where.municipality) == ("00000002/c", "00000002")
    assert seen.where.precision is PublicPrecision.HUNDRED_METRES
    assert seen.where.lon == pytest.approx(point(2.5).lon)
    (event,) = audit_of(world, number)
    assert (event.kind, tuple(event.fields)) == ("proposal.corrected", changed)
    assert {"action_field_id", "round_id", "place", "public_precision"} <= set(changed)
    assert "geom" not in event.fields


def test_an_idea_that_moves_to_another_town_gets_that_towns_field(world: Sessions) -> None:
    with transaction(world) as session:
        own = {"key": "green", "titles": {}, "colour": "#117733", "symbol": "tree"}
        added = insert(ActionField).values(municipality_id=1, **own)
        west = session.scalars(added.returning(ActionField.id)).one()
    number = add_waiting(world, action_field_id=west)
    office, who = office_on(world), moderator(world)

    changed = correct(office, who, number, Correction(place=point(2.5)))

    assert idea_of(world, number).action_field_id == 1
    assert "action_field_id" in changed
    correct(office, who, number, Correction(place=point(0.5)))
    assert idea_of(world, number).action_field_id == west


def test_an_idea_can_lose_its_point_and_get_one(world: Sessions) -> None:
    number = add_waiting(world)
    office, who = office_on(world), moderator(world)

    correct(
        office, who, number, Correction(place=Place(PlaceCertainty.DISTRICT, district="00000001/b"))
    )
    assert idea_of(world, number).district_id == 2
    assert idea_of(world, number).geom is None
    correct(office, who, number, Correction(place=Place(PlaceCertainty.NONE)))
    assert idea_of(world, number).municipality_id is None
    correct(office, who, number, Correction(place=point(0.5)))
    assert idea_of(world, number).district_id == 1


def test_moving_an_idea_drops_what_its_author_drew(world: Sessions) -> None:
    number = add_waiting(world)
    with transaction(world) as session:
        line = func.ST_Buffer(Proposal.geom, 20)
        session.execute(update(Proposal).values(shape=line))
    office, who = office_on(world), moderator(world)

    correct(office, who, number, Correction(action_field="mobility"))
    assert idea_of(world, number).shape is not None
    correct(office, who, number, Correction(place=point(0.6)))
    assert idea_of(world, number).shape is None


def test_nothing_wrong_is_nothing_changed(world: Sessions) -> None:
    number = add_waiting(world)

    assert correct(office_on(world), TESTER, number, Correction("green", "ideas")) == ()
    assert idea_of(world, number).version == 0
    assert audit_of(world, number) == []


@pytest.mark.parametrize(
    ("correction", "refusal"),
    [
        (Correction(action_field="nix"), InvalidFieldError),
        (Correction(round_slug="nix"), InvalidFieldError),
        (Correction(place=point(9)), OutsideAreaError),
        (Correction(place=Place(PlaceCertainty.POINT)), InvalidFieldError),
        (Correction(place=Place(PlaceCertainty.POINT, 0.0, 0.0)), OutsideAreaError),
        (Correction(place=Place(PlaceCertainty.DISTRICT, district="nix")), InvalidFieldError),
        (Correction(place=Place(PlaceCertainty.NONE, municipality="nix")), InvalidFieldError),
        (Correction(round_slug="plan", place=point(2.5)), OutsideRoundError),
    ],
)
def test_a_wrong_correction_changes_nothing(
    world: Sessions, correction: Correction, refusal: type[MapperError]
) -> None:
    number = add_waiting(world)
    with transaction(world) as session:
        plan = update(ParticipationRound).where(ParticipationRound.slug == "plan")
        session.execute(plan.values(area=["00000001"]))

    with pytest.raises(refusal):
        correct(office_on(world), moderator(world), number, correction)
    assert idea_of(world, number).version == 0
    assert audit_of(world, number) == []


def test_an_old_field_that_a_round_no_longer_has_may_stay(world: Sessions) -> None:
    number = add_waiting(world)
    with transaction(world) as session:
        session.execute(update(ParticipationRound).values(action_fields=["mobility"]))

    changed = correct(
        office_on(world), TESTER, number, Correction(public_precision=PublicPrecision.DISTRICT)
    )

    assert changed == ("public_precision",)


def test_nobody_moves_an_idea_out_of_her_own_limits(world: Sessions) -> None:
    number = add_waiting(world)
    who = moderator(world, municipalities=["00000001"], action_fields=["green"])

    for correction in (Correction(place=point(2.5)), Correction(action_field="mobility")):
        with pytest.raises(MapperError):
            correct(office_on(world), who, number, correction)
    assert idea_of(world, number).version == 0


def test_blacked_out_words_are_gone_from_the_public_at_once(world: Sessions) -> None:
    number = add_waiting(world, display_name="Ute Kern", moderation_status="published")
    office, who = office_on(world), moderator(world)
    text = IdeaText("Eine Bank", BODY.replace("Frau Mustermann", "[...]"), "")

    changed = black_out(office, who, number, text, version=0)

    assert changed == ("body", "display_name")
    public = find_public(world, number)
    assert public is not None
    assert public.body == "Hier wohnt […], und sie hätte gern eine Bank."
    assert public.display_name is None
    with transaction(world) as session:
        kept = session.execute(select(ProposalOriginal)).scalar_one()
    assert (kept.body, kept.display_name) == (BODY, "Ute Kern")
    assert kept.erase_after - kept.created_at == Rules().keep_originals
    assert review_idea(office, who, number).original_until == kept.erase_after
    (event,) = audit_of(world, number)
    assert (event.kind, event.fields) == ("proposal.blacked_out", ["body", "display_name"])
    assert "Mustermann" not in str(event.digests)


@pytest.mark.parametrize(
    "text",
    [
        IdeaText("Zwei Bänke", BODY, None),
        IdeaText("Eine Bank", BODY + " Und mehr.", None),
        IdeaText("Eine Bank", BODY + "[…]", None),
        IdeaText("Eine Bank", "", None),
        IdeaText("", BODY, None),
        IdeaText("Eine Bank", BODY, "Ein Name"),
    ],
)
def test_nothing_may_be_put_into_a_citizens_mouth(world: Sessions, text: IdeaText) -> None:
    number = add_waiting(world)

    with pytest.raises(InvalidFieldError):
        black_out(office_on(world), moderator(world), number, text)
    assert idea_of(world, number).version == 0
    assert audit_of(world, number) == []


def test_what_was_written_first_stays_the_original(world: Sessions) -> None:
    number = add_waiting(world)
    office, who = office_on(world), moderator(world)
    once = BODY.replace("Mustermann", "[…]")
    black_out(office, who, number, IdeaText("Eine Bank", once, None))
    black_out(office, who, number, IdeaText("Eine […]", once.replace("sie", "[…]"), None))

    original = see_original(office, who, number)
    assert original.text == IdeaText("Eine Bank", BODY, None)
    restore_original(office, who, number, version=2)

    assert idea_of(world, number).body == BODY
    assert idea_of(world, number).title == "Eine Bank"
    kinds = [event.kind for event in audit_of(world, number)]
    assert kinds[-2:] == ["proposal.original_seen", "proposal.restored"]
    with pytest.raises(NotFoundError):
        see_original(office, who, number)


def test_an_original_whose_time_is_over_is_seen_by_nobody(world: Sessions) -> None:
    number = add_waiting(world)
    office, who = office_on(world), moderator(world)
    black_out(office, who, number, IdeaText("Eine Bank", "[…]", None))
    with transaction(world) as session:
        session.execute(update(ProposalOriginal).values(erase_after=func.now()))

    for call in (see_original, restore_original):
        with pytest.raises(NotFoundError):
            call(office, who, number)
    assert review_idea(office, who, number).original_until is None


def test_planners_neither_correct_nor_black_out_nor_see_originals(world: Sessions) -> None:
    number = add_waiting(world, moderation_status="published")
    office, who = office_on(world), planner(world)
    black_out(office, TESTER, number, IdeaText("Eine Bank", "[…]", None))

    with pytest.raises(ForbiddenError):
        correct(office, who, number, Correction(action_field="mobility"))
    with pytest.raises(ForbiddenError):
        black_out(office, who, number, IdeaText("[…]", "[…]", None))
    with pytest.raises(ForbiddenError):
        see_original(office, who, number)
    assert review_idea(office, who, number).original_until is None


def test_every_change_asks_for_the_version_that_was_seen(world: Sessions) -> None:
    number = add_waiting(world)
    office, mona, otto = office_on(world), moderator(world), moderator(world, "otto")
    correct(office, mona, number, Correction(action_field="mobility"), version=0)

    with pytest.raises(ChangedMeanwhileError) as told:
        black_out(office, otto, number, IdeaText("Eine Bank", "[…]", None), version=0)
    assert told.value.fields["by"] == "Mona"
    with pytest.raises(ChangedMeanwhileError):
        correct(office, otto, number, Correction(action_field="green"), version=0)
