"""The section for a round's result: words beside figures, as citizens will read them."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.errors import OutsideLimitsError
from mapper.i18n.errors import explain
from mapper.markup import link
from mapper.planning.wanted import Wanted
from mapper.services.published_results import name_ideas
from mapper.services.round_results import ResultDraft, read_draft
from mapper.ui import look, widget_keys
from mapper.ui.address import page_link
from mapper.ui.components import planning_result_store as store
from mapper.ui.components import planning_store
from mapper.ui.components.admin_form import Form, confirmed
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_fields import forget
from mapper.ui.components.planning_result_fields import show_fields
from mapper.ui.components.planning_store import WIDGETS
from mapper.ui.components.round_result import ShownResult, key_figures, show_result

_ROUND = f"{WIDGETS}result_round"


def show_result_section(bench: Workbench) -> None:
    """The round that the filters name alone, or the question which one."""
    look.add_style("planning_result")
    words, _ = bench.words, bench.words.gettext
    with bench.places.wide, st.container(key="planning_result"):
        slug = _choose_round(bench)
        if slug is None:
            hint = _("Choose a round. What you write about it stands beside its figures.")
            st.html(Markup('<p class="ik-quiet">{}</p>').format(hint))
            return
        try:
            draft = read_draft(bench.here.backoffice, bench.here.who, slug)
        except OutsideLimitsError as error:
            st.html(Markup('<p class="ik-note">{}</p>').format(explain(error, words)))
            return
        with st.container(key="planning_result_state"):
            _show_state(slug, draft, bench)
        texts = show_fields(slug, draft, bench.here)
        _show_steps(slug, draft, bench)
    with bench.places.findings:
        _show_figures(draft, bench)
    with bench.places.below:
        name = Markup('<h2 class="ik-section">{}</h2>').format(_("As everybody reads it"))
        st.html(name)
        with st.container(key="planning_result_preview"):
            ideas = name_ideas(bench.here.sessions, draft.figures)
            show_result(ShownResult(texts, draft.figures, ideas, level=3), bench.here)


def _choose_round(bench: Workbench) -> str | None:
    """The choice is the filter's: an address that names one round names this one."""
    rounds = bench.wanted.filters.rounds
    chosen = rounds[0] if len(rounds) == 1 else None
    widget_keys.write(_ROUND, chosen)
    st.selectbox(
        bench.words.gettext("Participation round"),
        list(bench.names.rounds),
        index=None,
        format_func=lambda one: bench.names.rounds.get(one, one),
        key=widget_keys.key_of(_ROUND),
        placeholder=bench.words.gettext("Choose a round"),
        on_change=widget_keys.hear(_round_changed, _ROUND),
    )
    return chosen


def _round_changed() -> None:
    chosen = widget_keys.entered(_ROUND)
    wanted: Wanted = planning_store.stored()
    filters = replace(wanted.filters, rounds=(chosen,) if chosen else ())
    planning_store.apply(replace(wanted, filters=filters))
    forget("rounds")


def _show_state(slug: str, draft: ResultDraft, bench: Workbench) -> None:
    """Whether everybody can read something, and whether it is what stands here."""
    words, _ = bench.words, bench.words.gettext
    published = draft.published
    if published is None:
        lines = [_("Nobody but staff who plan sees this until you publish it.")]
    else:
        day = words.format_datetime(published.published_at)
        lines = [_("Published on {day}.").format(day=day)]
        if draft.unpublished or store.kept(slug):
            lines.append(_("There are changes that are not published yet."))
        before, now = published.figures.ideas, draft.figures.ideas
        if published.figures != draft.figures:
            told = _("The figures have changed since. Ideas now: {now}, as published: {before}.")
            told = told.format(now=words.format_number(now), before=words.format_number(before))
            lines.append(told)
    address = page_link("runde", bench.here.query, round=slug)
    st.html(
        Markup('<p class="ik-note">{} {}</p>').format(
            " ".join(lines), link(address, _("Open the round's page"), class_="ik-link")
        )
    )


def _show_steps(slug: str, draft: ResultDraft, bench: Workbench) -> None:
    _, here = bench.words.gettext, bench.here
    with st.container(key="planning_result_told"):
        done = store.said(slug)
        if done:
            st.html(Markup('<p class="ik-done" role="status">{}</p>').format(done))
    with st.container(key="planning_result_steps"):
        # Asked in the run itself: after a new start of the server no callback is known yet.
        name = _("Publish again") if draft.published else _("Publish")
        if st.button(name, key="planning_result_publish", type="primary"):
            store.publish(slug, here, _("Published. Everybody can read it now."))
            st.rerun()
        if st.button(_("Save the draft"), key="planning_result_save"):
            store.save(slug, here, _("The draft is saved."))
            st.rerun()
        if draft.published:
            form = Form(here, f"result_{slug}")
            question = _("Withdraw the result? Nobody will read it any more; your draft stays.")
            yes = _("Yes, withdraw it")
            if confirmed(form, "withdraw", _("Withdraw"), question, yes):
                store.withdraw(slug, here, _("Withdrawn. Nobody reads it any more."))
                st.rerun()


def _show_figures(draft: ResultDraft, bench: Workbench) -> None:
    """The round's figures as they are now, all of them, whatever else the filters say."""
    _ = bench.words.gettext
    note = _("All public ideas of the round; other filters do not count here.")
    st.html(
        Markup('<div class="ik-findings"><h2>{}</h2><p>{}</p></div>{}').format(
            _("Figures at present"), note, key_figures(draft.figures, bench.words)
        )
    )
