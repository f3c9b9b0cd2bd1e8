"""The frame of the planners' page: filters, map, findings and table in their places."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mapper.ui import look


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of the page go."""

    filters: DeltaGenerator
    notes: DeltaGenerator
    middle: DeltaGenerator
    findings: DeltaGenerator
    below: DeltaGenerator


def lay_out() -> Places:
    """The places, side by side where there is room.

    Each is there on every run: were one to come and go, those after it would be mounted anew,
    and the map with them.
    """
    look.add_style("planning")
    frame = st.container(key="planning")
    filters = frame.container(key="planning_filters")
    column = frame.container(key="planning_column")
    return Places(
        filters=filters,
        notes=column.container(key="planning_notes"),
        middle=column.container(key="planning_middle"),
        findings=frame.container(key="planning_findings"),
        below=frame.container(key="planning_below"),
    )
