"""What came out of a round, as citizens read it: on its own page, and before it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from mapper import charts
from mapper.domain.statuses import ResponseStatus
from mapper.i18n import Translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.mapview.citizen_map import in_language
from mapper.markup import items, join, link, text
from mapper.services.published_results import NamedIdea, NamedIdeas, ResultTexts
from mapper.services.round_figures import RoundFigures
from mapper.services.rounds import Choices
from mapper.ui import cache, look
from mapper.ui.address import page_link
from mapper.ui.answers import answer_entry
from mapper.ui.components.plain_label import plain_label
from mapper.ui.components.planning_told import make_table, show_chart, show_numbers
from mapper.ui.components.round_map import show_round_map
from mapper.ui.context import Context
from mapper.ui.legal import to_html
from mapper.ui.rounds import language_note, language_of

_MOST_BARS, _FIRST = 20, 5


@dataclass(frozen=True, slots=True)
class ShownResult:
    """Words, figures and the ideas they name; `level` is that of its headings."""

    texts: ResultTexts
    figures: RoundFigures
    ideas: NamedIdeas
    level: int = 2


def show_result(result: ShownResult, here: Context) -> None:
    """All of it, in the order people ask: what came out, how much, where, what was said to it."""
    look.add_style("charts")
    look.add_style("round_result")
    words = here.translator
    _ = words.gettext
    with st.container(key="round_result"):
        st.html(
            _heading(_("What came out"), result)
            + _prose(result.texts.summaries, result, words)
            + key_figures(result.figures, words)
        )
        if in_language(dict(result.texts.next_steps), words.lang):
            st.html(
                _heading(_("What happens next"), result)
                + _prose(result.texts.next_steps, result, words)
            )
        if result.figures.ideas:
            st.html(_heading(_("What about, and where"), result))
            _show_fields(result, here)
            show_round_map(result.figures, here)
            _show_places(result.figures, cache.choices(here), words)
        if result.ideas.most_supported:
            heading = _heading(_("Most supported"), result)
            st.html(heading + _most_supported(result.ideas, here))
        if result.ideas.decided:
            _show_decided(result, here)


def key_figures(figures: RoundFigures, words: Translator) -> Markup:
    """The numbers to remember, and how far the ideas are."""
    _ = words.gettext
    count = figures.by_status
    numbers = [
        (_("Ideas"), figures.ideas),
        (_("Supports"), figures.supports),
        *([(_("planned"), count["planned"])] if count.get("planned") else []),
        *([(_("done"), count["done"])] if count.get("done") else []),
    ]
    rows = join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, words.format_number(number))
        for name, number in numbers
    )
    days = ""
    if figures.first_day and figures.last_day:
        days = _("Ideas from {first} to {last}.").format(
            first=words.format_date(figures.first_day), last=words.format_date(figures.last_day)
        )
    return Markup('<dl class="ik-numbers">{}</dl><p class="ik-quiet">{}</p>{}').format(
        rows, days, _statuses(figures, words)
    )


def _statuses(figures: RoundFigures, words: Translator) -> Markup:
    entries = [
        Markup('<span class="ik-status" data-status="{}">{} {}</span>').format(
            status,
            words.format_number(figures.by_status[status]),
            label(RESPONSE_STATUSES, status, words),
        )
        for status in ResponseStatus
        if figures.by_status.get(status)
    ]
    name = words.gettext("How far the ideas are")
    return items(entries, class_="ik-result-statuses", aria_label=name) if entries else Markup("")


def _heading(name: str, result: ShownResult) -> Markup:
    return Markup('<h{0} class="ik-result-heading">{1}</h{0}>').format(result.level, name)


def _prose(texts: Mapping[str, str], result: ShownResult, words: Translator) -> Markup:
    """The town's words, their headings under the one they stand under."""
    note = language_note(texts, words)
    return Markup('{}<div class="ik-prose" lang="{}">{}</div>').format(
        Markup('<p class="ik-quiet">{}</p>').format(note) if note else "",
        language_of(texts, words.lang),
        to_html(in_language(dict(texts), words.lang), deeper=result.level - 1),
    )


