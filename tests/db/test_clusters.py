"""Clusters against scikit-learn and a recount, whoever asks and whichever way they are found."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.cluster import DBSCAN
from sqlalchemy import delete, insert, select, text

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.filters import Filters
from mapper.domain.roles import Role
from mapper.domain.tokens import new_public_id
from mapper.geo.regions import draw_area
from mapper.services import clusters
from mapper.services.access import Who
from mapper.services.cluster_ideas import PAGE_SIZE, area_of, list_members
from mapper.services.cluster_words import read_cluster_words
from mapper.services.clusters import Clusters, Method, find_clusters
from mapper.services.plan import counting
from tests.conftest import copied_database, opened
from tests.db.test_rollup import random_row
from tests.db.world import SOUTH, WEST, build_world
from tests.staff import TESTER, add_account, office_on, signed_in

Points = NDArray[np.float64]

# Every ten metres in a square of 300: equal places, and neighbours at exactly the distance.
lattices = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=50).map(
    lambda steps: np.array(steps, dtype=float) * 10 + np.array([WEST + 50, SOUTH + 50])
)


@pytest.fixture(scope="module")
def world(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """One small world for the module; tests put their ideas in place of what is there."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        yield sessions


def idea(place: Points | tuple[float, float] | None, **given: object) -> dict[str, object]:
    point = f"SRID=25833;POINT({place[0]} {place[1]})" if place is not None else None
    return {
        "public_id": new_public_id(),
        "client_key": uuid4(),
        "round_id": 1,
        "place_certainty": "point" if point else "none",
        "geom": point,
        "public_precision": "exact",
        "title": "Eine Bank",
        "body": "Eine Bank im Schatten.",
        "action_field_id": 1,
        "moderation_status": "published",
        "support_count": 0,
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
        **given,
    }


def put(sessions: Sessions, ideas: list[dict[str, object]]) -> list[int]:
    """These ideas instead of all others; their ids."""
    with transaction(sessions) as session:
        session.execute(delete(Proposal))
        session.execute(insert(Proposal), ideas)
        return list(session.scalars(select(Proposal.id).order_by(Proposal.id)))


def found_in(
    sessions: Sessions,
    distance_m: int | None = None,
    least: int | None = None,
    who: Who = TESTER,
    filters: Filters | None = None,
) -> Clusters:
    with counting(office_on(sessions), who) as counter:
        return find_clusters(counter, filters or Filters(), distance_m, least)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(points=lattices, distance_m=st.sampled_from([30, 45, 60]), least=st.integers(2, 5))
def test_clusters_are_those_of_scikit_learn(
    world: Sessions, points: Points, distance_m: int, least: int
) -> None:
    put(world, [idea(point) for point in points])

    found = found_in(world, distance_m, least)

    theirs = DBSCAN(eps=distance_m, min_samples=least).fit(points)
    ours, core = found.membership.labels, theirs.core_sample_indices_
    assert ((ours == 0) == (theirs.labels_ == -1)).all()
    pairs = set(zip(ours[core].tolist(), theirs.labels_[core].tolist(), strict=True))
    assert len(pairs) == len(set(ours[core])) == len(set(theirs.labels_[core]))
    apart = np.hypot(*(points[:, None] - points[None, core]).transpose(2, 0, 1))
    # A border point may be in any cluster that has a core point in its reach.
    for point in np.flatnonzero(ours):
        assert ours[point] in ours[core][apart[point] <= distance_m]


def scattered(count: int, seed: int) -> list[dict[str, object]]:
    """Ideas in three heaps and between them, of all kinds."""
    chance = random.Random(seed)
    ideas = []
    for number in range(count):
        row = random_row(chance)
        if row["geom"] and number % 4:
            east, north = chance.choice([(500, 500), (2500, 800), (4500, 1500)])
            place = (WEST + chance.gauss(east, 80), SOUTH + chance.gauss(north, 80))
            row["geom"] = f"SRID=25833;POINT({place[0]} {place[1]})"
        ideas.append(row)
    return ideas


