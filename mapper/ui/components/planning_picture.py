"""The picture on the planners' map: its layer, its classes, and their legend."""

from collections.abc import Sequence
from dataclasses import dataclass

import folium
import numpy as np
import streamlit as st
from markupsafe import Markup

from mapper.geo.classes import ValueClass, count_classes, density_classes
from mapper.geo.density import smooth_density
from mapper.i18n import Translator
from mapper.mapview import heat, palette
from mapper.services.counting import DistrictCount
from mapper.ui.components.planning_counts import Survey
from mapper.ui.components.planning_rows import CountRow
from mapper.ui.components.planning_wanted import Display, Wanted
from mapper.ui.markup import join


@dataclass(frozen=True, slots=True)
class Picture:
    """A layer, its classes, and what a class counts."""

    layer: folium.FeatureGroup
    classes: tuple[ValueClass, ...]
    unit: str
    continuous: bool = False


def make_picture(
    survey: Survey, wanted: Wanted, rows: Sequence[CountRow], words: Translator
) -> Picture:
    """The layer for what is wanted; `rows` describe the hexagons, or the districts, one by one."""
    if wanted.display is Display.DISTRICTS:
        return _districts(survey.districts, rows, words)
    if wanted.display is Display.DENSITY:
        return _density(survey, words)
    return _hexagons(survey, rows, words)


def show_legend(picture: Picture, words: Translator) -> None:
    """What the colours stand for, with the classes' real limits; nothing without a class."""
    if not picture.classes:
        return
    colours = palette.class_colours(len(picture.classes))
    entries = join(
        Markup('<li><span class="ik-swatch" style="background:{}"></span>{}</li>').format(
            palette.on_paper(colour), _limits(one, words, continuous=picture.continuous)
        )
        for colour, one in zip(colours, picture.classes, strict=True)
    )
    note = words.gettext("The table below the map gives the same numbers.")
    if picture.continuous:
        least = _limits(picture.classes[0], words, continuous=True).partition("–")[0]
        sentence = words.gettext("Below {least} there is no colour. The table gives the counts.")
        note = sentence.format(least=least)
    st.html(
        Markup('<div class="ik-legend"><h2>{}</h2><ul>{}</ul><p>{}</p></div>').format(
            picture.unit, entries, note
        )
    )


def _hexagons(survey: Survey, rows: Sequence[CountRow], words: Translator) -> Picture:
    size = words.format_number(survey.cell_size)
    unit = words.gettext("Ideas per hexagon (edge length {size} m)").format(size=size)
    if not survey.cells:
        return Picture(heat.empty_layer(), (), unit)
    counts = np.array([one.proposals for one in survey.cells], dtype=np.float64)
    classes = count_classes(int(counts.max()))
    cells = np.array([one.cell for one in survey.cells], dtype=np.int32)
    texts = [describe_row(row, words) for row in rows]
    return Picture(
        heat.hexagon_layer(cells, counts, texts, survey.cell_size, classes), classes, unit
    )


def _density(survey: Survey, words: Translator) -> Picture:
    size = words.format_number(survey.cell_size)
    unit = words.gettext("Ideas per km², smoothed (from hexagons of {size} m edge length)")
    unit = unit.format(size=size)
    if not survey.cells:
        return Picture(heat.empty_layer(), (), unit, continuous=True)
    cells = np.array([one.cell for one in survey.cells], dtype=np.int32)
    counts = np.array([one.proposals for one in survey.cells], dtype=np.float64)
    grid = smooth_density(cells, counts, survey.cell_size)
    classes = density_classes(float(grid.values.max()))
    return Picture(heat.density_layer(grid, classes), classes, unit, continuous=True)


def _districts(
    districts: Sequence[DistrictCount], rows: Sequence[CountRow], words: Translator
) -> Picture:
    values = {one.district: one.proposals for one in districts if one.district}
    texts = {
        one.district: describe_row(row, words)
        for one, row in zip(districts, rows, strict=True)
        if one.district
    }
    classes = count_classes(max(values.values(), default=0))
    unit = words.gettext("Ideas per district")
    return Picture(heat.district_layer(values, texts, classes), classes, unit)


def describe_row(row: CountRow, words: Translator) -> str:
    """A row in one line, as plain text."""
    ideas = words.ngettext("{count} idea", "{count} ideas", row.proposals)
    supports = words.ngettext("{count} support", "{count} supports", row.supports)
    number = words.format_number
    counts = f"{ideas.format(count=number(row.proposals))}, " + supports.format(
        count=number(row.supports)
    )
    return f"{row.place}: {counts}"


def _limits(one: ValueClass, words: Translator, *, continuous: bool) -> str:
    limits = (one.lower, one.upper)
    # Three digits say as much as a smooth density is worth.
    shown = (float(f"{limit:.3g}") for limit in limits) if continuous else limits
    lower, upper = (words.format_number(limit) for limit in shown)
    if not continuous and one.lower == one.upper:
        return lower
    return f"{lower}–{upper}"
