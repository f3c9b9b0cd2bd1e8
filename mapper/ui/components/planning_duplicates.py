"""The section with ideas that may be the same: pair by pair, and what was merged. For planners."""

import streamlit as st
from markupsafe import Markup, escape

from mapper.i18n import N_, Translator
from mapper.i18n.errors import explain
from mapper.markup import join, text
from mapper.services.duplicates import MOST_NEIGHBOURS, Duplicates, find_duplicates, list_pairs
from mapper.services.merged import list_merged
from mapper.ui import look
from mapper.ui.components import planning_duplicates_store as store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_duplicates_merged import show_merged
from mapper.ui.components.planning_duplicates_pairs import show_pairs
from mapper.ui.components.planning_duplicates_store import Done, Refused, Step

_SAID = {
    Step.MERGED: N_(
        "“{one}” is now part of “{other}”. Both texts are kept, and a supporter of both counts "
        "once."
    ),
    Step.APART: N_("“{one}” and “{other}” are different. They are not proposed again."),
    Step.PARTED: N_("“{one}” is on its own again, as it was before."),
    Step.COMPARED: N_("“{one}” and “{other}” are compared again."),
}


def show_duplicates_section(bench: Workbench) -> None:
    """Heading, what was done last, the pairs that wait, and what was merged."""
    look.add_style("planning_duplicates")
    with bench.places.wide, st.container(key="planning_duplicates"):
        _show_heading(bench.words)
        # Its place is there always: what comes later would otherwise be drawn anew with it.
        with st.container(key="planning_duplicates_said"):
            _show_said(bench)
        if not bench.survey.matching:
            return
        with st.container(key="planning_duplicates_pairs"):
            found = _find(bench)
            page = list_pairs(bench.here.backoffice, bench.here.who, found, store.page("pairs"))
            show_pairs(page, bench)
            st.html(_notes(found, bench))
        with st.container(key="planning_duplicates_merged"):
            show_merged(
                list_merged(
                    *(bench.here.backoffice, bench.here.who, bench.wanted.filters),
                    store.page("merged"),
                ),
                bench,
            )


def _show_heading(words: Translator) -> None:
    _ = words.gettext
    st.html(
        Markup(
            '<h2 class="ik-section" tabindex="-1" data-take-focus="{}">{}</h2>'
            '<p class="ik-lead">{}</p>'
        ).format(
            store.focus_token(),
            _("Duplicate ideas"),
            _(
                "Ideas that may be the same: alike in words, near each other, of one action field. "
                "You decide; every merge can be undone."
            ),
        )
    )


def _show_said(bench: Workbench) -> None:
    words = bench.words
    match store.said():
        case Refused(error):
            by = error.fields.get("by")
            faster = words.gettext("{name} was faster. Nothing was overwritten.")
            sentence = faster.format(name=by) if by else explain(error, words)
            st.html(Markup('<p class="ik-refused" role="alert">{}</p>').format(sentence))
        case Done(step, one, other) as done:
            # Two of one title are told apart by their numbers.
            alike = one[1] == other[1]
            names = [f"{title} ({number})" if alike else title for number, title in (one, other)]
            told = escape(words.gettext(_SAID[step]))
            sentence = told.format(one=text(names[0]), other=text(names[1]))
            st.html(Markup('<p class="ik-done" role="status">{}</p>').format(sentence))
            if step in (Step.MERGED, Step.APART):
                st.button(
                    words.gettext("Undo"),
                    key="planning_duplicates_undo",
                    on_click=store.undo,
                    args=(done, bench.here),
                )


def _find(bench: Workbench) -> Duplicates:
    """The pairs as they were found, or looked for now."""
    filters = bench.wanted.filters
    found = store.found(filters)
    if found is None:
        wait = st.empty()
        sentence = bench.words.gettext("Ideas are being compared …")
        wait.html(Markup('<p class="ik-note" role="status">{}</p>').format(sentence))
        found = find_duplicates(bench.here.backoffice, bench.here.who, filters)
        store.keep(filters, found)
        wait.empty()
    return found


def _notes(found: Duplicates, bench: Workbench) -> Markup:
    """How pairs are found, and what was not looked at."""
    words, number = bench.words, bench.words.format_number
    lines = [
        words.gettext(
            "Compared are ideas of one action field at most 250 m apart; without an exact place, "
            "those of one district. The likeliest come first."
        )
    ]
    if found.only_newest:
        only = words.gettext(
            "Only the newest {count} of {total} ideas were compared. A filter narrows that down."
        )
        told = only.format(count=number(found.compared), total=number(bench.survey.matching))
        lines.append(told)
    if found.crowded:
        crowded = words.ngettext(
            "{count} idea has so many others around it that it was compared with the nearest "
            "{most} only.",
            "{count} ideas have so many others around them that they were compared with the "
            "nearest {most} only.",
            found.crowded,
        )
        lines.append(crowded.format(count=number(found.crowded), most=number(MOST_NEIGHBOURS)))
    if found.more_pairs:
        more = words.gettext("Listed are the {count} likeliest pairs; there are more.")
        lines.append(more.format(count=number(len(found.pairs))))
    return join(Markup('<p class="ik-chart-note">{}</p>').format(line) for line in lines)
