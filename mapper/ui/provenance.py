"""What must stand under a map: whose data it shows, and what of it is schematic."""

from collections.abc import Sequence

from mapper.i18n import Translator
from mapper.i18n.labels import LAYER_ROLES, label
from mapper.mapview.citizen_map import Provenance
from mapper.mapview.overlays import GROUND
from mapper.services.describe_data import DataDescription
from mapper.ui import cache
from mapper.ui.context import Context


def provenance(here: Context) -> Provenance:
    """What must stand under a map of ours.

    Sources of mere facts, which no licence asks to be named there, stand on `/daten`.
    """
    shown = [one for one in cache.datasets(here) if one.slug in GROUND]
    owed = (one.attribution for one in shown if one.licence or not one.schematic)
    attributions = dict.fromkeys(attribution for attribution in owed if attribution)
    return Provenance(tuple(attributions), _schematic_note(shown, here.translator))


def _schematic_note(shown: Sequence[DataDescription], translator: Translator) -> str | None:
    """What must be said of layers that are drawn from facts, naming them when not all are."""
    _ = translator.gettext
    drawn = [label(LAYER_ROLES, one.role, translator) for one in shown if one.schematic]
    if drawn and len(drawn) == len(shown):
        return _("Schematic drawing, not official boundaries")
    sentence = _("Schematic drawing, not official boundaries: {layers}")
    return sentence.format(layers=", ".join(drawn)) if drawn else None
