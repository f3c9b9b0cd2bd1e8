"""Ideas in the small world and the planners' map of them, for tests of still pictures."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4
from xml.etree import ElementTree

from sqlalchemy import insert

from mapper.db.criteria import Scope
from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.tokens import new_public_id
from mapper.i18n import get_translator
from mapper.profile import load_profile
from mapper.report.view import View, read_view
from mapper.services.access import Who
from mapper.settings import PROJECT_ROOT
from tests.staff import office_on

SVG = "{http://www.w3.org/2000/svg}"
PROFILE = load_profile(PROJECT_ROOT / "geodata")


def add_ideas(
    sessions: Sessions, places: Sequence[tuple[float, float]], precision: str = "exact"
) -> None:
    """A published idea at each easting, northing."""
    rows = [
        {
            "public_id": new_public_id(),
            "client_key": uuid4(),
            "round_id": 1,
            "place_certainty": "point",
            "geom": f"SRID=25833;POINT({easting} {northing})",
            "public_precision": precision,
            "title": "Eine Bank",
            "body": "Eine Bank im Schatten.",
            "action_field_id": 1,
            "moderation_status": "published",
            "support_count": at % 3,
        }
        for at, (easting, northing) in enumerate(places)
    ]
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)


def view_on(
    sessions: Sessions,
    who: Who = None,
    scope: Scope = "public",
    lang: str = "en",
    /,
    **query: str,
) -> View:
    """What an address of the planners' page asks for."""
    words, now = get_translator(lang), datetime.now(UTC)
    return read_view(office_on(sessions), who, PROFILE, "map", query, scope, now, words)


def parts(svg: str, name: str) -> list[tuple[ElementTree.Element, ElementTree.Element]]:
    """Every element of a class with the one it is in."""
    root = ElementTree.fromstring(svg)
    return [(one, around) for around in root.iter() for one in around if one.get("class") == name]
