"""One cluster: what it is about, which ideas it holds, and the way to filter by it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.areas import Polygon
from mapper.domain.roles import Right
from mapper.i18n import Translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.markup import items, join, link, text
from mapper.planning.clusters_found import (
    Chosen,
    Found,
    name_cluster,
    tell_counts,
)
from mapper.planning.clusters_said import tell_districts, tell_fields, tell_period
from mapper.services.cluster_ideas import MemberIdea
from mapper.services.cluster_words import ClusterWords
from mapper.services.clusters import Cluster
from mapper.services.queue import Queue
from mapper.ui.address import page_link
from mapper.ui.components import moderation_address as moderation
from mapper.ui.components import planning_store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_clusters_choice import (
    choose,
    focus_token,
    take_focus,
    turn_page,
)

_HANDFUL = 5


def show_detail(bench: Workbench, found: Found, chosen: Chosen) -> None:
    """What a cluster tells, beside the map."""
    words, cluster = bench.words, chosen.cluster
    _ = words.gettext
    with st.container(key="planning_cluster_detail"):
        st.button(
            _("Back to all clusters"),
            key="planning_cluster_back",
            type="tertiary",
            on_click=choose,
            args=(None,),
        )
        heading = Markup('<h2 tabindex="-1" data-take-focus="{}">{}</h2><p>{}</p>')
        name = text(name_cluster(found, cluster, words))
        st.html(heading.format(focus_token(), name, tell_counts(cluster, words)))
        if cluster.proposals < _HANDFUL:
            sentence = _("A handful of ideas is no pattern. Read them one by one.")
            st.html(Markup('<p class="ik-quiet">{}</p>').format(sentence))
        spoken = found.words.of.get(cluster.number)
        st.html(_facts(cluster, spoken, bench))
        if spoken and spoken.typical:
            st.html(_typical(spoken, bench))
        _show_only_these(found, chosen, bench)


def show_members(bench: Workbench, chosen: Chosen) -> None:
    """The ideas of a cluster, page by page."""
    words, members = bench.words, chosen.members
    number = words.format_number(chosen.cluster.number)
    caption = words.gettext("Ideas of cluster {number}").format(number=number)
    st.html(Markup("<h2>{}</h2>").format(caption))
    st.html(_table(members.ideas, caption, bench))
    if members.last == 1:
        return
    with st.container(key="planning_cluster_pager", horizontal=True):
        _step(words.gettext("Previous page"), chosen, members.number - 1)
        of = words.gettext("Page {number} of {last}").format(
            number=words.format_number(members.number), last=words.format_number(members.last)
        )
        st.html(Markup('<p role="status">{}</p>').format(of))
        _step(words.gettext("Next page"), chosen, members.number + 1)


def _facts(cluster: Cluster, spoken: ClusterWords | None, bench: Workbench) -> Markup:
    _ = bench.words.gettext
    facts = [
        (_("Districts"), tell_districts(cluster, bench.words)),
        (_("Action fields"), tell_fields(cluster, bench.names.action_fields, bench.words)),
        (_("Words"), _keywords(spoken, bench.words)),
        (_("Period"), tell_period(cluster, bench.words)),
    ]
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup('<dl class="ik-facts-list">{}</dl>').format(rows)


def _keywords(spoken: ClusterWords | None, words: Translator) -> Markup | str:
    """What sets it apart, each word with the number of ideas that have it."""
    if spoken is None or not spoken.keywords:
        return words.gettext("None stands out here.")
    return Markup(", ").join(
        Markup("{} ({})").format(text(one.form), words.format_number(one.texts))
        for one in spoken.keywords
    )


def _typical(spoken: ClusterWords, bench: Workbench) -> Markup:
    links = (
        link(
            page_link("idee", bench.here.query, id=one.public_id), text(one.title), class_="ik-link"
        )
        for one in spoken.typical
    )
    return Markup("<h3>{}</h3>{}").format(
        bench.words.gettext("Typical ideas"), items(links, class_="ik-typical")
    )


def _show_only_these(found: Found, chosen: Chosen, bench: Workbench) -> None:
    words = bench.words
    st.button(
        words.gettext("Only the ideas here"),
        key="planning_cluster_only",
        on_click=_filter_by,
        args=(chosen.area.area, found.clusters.distance_m, found.clusters.least),
    )
    lines = join(Markup("<p>{}</p>").format(line) for line in _tell_only_these(chosen, bench))
    st.html(Markup('<div class="ik-quiet">{}</div>').format(lines))


def _tell_only_these(chosen: Chosen, bench: Workbench) -> Iterator[str]:
    words = bench.words
    if bench.wanted.filters.area:
        yield words.gettext(
            "Sets the outline of this cluster as the area, in place of the one drawn."
        )
    else:
        yield words.gettext("Sets the outline of this cluster as the area of the filters.")
    others = chosen.area.others
    if others is None:
        yield words.gettext("Single ideas of no cluster may lie in it, too.")
    elif others:
        yield words.ngettext(
            "In it lies {count} idea that does not belong to the cluster.",
            "In it lie {count} ideas that do not belong to the cluster.",
            others,
        ).format(count=words.format_number(others))


def _filter_by(area: Polygon, distance_m: int, least: int) -> None:
    """Ask for an area, and keep distance and number: fewer ideas would suggest others."""
    wanted = planning_store.stored()
    filters = replace(wanted.filters, area=area)
    planning_store.apply(
        replace(wanted, filters=filters, distance_m=distance_m, least=least),
        redraw_filters=True,
    )
    take_focus()


def _table(ideas: tuple[MemberIdea, ...], caption: str, bench: Workbench) -> Markup:
    _ = bench.words.gettext
    actor = bench.here.actor
    answers = actor is not None and actor.may(Right.RESPOND)
    heads = [_("Idea"), _("District"), _("Supports"), _("Processing status")]
    head = join(
        Markup('<th scope="col">{}</th>').format(one)
        for one in (*heads, *([_("Answer")] if answers else []))
    )
    body = join(_row(one, bench, answers=answers) for one in ideas)
    return Markup(
        '<div class="ik-scroll" role="region" tabindex="0" aria-label="{0}">'
        '<table class="ik-table"><caption class="ik-listen">{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, head, body)


def _row(idea: MemberIdea, bench: Workbench, *, answers: bool) -> Markup:
    words, query = bench.words, bench.here.query
    cells: list[Markup | str] = [
        idea.district_name or idea.municipality_name or words.gettext("outside of all districts"),
        words.format_number(idea.supports),
        label(RESPONSE_STATUSES, idea.response_status, words),
    ]
    if answers:
        cells.append(_answer(idea, words, query))
    title = link(page_link("idee", query, id=idea.public_id), text(idea.title), class_="ik-link")
    rest = join(Markup("<td>{}</td>").format(one) for one in cells)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(title, rest)


def _answer(idea: MemberIdea, words: Translator, query: Mapping[str, str]) -> Markup:
    wanted = moderation.Wanted(Queue.PUBLISHED, number=idea.public_id)
    name = words.gettext("Give an answer to “{title}”").format(title=idea.title)
    address = moderation.link_to(wanted, query)
    return link(address, words.gettext("Give an answer"), aria_label=name, class_="ik-link")


def _step(name: str, chosen: Chosen, page: int) -> None:
    st.button(
        name,
        key=f"planning_cluster_page_{name}",
        disabled=not 1 <= page <= chosen.members.last,
        on_click=turn_page,
        args=(chosen.cluster.number, page),
    )