def _show_fields(result: ShownResult, here: Context) -> None:
    words = here.translator
    titles = {one.key: one.titles for one in cache.choices(here).action_fields}
    counted = sorted(
        (
            (in_language(titles.get(key, {}), words.lang) or key, ideas)
            for key, ideas in result.figures.by_field.items()
        ),
        key=lambda one: (-one[1], one[0]),
    )
    caption = words.gettext("Ideas by theme")
    told = [f"{name}: {words.format_number(ideas)}" for name, ideas in counted]
    bars = [
        charts.Bar(name, ideas, ideas, ideas, words.format_number(ideas), says)
        for (name, ideas), says in zip(counted[:_MOST_BARS], told, strict=False)
    ]
    says = f"{caption}. {'; '.join(told)}."
    show_chart(
        charts.figure(
            caption,
            lambda layout: charts.draw_bars(bars, layout, says=says, number=words.format_number),
        )
    )
    _show_table(caption, words.gettext("Theme"), counted, words)


def _show_places(figures: RoundFigures, choices: Choices, words: Translator) -> None:
    _ = words.gettext
    towns = {one.key: one.name for one in choices.municipalities}
    districts = {one.key: one.name for one in choices.districts}
    counted = []
    for one in figures.places:
        town = towns.get(one.municipality or "", one.municipality)
        if one.district:
            place = ", ".join(filter(None, (districts.get(one.district, one.district), town)))
        elif town:
            place = _("{place}, no district").format(place=town)
        else:
            place = _("no particular place")
        counted.append((place, one.ideas))
    counted.sort(key=lambda one: (-one[1], one[0]))
    _show_table(_("Ideas by place"), _("Place"), counted, words)


def _show_table(caption: str, head: str, rows: list[tuple[str, int]], words: Translator) -> None:
    told = [(name, [words.format_number(ideas)]) for name, ideas in rows]
    table = make_table(caption, [head, words.gettext("Ideas")], told)
    with st.container(key=f"round_result_table_{head}"):
        show_numbers(words.gettext("{name} as a table").format(name=caption), table, 99)


def _most_supported(ideas: NamedIdeas, here: Context) -> Markup:
    words = here.translator
    entries = join(
        Markup('<li>{} <span class="ik-quiet">{}</span></li>').format(
            _link(one, here),
            words.ngettext("{count} support", "{count} supports", one.supports).format(
                count=words.format_number(one.supports)
            ),
        )
        for one in ideas.most_supported
    )
    return Markup('<ol class="ik-result-ideas">{}</ol>').format(entries)


def _show_decided(result: ShownResult, here: Context) -> None:
    """Each with the newest answer, which says its status and day; many are folded away."""
    words = here.translator
    first, more = result.ideas.decided[:_FIRST], result.ideas.decided[_FIRST:]
    st.html(_heading(words.gettext("Planned or done"), result) + _decided(first, here))
    if more:
        told = words.ngettext("{count} more", "{count} more", len(more))
        told = told.format(count=words.format_number(len(more)))
        with st.container(key="round_result_more"), st.expander(plain_label(told)):
            st.html(_decided(more, here) + _note_on_rest(result.figures, words))


def _decided(ideas: Sequence[NamedIdea], here: Context) -> Markup:
    entries = (
        Markup("<p>{}</p>{}").format(_link(one, here), _answer(one, here.translator))
        for one in ideas
    )
    return items(entries, class_="ik-result-decided")


def _note_on_rest(figures: RoundFigures, words: Translator) -> Markup:
    """How many are not among those that are kept."""
    counted = figures.by_status.get("planned", 0) + figures.by_status.get("done", 0)
    more = counted - len(figures.decided)
    if more <= 0:
        return Markup("")
    told = words.ngettext("and {count} more", "and {count} more", more)
    return Markup('<p class="ik-quiet">{}</p>').format(told.format(count=words.format_number(more)))


def _answer(one: NamedIdea, words: Translator) -> Markup:
    if one.answers:
        return answer_entry(one.answers[-1], words)
    return Markup('<p><span class="ik-status" data-status="{}">{}</span></p>').format(
        one.response_status, label(RESPONSE_STATUSES, one.response_status, words)
    )


def _link(one: NamedIdea, here: Context) -> Markup:
    return link(page_link("idee", here.query, id=one.number), text(one.title), class_="ik-link")