@pytest.mark.parametrize("squares", [False, True])
@pytest.mark.parametrize("public", [False, True])
def test_what_is_counted_in_a_cluster_is_what_a_recount_finds(
    world: Sessions, monkeypatch: pytest.MonkeyPatch, squares: bool, public: bool
) -> None:
    put(world, scattered(300, 8))
    if squares:
        monkeypatch.setattr(clusters, "MOST_POINTS", 10)
        monkeypatch.setattr(clusters, "_SAMPLE", 100_000)

    found = found_in(world, 150, 4, who=None if public else TESTER)

    assert found.method is (Method.SQUARES if squares else Method.DBSCAN)
    assert len(found.clusters) >= 3
    geom = "public_geom" if public else "geom"
    with transaction(world) as session:
        for one in found.clusters:
            ids = found.membership.ids[found.membership.labels == one.number].tolist()
            recount = session.execute(
                text(
                    "select count(*), sum(support_count), min(created_day), max(created_day), "
                    f"avg(ST_X({geom})), avg(ST_Y({geom})), count(district_id), "
                    "count(*) filter (where action_field_id = 1), "
                    f"bool_and(ST_Covers(ST_GeomFromText(:outline, 25833), {geom})) "
                    "from proposal where id = any(:ids)"
                ),
                {"ids": ids, "outline": one.outline.wkt},
            ).one()
            assert recount[:4] == (one.proposals, one.supports, one.first_day, one.last_day)
            assert recount[4:6] == pytest.approx((one.easting, one.northing))
            assert recount[6] == sum(share.proposals for share in one.districts if share.key)
            assert recount[7] == dict(one.action_fields).get("green", 0)
            assert recount[8]
            assert one.proposals == sum(share.proposals for share in one.districts)
        matching, with_point = session.execute(
            text(
                f"select count(*), count({geom}) from proposal where moderation_status='published'"
            )
        ).one()
    assert (found.matching, found.with_point) == (matching, with_point)
    assert found.in_none == int((found.membership.labels == 0).sum())


def test_everybody_else_sees_clusters_of_public_places_only(world: Sessions) -> None:
    heap = [(WEST + 310 + step, SOUTH + 310) for step in range(6)]
    put(
        world,
        [
            *(idea(place, public_precision="district") for place in heap),
            *(idea(place, public_precision="100m") for place in heap),
        ],
    )

    found = found_in(world, 25, 2, who=None)

    assert (found.matching, found.with_point, len(found.clusters)) == (12, 6, 1)
    # The centre of the 100 m cell, never where the ideas are.
    assert (found.clusters[0].easting, found.clusters[0].northing) == (WEST + 350, SOUTH + 350)
    assert not found.clusters[0].outline.covers(shapely.Point(heap[0]))
    planner = signed_in(world, add_account(world, "pia", Role.PLANNER))
    assert found_in(world, 25, 2, who=planner).clusters[0].proposals == 12
    elsewhere = signed_in(
        world, add_account(world, "ole", Role.PLANNER, municipalities=["00000002"])
    )
    assert found_in(world, 25, 2, who=elsewhere).matching == 0


def test_the_same_ideas_give_the_same_numbers(world: Sessions) -> None:
    ids = put(world, scattered(200, 3))
    before = found_in(world, 120, 3)
    with transaction(world) as session:
        # Rows move to another place in their table, what they say stays.
        for one in random.Random(1).sample(ids, 100):
            session.execute(
                text(
                    "update proposal_fact set support_count = support_count where proposal_id = :i"
                ),
                {"i": one},
            )

    after = found_in(world, 120, 3)

    assert after.clusters == before.clusters
    assert (after.membership.labels == before.membership.labels).all()
    sizes = [(one.proposals, one.supports) for one in after.clusters]
    assert sizes == sorted(sizes, reverse=True)
    assert [one.number for one in after.clusters] == list(range(1, len(sizes) + 1))


