"""The sections of the planners' page: what they are called, and how each is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from mapper.i18n import N_, Translator
from mapper.i18n.labels import translate_labels
from mapper.planning.wanted import FOR_PLANNERS, Section, Wanted
from mapper.ui import widget_keys
from mapper.ui.components import planning_store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_clusters import show_clusters_section
from mapper.ui.components.planning_download import show_download_section
from mapper.ui.components.planning_duplicates import show_duplicates_section
from mapper.ui.components.planning_evaluate import show_evaluate_section
from mapper.ui.components.planning_heard import show_heard_section
from mapper.ui.components.planning_map import show_map_section
from mapper.ui.components.planning_result import show_result_section
from mapper.ui.components.planning_store import WIDGETS
from mapper.ui.components.planning_time import show_time_section

NAMES: Mapping[str, str] = {
    Section.MAP: N_("Map"),
    Section.CLUSTERS: N_("Clusters"),
    Section.HEARD: N_("Who is heard"),
    Section.TIME: N_("Over time"),
    Section.DUPLICATES: N_("Duplicate ideas"),
    Section.EVALUATE: N_("Evaluation"),
    Section.RESULT: N_("Result"),
    Section.DOWNLOAD: N_("Download"),
}
SHOW: Mapping[Section, Callable[[Workbench], None]] = {
    Section.MAP: show_map_section,
    Section.CLUSTERS: show_clusters_section,
    Section.HEARD: show_heard_section,
    Section.TIME: show_time_section,
    Section.DUPLICATES: show_duplicates_section,
    Section.EVALUATE: show_evaluate_section,
    Section.RESULT: show_result_section,
    Section.DOWNLOAD: show_download_section,
}
_NAME = f"{WIDGETS}section"


def choose_section(wanted: Wanted, words: Translator, *, planner: bool) -> None:
    """The row of sections, one of them open; some are for planners alone."""
    names = translate_labels(NAMES, words)
    offered = [one.value for one in SHOW if planner or one not in FOR_PLANNERS]
    if widget_keys.entered(_NAME) not in offered:
        widget_keys.write(_NAME, wanted.section.value)
    st.radio(
        words.gettext("Sections of planning"),
        offered,
        format_func=names.__getitem__,
        key=widget_keys.key_of(_NAME),
        horizontal=True,
        label_visibility="collapsed",
        on_change=widget_keys.hear(_changed, _NAME),
    )


def show_section(bench: Workbench) -> None:
    """The open section; the map where there is none of this name."""
    SHOW.get(bench.wanted.section, show_map_section)(bench)


def _changed() -> None:
    section = Section(widget_keys.entered(_NAME))
    planning_store.apply(replace(planning_store.stored(), section=section))
