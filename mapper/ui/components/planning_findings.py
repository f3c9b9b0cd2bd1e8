"""What the picture shows, in numbers and words."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import join
from mapper.planning.map_said import nothing_matches, out_of, remarks, top_districts
from mapper.planning.survey import Survey
from mapper.planning.values import Values
from mapper.planning.wanted import Wanted
from mapper.ui.components.planning_table import write_short_table


def show_findings(survey: Survey, wanted: Wanted, values: Values, words: Translator) -> None:
    """How many ideas match, out of how many, and how many of them the map cannot show."""
    number = words.format_number
    ideas = words.ngettext("{count} idea", "{count} ideas", survey.matching)
    parts = [
        Markup('<h2 class="ik-count">{}</h2>').format(ideas.format(count=number(survey.matching))),
        *([Markup("<p>{}</p>").format(out_of(survey, words))] if survey.total else []),
        *(Markup("<p>{}</p>").format(line) for line in remarks(survey, wanted, values, words)),
        _top_districts(survey, words),
    ]
    st.html(Markup('<div class="ik-findings" role="status">{}</div>').format(join(parts)))


def show_empty(survey: Survey, words: Translator) -> None:
    """What to do when nothing matches."""
    st.html(Markup('<p class="ik-note">{}</p>').format(nothing_matches(survey, words)))


def _top_districts(survey: Survey, words: Translator) -> Markup:
    top = top_districts(survey, words)
    if not top:
        return Markup("")
    caption = words.gettext("Districts with the most ideas")
    return Markup("<h3>{}</h3>{}").format(caption, write_short_table(top, caption, words))
