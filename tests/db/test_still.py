"""The still picture of the planners' map, against PostGIS and arithmetic of its own."""

import re
from collections import Counter

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from mapper.domain.roles import Role
from mapper.i18n import get_translator
from mapper.planning.clusters_found import find
from mapper.report.still import Still, draw_cells, draw_still
from mapper.services.counting import CellCount
from mapper.services.ground import read_ground
from tests.db.world import SIDE, SOUTH, WEST
from tests.staff import add_account, signed_in
from tests.stills import add_ideas, parts, view_on

Floats = NDArray[np.float64]
WIDTH, HEIGHT = 1000, 700
THREE_COLOURS = {1: "#fee391", 2: "#fe9929", 3: "#cc4c02"}
"""Of three classes, by the documentation of the palette: ColorBrewer's YlOrBr, spread."""
PLACES = [
    *[(WEST + 300, SOUTH + 300)] * 3,
    *[(WEST + 3_000, SOUTH + 900)] * 2,
    (WEST + 5_700, SOUTH + 1_700),
    (WEST + 900, SOUTH - 300),
]


def still_of(sessions: Sessions, **query: str) -> Still:
    view = view_on(sessions, **query)
    return draw_still(view, read_ground(sessions), width=WIDTH, height=HEIGHT)


def by_postgis(sessions: Sessions, size: int) -> list[tuple[int, shapely.Geometry]]:
    """How many ideas lie in each hexagon of PostGIS's own grid, and where it is."""
    query = text(
        "select count(*) as ideas, ST_AsText(g.geom) as ring from proposal p, "
        "ST_HexagonGrid(:size, p.public_geom) g "
        "where ST_Contains(g.geom, p.public_geom) and moderation_status = 'published' "
        "group by g.geom"
    )
    with transaction(sessions) as session:
        rows = session.execute(query, {"size": size}).all()
    return [(row.ideas, shapely.from_wkt(row.ring)) for row in rows]


def as_pixels(shape: shapely.Geometry, bounds: tuple[float, float, float, float]) -> Floats:
    """Where a shape lies in a picture that shows a box in the middle, with 4 % of room each way."""
    west, south, east, north = bounds
    metres = max((east - west) / (0.92 * WIDTH), (north - south) / (0.92 * HEIGHT))
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    corners = shapely.get_coordinates(shape)
    right = (corners[:, 0] - middle.x) / metres + WIDTH / 2
    down = (middle.y - corners[:, 1]) / metres + HEIGHT / 2
    return np.stack([right, down], axis=-1)


def drawn_corners(d: str) -> Floats:
    """The corners of a path that begins somewhere and goes on by steps."""
    begin, steps = re.fullmatch(r"M([\d. -]+)l([\d. -]+)z", d).groups()  # type: ignore[union-attr]
    numbers = np.array([*begin.split(), *steps.split()], dtype=float).reshape(-1, 2)
    return np.cumsum(numbers, axis=0)


def test_each_hexagon_lies_where_postgis_puts_it_in_the_colour_of_its_count(
    world: Sessions,
) -> None:
    add_ideas(world, PLACES)
    expected = by_postgis(world, 500)
    towns = shapely.box(WEST, SOUTH - 500, WEST + 3 * SIDE, SOUTH + SIDE)
    bounds = shapely.union_all([towns, *(ring for _ideas, ring in expected)]).bounds

    still = still_of(world, cell="500")

    found = parts(still.svg, "hexagon")
    assert Counter(ideas for ideas, _ring in expected) == {1: 2, 2: 1, 3: 1}
    assert len(found) == len(expected)
    for ideas, ring in expected:
        middle = as_pixels(shapely.centroid(ring), bounds)[0]
        path, group = min(
            found, key=lambda one: np.hypot(*(drawn_corners(one[0].get("d", "")).mean(0) - middle))
        )
        corners = drawn_corners(path.get("d", ""))
        assert np.abs(corners.mean(axis=0) - middle).max() < 0.5
        assert corners.max(0) - corners.min(0) == pytest.approx(
            np.ptp(as_pixels(ring, bounds), axis=0), abs=0.5
        )
        assert group.get("fill") == THREE_COLOURS[ideas]
    assert [label for _colour, label in still.legend] == ["1", "2", "3"]


def test_districts_are_filled_by_their_counts(world: Sessions) -> None:
    add_ideas(world, PLACES)
    query = text(
        "select d.key, count(*) from proposal p join district d on d.id = p.district_id "
        "group by d.key"
    )
    with transaction(world) as session:
        expected = Counter(count for _key, count in session.execute(query).all())

    still = still_of(world, view="districts")

    filled = Counter(group.get("fill") for _path, group in parts(still.svg, "district-count"))
    assert sum(filled.values()) == sum(expected.values())
    assert len(filled) == len(expected)
    assert still.unit == "Ideas per district"


