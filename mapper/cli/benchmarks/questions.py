"""What the heatmap is asked: six kinds of filters, others at every repetition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import psycopg

from mapper.cli.benchmarks.world import Area, World
from mapper.domain.filters import Filters
from mapper.geo.crs import to_degrees

_WINDOW_M = (4000.0, 3000.0)
_PERIOD = (date(2026, 3, 10), date(2026, 9, 20))
_SHIFTS = 9
_NEXT_WINDOW_M = 130.0
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of filters; `ask` gives those of one repetition."""

    name: str
    ask: Callable[[int], Filters]


@dataclass(frozen=True, slots=True)
class Keys:
    """Ids by key of what filters name."""

    action_fields: dict[str, int]
    districts: dict[str, int]


def read_keys(connection: psycopg.Connection) -> Keys:
    """The action fields and districts there are."""
    return Keys(
        dict(connection.execute("select key, min(id) from action_field group by key").fetchall()),
        dict(connection.execute("select key, id from district order by key").fetchall()),
    )


def make_questions(world: World, keys: Keys) -> tuple[Question, ...]:
    """All at 500 m over the whole area, apart from the last: 4 by 3 km at 125 m."""
    fields, districts = tuple(keys.action_fields), tuple(keys.districts)
    questions = (
        Question("none", lambda _: Filters(cell_size=500)),
        Question("field", lambda n: Filters(cell_size=500, action_fields=_one_of(fields, n))),
        Question("period", lambda n: _in_period(n, ())),
        Question("district", lambda n: Filters(cell_size=500, districts=_one_of(districts, n))),
        Question("field_period", lambda n: _in_period(n, _one_of(fields, n))),
        Question("window", lambda n: Filters(cell_size=125, bbox=_window(world.areas, n))),
    )
    return tuple(one for one in questions if districts or one.name != "district")


def _one_of(keys: Sequence[str], number: int) -> tuple[str, ...]:
    return (keys[number % len(keys)],)


def _in_period(number: int, action_fields: tuple[str, ...]) -> Filters:
    """10 March to 20 September, both moved by some days."""
    shift = timedelta(days=number % _SHIFTS)
    return Filters(
        cell_size=500,
        action_fields=action_fields,
        first_day=_PERIOD[0] + shift,
        last_day=_PERIOD[1] + shift,
    )


def _window(areas: Sequence[Area], number: int) -> tuple[float, float, float, float]:
    """Around the settlements in order of population, a little further east at every round."""
    order = sorted(areas, key=lambda one: -one.population)
    area = order[number % len(order)]
    easting = area.easting + _NEXT_WINDOW_M * (number // len(order))
    half = np.array(_WINDOW_M) / 2
    centre = np.array([easting, area.northing])
    west, south, east, north = to_degrees(np.array([centre - half, centre + half])).ravel()
    return (
        round(float(west), _DECIMALS),
        round(float(south), _DECIMALS),
        round(float(east), _DECIMALS),
        round(float(north), _DECIMALS),
    )
