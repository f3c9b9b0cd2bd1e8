"""Another server's map as an installation has it, for tests."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mapper.domain.map_services import ServiceChange
from mapper.imports.outgoing import Allowed
from mapper.services.backoffice import Backoffice
from mapper.services.map_services import MapSources, add_service, look_up
from tests.http_server import Served, Talk
from tests.maps import PNG, wmts_capabilities
from tests.staff import TESTER

EXTENT = (12.0, 52.0, 13.0, 52.5)
CHANGE = ServiceChange({"de": "Luftbild", "en": "Aerial photo"}, "© Amt", "dl-de/by-2-0")


def sources_of(server: Served, folder: Path, **given: object) -> MapSources:
    allowed = Allowed(frozenset({server.place}), frozenset())
    return MapSources(allowed, folder / "pictures", EXTENT, **given)  # type: ignore[arg-type]


def add_map(office: Backoffice, sources: MapSources, server: Served, **change: object) -> str:
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


def tiles_asked(server: Served) -> int:
    return sum("GetTile" in one for one in server.asked)
