"""Maps of other servers: added, changed, seen by those they are for, and fetched with care."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    ImportRefusedError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    SignInNeededError,
    TextMissingError,
)
from mapper.imports.map_capabilities import MapOffer
from mapper.imports.outgoing import Allowed
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
from tests.db.map_services import CHANGE, EXTENT, Pictures, add_map, sources_of
from tests.http_server import http_server
from tests.map_server import map_server
from tests.staff import TESTER, add_account, signed_in


def test_a_map_is_added_changed_and_removed(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    with map_server(tmp_path) as server:
        sources = sources_of(server, tmp_path)
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
        sources = sources_of(server, tmp_path)
        with pytest.raises(error):
            add_map(office, sources, server, **change)

    assert list_services(office, TESTER) == []


def test_those_see_a_map_whom_it_is_for(
    office: Backoffice, world: Sessions, tmp_path: Path
) -> None:
    with http_server(Pictures()) as server:
        sources = sources_of(server, tmp_path)
        public = add_map(office, sources, server, titles={"de": "Alle"}, public=True)
        planners = add_map(office, sources, server, titles={"de": "Planung"}, roles=(Role.PLANNER,))
        add_map(office, sources, server, titles={"de": "GIS"})
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
        sources = sources_of(server, tmp_path)
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


def test_an_offer_of_another_map_is_refused(office: Backoffice) -> None:
    offer = MapOffer("wms", "https://a", "a", "A", None, None, (), 0)
    with pytest.raises(InvalidFieldError):
        add_service(office, TESTER, offer, "nothing", CHANGE)