def test_equal_places_are_a_cluster_and_few_ideas_none(world: Sessions) -> None:
    put(world, [idea((WEST + 100, SOUTH + 100))] * 1)
    assert found_in(world).clusters == ()

    put(world, [idea((WEST + 100, SOUTH + 100)) for _ in range(5)])

    (one,) = found_in(world).clusters
    assert one.proposals == 5
    assert one.outline.covers(shapely.Point(WEST + 100, SOUTH + 100))


def test_ideas_without_a_point_are_counted_and_in_no_cluster(world: Sessions) -> None:
    put(world, [idea(None) for _ in range(4)])

    found = found_in(world)

    assert (found.matching, found.with_point, found.clusters) == (4, 0, ())


@pytest.mark.parametrize("squares", [False, True])
def test_a_cluster_lists_its_ideas_the_most_supported_first(
    world: Sessions, monkeypatch: pytest.MonkeyPatch, squares: bool
) -> None:
    far = idea((WEST + 5000, SOUTH + 100), title="Weit weg")
    near = [
        idea((WEST + 100 + number % 3, SOUTH + 100), title=f"Nr. {number}", support_count=number)
        for number in range(45)
    ]
    put(world, [far, *near])
    if squares:
        monkeypatch.setattr(clusters, "MOST_POINTS", 10)

    with counting(office_on(world), TESTER) as counter:
        found = find_clusters(counter, Filters(), 200, 5)
        (one,) = found.clusters
        pages = [list_members(counter, found, one, page) for page in (1, 2, 3, 99)]

    supports = [idea.supports for page in pages[:3] for idea in page.ideas]
    assert supports == list(range(44, -1, -1))
    assert len(pages[0].ideas) == PAGE_SIZE
    assert (pages[3].number, pages[3].last) == (3, 3)


def test_an_area_in_place_of_a_cluster_finds_its_ideas_and_the_others_in_it(
    world: Sessions,
) -> None:
    steps = range(0, 1000, 300)
    rim = [(e, n) for e in steps for n in steps if e in (0, 900) or n in (0, 900)]
    heaps = [(east + step, north) for east, north in rim for step in range(3)]
    put(world, [idea((WEST + 100 + e, SOUTH + 100 + n)) for e, n in [*heaps, (450, 450)]])

    found = found_in(world, 305, 3)
    (one,) = found.clusters
    asked = area_of(found, one)
    again = found_in(world, filters=Filters(area=asked.area))

    assert one.proposals == 36
    assert asked.others == 1
    assert again.with_point == 37
    assert draw_area(asked.area).covers(shapely.multipoints(found.membership.points))


def test_words_and_typical_ideas_are_those_of_the_cluster(world: Sessions) -> None:
    words = ["Brücke sperren", "Die Brücke ist morsch", "Brücken bauen", "Etwas anderes"]
    there = [
        idea((WEST + 100, SOUTH + 100), title=title, body="Bitte.", support_count=number)
        for number, title in enumerate(words)
    ]
    elsewhere = [
        idea((WEST + 3000 + 10 * number, SOUTH + 900), title="Bank", body="Ein Baum in Westdorf.")
        for number in range(30)
    ]
    put(world, there + elsewhere)

    with counting(office_on(world), TESTER) as counter:
        found = find_clusters(counter, Filters(), 50, 3)
        spoken = read_cluster_words(counter.session, found)

    assert spoken.read == 34
    assert [(one.form, one.texts) for one in spoken.of[2].keywords] == [("Brücke", 3)]
    assert [one.title for one in spoken.of[2].typical] == [words[2], words[1], words[0]]
    # Where it lies is known; it says nothing about what people want there.
    assert [one.form for one in spoken.of[1].keywords] == ["Bank", "Baum"]
    assert [one.title for one in spoken.of[1].typical] == ["Bank"]
