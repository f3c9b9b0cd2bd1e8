"""What was merged among the filtered ideas, the last merge first, each with the way back."""

import streamlit as st
from markupsafe import Markup, escape

from mapper.markup import text
from mapper.services.merged import MergedIdea, MergedPage
from mapper.ui.components import planning_duplicates_store as store
from mapper.ui.components.plain_label import plain_label
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_duplicates_pairs import show_pager
from mapper.ui.components.planning_duplicates_store import Done, Step
from mapper.ui.ideas import shorten


def show_merged(page: MergedPage, bench: Workbench) -> None:
    """A list that opens on demand; nothing where nothing was merged."""
    words = bench.words
    if not page.total:
        return
    count = words.ngettext("{count} merged idea", "{count} merged ideas", page.total)
    with st.expander(plain_label(count.format(count=words.format_number(page.total)))):
        for idea in page.ideas:
            _show_row(idea, bench)
        with st.container(key="planning_duplicates_merged_pager"):
            show_pager("merged", page.number, page.last, words)


def _show_row(idea: MergedIdea, bench: Workbench) -> None:
    words = bench.words
    with st.container(key=f"planning_duplicates_row_{idea.number}"):
        part_of = escape(words.gettext("part of “{title}” since {day}")).format(
            title=text(idea.into_title), day=words.format_date(idea.merged_at)
        )
        row = Markup('<h3>{}</h3><p class="ik-row-text">{}</p><p class="ik-row-facts">{}</p>')
        st.html(row.format(text(idea.title), text(shorten(idea.body)), part_of))
        if not idea.undoable:
            return
        two = (idea.number, idea.title), (idea.into, idea.into_title)
        st.button(
            words.gettext("Undo this merge"),
            key=f"planning_duplicates_part_{idea.number}",
            on_click=store.undo,
            args=(Done(Step.MERGED, *two, seen=(idea.merged_at,)), bench.here),
        )
