"""Where a round's ideas lie, as a map that stands still."""

from mapper.services.round_figures import RoundFigures
from mapper.ui.context import Context


def show_round_map(figures: RoundFigures, here: Context) -> None:
    """Hexagons of the public places."""
