"""The citizens' map on a page: gathers what the component needs from the context."""

from collections.abc import Callable
from functools import partial

from mapper.i18n import Translator, get_translator
from mapper.mapview.citizen_map import ShownIdea, View, build_map_data, mount_citizen_map
from mapper.services.rounds import Choices
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
    choices = cache.choices(here)
    data = build_map_data(
        view,
        here.profile,
        choices,
        _words(here, choices),
        provenance=provenance(here),
        area_of=partial(cache.round_area, here),
        shown=cache.shown(here),
        chosen_round=here.query.get(ROUND),
        idea=idea,
    )
    return partial(mount_citizen_map, data, key=f"citizen_{view}")


def _words(here: Context, choices: Choices) -> Translator:
    """The reader's language; a round that the address names may address people differently."""
    slug = here.query.get(ROUND)
    address = next((one.address for one in choices.rounds if one.slug == slug), None)
    return get_translator(here.lang, address) if address else here.translator
