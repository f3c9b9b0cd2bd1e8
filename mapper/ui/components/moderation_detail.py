"""The idea that is open: its words, what is known of it, reports, what was done to it."""

import streamlit as st
from markupsafe import Markup, escape

from mapper.domain.statuses import ModerationStatus, PlaceCertainty
from mapper.i18n import N_
from mapper.i18n.labels import (
    CHANNELS,
    MODERATION_STATUSES,
    PUBLIC_PRECISIONS,
    RESPONSE_STATUSES,
    label,
)
from mapper.markup import items, join, link, paragraphs, text
from mapper.services.history import Happening
from mapper.services.review import Review
from mapper.ui.address import page_link
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import Wanted, link_to
from mapper.ui.components.moderation_names import (
    HAPPENINGS,
    REPORT_REASONS,
    count_days,
    days_since,
    describe_age,
    describe_due,
    name_actor,
    name_fields,
)
from mapper.ui.context import Context
from mapper.ui.ideas import IdeaWords

_LONG_WITH = 7


def show_heading(review: Review, wanted: Wanted, here: Context, ideas: IdeaWords) -> None:
    """Title, state and age; the heading takes the focus after a decision."""
    words = here.translator
    back = link(
        link_to(wanted, here.query, number=None),
        words.gettext("Back to the list"),
        class_="ik-link",
    )
    marks = [
        _status(review, here),
        Markup("<span>{}</span>").format(_age(review, here)),
        ideas.field(review.action_field),
        Markup("<span>{}</span>").format(_place(review, here)),
    ]
    if review.demo:
        marks.append(Markup('<span class="ik-sample">{}</span>').format(words.gettext("sample")))
    st.html(
        Markup(
            '<p class="ik-to-list">{}</p>'
            '<h2 id="inhalt" tabindex="-1" data-take-focus="{}" aria-describedby="gesagt">{}</h2>'
            '<p class="ik-facts">{}</p>'
        ).format(back, store.focus_token() or "", text(review.title), join(marks))
    )


def show_words(review: Review, here: Context) -> None:
    """The idea's own words, and the reports of it before them."""
    words = here.translator
    _ = words.gettext
    body = [
        _reports(review, here),
        Markup('<div class="ik-words">{}</div>').format(paragraphs(review.body)),
    ]
    name = (
        escape(_("by {name}")).format(name=text(review.display_name))
        if review.display_name
        else escape(_("without a name"))
    )
    body.append(Markup('<p class="ik-quiet">{}</p>').format(name))
    if review.status_reason:
        reason = Markup('<section class="ik-reason"><h3>{}</h3>{}</section>')
        body.append(reason.format(_("What the author reads"), paragraphs(review.status_reason)))
    st.html(join(body))


def show_facts(review: Review, here: Context, ideas: IdeaWords) -> None:
    """Everything else that is known of the idea."""
    words = here.translator
    _ = words.gettext
    facts: list[tuple[str, Markup | str]] = [
        (_("Number"), _number(review, here)),
        (_("Round"), ideas.rounds.get(review.round_slug, review.round_slug)),
        (_("Received"), words.format_datetime(review.created_at)),
        (_("Came in"), _channel(review, here)),
        (_("Shown place"), _shown_place(review, here)),
        (_("Supports"), words.format_number(review.supports)),
    ]
    if review.moderation_status is ModerationStatus.PUBLISHED:
        facts.append(
            (_("Processing status"), label(RESPONSE_STATUSES, review.response_status, words))
        )
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    st.html(Markup('<h3>{}</h3><dl class="ik-dl">{}</dl>').format(_("Details"), rows))


def show_history(review: Review, here: Context) -> None:
    """Who did what and when, the newest first; it began with the idea coming in."""
    words = here.translator
    came = Happening(review.created_at, "", "")
    lines = [_happening(one, here) for one in (*review.history, came)]
    st.html(
        Markup("<h3>{}</h3>{}").format(words.gettext("History"), items(lines, class_="ik-history"))
    )


def _status(review: Review, here: Context) -> Markup:
    status = review.moderation_status
    words = label(MODERATION_STATUSES, status, here.translator)
    return Markup('<span class="ik-status" data-state="{}">{}</span>').format(status, words)


def _age(review: Review, here: Context) -> Markup | str:
    age = describe_age(review.created_at, here.translator)
    if review.due_at is None:
        return age
    due = describe_due(review.due_at, review.late, here.translator)
    return Markup('{}, <span class="{}">{}</span>').format(
        age, "ik-late" if review.late else "", due
    )


def _place(review: Review, here: Context) -> str:
    where = review.where
    names = dict.fromkeys(filter(None, (where.district_name, where.municipality_name)))
    return ", ".join(names) or here.translator.gettext("no particular place")


def describe_holder(review: Review, here: Context) -> str:
    """Who has the idea, and that it has been lying there."""
    words = here.translator
    holder = review.holder
    if holder is None:
        return words.gettext("Nobody has taken this idea.")
    mine = here.actor is not None and holder.account_id == here.actor.account_id
    if not mine:
        sentence = words.gettext("{name} has this idea.").format(name=holder.name)
    elif holder.stands_in_for:
        sentence = words.gettext("You have this idea in place of {name}.")
        sentence = sentence.format(name=holder.stands_in_for)
    else:
        sentence = words.gettext("You have this idea.")
    days = days_since(review.assigned_at) if review.assigned_at else 0
    if days < _LONG_WITH:
        return sentence
    since = words.gettext("It has been there for {days}.").format(days=count_days(days, words))
    return f"{sentence} {since}"


def _reports(review: Review, here: Context) -> Markup:
    if not review.reports:
        return Markup("")
    words = here.translator
    lines = []
    for one in review.reports:
        seen = words.gettext("looked at")
        looked = "" if one.looked_at is None else f" ({seen})"
        lines.append(
            Markup("<strong>{}</strong>, {}{}{}").format(
                label(REPORT_REASONS, one.reason, words),
                describe_age(one.created_at, words),
                looked,
                paragraphs(one.body or ""),
            )
        )
    count = len(review.open_reports)
    said = words.ngettext("One open report", "{count} open reports", count)
    heading = said.format(count=words.format_number(count)) if count else words.gettext("Reports")
    return Markup('<section class="ik-reports" data-open="{}"><h3>{}</h3>{}</section>').format(
        "yes" if count else "no", heading, items(lines)
    )


def _number(review: Review, here: Context) -> Markup:
    if review.moderation_status is not ModerationStatus.PUBLISHED:
        return Markup("{}").format(review.number)
    return link(page_link("idee", here.query, id=review.number), review.number, class_="ik-link")


def _channel(review: Review, here: Context) -> str:
    way = label(CHANNELS, review.channel, here.translator)
    return f"{way}: {review.event}" if review.event else way


def _shown_place(review: Review, here: Context) -> str:
    if review.where.certainty is not PlaceCertainty.POINT:
        return _place(review, here)
    return label(PUBLIC_PRECISIONS, review.where.precision, here.translator)


def _happening(one: Happening, here: Context) -> Markup:
    words = here.translator
    unnamed = N_("changed") if one.kind else N_("came in")
    what = words.gettext(HAPPENINGS.get(one.kind, unnamed))
    fields = name_fields(one.fields, words)
    by = name_actor(one.by, words)
    return Markup("<time>{}</time><span>{}{}{}</span>").format(
        words.format_datetime(one.at, "medium"),
        what,
        f" ({fields})" if fields else "",
        f", {by}" if by else "",
    )
