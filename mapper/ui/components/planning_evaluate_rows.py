"""The rows of the evaluation: each idea with its goal, measure and note, edited in place."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.roles import Right
from mapper.handout.evaluation import place_of, status_of
from mapper.markup import join, link, text
from mapper.services.evaluated import EvaluatedIdea, EvaluatedPage
from mapper.services.queue import Queue
from mapper.ui import widget_keys
from mapper.ui.address import page_link
from mapper.ui.components import moderation_address as moderation
from mapper.ui.components import planning_evaluate_store as store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_evaluate_names import (
    Options,
    name_served,
    options_for,
    with_own,
)

_TEXT_MOST, _ANSWER_MOST = 240, 160


def show_rows(page: EvaluatedPage, bench: Workbench) -> None:
    """All ideas of the page, with their heads above where there is room for columns."""
    _ = bench.words.gettext
    heads = (_("Idea"), _("Goal and measure"), _("Note"))
    cells = join(Markup("<span>{}</span>").format(one) for one in heads)
    st.html(Markup('<div class="ik-row-heads" aria-hidden="true">{}</div>').format(cells))
    by_town: dict[str | None, Options] = {}
    for idea in page.ideas:
        town = idea.municipality
        if town not in by_town:
            by_town[town] = options_for(page.goals, [town], bench.words)
        _show_row(idea, with_own(by_town[town], idea), bench)


def _show_row(idea: EvaluatedIdea, options: Options, bench: Workbench) -> None:
    words, number = bench.words, idea.number
    store.fill(idea, options)
    with st.container(key=f"planning_evaluate_row_{number}"):
        choose = words.gettext("Choose idea {number}").format(number=number)
        pick = widget_keys.key_of(store.pick_field(number))
        st.checkbox(choose, key=pick, label_visibility="collapsed")
        st.html(_tell(idea, bench))
        goal, note = store.goal_field(number), store.note_field(number)
        st.selectbox(
            words.gettext("Goal and measure of idea {number}").format(number=number),
            list(options),
            format_func=options.__getitem__,
            key=widget_keys.key_of(goal),
            label_visibility="collapsed",
            on_change=widget_keys.hear(store.save, goal, note),
            args=(number, bench.here),
        )
        st.text_area(
            words.gettext("Note on idea {number}").format(number=number),
            key=widget_keys.key_of(note),
            label_visibility="collapsed",
            placeholder=words.gettext("Note"),
            height=68,
            on_change=widget_keys.hear(store.save, note, goal),
            args=(number, bench.here),
        )
        with st.container(key=f"planning_evaluate_told_{number}"):
            _show_told(idea, bench)


def _tell(idea: EvaluatedIdea, bench: Workbench) -> Markup:
    words, query = bench.words, bench.here.query
    title = link(page_link("idee", query, id=idea.number), text(idea.title), class_="ik-link")
    supports = words.ngettext("{count} support", "{count} supports", idea.supports)
    facts = (
        idea.number,
        place_of(idea, words),
        supports.format(count=words.format_number(idea.supports)),
        bench.names.action_fields.get(idea.action_field, idea.action_field),
    )
    return Markup(
        '<h3>{}</h3><p class="ik-row-text">{}</p><p class="ik-row-facts">{}</p>{}'
    ).format(
        title,
        text(_shortened(" ".join(idea.body.split()), _TEXT_MOST)),
        join(Markup("<span>{}</span>").format(one) for one in facts),
        _answer(idea, bench),
    )


def _answer(idea: EvaluatedIdea, bench: Workbench) -> Markup:
    """How far the town is, what it said last, and the way to say more."""
    words, parts = bench.words, []
    parts.append(Markup("<strong>{}</strong>").format(status_of(idea, bench.words)))
    if idea.answer:
        said = text(_shortened(" ".join(idea.answer.split()), _ANSWER_MOST))
        parts.append(Markup('<span class="ik-row-said">{}</span>').format(said))
    if bench.here.actor is not None and bench.here.actor.may(Right.RESPOND):
        wanted = moderation.Wanted(Queue.PUBLISHED, number=idea.number)
        name = words.gettext("Give an answer to “{title}”").format(title=idea.title)
        address = moderation.link_to(wanted, bench.here.query)
        parts.append(
            link(address, words.gettext("Give an answer"), aria_label=name, class_="ik-link")
        )
    return Markup('<p class="ik-row-facts">{}</p>').format(
        join(Markup("<span>{}</span>").format(one) for one in parts)
    )


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rsplit(' ', 1)[0]} …"


def _show_told(idea: EvaluatedIdea, bench: Workbench) -> None:
    """That it was stored, or why it was not, and the ways on."""
    kept, _ = store.typed(idea.number), bench.words.gettext
    if kept is None:
        saved = _("Saved.") if store.is_saved(idea.number) else ""
        st.html(Markup('<p class="ik-row-saved" role="status">{}</p>').format(saved))
        return
    if kept.version == idea.version:
        st.html(Markup('<p class="ik-problem" role="alert">{}</p>').format(kept.why))
        st.button(
            _("Try again"),
            key=f"planning_evaluate_again_{idea.number}",
            on_click=store.save,
            args=(idea.number, bench.here),
        )
        return
    st.html(_tell_conflict(idea, kept.by, bench))
    st.button(
        _("Put mine in its place"),
        key=f"planning_evaluate_mine_{idea.number}",
        on_click=store.save_over,
        args=(idea.number, idea.version, bench.here),
    )
    st.button(
        _("Show what is stored, give mine up"),
        key=f"planning_evaluate_stored_{idea.number}",
        on_click=store.give_up,
        args=(idea.number,),
    )


def _tell_conflict(idea: EvaluatedIdea, by: str | None, bench: Workbench) -> Markup:
    _ = bench.words.gettext
    sentence = _(
        "{who} changed this in the meantime. Nothing was overwritten, and what you entered is "
        "still here, but not saved. Now stored:"
    ).format(who=by or _("Somebody else"))
    note = Markup("<br>{}").format(text(idea.note)) if idea.note else ""
    return Markup(
        '<div class="ik-problem" role="alert"><p>{}</p><p class="ik-row-stored">{}{}</p></div>'
    ).format(sentence, name_served(idea, bench.words), note)
