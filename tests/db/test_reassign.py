"""Ideas follow borders that moved, each as if it came in now, and nothing else of them changes."""

import io
import json
from itertools import pairwise
from random import Random

from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import count_differences
from mapper.domain.imports import ImportOptions
from mapper.services.backoffice import Backoffice
from mapper.services.import_at_once import ImportedAtOnce, import_at_once
from mapper.services.import_jobs import NewImport
from mapper.services.import_room import ImportRoom
from mapper.services.versions import activate_version, roll_back
from tests.db.imports import collection
from tests.db.world import NO_DIFFERENCE, SIDE, SOUTH, WEST
from tests.staff import TESTER

KEYS = {"A": "00000001/a", "B": "00000001/b", "C": "00000002/c"}
RANDOM = 1_500
# A runs into B by a corner and steps back by another, C ends 400 m earlier in the east.
_BORDER = [(2000, 0), (2100, 300), (1870, 777), (2033, 1450), (2000, 2000)]
MOVED = {
    "A": [(0, 0), *_BORDER, (0, 2000)],
    "B": [(4000, 0), (4000, 2000), *reversed(_BORDER)],
    "C": [(4000, 0), (5600, 0), (5600, 2000), (4000, 2000)],
}
STATE = """
select id, municipality_id, district_id, ST_AsText(public_geom), public_cell_1000, public_cell_125,
       cell_1000, version, touched_at from proposal order by id
"""


def districts(shapes: dict[str, list[tuple[int, int]]]) -> bytes:
    """A file of districts."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[(WEST + x, SOUTH + y) for x, y in [*ring, ring[0]]]],
            },
        }
        for name, ring in shapes.items()
    ]
    return collection(json.loads(json.dumps(features)))


def put_to_use(office: Backoffice, room: ImportRoom, content: bytes) -> ImportedAtOnce:
    """Import districts and show them."""
    new = NewImport(
        *("districts", "Districts", "districts"),
        options=ImportOptions(name_field="name", districts=KEYS),
    )
    files = [("districts.geojson", io.BytesIO(content))]
    return import_at_once(office, room, TESTER, new, files, activate=True)


def add_ideas(sessions: Sessions) -> None:
    """All over the world and on both its borders, of every precision and two states."""
    chance = Random(25833)
    places = [
        (chance.uniform(-300, 3 * SIDE + 300), chance.uniform(-700, SIDE + 300))
        for _ in range(RANDOM)
    ]
    steps = [step / 8 for step in range(9)]
    for (x0, y0), (x1, y1) in pairwise(_BORDER):
        places += [(x0 + (x1 - x0) * step, y0 + (y1 - y0) * step) for step in steps]
    places += [(SIDE, SIDE * step) for step in steps]
    places += [(3 * SIDE - 400, SIDE * step) for step in steps]
    precisions, states = ("exact", "100m", "district"), ("published", "pending")
    rows = [
        {
            "number": f"idea{index}",
            "x": WEST + x,
            "y": SOUTH + y,
            "precision": precisions[index % 3],
            "status": states[index % 5 == 0],
        }
        for index, (x, y) in enumerate(places)
    ]
    with transaction(sessions) as session:
        session.execute(
            text(
                "insert into proposal (public_id, client_key, round_id, action_field_id, title, "
                "body, place_certainty, geom, public_precision, moderation_status) values "
                "(:number, gen_random_uuid(), 1, 1, 'Idea', 'Body', 'point', "
                "ST_SetSRID(ST_MakePoint(:x, :y), 25833), :precision, :status)"
            ),
            rows,
        )


def state(sessions: Sessions) -> dict[int, tuple[object, ...]]:
    """Where each idea lies, and how often it was edited."""
    with transaction(sessions) as session:
        return {row[0]: tuple(row[1:]) for row in session.execute(text(STATE))}


def one_by_one(sessions: Sessions) -> dict[int, tuple[object, ...]]:
    """The same when each is looked up by its own trigger, as if it came in now."""
    session = sessions()
    try:
        session.execute(text("update proposal set geom = geom"))
        return {row[0]: tuple(row[1:]) for row in session.execute(text(STATE))}
    finally:
        session.rollback()
        session.close()


def check_whole(sessions: Sessions) -> None:
    """As each by itself would be, and counted so."""
    assert state(sessions) == one_by_one(sessions)
    with transaction(sessions) as session:
        assert count_differences(session) == NO_DIFFERENCE


def test_each_idea_lies_where_it_would_if_it_came_in_now(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    add_ideas(world)
    before = state(world)
    check_whole(world)

    done = put_to_use(office, room, districts(MOVED))

    after = state(world)
    check_whole(world)
    moved = sum(before[idea][1] != after[idea][1] for idea in before)
    assert done.report.reassigned == moved > RANDOM / 50
    # The strip between both borders and the end of C: what has other coordinates in public too.
    assert any(before[idea][2] != after[idea][2] for idea in before)
    assert [one[-2:] for one in before.values()] == [one[-2:] for one in after.values()]

    back = roll_back(office, TESTER, "districts")

    assert back.reassigned == moved
    assert state(world) == before
    check_whole(world)


def test_the_same_areas_again_move_nothing(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    add_ideas(world)
    put_to_use(office, room, districts(MOVED))
    before = state(world)

    assert put_to_use(office, room, districts(MOVED)).report.reassigned == 0
    assert state(world) == before


def test_the_area_of_a_municipality_moves_those_without_a_district(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    add_ideas(world)
    with transaction(world) as session:
        session.execute(
            text(
                "insert into layer_version (layer_id, state, source, feature_count) "
                "values (2, 'staged', 'test', 2)"
            )
        )
        session.execute(
            text(
                "insert into feature (layer_version_id, key, name, geom) select 3, key, name, "
                "ST_Translate(geom, 0, 250) from feature where layer_version_id = 2"
            )
        )
    before = state(world)

    assert activate_version(office, TESTER, 3).reassigned == 0
    check_whole(world)
    after = state(world)
    assert any(before[idea][0] != after[idea][0] for idea in before)
