"""The page of a round, and the list of all of them."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import items, join, link, paragraphs, without_direction
from mapper.services.published_results import PublishedResult, name_ideas
from mapper.services.rounds import Choices, RoundChoice
from mapper.ui import look
from mapper.ui.address import page_link
from mapper.ui.components.round_result import ShownResult, show_result
from mapper.ui.context import Context
from mapper.ui.errors import show_notice
from mapper.ui.rounds import RoundWords


def show_round(
    one: RoundChoice,
    choices: Choices,
    result: PublishedResult | None,
    ideas: int,
    here: Context,
) -> None:
    """One round; `ideas` are those that everybody sees now."""
    look.add_style("round_result")
    said = RoundWords.of(one, choices, here.translator)
    look.page_title(without_direction(said.title), here)
    with st.container(key="round_page"):
        look.heading(said.title, said.question)
        st.html(paragraphs(said.intro) + _facts(said, result, ideas) + _way_on(said, here))
        if result is None:
            _show_waiting(said, ideas, here.translator)
        else:
            named = name_ideas(here.sessions, result.figures)
            show_result(ShownResult(result.texts, result.figures, named), here)
        st.html(_back(here))


def show_list(choices: Choices, results: Mapping[str, datetime], here: Context) -> None:
    """All rounds: those that take ideas, those with a result, the others."""
    _ = here.translator.gettext
    look.add_style("round_result")
    look.heading(_("Rounds"), _("What the town asks, and what came out."))
    all_said = [RoundWords.of(one, choices, here.translator) for one in choices.rounds]
    groups = (
        (_("They take ideas now"), [one for one in all_said if one.is_open]),
        (_("They begin later"), [one for one in all_said if not (one.is_open or one.is_over)]),
        (_("They are closed"), _closed(all_said, results)),
    )
    for name, group in groups:
        if group:
            look.section(name)
            st.html(items((_card(one, results, here) for one in group), class_="ik-cards"))
    if not all_said:
        st.html(Markup('<p class="ik-quiet">{}</p>').format(_("There is no round yet.")))


def show_unknown(here: Context) -> None:
    """No round has this name."""
    _ = here.translator.gettext
    look.heading(_("Round"))
    show_notice(_("This round does not exist, or not any more."))
    st.html(_back(here))


def _closed(all_said: list[RoundWords], results: Mapping[str, datetime]) -> list[RoundWords]:
    """Those with a result first."""
    return sorted(
        (one for one in all_said if one.is_over), key=lambda one: one.one.slug not in results
    )


def _facts(said: RoundWords, result: PublishedResult | None, ideas: int) -> Markup:
    words = said.translator
    _ = words.gettext
    facts = [
        (_("Period"), f"{said.period} ({said.state})"),
        (_("Area"), said.area),
        (_("Public ideas"), words.format_number(ideas)),
    ]
    if result is not None:
        facts.append((_("Result published"), words.format_date(result.published_at)))
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup('<dl class="ik-dl ik-round-facts">{}</dl>').format(rows)


def _way_on(said: RoundWords, here: Context) -> Markup:
    _ = here.translator.gettext
    name = _("Add an idea") if said.is_open else _("Look at the ideas on the map")
    address = page_link("", here.query, round=said.one.slug)
    kind = "ik-button" if said.is_open else "ik-link"
    return Markup("<p>{}</p>").format(link(address, name, class_=kind))


def _show_waiting(said: RoundWords, ideas: int, words: Translator) -> None:
    """Nothing is published yet."""
    _ = words.gettext
    look.section(_("What came out"))
    counted = words.ngettext("{count} idea is public.", "{count} ideas are public.", ideas)
    told = _("What comes out of them is told here as soon as the town has evaluated the round.")
    if not ideas:
        counted = _("There are no public ideas yet.")
    st.html(Markup("<p>{} {}</p>").format(counted.format(count=words.format_number(ideas)), told))


def _card(said: RoundWords, results: Mapping[str, datetime], here: Context) -> Markup:
    words, slug = here.translator, said.one.slug
    result = ""
    if slug in results:
        told = words.gettext("Result published on {day}")
        day = words.format_date(results[slug])
        result = Markup('<span class="ik-status" data-status="done">{}</span>').format(
            told.format(day=day)
        )
    return Markup(
        '<article class="ik-card"><h3><a href="{}">{}</a></h3>'
        '<p class="ik-facts"><span>{}</span><span>{}</span></p>'
        '<p class="ik-excerpt">{}</p><p class="ik-marks">{}</p></article>'
    ).format(
        page_link("runde", here.query, round=slug),
        said.title,
        said.period,
        said.area,
        said.question,
        result,
    )


def _back(here: Context) -> Markup:
    way = link(
        page_link("runde", here.query), here.translator.gettext("All rounds"), class_="ik-link"
    )
    return Markup('<p class="ik-back">{}</p>').format(way)
