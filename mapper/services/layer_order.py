"""Moving layers and other servers' maps over and under each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from mapper.db.layer_order import read_order, write_order
from mapper.db.layer_versions import lock_layers
from mapper.db.tables import Layer, MapService
from mapper.domain.roles import Right
from mapper.errors import NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.edited import by_language, move

_SUBJECTS = {"layer": "layer", "service": "map_service"}


def move_in_order(office: Backoffice, who: Who, kind: str, slug: str, steps: int) -> None:
    """Lay a `layer` or a `service` so many places further up (positive) or down.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        lock_layers(act.session)
        placed = read_order(act.session)
        one = next((one for one in placed if (one.kind, one.slug) == (kind, slug)), None)
        if one is None:
            raise NotFoundError(kind, slug)
        ordered = move(placed, one, steps)
        write_order(act.session, ordered)
        subject = _SUBJECTS[kind]
        act.record(f"{subject}.moved", subject, slug, {"position": ordered.index(one)})


@dataclass(frozen=True, slots=True)
class OrderedMap:
    """A `layer` or a `service`, another server's map; titles by language."""

    kind: str
    slug: str
    titles: Mapping[str, str]

    def title_in(self, lang: str) -> str:
        """The title in a language, else the first there is."""
        return self.titles.get(lang) or next(iter(self.titles.values()), "") or self.slug


def list_order(office: Backoffice, who: Who) -> list[OrderedMap]:
    """All of them, the uppermost first."""
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        named = {
            (kind, row.id): by_language(row.titles)
            for kind, table in (("layer", Layer), ("service", MapService))
            for row in act.session.execute(select(table.id, table.titles))
        }
        placed = read_order(act.session)
    return [OrderedMap(one.kind, one.slug, named[one.kind, one.id]) for one in reversed(placed)]
