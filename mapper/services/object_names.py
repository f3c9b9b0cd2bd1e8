"""Names of a layer's objects, for choosing one."""

from mapper.db.engine import Sessions, transaction
from mapper.db.layer_fields import names_of

MOST_NAMES = 2000


def list_object_names(sessions: Sessions, version_id: int) -> tuple[str, ...]:
    """Each name once, in order; one more than MOST_NAMES where there are more.

    The version is one of those shown to whoever asks, see `layers.list_shown`.
    """
    with transaction(sessions) as session:
        return tuple(names_of(session, version_id, MOST_NAMES + 1))
