"""Nothing public tells two places apart that share the public position.

Ideas are stored, everything public is asked for, each idea is moved to another place with the same
public position, and everything is asked for again: not a byte may differ. That the same questions
do tell ideas apart whose place is shown exactly is checked beside it, or the silence would mean
nothing.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asinh, pi, radians, tan
from pathlib import Path
from uuid import uuid4

import pyogrio
import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import find_action_field, find_round
from mapper.db.tables import Feature, Layer, LayerVersion, Proposal
from mapper.domain.filters import CELL_SIZES, Filters
from mapper.domain.tokens import new_public_id
from mapper.geo.crs import to_metres
from mapper.services.explore import count_districts, find_public, list_published
from tests.api.conftest import Town
from tests.api.web import Web

IDEAS = 5
ZOOMS = (9, 14, 18)
WINDOW = 0.0003
"""Half the side of the windows laid around exact places, in degrees: about 20 by 33 m."""

RADIUS_M = 30

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Move:
    """Two places with one public position; lon, lat in EPSG:4326."""

    district: str
    before: Place
    after: Place


@pytest.fixture
def chance() -> random.Random:
    """Places that are the same every time, and others in each district."""
    return random.Random(1)


@pytest.fixture
def ideas(town: Town) -> Iterator[list[str]]:
    """Numbers of ideas to be removed again."""
    numbers: list[str] = []
    yield numbers
    with transaction(town.sessions) as session:
        session.execute(delete(Proposal).where(Proposal.public_id.in_(numbers)))


def pick_moves(sessions: Sessions, chance: random.Random, public_precision: str) -> list[Move]:
    """Random pairs of places: in one 100 m grid cell and district, or just in one district."""
    moves: list[Move] = []
    with transaction(sessions) as session:
        districts = session.execute(
            select(Feature.key, Feature.geom.ST_Envelope().ST_AsText(), Feature.id)
            .join(LayerVersion, LayerVersion.id == Feature.layer_version_id)
            .join(Layer, Layer.id == LayerVersion.layer_id)
            .where(Layer.role == "districts", LayerVersion.state == "active")
            .order_by(Feature.key)
        ).all()
        for row in chance.sample(districts, IDEAS):
            points = session.execute(
                text(
                    "select ST_X(g.geom), ST_Y(g.geom) from feature f,"
                    " ST_Dump(ST_GeneratePoints(f.geom, 2, :seed)) g where f.id = :id"
                ),
                {"seed": chance.randrange(1, 10**6), "id": row.id},
            ).all()
            first, second = ((float(point[0]), float(point[1])) for point in points)
            if public_precision == "100m":
                second = _same_cell(session, chance, first, row.id)
            moves.append(Move(row.key, _degrees(session, first), _degrees(session, second)))
    return moves


def _same_cell(session: Session, chance: random.Random, first: Place, feature_id: int) -> Place:
    """Another place of the grid cell that lies in the same district."""
    for _attempt in range(200):
        east, north = (value // 100 * 100 + chance.uniform(0.01, 99.99) for value in first)
        inside = session.scalar(
            text(
                "select ST_Covers(geom, ST_SetSRID(ST_MakePoint(:e, :n), 25833))"
                " from feature where id = :id"
            ),
            {"e": east, "n": north, "id": feature_id},
        )
        if inside:
            return east, north
    raise AssertionError("no second place in this cell")


def _degrees(session: Session, place: Place) -> Place:
    row = session.execute(
        text(
            "select ST_X(p), ST_Y(p) from ST_Transform("
            "ST_SetSRID(ST_MakePoint(:e, :n), 25833), 4326) p"
        ),
        {"e": place[0], "n": place[1]},
    ).one()
    return float(row[0]), float(row[1])


def store(sessions: Sessions, moves: Sequence[Move], public_precision: str) -> list[str]:
    """The numbers of published ideas at the places before the move."""
    numbers = [new_public_id() for _ in moves]
    with transaction(sessions) as session:
        round_ = find_round(session, "ihre-ideen")
        assert round_ is not None
        for number, move in zip(numbers, moves, strict=True):
            session.add(
                Proposal(
                    public_id=number,
                    client_key=uuid4(),
                    round_id=round_.id,
                    place_certainty="point",
                    geom=_geometry(move.before),
                    public_precision=public_precision,
                    title="Ein Ort, der nicht genau gezeigt wird",
                    body="Wo genau das ist, geht nur die Verwaltung etwas an.",
                    action_field_id=find_action_field(session, "green", None),
                    moderation_status="published",
                )
            )
    return numbers


def move_all(sessions: Sessions, numbers: Sequence[str], moves: Sequence[Move]) -> None:
    """Put every idea at its place after the move."""
    with transaction(sessions) as session:
        for number, move in zip(numbers, moves, strict=True):
            session.execute(
                update(Proposal)
                .where(Proposal.public_id == number)
                .values(geom=_geometry(move.after))
            )


def _geometry(place: Place) -> str:
    easting, northing = to_metres(*place)
    return f"SRID=25833;POINT({easting!r} {northing!r})"


def questions(moves: Sequence[Move]) -> list[str]:
    """Addresses of everything public that knows of places, most of them around exact places."""
    lists = ("/api/proposals.geojson", "/api/proposals.csv", "/api/pins.json")
    queries = ["", "?action_field=green", f"?district={','.join(m.district for m in moves)}"]
    queries += [f"?district={move.district}" for move in moves]
    queries += [f"?municipality={moves[0].district.partition('/')[0]}", "?round=ihre-ideen"]
    places = [place for move in moves for place in (move.before, move.after)]
    boxes = [_window(place) for place in places]
    asked = [f"{path}{query}" for path in lists for query in queries]
    asked += [f"{path}?bbox={box}" for path in lists for box in boxes]
    for size in CELL_SIZES:
        asked += [f"/api/heatmap.geojson{query or '?'}&cell={size}" for query in queries]
        asked += [f"/api/heatmap.geojson?bbox={box}&cell={size}" for box in boxes]
    asked += [f"/api/planning/{end}" for end in _planning(places[:3])]
    asked += ["/api/pds/projects", "/api/pds/projects/ihre-ideen/contributions"]
    for zoom in ZOOMS:
        for column, row in sorted({_tile(place, zoom) for place in places}):
            asked += [
                f"/tiles/{name}/{zoom}/{column}/{row}.mvt" for name in ("proposals", "heatmap")
            ]
    return [address.replace("?&", "?") for address in asked]


def _planning(places: Sequence[Place]) -> list[str]:
    """What planning hands out to everybody, also of small circles around exact places."""
    circles = [f"area={lon:.6f},{lat:.6f},{RADIUS_M}" for lon, lat in places]
    queries = ["", "placed=point", "placed=none", *circles]
    asked = [f"ideas.csv?{query}" for query in queries]
    asked += [f"cells.csv?cell={size}&{query}" for size in (1000, 125) for query in queries]
    return [
        *asked,
        *(f"ideas.pds.json?{query}" for query in queries),
        "clusters.csv?distance=100&least=2",
        *(f"clusters.csv?{one}" for one in queries),
        *(f"map.svg?cell=125&{one}" for one in queries),
        *(f"map.html?{one}" for one in ("view=density", "view=districts", "section=clusters")),
    ]


def _window(place: Place) -> str:
    lon, lat = place
    return f"{lon - WINDOW},{lat - WINDOW},{lon + WINDOW},{lat + WINDOW}"


def _tile(place: Place, zoom: int) -> tuple[int, int]:
    """Column and row by the formula of the usual scheme."""
    lon, lat = place
    side = 2**zoom
    return int((lon + 180) / 360 * side), int((1 - asinh(tan(radians(lat))) / pi) / 2 * side)


def ask_all(web: Web, addresses: Sequence[str]) -> dict[str, tuple[int, str, bytes]]:
    """Status, tag and content behind every address."""
    answers = {address: web.get(address) for address in addresses}
    assert {answer.status for answer in answers.values()} == {200}
    return {name: (a.status, a.headers.get("etag", ""), a.body) for name, a in answers.items()}


def read_package(web: Web, folder: Path) -> str:
    """The rows of the GeoPackage; the file itself holds the moment it was made."""
    file = folder / f"{uuid4().hex}.gpkg"
    file.write_bytes(web.get("/api/proposals.gpkg").body)
    table = pyogrio.read_dataframe(file)
    table["geometry"] = [point.wkt if point else None for point in table.pop("geometry")]
    return str(table.to_csv())


def ask_services(sessions: Sessions, numbers: Sequence[str], moves: Sequence[Move]) -> list[object]:
    """What pages show: single ideas, lists, counts by district."""
    boxes = [
        tuple(float(n) for n in _window(p).split(",")) for m in moves for p in (m.before, m.after)
    ]
    filters = [Filters(), *(Filters(districts=(move.district,)) for move in moves)]
    windows = [Filters(bbox=box) for box in boxes]  # type: ignore[arg-type]
    return [
        [find_public(sessions, number) for number in numbers],
        [list_published(sessions, each) for each in filters + windows],
        [count_districts(sessions, each) for each in filters],
    ]


@pytest.mark.parametrize("public_precision", ["100m", "district"])
def test_moving_within_the_public_position_changes_nothing_public(
    town: Town,
    chance: random.Random,
    ideas: list[str],
    tmp_path: Path,
    public_precision: str,
) -> None:
    moves = pick_moves(town.sessions, chance, public_precision)
    numbers = store(town.sessions, moves, public_precision)
    ideas += numbers
    assert all(move.before != move.after for move in moves)
    addresses = questions(moves)
    before = ask_all(town.web, addresses)
    seen = ask_services(town.sessions, numbers, moves), read_package(town.web, tmp_path)

    move_all(town.sessions, numbers, moves)

    after = ask_all(town.web, addresses)
    assert [name for name in addresses if before[name] != after[name]] == []
    assert (ask_services(town.sessions, numbers, moves), read_package(town.web, tmp_path)) == seen


def test_the_same_questions_tell_exact_places_apart(
    town: Town, chance: random.Random, ideas: list[str]
) -> None:
    moves = pick_moves(town.sessions, chance, "100m")
    numbers = store(town.sessions, moves, "exact")
    ideas += numbers
    addresses = questions(moves)
    before = ask_all(town.web, addresses)
    services = ask_services(town.sessions, numbers, moves)

    move_all(town.sessions, numbers, moves)

    after = ask_all(town.web, addresses)
    changed = {
        name.split("?")[0].split("/")[2] for name in addresses if before[name] != after[name]
    }
    assert {"proposals.geojson", "proposals.csv", "pins.json", "planning", "pds"} <= changed
    assert any(before[n] != after[n] for n in addresses if n.startswith("/tiles/proposals/18/"))
    assert any(before[n] != after[n] for n in addresses if "pins.json?bbox" in n)
    assert ask_services(town.sessions, numbers, moves) != services


def test_an_idea_shown_by_its_district_alone_has_no_place_anywhere(
    town: Town, chance: random.Random, ideas: list[str]
) -> None:
    moves = pick_moves(town.sessions, chance, "district")
    addresses = [
        a for a in questions(moves) if "heatmap" in a or a.startswith(("/tiles", "/api/pins"))
    ]
    before = ask_all(town.web, addresses)

    numbers = store(town.sessions, moves, "district")
    ideas += numbers

    assert ask_all(town.web, addresses) == before
    listed = town.web.get("/api/proposals.geojson").json()["features"]
    assert {f["id"] for f in listed if f["geometry"] is None} >= set(numbers)


def test_what_is_not_published_is_nowhere(
    town: Town, chance: random.Random, ideas: list[str]
) -> None:
    moves = pick_moves(town.sessions, chance, "100m")
    addresses = questions(moves)
    before = ask_all(town.web, addresses)
    districts = count_districts(town.sessions, Filters())

    numbers = store(town.sessions, moves, "exact")
    ideas += numbers
    states = ("pending", "rejected", "hidden", "withdrawn", "merged")
    with transaction(town.sessions) as session:
        for number, state in zip(numbers, states, strict=True):
            changed = update(Proposal).where(Proposal.public_id == number)
            session.execute(changed.values(moderation_status=state))

    assert ask_all(town.web, addresses) == before
    assert count_districts(town.sessions, Filters()) == districts
    assert [find_public(town.sessions, number) for number in numbers] == [None] * IDEAS
