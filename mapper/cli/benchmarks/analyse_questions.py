"""What planners ask: filters that differ from repetition to repetition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import psycopg

from mapper.cli.benchmarks.questions import read_keys
from mapper.cli.benchmarks.world import Area, World
from mapper.domain.areas import Polygon
from mapper.domain.filters import Filters
from mapper.geo.crs import to_degrees

_WORDS = ("Radweg", "Spielplatz", "Bank Schatten", "Laternen", "Tempo 30", "Solardach", "Brunnen")
_CORNERS = 12
_RADIUS_M = 2500.0
_STEP_M = 90.0
_FIRST = date(2025, 1, 10)
# A tenth of 24 months: 100,000 of a million ideas.
_TENTH = timedelta(days=72)
_ZOOMS = (10, 11, 12, 13, 14)
_DISTANCE_M, _LEAST = 60, 12


@dataclass(frozen=True, slots=True)
class Questions:
    """Kinds of filters; each gives those of one repetition."""

    areas: Sequence[Area]
    action_fields: Sequence[str]
    ideas: int

    @classmethod
    def of(cls, connection: psycopg.Connection, world: World) -> "Questions":
        """Around the settlements of a world, the largest first."""
        row = connection.execute("select count(*) from proposal_fact").fetchone()
        areas = sorted(world.areas, key=lambda one: -one.population)
        return cls(areas, tuple(read_keys(connection).action_fields), row[0] if row else 0)

    def aggregate(self, number: int) -> Filters:
        """One action field over some months, at 500 m."""
        field = self.action_fields[number % len(self.action_fields)]
        shift = timedelta(days=number)
        days = (date(2025, 3, 10) + shift, date(2026, 5, 20) + shift)
        return Filters(cell_size=500, action_fields=(field,), first_day=days[0], last_day=days[1])

    def polygon(self, number: int) -> Filters:
        """A drawn area of twelve corners, about 20 km², around one of the larger places."""
        area = self.areas[number % min(5, len(self.areas))]
        turn = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
        reach = _RADIUS_M * (1 + 0.2 * np.sin(3 * turn + number))
        east = area.easting + _STEP_M * number + reach * np.cos(turn)
        north = area.northing + reach * np.sin(turn)
        corners = to_degrees(np.stack([east, north], axis=-1)).round(6)
        return Filters(cell_size=250, area=Polygon(tuple((x, y) for x, y in corners.tolist())))

    def text(self, number: int) -> Filters:
        """A word that stands in one idea of twenty, or two words."""
        return Filters(cell_size=500, text=_WORDS[number % len(_WORDS)])

    def dense(self, number: int) -> tuple[Filters, int, int]:
        """A period with about 100,000 ideas (all there are, if fewer), distance and least."""
        days = _TENTH * (1_000_000 / max(self.ideas, 1)) * 0.98
        first = _FIRST + timedelta(days=number)
        return Filters(first_day=first, last_day=first + days), _DISTANCE_M, _LEAST

    def some(self, number: int) -> tuple[date, date]:
        """First and last day of a period with about 10,000 ideas (all there are, if fewer)."""
        first = _FIRST + timedelta(days=number)
        return first, first + _TENTH * (100_000 / max(self.ideas, 1))

    def tile(self, number: int) -> tuple[int, int, int]:
        """Zoom, column and row of a tile over a settlement."""
        zoom = _ZOOMS[number % len(_ZOOMS)]
        area = self.areas[number % len(self.areas)]
        lon, lat = to_degrees(np.array([area.easting, area.northing]))
        tiles = 2**zoom
        radians = np.radians(lat)
        x = (lon + 180) / 360 * tiles
        y = (1 - np.arcsinh(np.tan(radians)) / np.pi) / 2 * tiles
        return zoom, int(x), int(y)

    def tile_query(self, number: int) -> dict[str, str]:
        """An action field, so that no tile is the one before."""
        return {"action_field": self.action_fields[number % len(self.action_fields)]}
