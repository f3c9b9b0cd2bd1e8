"""Maps of other servers: added, changed, seen by those they are for, and fetched with care."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent
from mapper.domain.map_services import ServiceChange, ShownService
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    ImportRefusedError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    PictureAwayError,
    SignInNeededError,
    TextMissingError,
    TooManyRequestsError,
)
from mapper.imports import map_pictures
from mapper.imports.kept_pictures import FRESH_S
from mapper.imports.map_capabilities import MapOffer
from mapper.imports.outgoing import Allowed, Most
from mapper.services import map_tiles
from mapper.services.backoffice import Backoffice
from mapper.services.map_services import (
    MapSources,
    add_service,
    change_service,
    find_shown_service,
    list_services,
    list_shown_services,
    look_up,
    move_service,
    remove_service,
)
from mapper.services.map_tiles import PictureDesk
from mapper.services.tiles import Tile
from tests.http_server import Served, Talk, http_server
from tests.map_server import map_server
from tests.maps import OTHER_PNG, PNG, wmts_capabilities
from tests.staff import TESTER, add_account, signed_in
from tests.unit.loopback import seconds_at_most

EXTENT = (12.0, 52.0, 13.0, 52.5)
HERE, FAR = Tile(13, 4380, 2700), Tile(13, 100, 100)
CHANGE = ServiceChange({"de": "Luftbild", "en": "Aerial photo"}, "© Amt", "dl-de/by-2-0")


def _sources(server: Served, folder: Path, **given: object) -> MapSources:
    allowed = Allowed(frozenset({server.place}), frozenset())
    return MapSources(allowed, folder / "pictures", EXTENT, **given)  # type: ignore[arg-type]


def _add(office: Backoffice, sources: MapSources, server: Served, **change: object) -> str:
    offer = look_up(office, TESTER, sources, f"{server.url}/wmts")
    return add_service(office, TESTER, offer, "dop", replace(CHANGE, **change))  # type: ignore[arg-type]


class Pictures:
    """A WMTS whose tiles are answered as told."""

    def __init__(self, answer: Callable[[Talk], object] | None = None) -> None:
        self.answer = answer or (lambda talk: talk.send(PNG, "image/png"))

    def __call__(self, talk: Talk) -> None:
        if "GetCapabilities" in talk.path:
            talk.send(wmts_capabilities())
        else:
            self.answer(talk)


def _tiles(server: Served) -> int:
    return sum("GetTile" in one for one in server.asked)


def test_a_map_is_added_changed_and_removed(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    with map_server(tmp_path) as server:
        sources = _sources(server, tmp_path)
        offer = look_up(office, TESTER, sources, f"{server.url}/?service=WMS")
    slug = add_service(office, TESTER, offer, "felder", CHANGE)
    second = add_service(office, TESTER, offer, "felder", CHANGE)
    (one,) = (one for one in list_services(office, TESTER) if one.slug == slug)
    change_service(office, TESTER, slug, replace(CHANGE, opacity=60, public=True), one.version)
    with pytest.raises(ChangedMeanwhileError):
        change_service(office, TESTER, slug, CHANGE, one.version)
    before = [one.slug for one in list_services(office, TESTER)]
    move_service(office, TESTER, slug, -1 if before[0] == slug else 1)
    after = [one.slug for one in list_services(office, TESTER)]
    shown = find_shown_service(office, None, slug)
    remove_service(office, TESTER, slug)

    assert (slug, second) == ("luftbild", "luftbild-2")
    assert (one.kind, one.layer, one.now) == ("wms", "felder", CHANGE)
    assert (shown.opacity, shown.title_in("en"), shown.attribution) == (
        0.6,
        "Aerial photo",
        "© Amt",
    )
    assert sorted(before) == sorted(after)
    assert before == after[::-1]
    assert [one.slug for one in list_services(office, TESTER)] == [second]
    with pytest.raises(NotFoundError):
        find_shown_service(office, None, slug)
    with transaction(world) as session:
        kinds = session.scalars(
            select(AuditEvent.kind).where(AuditEvent.subject_key == slug).order_by(AuditEvent.id)
        ).all()
    assert kinds == [f"map_service.{one}" for one in ("added", "changed", "moved", "deleted")]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"opacity": 5}, InvalidFieldError),
        ({"opacity": 101}, InvalidFieldError),
        ({"min_zoom": 30}, InvalidFieldError),
        ({"titles": {"de": " ", "en": ""}}, TextMissingError),
        ({"attribution": " "}, TextMissingError),
    ],
)
def test_what_cannot_be_stored_is_refused(
    office: Backoffice, tmp_path: Path, change: dict[str, object], error: type[MapperError]
) -> None:
    with http_server(Pictures()) as server:
        sources = _sources(server, tmp_path)
        with pytest.raises(error):
            _add(office, sources, server, **change)

    assert list_services(office, TESTER) == []


def test_those_see_a_map_whom_it_is_for(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    with http_server(Pictures()) as server:
        sources = _sources(server, tmp_path)
        public = _add(office, sources, server, titles={"de": "Alle"}, public=True)
        planners = _add(office, sources, server, titles={"de": "Planung"}, roles=(Role.PLANNER,))
        _add(office, sources, server, titles={"de": "GIS"})
    people = {role: signed_in(world, add_account(world, role.value, role)) for role in Role}
    seen = {
        role: {one.slug for one in list_shown_services(office, who)} for role, who in people.items()
    }

    assert {one.slug for one in list_shown_services(office, None)} == {public}
    assert seen[Role.PLANNER] == {public, planners}
    assert seen[Role.MODERATOR] == {public}
    assert seen[Role.GIS] == {public, planners, "gis"}
    with pytest.raises(NotFoundError):
        find_shown_service(office, people[Role.MODERATOR], planners)


def test_only_gis_staff_have_other_servers_asked(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    planner = signed_in(world, add_account(world, "planner", Role.PLANNER))
    with http_server(Pictures()) as server:
        sources = _sources(server, tmp_path)
        with pytest.raises(SignInNeededError):
            look_up(office, None, sources, server.url)
        with pytest.raises(ForbiddenError):
            look_up(office, planner, sources, server.url)

    assert server.asked == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://geo.elsewhere.example/wms", "service_not_listed"),
        ("https://169.254.169.254/", "service_not_listed"),
        ("https://127.0.0.1:8443/", "service_not_listed"),
        ("http://user:word@127.0.0.1/", "service_address"),
        ("file:///etc/passwd", "service_address"),
    ],
)
def test_only_hosts_of_the_list_are_asked(
    office: Backoffice, tmp_path: Path, url: str, reason: str
) -> None:
    sources = MapSources(Allowed(hosts=frozenset({"geo.town.example"})), tmp_path, EXTENT)
    with pytest.raises(ImportRefusedError) as refused:
        look_up(office, TESTER, sources, url)

    assert refused.value.reason == reason


def test_a_listed_host_with_a_private_address_is_not_asked(
    office: Backoffice, tmp_path: Path
) -> None:
    sources = MapSources(Allowed(hosts=frozenset({"localhost"})), tmp_path, EXTENT)
    with pytest.raises(ImportRefusedError) as refused:
        look_up(office, TESTER, sources, "http://localhost/wms")

    assert refused.value.reason == "service_forbidden"


class Desk:
    """A picture desk over a server that answers as told, and the map it serves."""

    def __init__(self, office: Backoffice, server: Served, folder: Path) -> None:
        sources = _sources(server, folder)
        slug = _add(office, sources, server)
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
    assert _tiles(server) == 2
    assert len(desk.asked) == 9


def test_no_picture_is_fetched_of_places_far_away(office: Backoffice, tmp_path: Path) -> None:
    with http_server(Pictures()) as server:
        desk = Desk(office, server, tmp_path)
        found = [desk.find(FAR), desk.find(Tile(22, 0, 0))]

    assert found == [None, None]
    assert _tiles(server) == 0


def test_who_asks_too_often_is_refused_before_the_other_server_is_asked(
    office: Backoffice, tmp_path: Path
) -> None:
    def refuse() -> None:
        raise TooManyRequestsError(9)

    with http_server(Pictures()) as server:
        desk = Desk(office, server, tmp_path)
        with pytest.raises(TooManyRequestsError):
            desk.pictures.find(desk.service, HERE, before_asking=refuse)

    assert _tiles(server) == 0


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
        failed = _tiles(server)
        monkeypatch.setattr(map_tiles, "REST_S", 0.0)
        pictures.answer = lambda talk: talk.send(OTHER_PNG, "image/png")
        monkeypatch.setattr("mapper.imports.kept_pictures.FRESH_S", -1.0)
        new = desk.find()

    assert FRESH_S > 0
    assert old == [PNG] * 3
    # Once for the first picture, once for the one that was cut off.
    assert failed == 2
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
            while desk.pictures.in_line < len(tiles) or _tiles(server) < map_tiles.AT_ONCE:
                time.sleep(0.01)
            at_work = _tiles(server)
            with seconds_at_most(5), pytest.raises(PictureAwayError):
                desk.find()
            go_on.set()
            found = [one.result() for one in waiting]

    assert at_work == map_tiles.AT_ONCE
    assert found == [PNG] * map_tiles.IN_LINE


def test_an_offer_of_another_map_is_refused(office: Backoffice) -> None:
    offer = MapOffer("wms", "https://a", "a", "A", None, None, (), 0)
    with pytest.raises(InvalidFieldError):
        add_service(office, TESTER, offer, "nothing", CHANGE)
