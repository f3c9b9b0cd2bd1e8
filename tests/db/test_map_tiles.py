"""Pictures of other servers' maps: fetched once, in line, and only where they are of use."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mapper.domain.map_services import ShownService
from mapper.errors import PictureAwayError, TooManyRequestsError
from mapper.imports import map_pictures
from mapper.imports.outgoing import Most
from mapper.services import map_tiles
from mapper.services.backoffice import Backoffice
from mapper.services.map_services import find_shown_service
from mapper.services.map_tiles import PictureDesk
from mapper.services.tiles import Tile
from tests.db.map_services import Pictures, add_map, sources_of, tiles_asked
from tests.http_server import Served, Talk, http_server
from tests.maps import OTHER_PNG, PNG
from tests.staff import TESTER
from tests.unit.loopback import seconds_at_most

HERE, FAR = Tile(13, 4380, 2700), Tile(13, 100, 100)


class Desk:
    """A picture desk over a server that answers as told, and the map it serves."""

    def __init__(self, office: Backoffice, server: Served, folder: Path) -> None:
        sources = sources_of(server, folder)
        slug = add_map(office, sources, server)
        self.service: ShownService = find_shown_service(office, TESTER, slug)
        self.pictures = PictureDesk.over(sources)
        self.asked: list[None] = []

    def find(self, tile: Tile = HERE) -> bytes | None:
        return self.pictures.find(self.service, tile, before_asking=lambda: self.asked.append(None))


def test_a_picture_is_fetched_once(office: Backoffice, tmp_path: Path) -> None:
    """Also by many at the same time, and also when there is nothing to be seen."""

    def answer(talk: Talk) -> None:
        time.sleep(0.3)
        if "TILEROW=2701" in talk.path:
            talk.begin(404)
        else:
            talk.send(PNG, "image/png")

    with http_server(Pictures(answer)) as server:
        desk = Desk(office, server, tmp_path)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: desk.find(), range(8)))
        again = desk.find()
        nothing = [desk.find(Tile(13, 4380, 2701)) for _ in range(2)]
        other = PictureDesk.over(desk.pictures.sources)
        kept = other.find(desk.service, HERE, before_asking=desk.asked.clear)

    assert found == [PNG] * 8
    assert (again, kept) == (PNG, PNG)
    assert nothing == [None, None]
    assert tiles_asked(server) == 2
    assert len(desk.asked) == 9


def test_no_picture_is_fetched_of_places_far_away(office: Backoffice, tmp_path: Path) -> None:
    with http_server(Pictures()) as server:
        desk = Desk(office, server, tmp_path)
        found = [desk.find(FAR), desk.find(Tile(22, 0, 0))]

    assert found == [None, None]
    assert tiles_asked(server) == 0


def test_who_asks_too_often_is_refused_before_the_other_server_is_asked(
    office: Backoffice, tmp_path: Path
) -> None:
    def refuse() -> None:
        raise TooManyRequestsError(9)

    with http_server(Pictures()) as server:
        desk = Desk(office, server, tmp_path)
        with pytest.raises(TooManyRequestsError):
            desk.pictures.find(desk.service, HERE, before_asking=refuse)

    assert tiles_asked(server) == 0


@pytest.mark.parametrize(
    "answer",
    [
        lambda talk: talk.send(b"<html>no</html>", "image/png"),
        lambda talk: talk.send(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        lambda talk: talk.send(bytes(4_000_000), "image/png"),
        lambda talk: talk.begin(500),
        lambda talk: talk.begin(302, Location="http://169.254.169.254/latest/"),
        lambda talk: talk.begin(302, Location="http://127.0.0.1:1/"),
        lambda talk: talk.send(PNG, "image/png", length=5000),
        lambda talk: talk.stopped.wait(20),
    ],
)
def test_anything_but_a_picture_is_not_passed_on(
    office: Backoffice,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: Callable[[Talk], object],
) -> None:
    monkeypatch.setattr(map_pictures, "MOST", Most(megabytes=3, seconds=1))
    with http_server(Pictures(answer)) as server, seconds_at_most(15):
        desk = Desk(office, server, tmp_path)
        with pytest.raises(PictureAwayError):
            desk.find()

    assert not [path for path in (tmp_path / "pictures").rglob("*") if path.is_file()]


def test_an_old_picture_is_shown_while_there_is_no_new_one(
    office: Backoffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that fails is left alone for a while, then asked again."""
    pictures = Pictures()
    with http_server(pictures) as server:
        desk = Desk(office, server, tmp_path)
        desk.find()
        monkeypatch.setattr("mapper.imports.kept_pictures.FRESH_S", -1.0)
        pictures.answer = lambda talk: talk.send(PNG, "image/png", length=5000)
        old = [desk.find() for _ in range(3)]
        failed = tiles_asked(server)
        monkeypatch.setattr(map_tiles, "REST_S", 0.0)
        pictures.answer = lambda talk: talk.send(OTHER_PNG, "image/png")
        monkeypatch.setattr("mapper.imports.kept_pictures.FRESH_S", -1.0)
        new = desk.find()

    assert old == [PNG] * 3
    # Once for the first picture, twice for the one that was cut off.
    assert failed == 3
    assert new == OTHER_PNG


def test_a_slow_server_does_not_hold_everybody(office: Backoffice, tmp_path: Path) -> None:
    """Beyond those who wait in line the rest is told at once that there is no picture."""
    go_on = threading.Event()

    def answer(talk: Talk) -> None:
        go_on.wait(20)
        talk.send(PNG, "image/png")

    with http_server(Pictures(answer)) as server:
        desk = Desk(office, server, tmp_path)
        tiles = [Tile(13, 4370 + number, 2700) for number in range(map_tiles.IN_LINE)]
        with ThreadPoolExecutor(map_tiles.IN_LINE) as pool:
            waiting = [pool.submit(desk.find, tile) for tile in tiles]
            while desk.pictures.in_line < len(tiles) or tiles_asked(server) < map_tiles.AT_ONCE:
                time.sleep(0.01)
            at_work = tiles_asked(server)
            with seconds_at_most(5), pytest.raises(PictureAwayError):
                desk.find()
            go_on.set()
            found = [one.result() for one in waiting]

    assert at_work == map_tiles.AT_ONCE
    assert found == [PNG] * map_tiles.IN_LINE
