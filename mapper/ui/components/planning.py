"""The frame of the planners' page: sections, filters, map, findings and table in their places."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mapper.i18n import Translator
from mapper.planning.names import Names
from mapper.planning.survey import Survey
from mapper.planning.wanted import Wanted
from mapper.ui import look
from mapper.ui.context import Context


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of the page go; `wide` is for sections that have no map."""

    sections: DeltaGenerator
    filters: DeltaGenerator
    notes: DeltaGenerator
    controls: DeltaGenerator
    map: DeltaGenerator
    legend: DeltaGenerator
    months: DeltaGenerator
    statistics: DeltaGenerator
    wide: DeltaGenerator
    findings: DeltaGenerator
    below: DeltaGenerator


@dataclass(frozen=True, slots=True)
class Workbench:
    """What a section is drawn from, and where it draws."""

    here: Context
    wanted: Wanted
    names: Names
    survey: Survey
    places: Places

    @property
    def words(self) -> Translator:
        """Sentences in the reader's language."""
        return self.here.translator


def lay_out() -> Places:
    """The places, side by side where there is room.

    Each is there on every run: were one to come and go, those after it would be mounted anew,
    and the map with them.
    """
    look.add_style("planning")
    look.add_style("planning_map")
    look.add_style("planning_print")
    sections = st.container(key="planning_sections")
    frame = st.container(key="planning")
    filters = frame.container(key="planning_filters")
    column = frame.container(key="planning_column")
    notes = column.container(key="planning_notes")
    middle = column.container(key="planning_middle")
    return Places(
        sections=sections,
        filters=filters,
        notes=notes,
        controls=middle.container(key="planning_controls"),
        map=middle.container(key="planning_map_place"),
        legend=middle.container(key="planning_legend"),
        months=middle.container(key="planning_months"),
        statistics=middle.container(key="planning_folded"),
        wide=middle.container(key="planning_wide"),
        findings=frame.container(key="planning_findings"),
        below=frame.container(key="planning_below"),
    )
