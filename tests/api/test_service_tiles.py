"""Other servers' maps over HTTP: to whom, as what, for how long, and how they are refused."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from mapper.api import limits
from mapper.api.routes import make_routes
from mapper.api.state import State, make_state
from mapper.db.engine import Sessions
from mapper.domain.map_services import ServiceChange
from mapper.domain.roles import Role
from mapper.services.map_services import MapSources, add_service, look_up
from mapper.settings import Settings
from tests.http_server import Served, Talk, http_server
from tests.maps import PNG, wmts_capabilities
from tests.staff import TESTER, add_account, signed_in

TILE = "13/4380/2700"


def _answer(talk: Talk) -> None:
    if "GetCapabilities" in talk.path:
        talk.send(wmts_capabilities())
    elif "TILEROW=2700" in talk.path:
        talk.send(PNG, "text/html")
    elif "TILEROW=2701" in talk.path:
        talk.send(b"<script>alert(1)</script>", "image/png")
    else:
        talk.begin(404)


@pytest.fixture
def service() -> Iterator[Served]:
    with http_server(_answer) as served:
        yield served


@pytest.fixture
def state(empty_url: str, tmp_path: Path, service: Served) -> Iterator[State]:
    """That of an installation with a public map and one for planners, `alle` and `planung`."""
    made = make_state(Settings(home=tmp_path, private_services=service.place), empty_url)
    office = made.backoffice
    sources = MapSources.at_home(tmp_path, made.profile, private=made.settings.private_places)
    offer = look_up(office, TESTER, sources, f"{service.url}/wmts")
    public = ServiceChange({"de": "Alle"}, "© Amt", public=True)
    staff = ServiceChange({"de": "Planung"}, "© Amt", roles=(Role.PLANNER,))
    for change in (public, staff):
        add_service(office, TESTER, offer, "dop", change)
    yield made
    made.close()


@pytest.fixture
def web(state: State) -> TestClient:
    return TestClient(Starlette(routes=make_routes(state)))


def _tiles(service: Served) -> int:
    return sum("GetTile" in one for one in service.asked)


def test_a_picture_is_what_it_is_and_may_be_kept(web: TestClient, service: Served) -> None:
    """The other server calls its picture a web page, which nobody believes."""
    first = web.get(f"/tiles/services/alle/{TILE}")
    again = web.get(
        f"/tiles/services/alle/{TILE}", headers={"If-None-Match": first.headers["etag"]}
    )

    assert (first.status_code, first.content) == (200, PNG)
    assert first.headers["content-type"] == "image/png"
    assert first.headers["cache-control"] == "public, max-age=3600"
    assert (again.status_code, again.content) == (304, b"")
    assert _tiles(service) == 1
    # Nothing of the visitor goes along.
    sent = {name.lower() for name in service.headers[-1]}
    assert sent == {"accept-encoding", "host", "user-agent"}


def test_where_there_is_nothing_the_picture_is_empty(web: TestClient, service: Served) -> None:
    missing = web.get("/tiles/services/alle/13/4380/2699")
    far = web.get("/tiles/services/alle/13/0/0")
    too_close = web.get("/tiles/services/alle/18/140160/86400")

    assert {one.status_code for one in (missing, far, too_close)} == {200}
    assert {one.content for one in (missing, far, too_close)} == {PNG}
    assert _tiles(service) == 1


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/tiles/services/alle/13/4380/2701", 502, "picture_away"),
        (f"/tiles/services/nothing/{TILE}", 404, "not_found"),
        (f"/tiles/services/planung/{TILE}", 404, "not_found"),
        ("/tiles/services/alle/13/9999/1", 422, "invalid_field"),
        ("/tiles/services/alle/13/a/1", 422, "invalid_field"),
        (f"/tiles/services/alle/{TILE}?url=http://169.254.169.254/", 422, "invalid_field"),
    ],
)
def test_refusals_have_the_shape_of_all_refusals(
    web: TestClient, address: str, status: int, code: str
) -> None:
    answer = web.get(address)

    assert (answer.status_code, answer.json()["error"]) == (status, code)


def test_a_map_for_some_is_shown_to_them(
    web: TestClient, state: State, empty_sessions: Sessions
) -> None:
    answers = {}
    for role in (Role.PLANNER, Role.GIS, Role.MODERATOR):
        token = signed_in(empty_sessions, add_account(empty_sessions, role.value, role)).token
        web.cookies.set(state.settings.session_cookie, token)
        answers[role] = web.get(f"/tiles/services/planung/{TILE}")

    assert {role: one.status_code for role, one in answers.items()} == {
        Role.PLANNER: 200,
        Role.GIS: 200,
        Role.MODERATOR: 404,
    }
    assert answers[Role.PLANNER].headers["cache-control"] == "private, max-age=3600"


def test_who_has_too_many_fetched_is_refused(
    web: TestClient, service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures that are here already cost nobody anything."""
    monkeypatch.setattr(limits, "PICTURES", limits.Limit("few", ((1, timedelta(hours=1)),)))
    first = web.get(f"/tiles/services/alle/{TILE}")
    kept = web.get(f"/tiles/services/alle/{TILE}")
    more = web.get("/tiles/services/alle/13/4381/2700")

    assert [one.status_code for one in (first, kept, more)] == [200, 200, 429]
    assert "retry-after" in more.headers
    assert _tiles(service) == 1
