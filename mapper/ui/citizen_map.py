"""The citizens' map on a page: gathers what the component needs from the context."""

from collections.abc import Callable
from functools import partial

from mapper.mapview.citizen_map import ShownIdea, View, build_map_data, mount_citizen_map
from mapper.ui import cache
from mapper.ui.context import Context
from mapper.ui.provenance import provenance

ROUND = "round"


def show_citizen_map(view: View, here: Context, idea: ShownIdea | None = None) -> None:
    """Mount one view of the component; the round comes from the address."""
    prepare_citizen_map(view, here, idea)()


def prepare_citizen_map(
    view: View, here: Context, idea: ShownIdea | None = None
) -> Callable[[], None]:
    """Read everything first, so that a refusal comes before anything is drawn; then mount."""
    data = build_map_data(
        view,
        here.profile,
        cache.choices(here),
        here.translator,
        provenance=provenance(here),
        area_of=partial(cache.round_area, here),
        chosen_round=here.query.get(ROUND),
        idea=idea,
    )
    return partial(mount_citizen_map, data, key=f"citizen_{view}")
