"""Filters in words, as they stand above the planners' map and in files."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from mapper.domain.areas import Area, Circle, Inside, Near
from mapper.domain.filters import Filters, Placed
from mapper.geo.regions import draw_area
from mapper.handout.columns import Vocabulary
from mapper.i18n import Translator

_SQUARE_KM = 1_000_000


def describe_filters(
    filters: Filters, vocabulary: Vocabulary, layers: Mapping[str, str], words: Translator
) -> list[str]:
    """A line for each filter in force, as "District: A, B"; empty for none.

    `layers` are titles by slug.
    """
    _ = words.gettext
    named = (
        (_("Participation round"), _known(filters.rounds, vocabulary["round"])),
        (_("Action field"), _known(filters.action_fields, vocabulary["action_field"])),
        (_("Municipality"), _known(filters.municipalities, vocabulary["municipality"])),
        (_("District"), _known(filters.districts, vocabulary["district"])),
        (_("Period"), describe_period((filters.first_day, filters.last_day), words)),
        (_("Response status"), _known(filters.response_statuses, vocabulary["response_status"])),
        (_("Channel"), _known(filters.channels, vocabulary["channel"])),
    )
    lines = [f"{name}: {value}" for name, value in named if value]
    single = describe_single(filters, layers, partial(_circle, words=words), words)
    return [*lines, *(said for _name, said in single)]


def _known(keys: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(key, key) for key in keys)


def describe_period(period: tuple[date | None, date | None], words: Translator) -> str:
    """The period in words; empty for everything."""
    first, last = (words.format_date(day, "medium") if day else "" for day in period)
    if first and last:
        return f"{first} – {last}"
    if first:
        return words.gettext("since {day}").format(day=first)
    return words.gettext("until {day}").format(day=last) if last else ""


def describe_single(
    filters: Filters,
    layers: Mapping[str, str],
    circle: Callable[[Circle], str],
    words: Translator,
) -> Iterator[tuple[str, str]]:
    """Field and words of each filter that has one value, but for the period.

    `layers` are titles by slug, `circle` says where a circle lies.
    """
    _ = words.gettext
    if filters.text:
        yield "text", _("Text: {words}").format(words=filters.text)
    if filters.area:
        yield "area", _area(filters.area, circle, words)
    for name, place in (("near", filters.near), ("inside", filters.inside)):
        if place:
            yield name, _by_layer(place, layers.get(place.layer, place.layer), words)
    if filters.placed:
        with_point = filters.placed is Placed.WITH_POINT
        yield "placed", _("with a point") if with_point else _("without a point")
    if filters.min_supports:
        count = filters.min_supports
        sentence = words.ngettext("At least {count} support", "At least {count} supports", count)
        yield "min_supports", sentence.format(count=words.format_number(count))


def _by_layer(place: Near | Inside, layer: str, words: Translator) -> str:
    _ = words.gettext
    if isinstance(place, Inside):
        return _("Inside {name} ({layer})").format(name=place.name, layer=layer)
    if place.distance_m == 0:
        return _("In or on: {layer}").format(layer=layer)
    metres = words.format_number(place.distance_m)
    return _("At most {metres} m from: {layer}").format(metres=metres, layer=layer)


def _area(area: Area, circle: Callable[[Circle], str], words: Translator) -> str:
    """A circle by its radius and where it lies, a polygon by its size."""
    if isinstance(area, Circle):
        return circle(area)
    size = float(f"{draw_area(area).area / _SQUARE_KM:.2g}")
    return words.gettext("Drawn area ({size} km²)").format(size=words.format_number(size))


def _circle(area: Circle, words: Translator) -> str:
    _, number = words.gettext, words.format_number
    lat, lon = (number(round(degrees, 4)) for degrees in (area.lat, area.lon))
    centre = _("{north}° north, {east}° east").format(north=lat, east=lon)
    return _("Circle of {metres} m: {where}").format(metres=number(area.radius_m), where=centre)