def test_a_density_is_a_picture_with_a_colour_for_each_class(world: Sessions) -> None:
    add_ideas(world, PLACES)

    still = still_of(world, view="density")

    [(image, _around)] = parts(still.svg, "density")
    assert (image.get("width"), image.get("height")) == (str(WIDTH), str(HEIGHT))
    assert str(image.get("href")).startswith("data:image/png;base64,")
    assert len(still.legend) > 1


def test_less_than_expected_comes_first_and_is_dashed(world: Sessions) -> None:
    add_ideas(world, PLACES)

    still = still_of(
        world, measure="change", cell="500", **{"from": "2000-01-01", "to": "2000-12-31"}
    )
    now = still_of(world, measure="change", cell="500", **{"from": "2020-01-01"})

    assert parts(still.svg, "hexagon") == []
    assert "No idea matches" in still.notes[0]
    assert now.fewer == len(now.legend) // 2
    dashed = {group.get("stroke-dasharray") for _path, group in parts(now.svg, "hexagon")}
    assert dashed == {None}


def test_nothing_is_a_sentence_on_the_whole_ground(world: Sessions) -> None:
    still = still_of(world)

    assert still.legend == ()
    assert "No idea has been published yet" in still.notes[0]
    assert len(parts(still.svg, "municipality")) == 1
    assert parts(still.svg, "hexagon") == []


def test_one_idea_is_shown_with_three_kilometres_around(world: Sessions) -> None:
    add_ideas(world, [(WEST + 3_000, SOUTH + 900)])

    still = still_of(world, cell="125", action_field="green")

    [(path, _group)] = parts(still.svg, "hexagon")
    corners = drawn_corners(path.get("d", ""))
    # Edges of 125 m, so 250 m wide; 700 pixels are 3,000 m.
    assert np.ptp(corners[:, 0]) == pytest.approx(250 * HEIGHT / 3_000, abs=0.3)
    assert corners.mean(axis=0) == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=0.5)


def test_without_any_ground_ideas_are_drawn_all_the_same(world: Sessions) -> None:
    add_ideas(world, PLACES)
    with transaction(world) as session:
        session.execute(text("update layer set public = false"))

    still = still_of(world, cell="500")

    assert len(parts(still.svg, "hexagon")) == len(by_postgis(world, 500))
    assert still.attribution == ""


def test_the_ground_follows_the_layers_in_use(world: Sessions) -> None:
    before = read_ground(world)
    with transaction(world) as session:
        session.execute(text("update layer set public = false where slug = 'districts'"))

    after = read_ground(world)

    assert [one.key for one in before.districts] == ["00000001/a", "00000001/b", "00000002/c"]
    assert after.districts == ()
    assert [one.name for one in after.municipalities] == ["Westdorf", "Ostdorf"]
    assert after.whole.area == pytest.approx(3 * SIDE * (SIDE + 500))


@pytest.mark.parametrize(("scope", "drawn"), [("public", 0), ("internal", 1)])
def test_nobody_sees_an_idea_whose_author_keeps_its_place(
    world: Sessions, scope: str, drawn: int
) -> None:
    add_ideas(world, [(WEST + 3_000, SOUTH + 900)], precision="district")
    who = signed_in(world, add_account(world, "petra", Role.PLANNER))

    view = view_on(world, who, "internal" if scope == "internal" else "public", cell="125")
    still = draw_still(view, read_ground(world))

    assert len(parts(still.svg, "hexagon")) == drawn
    assert any("no public point" in note for note in still.notes) is (scope == "public")


def test_clusters_are_outlined_with_their_numbers(world: Sessions) -> None:
    add_ideas(world, [*[(WEST + 300, SOUTH + 300)] * 4, *[(WEST + 5_700, SOUTH + 1_700)] * 3])
    view = view_on(world, section="clusters", distance="100", least="3")
    found = find(view.office, None, view.wanted, (), view.words, lambda: None, lambda number: 1)

    still = draw_still(view, read_ground(world), clusters=found)

    assert len(parts(still.svg, "cluster")) == 2
    assert [one.text for one, _ in parts(still.svg, "number")] == ["1", "2"]


def test_frozen_hexagons_need_no_view(world: Sessions) -> None:
    add_ideas(world, PLACES)
    view = view_on(world, cell="500")
    cells = [CellCount(one.cell, one.proposals, 0) for one in view.survey.cells]

    frozen = draw_cells(
        read_ground(world), cells, 500, get_translator("en"), width=WIDTH, height=HEIGHT
    )

    seen = still_of(world, cell="500")
    assert (frozen.svg, frozen.legend, frozen.unit) == (seen.svg, seen.legend, seen.unit)


def test_hostile_names_are_nothing_but_names(world: Sessions) -> None:
    name = "</text><script>x</script>\u202e\x07"
    with transaction(world) as session:
        session.execute(text("update feature set name = :name"), {"name": name})

    still = still_of(world)

    names = {one.text for one, _ in parts(still.svg, "name")}
    assert names == {"</text><script>x</script>"}
    assert parts(still.svg, "script") == []
