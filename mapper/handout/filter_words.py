"""Filters in words, as they stand in files."""

from collections.abc import Iterator, Mapping

from mapper.domain.areas import Area, Circle
from mapper.domain.filters import Filters, Placed
from mapper.handout.columns import Vocabulary
from mapper.i18n import Translator


def describe_filters(
    filters: Filters, vocabulary: Vocabulary, layers: Mapping[str, str], words: Translator
) -> list[str]:
    """A line for each filter in force, as "District: A, B"; empty for none.

    `layers` are titles by slug.
    """
    _ = words.gettext
    return [
        f"{name}: {value}"
        for name, value in (
            (_("Participation round"), _known(filters.rounds, vocabulary["round"])),
            (_("Action field"), _known(filters.action_fields, vocabulary["action_field"])),
            (_("Municipality"), _known(filters.municipalities, vocabulary["municipality"])),
            (_("District"), _known(filters.districts, vocabulary["district"])),
            (_("Period"), _period(filters, words)),
            (
                _("Response status"),
                _known(filters.response_statuses, vocabulary["response_status"]),
            ),
            (_("Channel"), _known(filters.channels, vocabulary["channel"])),
            *_others(filters, layers, words),
        )
        if value
    ]


def _known(keys: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(key, key) for key in keys)


def _period(filters: Filters, words: Translator) -> str:
    first, last = (
        words.format_date(day, "medium") if day else ""
        for day in (filters.first_day, filters.last_day)
    )
    if first and last:
        return f"{first} – {last}"
    if first:
        return words.gettext("since {day}").format(day=first)
    return words.gettext("until {day}").format(day=last) if last else ""


def _others(
    filters: Filters, layers: Mapping[str, str], words: Translator
) -> Iterator[tuple[str, str]]:
    _, number = words.gettext, words.format_number
    yield _("Words"), filters.text
    if filters.placed:
        with_point = filters.placed is Placed.WITH_POINT
        yield _("Point on the map"), _("with a point") if with_point else _("without a point")
    if filters.min_supports:
        yield _("Least number of supports"), number(filters.min_supports)
    if filters.near:
        layer = layers.get(filters.near.layer, filters.near.layer)
        within = _("within {distance} m of “{layer}”")
        yield _("Close to"), within.format(distance=number(filters.near.distance_m), layer=layer)
    if filters.inside:
        layer = layers.get(filters.inside.layer, filters.inside.layer)
        yield _("Inside of"), f"{filters.inside.name} ({layer})"
    if filters.area:
        yield _("Area"), _area(filters.area, words)


def _area(area: Area, words: Translator) -> str:
    _, number = words.gettext, words.format_number
    if isinstance(area, Circle):
        circle = _("drawn circle, {radius} m around {north}° north, {east}° east")
        lat, lon = (number(round(degrees, 4)) for degrees in (area.lat, area.lon))
        return circle.format(radius=number(area.radius_m), north=lat, east=lon)
    return _("drawn area with {count} corners").format(count=len(area.corners))
