"""Moving layers and other servers' maps over and under each other."""

from mapper.db.layer_order import Placed, read_order, write_order
from mapper.db.layer_versions import lock_layers
from mapper.domain.roles import Right
from mapper.errors import NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.edited import move

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


def list_order(office: Backoffice, who: Who) -> list[Placed]:
    """All of them, the uppermost first."""
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        return read_order(act.session)[::-1]
